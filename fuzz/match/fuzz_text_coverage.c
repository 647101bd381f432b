/* What comes before the first empty line is the print, the rest is the reading. */
#include <stdlib.h>
#include <string.h>

#include "../fuzz.h"
#include "match/text_coverage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || size > 1 << 13)
        return 0;
    str all = {(const char *)data, size};
    const char *gap = memmem(all.p, all.n, "\n\n", 2);
    size_t n = gap ? (size_t)(gap - all.p) : all.n;
    struct arena a = arena_open(8 << 20), scratch = arena_open(COVERAGE_SCRATCH_BYTES);
    const struct print *print;
    struct text_coverage c;
    struct err err = {0};
    if (print_build(str_first(all, n), &a, &print, &err)) {
        if (!text_coverage(print, str_from(all, n), scratch, &c, &err) || c.found > c.letters ||
            c.found_pm < 0 || c.found_pm > 1000)
            abort();
    } else if (err.kind != ERR_INVALID) {
        abort();
    }
    arena_close(&scratch);
    arena_close(&a);
    return 0;
}
