/* A watch-list, and a search of its own text by it. */
#include "../fuzz.h"
#include "screen/watchlist.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    if (!fuzz_open(&f, data, size, 32 << 20))
        return 0;
    struct watchlist list;
    struct err err;
    if (watchlist_read(f.text, &f.a, &f.diags, &list)) {
        struct watchlist_hit *hits;
        size_t n;
        if (watchlist_search(&list, f.text, &f.a, &hits, &n, &err))
            for (size_t i = 0; i < n; i++)
                if (hits[i].start >= hits[i].end || hits[i].end > size)
                    abort();
    } else if (f.diags.n == 0 && f.diags.dropped == 0) {
        abort(); /* refused without a word */
    }
    fuzz_close(&f);
    return 0;
}
