/* Personal data by pattern, and its mask. */
#include "../fuzz.h"
#include "screen/personal.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    if (!fuzz_open(&f, data, size, 32 << 20))
        return 0;
    struct personal_match *m;
    size_t n = personal_find(f.text, ~0u, &f.a, &m), end = 0;
    for (size_t i = 0; i < n; i++) {
        if (m[i].start < end || m[i].end <= m[i].start || m[i].end > size)
            abort();
        end = m[i].end;
    }
    if (personal_mask(f.text, m, n, &f.a).n != size)
        abort();
    fuzz_close(&f);
    return 0;
}
