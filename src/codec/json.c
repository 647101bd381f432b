#include "codec/json.h"

#include <jansson.h>

#include "codec/text.h"

/* jansson says what the values are but not where they stood, so the text is gone through again as
 * tokens: once before jansson for the limits, and once after it, in step with its values. */
struct token {
    char kind; /* its first byte; 0 at the end */
    size_t at; /* offset of its first byte */
    struct place place;
};

struct cursor {
    str text;
    size_t at;
    struct place place; /* of text[at] */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_mark(char c)
{
    return c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == ':';
}

static size_t token_end(str text, size_t at)
{
    if (is_mark(text.p[at]))
        return at + 1;
    if (text.p[at] == '"') {
        for (at++; at < text.n && text.p[at] != '"'; at++) {
            if (text.p[at] == '\\' && at + 1 < text.n)
                at++;
        }
        return MIN(at + 1, text.n);
    }
    while (at < text.n && !is_space(text.p[at]) && !is_mark(text.p[at]) && text.p[at] != '"')
        at++;
    return at;
}

static void cursor_move(struct cursor *c, size_t to)
{
    c->place = place_after(c->place, (str){c->text.p + c->at, to - c->at});
    c->at = to;
}

/* The next token of a text that need not be valid; never stands still before the end. */
static struct token cursor_next(struct cursor *c)
{
    size_t at = c->at;
    while (at < c->text.n && is_space(c->text.p[at]))
        at++;
    cursor_move(c, at);
    struct token t = {.at = at, .place = c->place};
    if (at < c->text.n) {
        t.kind = c->text.p[at];
        cursor_move(c, token_end(c->text, at));
    }
    return t;
}

/* Depth and number of values, before anything recurses or allocates. In a valid text every value is
 * the first of all, or follows a comma, or comes first in a container. */
static bool check_limits(str bytes, struct err *err)
{
    struct cursor c = {.text = bytes, .place = PLACE_START};
    size_t depth = 0, count = 1;
    bool opened = false;
    struct token t;
    while ((t = cursor_next(&c)).kind) {
        bool opens = t.kind == '[' || t.kind == '{', closes = t.kind == ']' || t.kind == '}';
        count += (opened && !closes) || t.kind == ',';
        opened = opens;
        if (opens)
            depth++;
        else if (closes && depth > 0)
            depth--;
        if (depth > NODE_DEPTH_MAX)
            return err_set(err, ERR_LIMIT, "line %u, column %u: nested deeper than %d levels",
                           t.place.line, t.place.column, NODE_DEPTH_MAX);
        if (count > NODE_COUNT_MAX)
            return err_set(err, ERR_LIMIT, "line %u, column %u: more than %d values", t.place.line,
                           t.place.column, NODE_COUNT_MAX);
    }
    return true;
}

static bool refuse(str bytes, const json_error_t *error, struct err *err)
{
    /* jansson points behind the token that it did not like. */
    struct cursor c = {.text = bytes, .place = PLACE_START};
    struct token t = {.place = PLACE_START}, next;
    size_t end = error->position > 0 ? (size_t)error->position : 0;
    while ((next = cursor_next(&c)).kind && (next.at < end || next.at == 0))
        t = next;

    char shown[SHOWN_BYTES];
    const char *what;
    switch (json_error_code(error)) {
    case json_error_out_of_memory:
    case json_error_stack_overflow:
        return err_set(err, ERR_LIMIT, "too large for the memory there is");
    case json_error_duplicate_key:
        return err_set(err, ERR_INVALID, "line %u, column %u: the key %s comes twice", t.place.line,
                       t.place.column,
                       text_shown((str){bytes.p + t.at, token_end(bytes, t.at) - t.at}, shown));
    case json_error_premature_end_of_input:
        t.place = c.place;
        what = "the text ends too early";
        break;
    case json_error_end_of_input_expected:
        what = "something follows after the end of the value";
        break;
    case json_error_null_character:
    case json_error_null_byte_in_key:
        what = "a NUL character in a text";
        break;
    case json_error_numeric_overflow:
        what = "this number is too large";
        break;
    default:
        what = text_shown(str_of(error->text), shown);
    }
    return err_set(err, ERR_INVALID, "line %u, column %u: %s", t.place.line, t.place.column, what);
}

static struct node build(struct cursor *c, json_t *value, struct arena *a);

static void build_list(struct cursor *c, json_t *list, struct arena *a, struct node *node)
{
    node->kind = NODE_LIST;
    node->list.n = json_array_size(list);
    node->list.at = arena_new(a, struct node, node->list.n);
    for (size_t i = 0; i < node->list.n; i++) {
        node->list.at[i] = build(c, json_array_get(list, i), a);
        cursor_next(c); /* a comma or the end */
    }
    if (node->list.n == 0)
        cursor_next(c);
}

/* jansson hands out the pairs of an object in the order of the text (since 2.8). */
static void build_map(struct cursor *c, json_t *map, struct arena *a, struct node *node)
{
    node->kind = NODE_MAP;
    node->map.n = json_object_size(map);
    node->map.at = arena_new(a, struct node_pair, node->map.n);
    struct node_pair *pair = node->map.at;
    for (void *it = json_object_iter(map); it; it = json_object_iter_next(map, it), pair++) {
        struct token key = cursor_next(c);
        assert(key.kind == '"');
        pair->key = str_copy(str_of(json_object_iter_key(it)), a);
        pair->line = key.place.line;
        pair->column = key.place.column;
        cursor_next(c); /* the colon */
        pair->value = build(c, json_object_iter_value(it), a);
        cursor_next(c);
    }
    if (node->map.n == 0)
        cursor_next(c);
}

static struct node build(struct cursor *c, json_t *value, struct arena *a)
{
    struct token t = cursor_next(c);
    struct node node = {.line = t.place.line, .column = t.place.column};
    switch (json_typeof(value)) {
    case JSON_NULL:
        node.kind = NODE_NULL;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        node.kind = NODE_BOOL;
        node.boolean = json_is_true(value);
        break;
    case JSON_INTEGER:
        node.kind = NODE_INT;
        node.integer = json_integer_value(value);
        break;
    case JSON_REAL:
        node.kind = NODE_FLOAT;
        node.real = json_real_value(value);
        break;
    case JSON_STRING:
        node.kind = NODE_TEXT;
        node.text = str_copy((str){json_string_value(value), json_string_length(value)}, a);
        break;
    case JSON_ARRAY:
        build_list(c, value, a, &node);
        break;
    case JSON_OBJECT:
        build_map(c, value, a, &node);
        break;
    }
    return node;
}

void json_start(void)
{
    json_object_seed(0);
}

bool json_read(str bytes, struct arena *a, struct node *ret_tree, struct err *err)
{
    if (!text_check(bytes, err))
        return false;
    if (str_starts(bytes, S("\xef\xbb\xbf")))
        return err_set(err, ERR_INVALID, "line 1, column 1: a byte-order mark is not JSON");
    if (!check_limits(bytes, err))
        return false;

    json_error_t error;
    json_auto_t *root = json_loadb(bytes.n > 0 ? bytes.p : "", bytes.n,
                                   JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root)
        return refuse(bytes, &error, err);
    struct cursor c = {.text = bytes, .place = PLACE_START};
    *ret_tree = build(&c, root, a);
    return true;
}
