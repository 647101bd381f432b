/* worker/see.h -- one file, as it was seen before or as it is seen now. */
#pragma once

#include "worker/lane.h"

/* What the workers say of the file at path: out of the cache of the lane's orders if these very
 * bytes were seen with everything else the same, else by the lane. False where the file cannot be
 * taken in, as intake_open says. ret_sha256 names the bytes that the result is of. Detectors from
 * outside are asked each time. page: of a PDF, else 0. */
nodiscard bool see_file(struct lane *lane, const char *path, int64_t page, struct arena *a,
                        struct digest *ret_sha256, struct lane_result *ret_result, struct err *err);

/* The pixels of what came out of the cache without them, into seen->pixels. CONFLICT: the file is
 * not what it was. */
nodiscard bool see_pixels(struct lane *lane, const char *path, int64_t page, struct digest sha256,
                          struct arena *a, struct lane_result *seen, struct err *err);
