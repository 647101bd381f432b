/* app/probe.h -- one detector over single files, in the same sandbox as everything else. */
#pragma once

#include "base/hash.h"
#include "screen/screening.h"
#include "worker/cache.h"

struct probe; /* opaque */

struct probe_options {
    str detector; /* a name from the table of detectors */
    bool weak_sandbox;
    bool pdf; /* pages of PDF may be asked for */
    struct cache *opt_cache;
};

/* a and the cache outlive it. */
nodiscard struct probe *probe_open(struct probe_options options, struct arena *a, struct err *err);
void probe_close(struct probe *probe);

/* What the detector saw in a picture (page 0) or a page of a PDF, from 1, and the digest of the
 * bytes that it saw. False when it could not tell, with why. */
nodiscard bool probe_run(struct probe *probe, const char *path, int64_t page, struct arena *a,
                         struct screening *ret_screening, struct digest *ret_sha256,
                         struct err *err);
