/* cel/regex.h -- linear-time regular expressions: RE2 behind a C door.
 *
 * A compiled pattern is immutable and may be shared between threads; it fills caches of its own
 * (within the bytes it was given) while it matches. Private to this folder. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#include "base/err.h"
#include "base/str.h"

enum {
    REGEX_BYTES = 1 << 20,      /* of program and caches: 30 ms to compile at worst */
    REGEX_BYTES_SMALL = 1 << 17 /* of a pattern that is compiled for one match: 3 ms */
};

/* Compile a pattern in RE2's syntax, UTF-8. INVALID with RE2's message, which is also what a
 * pattern that needs more than max_bytes gets. Owned by the caller. */
struct regex *regex_open(str pattern, size_t max_bytes, struct err *err);
void regex_close(struct regex *r);

/* Steps to charge for each byte of text: more for large patterns, whose caches overflow. */
uint32_t regex_cost(const struct regex *r);

/* Does the pattern match anywhere in text? */
bool regex_matches(const struct regex *r, str text);

#ifdef __cplusplus
}
#endif
