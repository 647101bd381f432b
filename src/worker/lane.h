/* worker/lane.h -- one lane: a picture after another through a decode worker and a detect worker.
 *
 * A lane belongs to one thread. It never fails: what goes wrong is in the screening that it gives,
 * as detectors that did not run and the reason. */
#pragma once

#include "worker/intake.h"
#include "worker/outside.h"
#include "worker/protocol.h"
#include "worker/worker.h"

struct cache; /* worker/cache.h */

struct lane_orders {
    struct worker_orders detect;   /* weak_sandbox holds for both kinds */
    struct cache *opt_cache;       /* NULL: without one */
    const struct outside *outside; /* detectors from outside, each asked about every picture */
    size_t outside_n;
    int64_t decode_timeout_s;
    int64_t detect_timeout_s;
    const volatile sig_atomic_t *opt_stop; /* once set, nothing is waited for any more */
};

/* What the workers read, as each said when it was started. */
struct lane_reads {
    struct worker_read decode, detect;
};

struct lane_result;

struct lane {
    const struct lane_orders *orders;
    struct worker decode;    /* started ahead, for the next picture */
    struct worker detect;    /* kept from picture to picture */
    struct lane_reads reads; /* of the workers that were started last */
    struct lane_glance {
        /* Called with what can be seen soon: the file's statements and the faces; every other
         * detector is off. NULL: not wanted. What is given is gone when this returns. */
        void (*seen)(void *self, const struct lane_result *so_far);
        void *self;
    } glance;
};

/* One picture, as far as it could be seen. */
struct lane_result {
    bool decoded;
    struct image_about about;   /* when decoded */
    struct screening screening; /* every detector listed, run or not */
    str problem;                /* absent, or why there is nothing to see */
    int pixels; /* sealed memfd of the planes when decoded, else -1; the caller closes it */
    int64_t planes;
    struct lane_reads reads; /* of the workers that answered */
};

void lane_init(struct lane *lane, const struct lane_orders *orders);
void lane_done(struct lane *lane);

/* All but the detectors from outside. */
void lane_screen(struct lane *lane, const struct intake *file, struct arena *a,
                 struct lane_result *ret_result);

/* Ask the detectors from outside, of what is decoded and has its pixels. */
void lane_outside(struct lane *lane, struct arena *a, struct lane_result *seen);

/* Start what is not running, so that lane->reads holds for the next picture. */
nodiscard bool lane_ready(struct lane *lane, struct arena *a, struct err *err);

/* Start a decode worker if none is known yet, so that lane->reads.decode holds. */
nodiscard bool lane_decoder(struct lane *lane, struct arena *a, struct err *err);

/* The pixels only, in ret_result as far as a decode worker tells: no detector is run. */
nodiscard bool lane_decode(struct lane *lane, const struct intake *file, struct arena *a,
                           struct lane_result *ret_result, struct err *err);

/* A screening in which nothing ran, because of `why`. */
void lane_nothing(str why, struct arena *a, struct lane_result *ret_result);
