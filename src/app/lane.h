/* app/lane.h -- one lane: a picture after another through a decode worker and a detect worker.
 *
 * A lane belongs to one thread. It never fails: what goes wrong is in the screening that it gives,
 * as detectors that did not run and the reason. */
#pragma once

#include "app/intake.h"
#include "app/protocol.h"
#include "app/worker.h"

struct lane_orders {
    struct worker_orders detect; /* weak_sandbox holds for both kinds */
    int64_t decode_timeout_s;
    int64_t detect_timeout_s;
    const volatile sig_atomic_t *opt_stop; /* once set, nothing is waited for any more */
};

struct lane {
    const struct lane_orders *orders;
    struct worker detect; /* kept from picture to picture */
};

/* One picture, as far as it could be seen. */
struct lane_result {
    bool decoded;
    struct image_about about;   /* when decoded */
    struct screening screening; /* every detector listed, run or not */
    str problem;                /* absent, or why there is nothing to see */
    int pixels; /* sealed memfd of the planes when decoded, else -1; the caller closes it */
    int64_t planes;
};

void lane_init(struct lane *lane, const struct lane_orders *orders);
void lane_done(struct lane *lane);

void lane_screen(struct lane *lane, const struct intake *file, struct arena *a,
                 struct lane_result *ret_result);

/* A screening in which nothing ran, because of `why`. */
void lane_nothing(str why, struct arena *a, struct lane_result *ret_result);
