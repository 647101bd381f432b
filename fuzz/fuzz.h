/* fuzz/fuzz.h -- what targets share. */
#pragma once

#include <stdint.h>

#include "base/diag.h"

/* The target: one input, whose bytes may be anything. A target that finds something wrong aborts.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An input as text, with an arena and diags of its own. */
struct fuzz {
    str text;
    struct arena a;
    struct diags diags;
};

enum {
    FUZZ_TEXT_MAX_BYTES = 64 << 10, /* so that each input is quick */
};

/* False for a text that is too long. Keep arenas small: the sanitizer clears its shadow at every
 * unmapping. */
static inline bool fuzz_open(struct fuzz *f, const uint8_t *data, size_t size, size_t arena_bytes)
{
    if (size > FUZZ_TEXT_MAX_BYTES)
        return false;
    *f = (struct fuzz){.text = {(const char *)data, size}, .a = arena_open(arena_bytes)};
    f->diags.a = &f->a;
    return true;
}

static inline void fuzz_close(struct fuzz *f)
{
    arena_close(&f->a);
}
