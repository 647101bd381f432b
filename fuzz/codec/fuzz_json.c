/* Whatever is read can be written, and reading that gives the same bytes again. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/json.h"

/* Small, because the address sanitizer marks the whole of it at each run. */
#define ARENA_BYTES(size) ((1 << 20) + (size)*NODE_BYTES_PER_INPUT_BYTE * 4)

static bool has_float(const struct node *node)
{
    if (node->kind == NODE_LIST) {
        for (size_t i = 0; i < node->list.n; i++) {
            if (has_float(&node->list.at[i]))
                return true;
        }
    }
    if (node->kind == NODE_MAP) {
        for (size_t i = 0; i < node->map.n; i++) {
            if (has_float(&node->map.at[i].value))
                return true;
        }
    }
    return node->kind == NODE_FLOAT;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_close) struct arena arena = arena_open(ARENA_BYTES(size));
    struct node tree, again;
    struct err err;
    if (!json_read((str){(const char *)data, size}, &arena, &tree, &err)) {
        if (err.kind != ERR_INVALID && err.kind != ERR_LIMIT)
            abort();
        return 0;
    }
    if (size * NODE_BYTES_PER_INPUT_BYTE < (size_t)(arena.beg - arena.base))
        abort();
    if (has_float(&tree))
        return 0;
    CLEANUP(buf_done) struct buf out = {0};
    CLEANUP(buf_done) struct buf twice = {0};
    json_write(&tree, &out);
    if (!json_read(buf_str(&out), &arena, &again, &err))
        abort();
    json_write(&again, &twice);
    if (!str_eq(buf_str(&out), buf_str(&twice)))
        abort();
    return 0;
}
