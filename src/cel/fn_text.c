/* Sizes, concatenation and searching in strings, bytes and lists. */
#include <string.h>

#include "cel/functions.h"
#include "cel/value.h"

struct cel_value fn_add_text(struct eval *e, const struct cel_value *args)
{
    struct cel_value v = args[0];
    if (__builtin_add_overflow(args[0].n, args[1].n, &v.n))
        return eval_exhaust(e);
    char *p = eval_new(e, char, v.n);
    if (!p)
        return eval_exhaust(e);
    if (args[0].n)
        memcpy(p, args[0].p, args[0].n);
    if (args[1].n)
        memcpy(p + args[0].n, args[1].p, args[1].n);
    v.p = p;
    return v;
}

struct cel_value fn_add_list(struct eval *e, const struct cel_value *args)
{
    uint32_t n;
    if (__builtin_add_overflow(args[0].n, args[1].n, &n))
        return eval_exhaust(e);
    struct cel_value *p = eval_new(e, struct cel_value, n);
    if (!p)
        return eval_exhaust(e);
    if (args[0].n)
        memcpy(p, args[0].list, args[0].n * sizeof *p);
    if (args[1].n)
        memcpy(p + args[0].n, args[1].list, args[1].n * sizeof *p);
    return cel_of_list(p, n);
}

struct cel_value fn_size_string(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge_bytes(e, args[0].n))
        return eval_exhaust(e);
    int64_t n = 0;
    for (uint32_t i = 0; i < args[0].n; i++)
        n += (args[0].p[i] & 0xC0) != 0x80;
    return cel_of_int(n);
}

struct cel_value fn_size_bytes(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_int(args[0].n);
}

struct cel_value fn_size_list(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_int(args[0].n);
}

struct cel_value fn_size_map(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_int((int64_t)args[0].map->n);
}

struct cel_value fn_contains(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge_search(e, args[0].n, args[1].n))
        return eval_exhaust(e);
    return cel_of_bool(str_contains(value_str(args[0]), value_str(args[1])));
}

struct cel_value fn_starts_with(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge_bytes(e, args[1].n))
        return eval_exhaust(e);
    return cel_of_bool(str_starts(value_str(args[0]), value_str(args[1])));
}

struct cel_value fn_ends_with(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge_bytes(e, args[1].n))
        return eval_exhaust(e);
    return cel_of_bool(str_ends(value_str(args[0]), value_str(args[1])));
}

/* Of a pattern that is known only now; the compiler turns constant patterns into MATCHES nodes.
 * Compiling one takes RE2 time, and memory of its own. */
struct cel_value fn_matches(struct eval *e, const struct cel_value *args)
{
    enum {
        COMPILE_STEPS = 10000
    };
    if (!eval_charge(e, COMPILE_STEPS + 50 * (uint64_t)args[1].n))
        return eval_exhaust(e);
    struct err err;
    struct regex *r = regex_open(value_str(args[1]), REGEX_BYTES_SMALL, &err);
    if (!r)
        return eval_fail(e, ERR_INVALID, "%s", err.msg);
    bool affordable = eval_charge(e, (uint64_t)regex_cost(r) * args[0].n);
    bool found = affordable && regex_matches(r, value_str(args[0]));
    regex_close(r);
    return affordable ? cel_of_bool(found) : eval_exhaust(e);
}
