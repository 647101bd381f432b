/* Operators that compare, look up and negate. */
#include <string.h>

#include "cel/functions.h"
#include "cel/value.h"

struct cel_value fn_equal(struct eval *e, const struct cel_value *args)
{
    return cel_of_bool(value_equal(e, args[0], args[1]));
}

struct cel_value fn_unequal(struct eval *e, const struct cel_value *args)
{
    return cel_of_bool(!value_equal(e, args[0], args[1]));
}

static enum order order(struct eval *e, const struct cel_value *args)
{
    if (args[0].kind == CEL_STRING || args[0].kind == CEL_BYTES)
        (void)eval_charge_bytes(e, MIN(args[0].n, args[1].n));
    return value_order(args[0], args[1]);
}

struct cel_value fn_less(struct eval *e, const struct cel_value *args)
{
    return cel_of_bool(order(e, args) == ORDER_LESS);
}

struct cel_value fn_less_equal(struct eval *e, const struct cel_value *args)
{
    enum order o = order(e, args);
    return cel_of_bool(o == ORDER_LESS || o == ORDER_SAME);
}

struct cel_value fn_greater(struct eval *e, const struct cel_value *args)
{
    return cel_of_bool(order(e, args) == ORDER_MORE);
}

struct cel_value fn_greater_equal(struct eval *e, const struct cel_value *args)
{
    enum order o = order(e, args);
    return cel_of_bool(o == ORDER_MORE || o == ORDER_SAME);
}

/* A short word in a list: what most rules do. The first byte settles nearly all of them. */
static bool has_word(struct cel_value list, struct cel_value word)
{
    for (uint32_t i = 0; i < list.n; i++) {
        const struct cel_value *v = &list.list[i];
        if (v->n == word.n && v->kind == CEL_STRING && v->p[0] == word.p[0] &&
            memcmp(v->p, word.p, word.n) == 0)
            return true;
    }
    return false;
}

struct cel_value fn_in_list(struct eval *e, const struct cel_value *args)
{
    struct cel_value wanted = args[0], list = args[1];
    if (!eval_charge(e, list.n / 4))
        return eval_exhaust(e);
    if (wanted.kind == CEL_STRING && wanted.n > 0 && wanted.n <= 16)
        return cel_of_bool(has_word(list, wanted));
    for (uint32_t i = 0; i < list.n; i++) {
        if (value_equal(e, wanted, list.list[i]))
            return cel_of_bool(true);
    }
    return cel_of_bool(false);
}

static struct cel_value look_up(struct eval *e, struct cel_value map, struct cel_value key)
{
    if (!eval_charge_bytes(e, key.kind == CEL_STRING ? key.n : 0))
        return eval_exhaust(e);
    return value_lookup(map.map, key);
}

struct cel_value fn_in_map(struct eval *e, const struct cel_value *args)
{
    struct cel_value v = look_up(e, args[1], args[0]);
    return v.kind == CEL_ERROR ? v : cel_of_bool(v.kind != CEL_ABSENT);
}

struct cel_value fn_index_map(struct eval *e, const struct cel_value *args)
{
    struct cel_value v = look_up(e, args[0], args[1]);
    if (v.kind != CEL_ABSENT)
        return v;
    if (args[1].kind == CEL_STRING)
        return eval_fail(e, ERR_INVALID, "no such key: \"%.*s\"", STR(value_str(args[1])));
    return eval_fail(e, ERR_INVALID, "no such key");
}

struct cel_value fn_index_list(struct eval *e, const struct cel_value *args)
{
    int64_t i;
    if (!value_index(args[1], &i))
        return eval_fail(e, ERR_INVALID, "a list's index is a whole number, not %.*s",
                         STR(value_kind_word(args[1])));
    if (i < 0 || i >= args[0].n)
        return eval_fail(e, ERR_INVALID, "index %lld is out of range: the list has %u",
                         (long long)i, args[0].n);
    return args[0].list[i];
}

struct cel_value fn_not(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_bool(!args[0].b);
}
