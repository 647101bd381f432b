/* Two patterns and a path, separated by newlines: what overlaps, overlaps in a path that both take.
 */
#include "../fuzz.h"
#include "base/utf8.h"
#include "shoot/glob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 4 << 10,
        WORK = 100 * 1000
    };
    if (size > INPUT_MAX_BYTES)
        return 0;
    str rest = {(const char *)data, size}, one, other = {0}, path = {0};
    if (!str_cut(&rest, '\n', &one) || !str_cut(&rest, '\n', &other))
        return 0;
    if (rest.p)
        path = rest;
    bool one_fits = !glob_mistake(one), other_fits = !glob_mistake(other);
    bool one_takes = one_fits && glob_match(one, path);
    bool other_takes = other_fits && glob_match(other, path);
    if (one_fits && other_fits) {
        struct arena a = arena_open(16 << 20);
        size_t work = WORK;
        str witness;
        if (glob_overlap(one, other, &work, &a, &witness))
            assert(glob_match(one, witness) && glob_match(other, witness));
        else
            assert(work == 0 || !one_takes || !other_takes || !utf8_valid(path));
        arena_close(&a);
    }
    return 0;
}
