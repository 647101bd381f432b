#include "codec/yaml_scalar.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_MAX_BYTES = 400 /* a double needs no more to be written out whole before its point */
};

static bool is_one_of(str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(s, str_of(words[i])))
            return true;
    }
    return false;
}

static str skip_sign(str s)
{
    return s.n > 0 && (s.p[0] == '+' || s.p[0] == '-') ? str_from(s, 1) : s;
}

static size_t skip_digits(str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    *s = str_from(*s, n);
    return n;
}

/* [-+]? [0-9]+ */
static bool is_integer(str s)
{
    s = skip_sign(s);
    return skip_digits(&s) > 0 && s.n == 0;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_float(str s)
{
    s = skip_sign(s);
    size_t digits = skip_digits(&s);
    if (str_starts(s, S("."))) {
        s = str_from(s, 1);
        digits += skip_digits(&s);
    }
    if (digits == 0)
        return false;
    if (s.n > 0 && (s.p[0] == 'e' || s.p[0] == 'E')) {
        s = skip_sign(str_from(s, 1));
        if (skip_digits(&s) == 0)
            return false;
    }
    return s.n == 0;
}

static bool to_double(str s, double *ret_value)
{
    char digits[NUMBER_MAX_BYTES + 1];
    if (s.n > NUMBER_MAX_BYTES)
        return false;
    memcpy(digits, s.p, s.n);
    digits[s.n] = '\0';
    /* The process may run in a locale with a decimal comma. */
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c)
        abort();
    *ret_value = strtod_l(digits, NULL, c);
    freelocale(c);
    return isfinite(*ret_value);
}

const char *yaml_scalar_resolve(str plain, struct node *node)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};
    static const char *const infinities[] = {".inf", ".Inf", ".INF"};
    static const char *const not_numbers[] = {".nan", ".NaN", ".NAN"};

    if (is_one_of(plain, nulls, countof(nulls))) {
        node->kind = NODE_NULL;
    } else if (is_one_of(plain, trues, countof(trues))) {
        node->kind = NODE_BOOL;
        node->boolean = true;
    } else if (is_one_of(plain, falses, countof(falses))) {
        node->kind = NODE_BOOL;
        node->boolean = false;
    } else if (is_integer(plain)) {
        node->kind = NODE_INT;
        str digits = plain.p[0] == '+' ? str_from(plain, 1) : plain;
        if (!str_to_i64(digits, &node->integer))
            return "this number is too large; if it is a text, put it in quotes";
    } else if (is_float(plain)) {
        node->kind = NODE_FLOAT;
        if (!to_double(plain, &node->real))
            return "this number is too large; if it is a text, put it in quotes";
    } else if (is_one_of(skip_sign(plain), infinities, countof(infinities)) ||
               is_one_of(plain, not_numbers, countof(not_numbers))) {
        return "infinity and \"not a number\" are not accepted; if it is a text, put it in quotes";
    } else {
        node->kind = NODE_TEXT;
        node->text = plain;
    }
    return NULL;
}
