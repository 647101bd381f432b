/* Requests to witnesses: whatever is taken is printed again byte for byte. */
#include <stdlib.h>

#include "../fuzz.h"
#include "ledger/witness_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    if (!arena.base)
        arena = arena_open(8 << 20);
    struct arena a = arena;
    str bytes = {(const char *)data, size}, again;
    struct witness_request r;
    struct err err;
    if (!witness_request_parse(bytes, &r, &err))
        return 0;
    if (!witness_request_print(&r, &a, &again, &err) || !str_eq(again, bytes))
        abort();
    return 0;
}
