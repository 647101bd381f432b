#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

str str_of(const char *c)
{
    return (str){c, strlen(c)};
}

str str_copy(str s, struct arena *a)
{
    if (!s.p)
        return s;
    char *p = arena_new(a, char, s.n);
    memcpy(p, s.p, s.n);
    return (str){p, s.n};
}

char *str_c(str s, struct arena *a)
{
    char *p = arena_new(a, char, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

str str_format(struct arena *a, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        abort();
    char *p = arena_new(a, char, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (str){p, (size_t)n};
}

bool str_eq(str a, str b)
{
    if (!a.p || !b.p)
        return a.p == b.p;
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

int str_cmp(str a, str b)
{
    size_t n = MIN(a.n, b.n);
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

bool str_contains(str s, str part)
{
    return part.n == 0 || (s.n && memmem(s.p, s.n, part.p, part.n));
}

str str_from(str s, size_t at)
{
    assert(at <= s.n);
    return (str){s.p + at, s.n - at};
}

str str_first(str s, size_t n)
{
    assert(n <= s.n);
    return (str){s.p, n};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.n && is_space(s.p[0]))
        s = str_from(s, 1);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool str_cut(str *s, char separator, str *ret_head)
{
    if (!s->p)
        return false;
    const char *at = s->n ? memchr(s->p, separator, s->n) : NULL;
    if (!at) {
        *ret_head = *s;
        *s = (str){0};
        return true;
    }
    size_t head = (size_t)(at - s->p);
    *ret_head = str_first(*s, head);
    *s = str_from(*s, head + 1);
    return true;
}

bool str_skip(str *s, str prefix)
{
    if (!str_starts(*s, prefix))
        return false;
    *s = str_from(*s, prefix.n);
    return true;
}

bool str_cut_digits(str *s, size_t n, int32_t *ret_value)
{
    assert(n <= 9);
    int32_t v = 0;
    if (s->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = str_from(*s, n);
    *ret_value = v;
    return true;
}

bool str_to_i64(str s, int64_t *ret_value)
{
    bool minus = s.n && s.p[0] == '-';
    if (minus)
        s = str_from(s, 1);
    if (!s.n)
        return false;
    int64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(v, (int64_t)10, &v) ||
            __builtin_sub_overflow(v, (int64_t)digit, &v)) /* negative holds INT64_MIN */
            return false;
    }
    if (!minus && v == INT64_MIN)
        return false;
    *ret_value = minus ? v : -v;
    return true;
}

bool str_to_u64(str s, uint64_t *ret_value)
{
    uint64_t v = 0;
    if (s.n == 0 || (s.n > 1 && s.p[0] == '0'))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
            return false;
    }
    *ret_value = v;
    return true;
}

unsigned str_distance(str a, str b, unsigned limit)
{
    enum {
        LONGEST = 64
    };
    if (a.n > LONGEST || b.n > LONGEST)
        return limit;
    unsigned row[LONGEST + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.n; j++) {
            unsigned substitute = diagonal + (a.p[i - 1] != b.p[j - 1]);
            diagonal = row[j];
            row[j] = MIN(substitute, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return MIN(row[b.n], limit);
}
