/* match/fingerprint_search.h -- which fingerprints of a list are near those of a picture.
 *
 * An exact scan: every fingerprint within the radius is found, each time. Right up to some tens of
 * thousands of fingerprints (32 bytes each; eight variants against 10,000 take under a
 * millisecond). Pure; any number of threads.
 *
 * Do not ask with a picture whose quality is under PDQ_QUALITY_MIN: its answer means nothing. */
#pragma once

#include "match/pdq.h"

enum {
    FINGERPRINT_RADIUS = 31, /* bits: "the same picture" as PDQ's authors use it */
};

struct fingerprint_list {
    const struct fingerprint *v;
    size_t n;
};

struct fingerprint_hit {
    size_t index; /* in the list */
    int distance; /* the smallest of the eight variants' */
    enum pdq_variant variant;
};

struct fingerprint_hits {
    struct fingerprint_hit *v; /* by distance, then by index */
    size_t n;
};

/* All entries of which some variant is within radius bits, 0 to 256. Of equally near variants the
 * first counts. The result lives in a: at most one hit an entry. */
struct fingerprint_hits fingerprint_search(struct fingerprint_list list,
                                           const struct fingerprint variants[PDQ_VARIANTS],
                                           int radius, struct arena *a);
