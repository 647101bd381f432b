/* A watch-list, and a search of its own text by it. */
#include "screen/watchlist.h"

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
    struct diags diags = {.a = &a};
    struct watchlist list;
    struct err err;
    if (watchlist_read(text, &a, &diags, &list)) {
        struct watchlist_hit *hits;
        size_t n;
        if (watchlist_search(&list, text, &a, &hits, &n, &err))
            for (size_t i = 0; i < n; i++)
                if (hits[i].start >= hits[i].end || hits[i].end > size)
                    abort();
    } else if (diags.n == 0 && diags.dropped == 0) {
        abort(); /* refused without a word */
    }
    arena_close(&a);
    return 0;
}
