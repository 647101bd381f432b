#include "policy/message.h"

#include <inttypes.h>
#include <string.h>

void message_line(struct buf *out, str s, size_t limit)
{
    bool cut = s.n > limit;
    size_t n = cut ? limit : s.n;
    while (cut && n > 0 && ((uint8_t)s.p[n] & 0xC0) == 0x80)
        n--;
    for (size_t i = 0; i < n; i++) {
        /* C0, DEL and C1 (U+0080 to U+009F, two bytes) would move a terminal's cursor. */
        uint8_t c = (uint8_t)s.p[i];
        bool c1 = c == 0xC2 && i + 1 < n && (uint8_t)s.p[i + 1] < 0xA0;
        bool control = c < 0x20 || c == 0x7F || c1;
        buf_byte(out, control ? ' ' : s.p[i]);
        i += c1;
    }
    if (cut)
        buf_put(out, S("..."));
}

/* The bytes of an expression up to the brace that ends it: braces of CEL's own maps nest, and those
 * inside its strings do not count. n of the whole text if none ends it. */
static size_t expression_end(str s)
{
    size_t depth = 0;
    char quote = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quote) {
            if (c == '\\')
                i++;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '{') {
            depth++;
        } else if (c == '}') {
            if (depth == 0)
                return i;
            depth--;
        }
    }
    return s.n;
}

/* Take plain text up to the next expression off the front, with doubled braces made single. */
static bool take_plain(str *s, struct buf *out, bool *ret_expression, struct err *err)
{
    while (s->n > 0) {
        char c = s->p[0];
        bool brace = c == '{' || c == '}';
        if (brace && s->n > 1 && s->p[1] == c) {
            *s = str_from(*s, 2);
        } else if (c == '{') {
            *s = str_from(*s, 1);
            *ret_expression = true;
            return true;
        } else if (c == '}') {
            return err_set(err, ERR_INVALID,
                           "a \"}\" that closes nothing: write \"}}\" for a brace");
        } else {
            *s = str_from(*s, 1);
        }
        buf_byte(out, c);
    }
    *ret_expression = false;
    return true;
}

static bool shows(const struct cel_type *t)
{
    return t->kind == CEL_STRING || t->kind == CEL_INT ||
           (t->kind == CEL_LIST && t->elem->kind == CEL_STRING);
}

static bool compile_value(const struct cel_env *env, str source, struct arena *a,
                          struct arena scratch, struct cel_program **ret, struct err *err)
{
    struct cel_program *p;
    if (!cel_compile(env, source, NULL, a, scratch, &p, NULL, err))
        return err_wrap(err, "{%.*s}", STR(source));
    if (shows(cel_result_type(p))) {
        *ret = p;
        return true;
    }
    CLEANUP(buf_done) struct buf type = {0};
    cel_type_print(&type, cel_result_type(p));
    cel_program_close(p);
    return err_set(err, ERR_INVALID,
                   "{%.*s} is of type %.*s: only string, int and list(string) can be shown",
                   STR(source), STR(buf_str(&type)));
}

static bool compile_parts(const struct cel_env *env, str rest, struct arena *a,
                          struct arena scratch, struct message *m, struct err *err)
{
    bool expression = true;
    while (expression) {
        CLEANUP(buf_done) struct buf plain = {0};
        if (!take_plain(&rest, &plain, &expression, err))
            return false;
        if (m->n == MESSAGE_PARTS_MAX)
            return err_set(err, ERR_LIMIT, "more than %d expressions in one sentence",
                           MESSAGE_PARTS_MAX - 1);
        struct message_part *part = &m->at[m->n++];
        CLEANUP(buf_done) struct buf line = {0};
        message_line(&line, buf_str(&plain), plain.n);
        part->text = str_copy(buf_str(&line), a);
        if (!expression)
            break;
        size_t end = expression_end(rest);
        if (end == rest.n)
            return err_set(err, ERR_INVALID,
                           "a \"{\" that nothing closes: write \"{{\" for a brace");
        if (!compile_value(env, str_first(rest, end), a, scratch, &part->opt, err))
            return false;
        rest = str_from(rest, end + 1);
    }
    return true;
}

bool message_compile(const struct cel_env *env, str template, struct arena *a, struct arena scratch,
                     struct message *ret, struct err *err)
{
    struct message_part parts[MESSAGE_PARTS_MAX] = {0};
    struct message m = {.at = parts};
    if (!compile_parts(env, str_trim(template), a, scratch, &m, err)) {
        message_close(&m);
        return false;
    }
    ret->at = arena_new(a, struct message_part, m.n);
    memcpy(ret->at, parts, m.n * sizeof *parts);
    ret->n = m.n;
    return true;
}

void message_close(struct message *m)
{
    for (size_t i = 0; i < m->n; i++)
        cel_program_close(m->at[i].opt);
    m->n = 0;
}

static void put_value(struct buf *out, struct cel_value v)
{
    if (v.kind == CEL_INT)
        buf_format(out, "%" PRId64, v.i);
    else if (v.kind == CEL_STRING)
        message_line(out, (str){v.p, v.n}, MESSAGE_SHOWN_BYTES);
    for (size_t i = 0, from = out->n; v.kind == CEL_LIST && i < v.n; i++) {
        if (out->n - from > MESSAGE_SHOWN_BYTES) {
            buf_put(out, S(", ..."));
            break;
        }
        buf_put(out, i > 0 ? S(", ") : S(""));
        put_value(out, v.list[i]);
    }
}

bool message_write(const struct message *m, const struct cel_value *vars, uint64_t *budget,
                   struct arena scratch, struct buf *out, struct err *err)
{
    for (size_t i = 0; i < m->n; i++) {
        buf_put(out, m->at[i].text);
        struct cel_value v;
        if (!m->at[i].opt)
            continue;
        if (!cel_eval_within(m->at[i].opt, vars, budget, &scratch, &v, err))
            return false;
        put_value(out, v);
    }
    return true;
}
