/* Entry bundles, the first byte being the width: whatever is taken is put together again byte for
 * byte. */
#include <stdlib.h>

#include "../fuzz.h"
#include "ledger/bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    unsigned width = data[0] + 1u;
    str bytes = {(const char *)data + 1, size - 1}, entries[TILE_WIDTH];
    struct err err;
    if (!bundle_parse(bytes, width, entries, &err)) {
        if (err.kind != ERR_CORRUPT)
            abort();
        return 0;
    }
    CLEANUP(buf_done) struct buf again = BUF_MAX(BUNDLE_MAX_BYTES);
    for (unsigned i = 0; i < width; i++) {
        if (!bundle_put(&again, entries[i], &err))
            abort();
    }
    if (!str_eq(buf_str(&again), bytes))
        abort();
    return 0;
}
