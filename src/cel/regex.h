/* cel/regex.h -- linear-time regular expressions: RE2 behind a C door.
 *
 * A compiled pattern is immutable and may be shared between threads; it fills caches of its own
 * (bounded by REGEX_BYTES) while it matches. Private to this folder. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#include "base/err.h"
#include "base/str.h"

enum {
    REGEX_BYTES = 1 << 20 /* of program and caches */
};

/* Compile a pattern in RE2's syntax, UTF-8. INVALID with RE2's message. Owned by the caller. */
struct regex *regex_open(str pattern, struct err *err);
void regex_close(struct regex *r);

/* Does the pattern match anywhere in text? */
bool regex_matches(const struct regex *r, str text);

#ifdef __cplusplus
}
#endif
