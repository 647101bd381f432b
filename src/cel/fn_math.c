/* Arithmetic. Integers never wrap: overflow and division by zero are errors. Durations are
 * nanoseconds in an int and share its functions. */
#include "cel/functions.h"

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
