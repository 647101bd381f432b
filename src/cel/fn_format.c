/* "%d of %s".format([1, "x"]) and strings.quote, of the strings extension. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cel/calendar.h"
#include "cel/functions.h"
#include "cel/value.h"

enum {
    NUMBER_STEPS = 200,
    PRECISION_DEFAULT = 6,
    PRECISION_MAX = 100,
    NUMBER_MAX = 309 + 2 + PRECISION_MAX + 2, /* of %f */
};

/* Text that grows in the evaluation's memory. */
struct text {
    struct eval *e;
    char *p;
    size_t n, cap;
    struct cel_value error; /* kind ERROR once something went wrong */
};

static void put(struct text *t, str s)
{
    if (t->error.kind || !s.n)
        return;
    if (t->cap - t->n < s.n) {
        size_t cap = MAX(2 * t->cap, t->n + s.n + 64);
        char *p = cap <= UINT32_MAX ? eval_new(t->e, char, cap) : NULL;
        if (!p) {
            t->error = eval_exhaust(t->e);
            return;
        }
        if (t->n)
            memcpy(p, t->p, t->n);
        t->p = p;
        t->cap = cap;
    }
    memcpy(t->p + t->n, s.p, s.n);
    t->n += s.n;
}

static void refuse(struct text *t, const char *what, struct cel_value v)
{
    if (!t->error.kind)
        t->error = eval_fail(t->e, ERR_INVALID, "%s, not %.*s", what, STR(value_kind_word(v)));
}

static bool charge(struct text *t, uint64_t steps)
{
    if (!t->error.kind && !eval_charge(t->e, steps))
        t->error = eval_exhaust(t->e);
    return !t->error.kind;
}

/* Digits of a whole number with a minus before them. */
static void put_whole(struct text *t, struct cel_value v, unsigned base, const char *digits)
{
    char text[72], *p = text + sizeof text;
    bool minus = v.kind == CEL_INT && v.i < 0;
    uint64_t u = minus ? -v.u : v.u;
    do
        *--p = digits[u % base];
    while (u /= base);
    if (minus)
        *--p = '-';
    put(t, (str){p, (size_t)(text + sizeof text - p)});
}

static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

static bool is_whole(struct cel_value v)
{
    return v.kind == CEL_INT || v.kind == CEL_UINT;
}

static void put_double(struct text *t, double d)
{
    char text[32];
    if (charge(t, NUMBER_STEPS))
        put(t, (str){text, value_print_double(d, text)});
}

static void put_hex(struct text *t, str s, const char *digits)
{
    for (size_t i = 0; i < s.n && !t->error.kind; i++) {
        uint8_t c = (uint8_t)s.p[i];
        put(t, (str){(char[]){digits[c >> 4], digits[c & 15]}, 2});
    }
}

/* glibc rounds exactly, ties to even. */
static void put_rounded(struct text *t, char verb, double d, int precision)
{
    char number[NUMBER_MAX];
    if (!isfinite(d)) {
        put_double(t, d);
        return;
    }
    if (!charge(t, NUMBER_STEPS + 4 * (uint64_t)precision))
        return;
    int n = snprintf(number, sizeof number, verb == 'f' ? "%.*f" : "%.*e", precision, d);
    put(t, (str){number, (size_t)n});
}

static void put_value(struct text *t, struct cel_value v, uint32_t depth);

static void put_list(struct text *t, struct cel_value v, uint32_t depth)
{
    put(t, S("["));
    for (uint32_t i = 0; i < v.n && !t->error.kind; i++) {
        if (i)
            put(t, S(", "));
        put_value(t, v.list[i], depth);
    }
    put(t, S("]"));
}

static struct cel_value text_of(struct eval *e, struct cel_value v, uint32_t depth)
{
    struct text t = {.e = e};
    put_value(&t, v, depth);
    return t.error.kind ? t.error : cel_of_str((str){t.p, t.n});
}

/* Entries in the order of their keys' text. */
static void put_map(struct text *t, const struct cel_map *m, uint32_t depth)
{
    struct cel_entry *entries = eval_new(t->e, struct cel_entry, m->n);
    if (!entries || !charge(t, m->n * 2 * (64 - (uint64_t)__builtin_clzll(m->n | 1)))) {
        t->error = eval_exhaust(t->e);
        return;
    }
    for (size_t i = 0; i < m->n; i++) {
        entries[i] =
            (struct cel_entry){text_of(t->e, m->entries[i].key, depth), m->entries[i].value};
        if (entries[i].key.kind == CEL_ERROR) {
            t->error = entries[i].key;
            return;
        }
    }
    struct cel_value twice; /* 1 and "1" look the same, which is no harm here */
    (void)value_sort_entries(entries, m->n, &twice);
    put(t, S("{"));
    for (size_t i = 0; i < m->n && !t->error.kind; i++) {
        if (i)
            put(t, S(", "));
        put(t, value_str(entries[i].key));
        put(t, S(": "));
        put_value(t, entries[i].value, depth);
    }
    put(t, S("}"));
}

/* %s */
static void put_value(struct text *t, struct cel_value v, uint32_t depth)
{
    char text[64];
    if (depth == CEL_DEPTH_MAX) {
        refuse(t, "%s is for values that are not so deep", v);
        return;
    }
    if (!charge(t, 1))
        return;
    switch (v.kind) {
    case CEL_NULL:
        put(t, S("null"));
        return;
    case CEL_BOOL:
        put(t, v.b ? S("true") : S("false"));
        return;
    case CEL_INT:
    case CEL_UINT:
        put_whole(t, v, 10, lower);
        return;
    case CEL_DOUBLE:
        put_double(t, v.d);
        return;
    case CEL_BYTES:
        if (!charge(t, v.n / 16) || !utf8_valid(value_str(v))) {
            refuse(t, "%s is for bytes that are valid UTF-8", v);
            return;
        }
        put(t, value_str(v));
        return;
    case CEL_STRING:
    case CEL_TYPE:
        put(t, value_str(v));
        return;
    case CEL_TIMESTAMP:
        put(t, time_print(v, text));
        return;
    case CEL_DURATION:
        put(t, span_print(v.i, text));
        return;
    case CEL_LIST:
        put_list(t, v, depth + 1);
        return;
    case CEL_MAP:
        put_map(t, v.map, depth + 1);
        return;
    default:
        refuse(t, "%s is for strings, bools, bytes, numbers, lists, maps, types and times", v);
    }
}

static void put_clause(struct text *t, char verb, int precision, struct cel_value v)
{
    bool text = v.kind == CEL_STRING || v.kind == CEL_BYTES;
    switch (verb) {
    case 's':
        put_value(t, v, 0);
        return;
    case 'd':
        if (v.kind == CEL_DOUBLE && !isfinite(v.d))
            put_double(t, v.d);
        else if (is_whole(v))
            put_whole(t, v, 10, lower);
        else
            refuse(t, "%d is for whole numbers", v);
        return;
    case 'f':
    case 'e':
        if (v.kind == CEL_DOUBLE)
            put_rounded(t, verb, v.d, precision);
        else
            refuse(t, verb == 'f' ? "%f is for doubles" : "%e is for doubles", v);
        return;
    case 'b':
        if (v.kind == CEL_BOOL)
            put(t, v.b ? S("1") : S("0"));
        else if (is_whole(v))
            put_whole(t, v, 2, lower);
        else
            refuse(t, "%b is for whole numbers and bools", v);
        return;
    case 'o':
        if (is_whole(v))
            put_whole(t, v, 8, lower);
        else
            refuse(t, "%o is for whole numbers", v);
        return;
    case 'x':
    case 'X':
        if (is_whole(v))
            put_whole(t, v, 16, verb == 'x' ? lower : upper);
        else if (text)
            put_hex(t, value_str(v), verb == 'x' ? lower : upper);
        else
            refuse(t, "%x is for whole numbers, strings and bytes", v);
        return;
    default:
        t->error =
            eval_fail(t->e, ERR_INVALID, "there is no %%%c: use %%s %%d %%f %%e %%b %%o %%x", verb);
    }
}

struct cel_value fn_format(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]);
    struct text t = {.e = e};
    uint32_t used = 0;
    if (!charge(&t, s.n))
        return t.error;
    while (s.n && !t.error.kind) {
        const char *percent = memchr(s.p, '%', s.n);
        size_t plain = percent ? (size_t)(percent - s.p) : s.n;
        put(&t, str_first(s, plain));
        s = str_from(s, plain);
        if (!s.n)
            break;
        s = str_from(s, 1);
        if (str_starts(s, S("%"))) {
            put(&t, S("%"));
            s = str_from(s, 1);
            continue;
        }
        int precision = PRECISION_DEFAULT;
        if (str_starts(s, S("."))) {
            s = str_from(s, 1);
            for (precision = 0; s.n && s.p[0] >= '0' && s.p[0] <= '9'; s = str_from(s, 1))
                precision = MIN(precision * 10 + (s.p[0] - '0'), PRECISION_MAX + 1);
        }
        if (!s.n || precision > PRECISION_MAX)
            return eval_fail(e, ERR_INVALID,
                             s.n ? "format: a precision is at most 100"
                                 : "format: the text ends in the middle of a %% clause");
        if (used == args[1].n)
            return eval_fail(e, ERR_INVALID,
                             "index %u out of range: format has fewer values than %% clauses",
                             used);
        put_clause(&t, s.p[0], precision, args[1].list[used++]);
        s = str_from(s, 1);
    }
    return t.error.kind ? t.error : cel_of_str((str){t.p, t.n});
}

/* The text as a literal of the language. */
struct cel_value fn_quote(struct eval *e, const struct cel_value *args)
{
    static const struct {
        char c;
        const char *escaped;
    } escapes[] = {{'\a', "\\a"}, {'\b', "\\b"}, {'\f', "\\f"},  {'\n', "\\n"}, {'\r', "\\r"},
                   {'\t', "\\t"}, {'\v', "\\v"}, {'\\', "\\\\"}, {'"', "\\\""}};
    struct text t = {.e = e};
    str s = value_str(args[0]);
    if (!charge(&t, s.n))
        return t.error;
    put(&t, S("\""));
    for (size_t i = 0; i < s.n; i++) {
        str out = {s.p + i, 1};
        for (size_t k = 0; k < countof(escapes); k++) {
            if (s.p[i] == escapes[k].c)
                out = str_of(escapes[k].escaped);
        }
        put(&t, out);
    }
    put(&t, S("\""));
    return t.error.kind ? t.error : cel_of_str((str){t.p, t.n});
}
