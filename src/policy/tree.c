#include "policy/tree.h"

#include <string.h>

#include "policy/explain.h"
#include "policy/message.h"

enum {
    TREE_SOURCE_BYTES = 160,
    TREE_VALUE_BYTES = 80,
    TREE_PART_BYTES = 120, /* of a part that is named beside the whole */
    TREE_ITEMS_MAX = 12,   /* of a list in one line */
    TREE_DEPTH_MAX = 40,   /* of indentation: deeper is shown, not indented */
};

void tree_indent(int depth, struct buf *out)
{
    for (int i = 0; i < MIN(depth, (int)TREE_DEPTH_MAX); i++)
        buf_put(out, S("  "));
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void put_source(str source, size_t limit, struct buf *out)
{
    CLEANUP(buf_done) struct buf line = {0};
    bool gap = false;
    for (size_t i = 0; i < source.n; i++) {
        if (is_space(source.p[i])) {
            gap = line.n > 0;
            continue;
        }
        if (gap)
            buf_byte(&line, ' ');
        gap = false;
        buf_byte(&line, source.p[i]);
    }
    message_line(out, buf_str(&line), limit);
}

void tree_source(str source, struct buf *out)
{
    put_source(source, TREE_SOURCE_BYTES, out);
}

/* ---- values ---- */

static str kind_word(const struct shape *s)
{
    str name = str_of(s->record->name);
    return str_starts(name, S("facts_")) ? str_from(name, strlen("facts_")) : name;
}

/* "person child-1 (12 or younger)": its kind, its id, and its words in their own words. */
static void object_value(const struct shape *s, const struct cel_object *o, struct buf *out)
{
    str id = shape_id(s, o);
    buf_put(out, kind_word(s));
    buf_put(out, id.n > 0 ? S(" ") : S(""));
    message_line(out, id, TREE_VALUE_BYTES);
    for (size_t i = 0; i < s->object.n; i++) {
        const struct cel_value *v = &o->field[i];
        if (s->fields[i]->kind != FIELD_WORD || v->kind != CEL_STRING)
            continue;
        const struct words *words = s->fields[i]->words;
        for (size_t w = 0; w < words->n; w++)
            if (str_eq(str_of(words->at[w].name), (str){v->p, v->n}))
                buf_format(out, " (%s)", words->at[w].doc);
    }
}

static void list_value(const struct shape *shapes, struct cel_value v, struct buf *out)
{
    if (v.n == 0)
        buf_put(out, S("none"));
    for (size_t i = 0; i < v.n; i++) {
        if (i == TREE_ITEMS_MAX) {
            buf_format(out, " and %zu more", v.n - i);
            break;
        }
        buf_put(out, i > 0 ? S(", ") : S(""));
        tree_value(shapes, v.list[i], out);
    }
}

void tree_value(const struct shape *shapes, struct cel_value v, struct buf *out)
{
    CLEANUP(buf_done) struct buf text = {0};
    const struct shape *opt_shape;
    switch (v.kind) {
    case CEL_ABSENT:
        buf_put(out, S("not there"));
        break;
    case CEL_ERROR:
        buf_put(out, S("an error, "));
        message_line(out, v.error->msg, TREE_SOURCE_BYTES);
        break;
    case CEL_LIST:
        list_value(shapes, v, out);
        break;
    case CEL_OBJECT:
        opt_shape = shape_find(shapes, v.object->type);
        if (opt_shape) {
            object_value(opt_shape, v.object, out);
            break;
        }
        __attribute__((fallthrough));
    default:
        cel_print(&text, v);
        message_line(out, buf_str(&text), TREE_VALUE_BYTES);
    }
}

/* ---- what joins what ---- */

/* How many brackets close in s that it does not open, and open that it does not close; those in
 * texts do not count. */
static void count_brackets(str s, size_t *ret_closed, size_t *ret_open)
{
    size_t closed = 0, open = 0;
    char quote = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quote && c == '\\')
            i++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(')
            open++;
        else if (c == ')' && open > 0)
            open--;
        else if (c == ')')
            closed++;
    }
    *ret_closed = closed;
    *ret_open = open;
}

/* A part begins and ends with what was evaluated, which leaves a bracket around its first or last
 * part outside: take it in. */
static str source_of(str source, const struct cel_trace *t)
{
    size_t from = t->at, to = t->at + t->n, closed, open;
    count_brackets((str){source.p + from, to - from}, &closed, &open);
    for (size_t i = from;
         closed > 0 && i > 0 && (is_space(source.p[i - 1]) || source.p[i - 1] == '('); i--)
        if (source.p[i - 1] == '(') {
            closed--;
            from = i - 1;
        }
    for (size_t i = to; open > 0 && i < source.n && (is_space(source.p[i]) || source.p[i] == ')');
         i++)
        if (source.p[i] == ')') {
            open--;
            to = i + 1;
        }
    return (str){source.p + from, to - from};
}

static bool is_round(const struct cel_trace *t)
{
    return t->names[0].p != NULL;
}

static const struct cel_trace *first_round(const struct cel_trace *t)
{
    const struct cel_trace *i = t->inner;
    while (i && !is_round(i))
        i = i->next;
    return i;
}

/* The name of the macro: what stands before the bracket that follows the list. A list is the first
 * thing that is evaluated. */
static enum tree_join macro_join(str rest)
{
    static const struct {
        const char *name;
        enum tree_join join;
    } macros[] = {
        {"exists(", TREE_EXISTS},   {"all(", TREE_ALL},    {"exists_one(", TREE_ROUNDS},
        {"filter(", TREE_ROUNDS},   {"map(", TREE_ROUNDS}, {"existsOne(", TREE_ROUNDS},
        {"transform", TREE_ROUNDS},
    };
    while (rest.n > 0 && (is_space(rest.p[0]) || rest.p[0] == ')'))
        rest = str_from(rest, 1);
    if (rest.n == 0 || rest.p[0] != '.')
        return TREE_NONE;
    rest = str_from(rest, 1);
    for (size_t i = 0; i < countof(macros); i++)
        if (str_starts(rest, str_of(macros[i].name)))
            return macros[i].join;
    return TREE_NONE;
}

enum tree_join tree_join(str source, const struct cel_trace *t)
{
    const struct cel_trace *first = t->inner;
    if (!first || is_round(first))
        return TREE_NONE;
    size_t end = first->at + first->n;
    str rest = {source.p + end, t->at + t->n > end ? t->at + t->n - end : 0};
    enum tree_join macro = macro_join(rest);
    if (macro != TREE_NONE)
        return macro;
    while (rest.n > 0 && (is_space(rest.p[0]) || rest.p[0] == ')'))
        rest = str_from(rest, 1);
    if (str_starts(rest, S("&&")))
        return TREE_AND;
    if (str_starts(rest, S("||")))
        return TREE_OR;
    return source_of(source, t).p[0] == '!' ? TREE_NOT : TREE_NONE;
}

/* ---- why ---- */

static bool is_bool(struct cel_value v, bool b)
{
    return v.kind == CEL_BOOL && v.b == b;
}

/* "person child-1 (12 or younger)" for each round that gave this, up to a few. */
static void put_rounds(const struct shape *shapes, const struct cel_trace *t, bool gave,
                       struct buf *out)
{
    size_t n = 0;
    for (const struct cel_trace *i = t->inner; i; i = i->next) {
        if (!is_round(i) || !is_bool(i->value, gave))
            continue;
        if (n++ == 3) {
            buf_put(out, S(" and others"));
            return;
        }
        buf_put(out, n > 1 ? S(", ") : S(""));
        tree_value(shapes, i->values[0], out);
    }
}

static size_t count_rounds(const struct cel_trace *t)
{
    size_t n = 0;
    for (const struct cel_trace *i = t->inner; i; i = i->next)
        n += is_round(i);
    return n;
}

/* The part that settled it: the first that gave this. */
static void put_part(str source, const struct cel_trace *t, bool gave, struct buf *out)
{
    const struct cel_trace *i = t->inner;
    while (i && !is_bool(i->value, gave))
        i = i->next;
    if (!i)
        return;
    buf_put(out, S(", because "));
    put_source(source_of(source, i), TREE_PART_BYTES, out);
    buf_put(out, gave ? S(" is true") : S(" is false"));
}

static void put_why(const struct shape *shapes, str source, const struct cel_trace *t,
                    enum tree_join join, struct buf *out)
{
    if (t->value.kind != CEL_BOOL)
        return;
    bool yes = t->value.b, rounds = join == TREE_EXISTS || join == TREE_ALL;
    if (rounds && count_rounds(t) == 0) {
        buf_put(out, S(", because the list is empty"));
    } else if (rounds && yes == (join == TREE_EXISTS)) {
        buf_put(out, S(", because of "));
        put_rounds(shapes, t, yes, out);
    } else if (rounds) {
        buf_format(out, ", because %s of %zu is", yes ? "each" : "none", count_rounds(t));
    } else if (join == TREE_AND && yes) {
        buf_put(out, S(", because all of these are true"));
    } else if (join == TREE_OR && !yes) {
        buf_put(out, S(", because none of these is true"));
    } else if (join == TREE_AND || join == TREE_OR) {
        put_part(source, t, yes, out);
    }
}

/* ---- the tree ---- */

/* A literal or a bare name says nothing that its line does not. */
static bool says_nothing(str source, const struct cel_trace *t)
{
    str s = str_trim(source_of(source, t));
    if (t->value.kind == CEL_ERROR)
        return false;
    if (s.n == 0 || s.p[0] == '"' || s.p[0] == '\'' || s.p[0] == '[' || s.p[0] == '{')
        return !t->inner || s.p[0] == '[' || s.p[0] == '{';
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || (c == '-' && i == 0);
        if (!word)
            return false;
    }
    return true;
}

static void write_rounds(const struct shape *shapes, str source, const struct cel_trace *t,
                         int depth, struct buf *out)
{
    size_t n = count_rounds(t), shown = 0;
    /* What made it so comes first: of many rounds, those that gave what the whole gave. */
    for (int pass = 0; pass < 2; pass++)
        for (const struct cel_trace *i = t->inner; i && shown < EXPLAIN_THINGS_MAX; i = i->next) {
            bool same = t->value.kind == CEL_BOOL && is_bool(i->value, t->value.b);
            if (!is_round(i) || same != (pass == 0))
                continue;
            shown++;
            tree_indent(depth, out);
            buf_put(out, S("for "));
            for (int v = 0; v < 2 && i->names[v].p; v++) {
                buf_format(out, "%s%.*s = ", v ? ", " : "", STR(i->names[v]));
                tree_value(shapes, i->values[v], out);
            }
            buf_byte(out, '\n');
            struct cel_trace body = *i;
            body.names[0] = (str){0};
            tree_write(shapes, source, &body, depth + 1, out);
        }
    if (n > shown) {
        tree_indent(depth, out);
        buf_format(out, "and %zu more\n", n - shown);
    }
}

void tree_write(const struct shape *shapes, str source, const struct cel_trace *t, int depth,
                struct buf *out)
{
    enum tree_join join = tree_join(source, t);
    tree_indent(depth, out);
    tree_source(source_of(source, t), out);
    buf_put(out, S(": "));
    tree_value(shapes, t->value, out);
    put_why(shapes, source, t, join, out);
    buf_byte(out, '\n');
    for (const struct cel_trace *i = t->inner; i; i = i->next)
        if (!is_round(i) && !says_nothing(source, i))
            tree_write(shapes, source, i, depth + 1, out);
    if (first_round(t))
        write_rounds(shapes, source, t, depth + 1, out);
}
