#include "codec/node.h"

const struct node *node_get(const struct node *map, str key)
{
    assert(map->kind == NODE_MAP);

    for (size_t i = 0; i < map->map.n; i++) {
        if (str_eq(map->map.at[i].key, key))
            return &map->map.at[i].value;
    }
    return NULL;
}

const char *node_kind_words(enum node_kind kind)
{
    static const char *const words[] = {
        [NODE_NULL] = "empty",         [NODE_BOOL] = "true or false",
        [NODE_INT] = "a whole number", [NODE_FLOAT] = "a number with a fraction",
        [NODE_TEXT] = "a text",        [NODE_LIST] = "a list",
        [NODE_MAP] = "a map of keys",
    };
    assert((size_t)kind < countof(words));
    return words[kind];
}
