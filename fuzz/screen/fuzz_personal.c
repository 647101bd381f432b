/* Personal data by pattern, and its mask. */
#include "screen/personal.h"

#include <stdlib.h>

enum {
    INPUT_MAX_BYTES = 64 << 10,
    ARENA_BYTES = 32 << 20, /* small: the sanitizer clears its shadow at every unmapping */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MAX_BYTES)
        return 0;
    struct arena a = arena_open(ARENA_BYTES);
    str text = {(const char *)data, size};
    struct personal_match *m;
    size_t n = personal_find(text, ~0u, &a, &m), end = 0;
    for (size_t i = 0; i < n; i++) {
        if (m[i].start < end || m[i].end <= m[i].start || m[i].end > size)
            abort();
        end = m[i].end;
    }
    if (personal_mask(text, m, n, &a).n != size)
        abort();
    arena_close(&a);
    return 0;
}
