/* app/marks.h -- how people marked a picture in a catalogue: rating and label.
 *
 * They stand in the XMP sidecars NAME.EXT.xmp and NAME.xmp and in the picture's own packets; any of
 * them is a stranger's, and is read in a sandboxed worker, one a picture. A mark is shown beside a
 * verdict and chooses what is screened. It is no part of facts: it clears and blocks nothing. */
#pragma once

#include <signal.h>

#include "app/result.h"
#include "app/walk.h"
#include "worker/cache.h"

enum {
    MARKS_SOURCES_MAX = 5 /* two names of a sidecar, each with a small or a large suffix; the
                             picture */
};

/* One of the files that a mark may stand in. */
struct mark_source {
    str path;       /* of the file; bytes */
    bool sidecar;   /* else the picture itself */
    int64_t rating; /* INT_ABSENT: none */
    str label;      /* absent: none */
    str problem;    /* absent, or why nothing of the above can be told */
};

struct marks {
    struct mark_source at[MARKS_SOURCES_MAX]; /* sidecars first, the more exact name first */
    size_t n;
    bool unknown; /* of some source it cannot be told what it says, be it told there or by the
                     screening of the picture */
};

struct marks_orders {
    bool weak_sandbox;
    bool picture; /* the packets of the picture too, not its sidecars alone */
    const volatile sig_atomic_t *opt_stop;
    struct cache *opt_cache;             /* NULL: without one */
    const struct worker_read *opt_reads; /* of a decode worker; NULL without a cache */
};

/* Read them all. False: no worker can be started, which *ret_marks says too. */
nodiscard bool marks_read(const struct walk_file *file, struct marks_orders orders, struct arena *a,
                          struct marks *ret_marks, struct err *err);

/* Add what the picture itself says, when it was decoded anyway. */
void marks_of_picture(const struct image_about *about, str path, struct arena *a,
                      struct marks *marks);

/* "rated 3 of 5, Red" or "rejected", for people; "" where nobody marked it. A label is free text of
 * the house: not for everybody. */
str marks_words(const struct result *result, bool label, struct arena *a);

/* Rating, label and notes of the result: the first source that has one, and where another has
 * another, or cannot be told, a note. */
void marks_tell(const struct marks *marks, struct arena *a, struct result *result);
