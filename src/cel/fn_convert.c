/* type(), dyn() and the conversions. What does not fit is an error, never a clamp. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cel/calendar.h"
#include "cel/functions.h"
#include "cel/value.h"

enum {
    DECIMAL_STEPS = 200, /* between binary and decimal: microseconds for large exponents */
    CALENDAR_STEPS = 5,
};

static struct cel_value out_of_range(struct eval *e, const char *type)
{
    return eval_fail(e, ERR_INVALID, "range: this value does not fit %s", type);
}

static struct cel_value unreadable(struct eval *e, struct cel_value v, const char *type)
{
    return eval_fail(e, ERR_INVALID, "type conversion error: \"%.*s\" is not %s",
                     (int)MIN(v.n, 80u), v.p, type);
}

static struct cel_value of_uint(uint64_t u)
{
    return (struct cel_value){.kind = CEL_UINT, .u = u};
}

struct cel_value fn_same(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return args[0];
}

struct cel_value fn_type(struct eval *e, const struct cel_value *args)
{
    (void)e;
    struct cel_value v = cel_of_str(value_type_name(args[0]));
    v.kind = CEL_TYPE;
    return v;
}

struct cel_value fn_int_of_uint(struct eval *e, const struct cel_value *args)
{
    return args[0].u > INT64_MAX ? out_of_range(e, "int") : cel_of_int((int64_t)args[0].u);
}

struct cel_value fn_int_of_double(struct eval *e, const struct cel_value *args)
{
    /* Both ends excluded, as the specification has it; NaN fails the comparison. */
    if (!(args[0].d > -0x1p63 && args[0].d < 0x1p63))
        return out_of_range(e, "int");
    return cel_of_int((int64_t)args[0].d);
}

struct cel_value fn_int_of_string(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]);
    if (s.n > 1 && s.p[0] == '+' && s.p[1] != '-')
        s = str_from(s, 1);
    int64_t i;
    return str_to_i64(s, &i) ? cel_of_int(i) : unreadable(e, args[0], "an int");
}

struct cel_value fn_int_of_timestamp(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_int(args[0].i);
}

struct cel_value fn_uint_of_int(struct eval *e, const struct cel_value *args)
{
    return args[0].i < 0 ? out_of_range(e, "uint") : of_uint((uint64_t)args[0].i);
}

struct cel_value fn_uint_of_double(struct eval *e, const struct cel_value *args)
{
    if (!(args[0].d >= 0 && args[0].d < 0x1p64))
        return out_of_range(e, "uint");
    return of_uint((uint64_t)args[0].d);
}

struct cel_value fn_uint_of_string(struct eval *e, const struct cel_value *args)
{
    uint64_t u = 0;
    bool ok = args[0].n > 0;
    for (uint32_t i = 0; ok && i < args[0].n; i++) {
        char c = args[0].p[i];
        ok = c >= '0' && c <= '9' && !__builtin_mul_overflow(u, UINT64_C(10), &u) &&
             !__builtin_add_overflow(u, (uint64_t)(c - '0'), &u);
    }
    return ok ? of_uint(u) : unreadable(e, args[0], "a uint");
}

struct cel_value fn_double_of_int(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_double((double)args[0].i);
}

struct cel_value fn_double_of_uint(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_double((double)args[0].u);
}

static size_t digits(str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n;
}

/* Digits with an optional point and exponent: what strtod may be given. */
static bool decimal(str s)
{
    size_t whole = digits(s), part = 0;
    s = str_from(s, whole);
    if (str_starts(s, S("."))) {
        part = digits(str_from(s, 1));
        s = str_from(s, 1 + part);
    }
    if (!whole && !part)
        return false;
    if (s.n && (s.p[0] | 0x20) == 'e') {
        s = str_from(s, 1);
        if (s.n && (s.p[0] == '+' || s.p[0] == '-'))
            s = str_from(s, 1);
        size_t n = digits(s);
        return n && n == s.n;
    }
    return s.n == 0;
}

struct cel_value fn_double_of_string(struct eval *e, const struct cel_value *args)
{
    str s = value_str(args[0]);
    bool minus = str_starts(s, S("-"));
    if (minus || str_starts(s, S("+")))
        s = str_from(s, 1);
    if (str_eq(s, S("Infinity")) || str_eq(s, S("inf")))
        return cel_of_double(minus ? -INFINITY : INFINITY);
    if (str_eq(s, S("NaN")))
        return cel_of_double(NAN);
    if (!eval_charge(e, DECIMAL_STEPS + args[0].n))
        return eval_exhaust(e);
    char text[512];
    if (s.n >= sizeof text || !decimal(s))
        return unreadable(e, args[0], "a double");
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    double d = strtod(text, NULL);
    if (isinf(d))
        return out_of_range(e, "double");
    return cel_of_double(minus ? -d : d);
}

static struct cel_value new_string(struct eval *e, str s)
{
    char *p = eval_new(e, char, s.n);
    if (!p)
        return eval_exhaust(e);
    memcpy(p, s.p, s.n);
    return cel_of_str((str){p, s.n});
}

struct cel_value fn_string_of_any(struct eval *e, const struct cel_value *args)
{
    char text[64];
    str s = {text, 0};
    switch (args[0].kind) {
    case CEL_BOOL:
        return cel_of_str(args[0].b ? S("true") : S("false"));
    case CEL_DOUBLE:
        if (!eval_charge(e, DECIMAL_STEPS))
            return eval_exhaust(e);
        s.n = value_print_double(args[0].d, text);
        break;
    case CEL_TIMESTAMP:
        s = time_print(args[0], text);
        break;
    case CEL_DURATION:
        s = span_print(args[0].i, text);
        break;
    default: {
        bool minus = args[0].kind == CEL_INT && args[0].i < 0;
        uint64_t u = minus ? -args[0].u : args[0].u;
        char *p = text + sizeof text;
        do
            *--p = (char)('0' + u % 10);
        while (u /= 10);
        if (minus)
            *--p = '-';
        s = (str){p, (size_t)(text + sizeof text - p)};
    }
    }
    return new_string(e, s);
}

struct cel_value fn_string_of_bytes(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge_bytes(e, args[0].n))
        return eval_exhaust(e);
    if (!utf8_valid(value_str(args[0])))
        return eval_fail(e, ERR_INVALID, "invalid UTF-8: these bytes are not a string");
    return cel_of_str(value_str(args[0]));
}

struct cel_value fn_bytes_of_string(struct eval *e, const struct cel_value *args)
{
    (void)e;
    struct cel_value v = args[0];
    v.kind = CEL_BYTES;
    return v;
}

struct cel_value fn_bool_of_string(struct eval *e, const struct cel_value *args)
{
    static const char *const words[] = {"0", "f", "false", "FALSE", "False",
                                        "1", "t", "true",  "TRUE",  "True"};
    for (size_t i = 0; i < countof(words); i++) {
        if (str_eq(value_str(args[0]), str_of(words[i])))
            return cel_of_bool(i >= countof(words) / 2);
    }
    return unreadable(e, args[0], "a bool");
}

struct cel_value fn_timestamp_of_string(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge(e, CALENDAR_STEPS + args[0].n / 4))
        return eval_exhaust(e);
    struct cel_value v;
    if (time_parse(value_str(args[0]), &v))
        return v;
    return unreadable(e, args[0],
                      "a timestamp in range, such as 2022-11-16T09:00:00Z (years 1 to 9999)");
}

struct cel_value fn_timestamp_of_int(struct eval *e, const struct cel_value *args)
{
    struct cel_value v;
    return time_make(args[0].i, 0, &v) ? v : out_of_range(e, "a timestamp (years 1 to 9999)");
}

struct cel_value fn_duration_of_string(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge(e, CALENDAR_STEPS + args[0].n / 4))
        return eval_exhaust(e);
    struct cel_value v = {.kind = CEL_DURATION};
    if (span_parse(value_str(args[0]), &v.i))
        return v;
    return unreadable(e, args[0], "a duration in range, such as 1h30m or 2.5s (up to 292 years)");
}
