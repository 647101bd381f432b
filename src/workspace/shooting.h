/* workspace/shooting.h -- a campaign's pictures as a shoot that app can screen, and what came of it
 * as events. */
#pragma once

#include "app/shoot_screen.h"
#include "workspace/act.h"

/* The campaign as it is now: pictures that are not erased, the newest call sheet with the personal
 * records that can still be read, and what people said and stands. Values in a. NOT_FOUND: no such
 * campaign. */
struct shooting {
    struct workspace *w;
    struct fold_campaign campaign;
    struct walk walk;
    str *assets; /* the digest of each file of the walk */
    struct shoot_given given;
    size_t forgotten; /* people on the call sheet whose record is gone */
};
nodiscard bool shooting_open(struct workspace *w, str campaign, struct arena *a,
                             struct shooting *ret, struct err *err);

/* One picture by the path that it was submitted as, or by the first digits of its digest
 * (SHOOTING_DIGITS_MIN or more). NOT_FOUND; INVALID: more than one is meant. */
enum {
    SHOOTING_DIGITS_MIN = 8
};
nodiscard bool shooting_find(const struct shooting *s, str name, size_t *ret_file, struct err *err);

/* Keep what was said of pictures: facts as blobs, and an event for each whose facts, verdict, call
 * sheet or policy are others than they were. A result about other bytes than the asset's (a blob
 * that was damaged), or of a weak sandbox, is CORRUPT and DENIED: it is not kept. One at a time. */
struct shooting_results {
    struct shooting *shooting;
    str by;
    str program; /* "gatefold 0.1.0" */
    size_t kept, same;
    bool failed;
    struct err err;
};
void shooting_keep(struct shooting_results *r, const struct result *result);
