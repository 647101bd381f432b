/* Reading ends, stays within its memory, and errors name a line. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/yaml.h"

/* Small, because the address sanitizer marks the whole of it at each run. */
#define ARENA_BYTES(size) ((1 << 20) + (size)*NODE_BYTES_PER_INPUT_BYTE * 4)

static size_t count(const struct node *node, size_t depth)
{
    if (depth > NODE_DEPTH_MAX || node->line == 0 || node->column == 0)
        abort();
    size_t n = 1;
    if (node->kind == NODE_LIST) {
        for (size_t i = 0; i < node->list.n; i++)
            n += count(&node->list.at[i], depth + 1);
    }
    if (node->kind == NODE_MAP) {
        for (size_t i = 0; i < node->map.n; i++) {
            const struct node_pair *pair = &node->map.at[i];
            if (!pair->key.p || node_get(node, pair->key) != &pair->value)
                abort();
            n += count(&pair->value, depth + 1);
        }
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_close) struct arena arena = arena_open(ARENA_BYTES(size));
    struct node tree;
    struct err err;
    if (!yaml_read((str){(const char *)data, size}, &arena, &tree, &err)) {
        if (err.kind != ERR_LIMIT &&
            (err.kind != ERR_INVALID || !str_starts(str_of(err.msg), S("line "))))
            abort();
        return 0;
    }
    if (count(&tree, 0) > NODE_COUNT_MAX ||
        size * NODE_BYTES_PER_INPUT_BYTE < (size_t)(arena.beg - arena.base))
        abort();
    return 0;
}
