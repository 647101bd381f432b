#include "codec/json.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/utf8.h"

void json_write_text(str text, struct buf *out)
{
    static const char *const escapes[0x20] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r",
    };
    assert(text.p && utf8_valid(text));

    buf_byte(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = (uint8_t)text.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_put(out, (str){text.p + from, i - from});
        from = i + 1;
        if (c >= 0x20)
            buf_format(out, "\\%c", c);
        else if (escapes[c])
            buf_put(out, str_of(escapes[c]));
        else
            buf_format(out, "\\u%04x", c);
    }
    buf_put(out, (str){text.p + from, text.n - from});
    buf_byte(out, '"');
}

enum {
    COMPACT = -1
};

static void new_line(struct buf *out, int indent)
{
    if (indent == COMPACT)
        return;
    buf_byte(out, '\n');
    for (int i = 0; i < indent; i++)
        buf_put(out, S("  "));
}

static int by_key(const void *a, const void *b)
{
    const struct node_pair *const *x = a, *const *y = b;
    return str_cmp((*x)->key, (*y)->key);
}

static void write_node(const struct node *node, int indent, struct buf *out);

static void write_list(const struct node *list, int indent, struct buf *out)
{
    int inner = indent == COMPACT ? COMPACT : indent + 1;
    buf_byte(out, '[');
    for (size_t i = 0; i < list->list.n; i++) {
        if (i > 0)
            buf_byte(out, ',');
        new_line(out, inner);
        write_node(&list->list.at[i], inner, out);
    }
    if (list->list.n > 0)
        new_line(out, indent);
    buf_byte(out, ']');
}

static void write_map(const struct node *map, int indent, struct buf *out)
{
    int inner = indent == COMPACT ? COMPACT : indent + 1;
    size_t n = map->map.n;
    const struct node_pair **sorted = calloc(n + 1, sizeof(struct node_pair *));
    if (!sorted)
        abort();
    for (size_t i = 0; i < n; i++)
        sorted[i] = &map->map.at[i];
    qsort(sorted, n, sizeof *sorted, by_key);

    buf_byte(out, '{');
    for (size_t i = 0; i < n; i++) {
        assert(i == 0 || !str_eq(sorted[i - 1]->key, sorted[i]->key));
        if (i > 0)
            buf_byte(out, ',');
        new_line(out, inner);
        json_write_text(sorted[i]->key, out);
        buf_put(out, indent == COMPACT ? S(":") : S(": "));
        write_node(&sorted[i]->value, inner, out);
    }
    if (n > 0)
        new_line(out, indent);
    buf_byte(out, '}');
    free(sorted);
}

static void write_node(const struct node *node, int indent, struct buf *out)
{
    switch (node->kind) {
    case NODE_NULL:
        buf_put(out, S("null"));
        return;
    case NODE_BOOL:
        buf_put(out, node->boolean ? S("true") : S("false"));
        return;
    case NODE_INT:
        buf_format(out, "%" PRId64, node->integer);
        return;
    case NODE_TEXT:
        json_write_text(node->text, out);
        return;
    case NODE_LIST:
        write_list(node, indent, out);
        return;
    case NODE_MAP:
        write_map(node, indent, out);
        return;
    case NODE_FLOAT:
        break;
    }
    assert(false && "a number with a fraction has no canonical form");
}

void json_write(const struct node *tree, struct buf *out)
{
    write_node(tree, COMPACT, out);
}

void json_write_pretty(const struct node *tree, struct buf *out)
{
    write_node(tree, 0, out);
    buf_byte(out, '\n');
}
