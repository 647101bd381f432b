/* Events' texts: whatever is taken is written again byte for byte, and has a leaf. */
#include <stdlib.h>

#include "../fuzz.h"
#include "ledger/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    struct event e = {0};
    struct err err;
    if (!event_read(text, &e, &err)) {
        if (err.kind != ERR_INVALID)
            abort();
        return 0;
    }
    struct arena a = arena_open((size_t)4 * EVENT_TEXT_MAX);
    if (!str_eq(event_text(&e, &a), text) || !event_leaf(&e, &a).n)
        abort();
    arena_close(&a);
    return 0;
}
