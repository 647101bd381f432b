/* Arithmetic. Integers never wrap: overflow and division by zero are errors. Durations are
 * nanoseconds in an int and share its functions. */
#include <math.h>

#include "cel/functions.h"
#include "cel/value.h"

static struct cel_value overflow(struct eval *e, struct cel_value v)
{
    return eval_fail(e, ERR_INVALID, "range: the result is too large or too small for %s",
                     v.kind == CEL_INT    ? "int"
                     : v.kind == CEL_UINT ? "uint"
                                          : "a duration");
}

/* The kind of the result is that of the first argument. */
#define EXACT(name, member, builtin)                                                               \
    struct cel_value name(struct eval *e, const struct cel_value *args)                            \
    {                                                                                              \
        struct cel_value v = args[0];                                                              \
        return builtin(args[0].member, args[1].member, &v.member) ? overflow(e, v) : v;            \
    }
#define REAL(name, op)                                                                             \
    struct cel_value name(struct eval *e, const struct cel_value *args)                            \
    {                                                                                              \
        (void)e;                                                                                   \
        return cel_of_double(args[0].d op args[1].d);                                              \
    }

EXACT(fn_add_int, i, __builtin_add_overflow)
EXACT(fn_sub_int, i, __builtin_sub_overflow)
EXACT(fn_mul_int, i, __builtin_mul_overflow)
EXACT(fn_add_uint, u, __builtin_add_overflow)
EXACT(fn_sub_uint, u, __builtin_sub_overflow)
EXACT(fn_mul_uint, u, __builtin_mul_overflow)
REAL(fn_add_double, +)
REAL(fn_sub_double, -)
REAL(fn_mul_double, *)

__attribute__((no_sanitize("float-divide-by-zero"))) /* IEEE 754: infinity or NaN */
REAL(fn_div_double, /)

    struct cel_value fn_div_int(struct eval *e, const struct cel_value *args)
{
    if (args[1].i == 0)
        return eval_fail(e, ERR_INVALID, "divide by zero");
    if (args[0].i == INT64_MIN && args[1].i == -1)
        return overflow(e, args[0]);
    return cel_of_int(args[0].i / args[1].i);
}

struct cel_value fn_mod_int(struct eval *e, const struct cel_value *args)
{
    if (args[1].i == 0)
        return eval_fail(e, ERR_INVALID, "modulus by zero");
    if (args[0].i == INT64_MIN && args[1].i == -1)
        return overflow(e, args[0]);
    return cel_of_int(args[0].i % args[1].i);
}

struct cel_value fn_div_uint(struct eval *e, const struct cel_value *args)
{
    if (args[1].u == 0)
        return eval_fail(e, ERR_INVALID, "divide by zero");
    return (struct cel_value){.kind = CEL_UINT, .u = args[0].u / args[1].u};
}

struct cel_value fn_mod_uint(struct eval *e, const struct cel_value *args)
{
    if (args[1].u == 0)
        return eval_fail(e, ERR_INVALID, "modulus by zero");
    return (struct cel_value){.kind = CEL_UINT, .u = args[0].u % args[1].u};
}

struct cel_value fn_neg_int(struct eval *e, const struct cel_value *args)
{
    return args[0].i == INT64_MIN ? overflow(e, args[0]) : cel_of_int(-args[0].i);
}

struct cel_value fn_neg_double(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_double(-args[0].d);
}

/* ---- the math extension ---- */

static struct cel_value extreme(struct eval *e, struct cel_value x, struct cel_value y,
                                enum order wanted)
{
    enum order o = value_order(y, x);
    if (o == ORDER_NONE)
        return eval_fail(e, ERR_INVALID, "%.*s and %.*s have no order", STR(value_kind_word(x)),
                         STR(value_kind_word(y)));
    return o == wanted ? y : x;
}

static struct cel_value extreme_of(struct eval *e, struct cel_value list, enum order wanted)
{
    if (!list.n)
        return eval_fail(e, ERR_INVALID, "an empty list has no greatest and no least element");
    if (!eval_charge(e, list.n))
        return eval_exhaust(e);
    struct cel_value v = list.list[0];
    for (uint32_t i = 0; i < list.n; i++) {
        struct cel_value x = list.list[i];
        if (x.kind != CEL_INT && x.kind != CEL_UINT && x.kind != CEL_DOUBLE)
            return eval_fail(e, ERR_INVALID, "no such overload: a list that holds %.*s",
                             STR(value_kind_word(x)));
        v = i ? extreme(e, v, x, wanted) : x;
        if (v.kind == CEL_ERROR)
            return v;
    }
    return v;
}

struct cel_value fn_greatest(struct eval *e, const struct cel_value *args)
{
    return extreme(e, args[0], args[1], ORDER_MORE);
}

struct cel_value fn_greatest_of(struct eval *e, const struct cel_value *args)
{
    return extreme_of(e, args[0], ORDER_MORE);
}

struct cel_value fn_least(struct eval *e, const struct cel_value *args)
{
    return extreme(e, args[0], args[1], ORDER_LESS);
}

struct cel_value fn_least_of(struct eval *e, const struct cel_value *args)
{
    return extreme_of(e, args[0], ORDER_LESS);
}

#define OF_DOUBLE(name, result)                                                                    \
    struct cel_value name(struct eval *e, const struct cel_value *args)                            \
    {                                                                                              \
        (void)e;                                                                                   \
        return result;                                                                             \
    }

OF_DOUBLE(fn_ceil, cel_of_double(ceil(args[0].d)))
OF_DOUBLE(fn_floor, cel_of_double(floor(args[0].d)))
OF_DOUBLE(fn_round, cel_of_double(round(args[0].d)))
OF_DOUBLE(fn_trunc, cel_of_double(trunc(args[0].d)))
OF_DOUBLE(fn_is_nan, cel_of_bool(isnan(args[0].d)))
OF_DOUBLE(fn_is_inf, cel_of_bool(isinf(args[0].d)))
OF_DOUBLE(fn_is_finite, cel_of_bool(isfinite(args[0].d)))
OF_DOUBLE(fn_abs_double, cel_of_double(fabs(args[0].d)))

struct cel_value fn_abs_int(struct eval *e, const struct cel_value *args)
{
    return args[0].i < 0 ? fn_neg_int(e, args) : args[0];
}

struct cel_value fn_abs_uint(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return args[0];
}

struct cel_value fn_sign_int(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_int((args[0].i > 0) - (args[0].i < 0));
}

struct cel_value fn_sign_uint(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return (struct cel_value){.kind = CEL_UINT, .u = args[0].u > 0};
}

/* Of NaN it is NaN. */
struct cel_value fn_sign_double(struct eval *e, const struct cel_value *args)
{
    (void)e;
    double d = args[0].d;
    return cel_of_double(d > 0 ? 1 : d < 0 ? -1 : d);
}
