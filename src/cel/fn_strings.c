/* The strings extension (cel-go's ext.Strings; fn_format.c has format and quote). Indexes count
 * code points, from 0; one that lies outside the string is an error. */
#include <string.h>

#include "base/utf8.h"
#include "cel/functions.h"
#include "cel/value.h"

enum {
    ALL = -1 /* as the n of replace and split */
};

static size_t code_points(str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Where the code point after `at` begins. */
static size_t next(str s, size_t at)
{
    at++;
    while (at < s.n && (s.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* The byte at which code point `index` begins, the end included; false if it is outside. */
static bool byte_of(str s, int64_t index, size_t *ret_at)
{
    size_t at = 0;
    for (; index > 0 && at < s.n; index--)
        at = next(s, at);
    *ret_at = at;
    return index == 0;
}

static struct cel_value outside(struct eval *e, int64_t index)
{
    return eval_fail(e, ERR_INVALID, "index out of range: %lld", (long long)index);
}

static struct cel_value of_bytes(str s, size_t from, size_t to)
{
    return cel_of_str((str){s.p + from, to - from});
}

struct cel_value fn_char_at(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]);
    size_t at;
    if (!eval_charge_bytes(e, s.n))
        return eval_exhaust(e);
    if (!byte_of(s, args[1].i, &at))
        return outside(e, args[1].i);
    return of_bytes(s, at, at < s.n ? next(s, at) : at);
}

static struct cel_value substring(struct eval *e, str s, int64_t from, int64_t opt_to)
{
    size_t start, end = s.n;
    if (!eval_charge_bytes(e, s.n))
        return eval_exhaust(e);
    if (!byte_of(s, from, &start))
        return outside(e, from);
    if (opt_to != ALL && !byte_of(s, opt_to, &end))
        return outside(e, opt_to);
    if (start > end)
        return eval_fail(e, ERR_INVALID, "a substring from %lld to %lld", (long long)from,
                         (long long)opt_to);
    return of_bytes(s, start, end);
}

struct cel_value fn_substring(struct eval *e, const struct cel_value *args)
{
    return substring(e, value_str(args[0]), args[1].i, ALL);
}

struct cel_value fn_substring_to(struct eval *e, const struct cel_value *args)
{
    if (args[2].i < 0)
        return outside(e, args[2].i);
    return substring(e, value_str(args[0]), args[1].i, args[2].i);
}

static struct cel_value index_of(struct eval *e, str s, str part, int64_t from)
{
    size_t at;
    if (!eval_charge_bytes(e, s.n) || !eval_charge_search(e, s.n, part.n))
        return eval_exhaust(e);
    if (!byte_of(s, from, &at))
        return outside(e, from);
    if (!part.n)
        return cel_of_int(from);
    const char *found = at < s.n ? memmem(s.p + at, s.n - at, part.p, part.n) : NULL;
    return cel_of_int(found ? (int64_t)code_points(str_first(s, (size_t)(found - s.p))) : -1);
}

struct cel_value fn_index_of(struct eval *e, const struct cel_value *args)
{
    return index_of(e, value_str(args[0]), value_str(args[1]), 0);
}

struct cel_value fn_index_of_from(struct eval *e, const struct cel_value *args)
{
    return index_of(e, value_str(args[0]), value_str(args[1]), args[2].i);
}

static struct cel_value last_index_of(struct eval *e, str s, str part, size_t at)
{
    /* A comparison at each byte, most of which end at once. */
    if (!eval_charge(e, s.n + (uint64_t)s.n * part.n / 16))
        return eval_exhaust(e);
    if (part.n > s.n)
        return cel_of_int(-1);
    for (at = MIN(at, s.n - part.n) + 1; at-- > 0;) {
        if (memcmp(s.p + at, part.p, part.n) == 0)
            return cel_of_int((int64_t)code_points(str_first(s, at)));
    }
    return cel_of_int(-1);
}

struct cel_value fn_last_index_of(struct eval *e, const struct cel_value *args)
{
    return last_index_of(e, value_str(args[0]), value_str(args[1]), args[0].n);
}

struct cel_value fn_last_index_of_from(struct eval *e, const struct cel_value *args)
{
    size_t at;
    if (!byte_of(value_str(args[0]), args[2].i, &at))
        return outside(e, args[2].i);
    return last_index_of(e, value_str(args[0]), value_str(args[1]), at);
}

static struct cel_value ascii_case(struct eval *e, str s, char first, char last)
{
    char *p = eval_new(e, char, s.n);
    if (!p)
        return eval_exhaust(e);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= first && s.p[i] <= last ? (char)(s.p[i] ^ 0x20) : s.p[i];
    return cel_of_str((str){p, s.n});
}

struct cel_value fn_lower_ascii(struct eval *e, const struct cel_value *args)
{
    return ascii_case(e, value_str(args[0]), 'A', 'Z');
}

struct cel_value fn_upper_ascii(struct eval *e, const struct cel_value *args)
{
    return ascii_case(e, value_str(args[0]), 'a', 'z');
}

/* Unicode's White_Space property. */
static bool white(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

struct cel_value fn_trim(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]), rest = s;
    if (!eval_charge_bytes(e, s.n))
        return eval_exhaust(e);
    size_t from = s.n, to = s.n;
    uint32_t c;
    for (size_t at = 0; utf8_next(&rest, &c); at = s.n - rest.n) {
        if (white(c))
            continue;
        from = MIN(from, at);
        to = s.n - rest.n;
    }
    return of_bytes(s, from, to);
}

/* The next place to cut at or after `at`: before part, or after a code point if part is empty. */
static bool cut(str s, str part, size_t at, size_t *ret_at)
{
    if (!part.n) {
        *ret_at = at < s.n ? next(s, at) : s.n;
        return at < s.n;
    }
    const char *found = at < s.n ? memmem(s.p + at, s.n - at, part.p, part.n) : NULL;
    if (found)
        *ret_at = (size_t)(found - s.p);
    return found;
}

static struct cel_value split(struct eval *e, str s, str by, int64_t most)
{
    if (most == 0)
        return cel_of_list(NULL, 0);
    /* Each cut is searched for twice. */
    if (!eval_charge(e, s.n) || !eval_charge_search(e, s.n, by.n))
        return eval_exhaust(e);
    size_t n = 1, at = 0, to;
    while ((most < 0 || n < (uint64_t)most) && cut(s, by, at, &to) && (by.n || to < s.n)) {
        at = to + by.n;
        n++;
    }
    if (!by.n && !s.n)
        return cel_of_list(NULL, 0);
    struct cel_value *parts = eval_new(e, struct cel_value, n);
    if (!parts)
        return eval_exhaust(e);
    at = 0;
    for (size_t i = 0; i + 1 < n && cut(s, by, at, &to); i++) {
        parts[i] = of_bytes(s, at, to);
        at = to + by.n;
    }
    parts[n - 1] = of_bytes(s, at, s.n);
    return cel_of_list(parts, n);
}

struct cel_value fn_split(struct eval *e, const struct cel_value *args)
{
    return split(e, value_str(args[0]), value_str(args[1]), ALL);
}

struct cel_value fn_split_most(struct eval *e, const struct cel_value *args)
{
    return split(e, value_str(args[0]), value_str(args[1]), args[2].i);
}

/* Put the parts together with `between` between them. */
static struct cel_value join(struct eval *e, struct cel_value list, str between)
{
    uint64_t bytes = 0;
    if (!eval_charge(e, list.n))
        return eval_exhaust(e);
    for (uint32_t i = 0; i < list.n; i++) {
        if (list.list[i].kind != CEL_STRING)
            return eval_fail(e, ERR_INVALID, "no such overload: join of a list that holds %.*s",
                             STR(value_kind_word(list.list[i])));
        bytes += list.list[i].n + (i ? between.n : 0);
    }
    char *p = bytes <= UINT32_MAX ? eval_new(e, char, bytes) : NULL;
    if (!p)
        return eval_exhaust(e);
    char *w = p;
    for (uint32_t i = 0; i < list.n; i++) {
        if (i && between.n)
            w = mempcpy(w, between.p, between.n);
        if (list.list[i].n)
            w = mempcpy(w, list.list[i].p, list.list[i].n);
    }
    return cel_of_str((str){p, bytes});
}

struct cel_value fn_join(struct eval *e, const struct cel_value *args)
{
    return join(e, args[0], S(""));
}

struct cel_value fn_join_with(struct eval *e, const struct cel_value *args)
{
    return join(e, args[0], value_str(args[1]));
}

/* What Go's strings.Replace does for an empty text to look for: `by` before each code point and at
 * the end, at most `most` times. */
static struct cel_value interleave(struct eval *e, str s, str by, int64_t most)
{
    if (!eval_charge_bytes(e, s.n))
        return eval_exhaust(e);
    uint64_t n = code_points(s) + 1, bytes;
    if (most >= 0)
        n = MIN(n, (uint64_t)most);
    char *p = !__builtin_mul_overflow(n, by.n, &bytes) && (bytes += s.n) <= UINT32_MAX
                  ? eval_new(e, char, bytes)
                  : NULL;
    if (!p || !eval_charge(e, n))
        return eval_exhaust(e);
    char *w = p;
    size_t at = 0;
    for (; n; n--) {
        if (by.n)
            w = mempcpy(w, by.p, by.n);
        size_t to = at < s.n ? next(s, at) : at;
        if (to > at)
            w = mempcpy(w, s.p + at, to - at);
        at = to;
    }
    if (s.n > at)
        memcpy(w, s.p + at, s.n - at);
    return cel_of_str((str){p, bytes});
}

static struct cel_value replace(struct eval *e, const struct cel_value *args, int64_t most)
{
    if (most == 0)
        return args[0];
    str s = value_str(args[0]), part = value_str(args[1]), by = value_str(args[2]);
    if (!part.n)
        return interleave(e, s, by, most);
    struct cel_value parts = split(e, s, part, most < 0 || most == INT64_MAX ? ALL : most + 1);
    return parts.kind == CEL_LIST ? join(e, parts, by) : parts;
}

struct cel_value fn_replace(struct eval *e, const struct cel_value *args)
{
    return replace(e, args, ALL);
}

struct cel_value fn_replace_most(struct eval *e, const struct cel_value *args)
{
    return replace(e, args, args[3].i);
}
