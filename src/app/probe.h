/* app/probe.h -- one detector over single files, in the same sandbox as everything else. */
#pragma once

#include "app/cache.h"
#include "base/hash.h"
#include "screen/screening.h"

struct probe; /* opaque */

/* detector is a name from the table of detectors. a and the cache outlive it. */
nodiscard struct probe *probe_open(str detector, bool weak_sandbox, struct cache *opt_cache,
                                   struct arena *a, struct err *err);
void probe_close(struct probe *probe);

/* What the detector saw, and the digest of the bytes that it saw. False when it could not tell,
 * with why. */
nodiscard bool probe_run(struct probe *probe, const char *path, struct arena *a,
                         struct screening *ret_screening, struct digest *ret_sha256,
                         struct err *err);
