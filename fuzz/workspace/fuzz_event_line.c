/* Lines of an export: whatever is taken is written again byte for byte. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/json.h"
#include "workspace/event_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str line = {(const char *)data, size};
    struct event e;
    struct err err;
    json_start();
    struct arena a = arena_open(EVENT_LINE_ARENA_BYTES);
    if (event_line_read(line, &a, &e, &err)) {
        CLEANUP(buf_done) struct buf again = BUF_MAX((size_t)2 * EVENT_LINE_MAX);
        event_line_print(&e, a, &again);
        if (!buf_ok(&again) || !str_eq(buf_str(&again), line))
            abort();
    } else if (err.kind != ERR_INVALID && err.kind != ERR_LIMIT) {
        abort();
    }
    arena_close(&a);
    return 0;
}
