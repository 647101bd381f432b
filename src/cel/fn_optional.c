/* Optional values: optional.of and its kin, fields and elements that may not be there. */
#include "cel/functions.h"
#include "cel/value.h"

static struct cel_value none(void)
{
    return (struct cel_value){.kind = CEL_OPTIONAL};
}

static struct cel_value some(struct eval *e, struct cel_value v)
{
    struct cel_value *p = eval_new(e, struct cel_value, 1);
    if (!p)
        return eval_exhaust(e);
    *p = v;
    return (struct cel_value){.kind = CEL_OPTIONAL, .n = 1, .list = p};
}

/* ABSENT is none, an error stays one. */
static struct cel_value maybe(struct eval *e, struct cel_value v)
{
    return v.kind == CEL_ABSENT ? none() : v.kind == CEL_ERROR ? v : some(e, v);
}

struct cel_value fn_optional_of(struct eval *e, const struct cel_value *args)
{
    return some(e, args[0]);
}

struct cel_value fn_optional_none(struct eval *e, const struct cel_value *args)
{
    (void)e;
    (void)args;
    return none();
}

static bool zero(struct cel_value v)
{
    switch (v.kind) {
    case CEL_NULL:
        return true;
    case CEL_BOOL:
        return !v.b;
    case CEL_INT:
    case CEL_DURATION:
        return v.i == 0;
    case CEL_UINT:
        return v.u == 0;
    case CEL_DOUBLE:
        return v.d == 0;
    case CEL_TIMESTAMP:
        return v.i == 0 && v.n == 0;
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_LIST:
    case CEL_OPTIONAL:
        return v.n == 0;
    case CEL_MAP:
        return v.map->n == 0;
    case CEL_OBJECT:
        for (size_t i = 0; i < v.object->type->n; i++) {
            if (v.object->field[i].kind != CEL_ABSENT)
                return false;
        }
        return true;
    default:
        return false;
    }
}

struct cel_value fn_optional_of_non_zero(struct eval *e, const struct cel_value *args)
{
    return zero(args[0]) ? none() : some(e, args[0]);
}

struct cel_value fn_has_value(struct eval *e, const struct cel_value *args)
{
    (void)e;
    return cel_of_bool(args[0].n);
}

struct cel_value fn_value(struct eval *e, const struct cel_value *args)
{
    return args[0].n ? args[0].list[0]
                     : eval_fail(e, ERR_INVALID, "optional.none() has no value: ask hasValue()");
}

/* The values of those that have one. */
struct cel_value fn_unwrap(struct eval *e, const struct cel_value *args)
{
    if (!eval_charge(e, args[0].n))
        return eval_exhaust(e);
    struct cel_value *values = eval_new(e, struct cel_value, args[0].n);
    if (!values)
        return eval_exhaust(e);
    size_t n = 0;
    for (uint32_t i = 0; i < args[0].n; i++) {
        struct cel_value v = args[0].list[i];
        if (v.kind != CEL_OPTIONAL)
            return eval_fail(e, ERR_INVALID, "no such overload: unwrap of a list that holds %.*s",
                             STR(value_kind_word(v)));
        if (v.n)
            values[n++] = v.list[0];
    }
    return cel_of_list(values, n);
}

struct cel_value fn_first(struct eval *e, const struct cel_value *args)
{
    return args[0].n ? some(e, args[0].list[0]) : none();
}

struct cel_value fn_last(struct eval *e, const struct cel_value *args)
{
    return args[0].n ? some(e, args[0].list[args[0].n - 1]) : none();
}

/* Lists, maps and optionals of them: the element, if it is there. */
struct cel_value fn_find(struct eval *e, const struct cel_value *args)
{
    struct cel_value in = args[0], key = args[1];
    if (in.kind == CEL_OPTIONAL) {
        if (!in.n)
            return none();
        in = in.list[0];
    }
    if (in.kind == CEL_MAP)
        return eval_charge_bytes(e, key.kind == CEL_STRING ? key.n : 0)
                   ? maybe(e, value_lookup(in.map, key))
                   : eval_exhaust(e);
    if (in.kind != CEL_LIST)
        return eval_fail(e, ERR_INVALID, "no such overload: [] of an optional that holds %.*s",
                         STR(value_kind_word(in)));
    int64_t i;
    if (!value_index(key, &i))
        return eval_fail(e, ERR_INVALID, "a list's index is a whole number, not %.*s",
                         STR(value_kind_word(key)));
    return i < 0 || i >= in.n ? none() : maybe(e, in.list[i]);
}

/* ---- nodes ---- */

struct cel_value eval_optional(const struct node *n, struct eval *e)
{
    struct cel_value v = eval_run(n->args[0], e);
    if (v.kind == CEL_ERROR)
        return v;
    if (v.kind == CEL_OPTIONAL) {
        if (!v.n)
            return v;
        v = v.list[0];
    }
    return maybe(e, eval_field_of(n, e, v));
}

static struct cel_value other(const struct node *n, struct eval *e, bool value)
{
    struct cel_value v = eval_run(n->args[0], e);
    if (v.kind == CEL_ERROR)
        return v;
    if (v.kind == CEL_OPTIONAL) {
        if (v.n)
            return value ? v.list[0] : v;
        v = eval_run(n->args[1], e);
        if (value || v.kind == CEL_OPTIONAL || v.kind == CEL_ERROR)
            return v;
    }
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "no such overload: %s of %.*s", value ? "orValue" : "or",
                     STR(value_kind_word(v)));
}

/* The second is not evaluated where the first has a value. */
struct cel_value eval_or_other(const struct node *n, struct eval *e)
{
    return other(n, e, false);
}

struct cel_value eval_or_value(const struct node *n, struct eval *e)
{
    return other(n, e, true);
}

static struct cel_value opt_map(const struct node *n, struct eval *e, bool flat)
{
    struct cel_value v = eval_run(n->args[0], e);
    if (v.kind == CEL_ERROR)
        return v;
    if (v.kind == CEL_OPTIONAL) {
        if (!v.n)
            return v;
        e->locals[n->slot] = v.list[0];
        v = eval_run(n->args[1], e);
        if (!flat)
            return maybe(e, v);
        if (v.kind == CEL_OPTIONAL || v.kind == CEL_ERROR)
            return v;
    }
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "expected an optional value, but this is %.*s",
                     STR(value_kind_word(v)));
}

struct cel_value eval_opt_map(const struct node *n, struct eval *e)
{
    return opt_map(n, e, false);
}

struct cel_value eval_opt_flat_map(const struct node *n, struct eval *e)
{
    return opt_map(n, e, true);
}

/* An element or entry written with a ?: *ret_value is its value, *ret_there says whether there is
 * one. False with an error in *ret_value if it is no optional. */
static bool unwrapped(const struct node *n, struct eval *e, struct cel_value *ret_value,
                      bool *ret_there)
{
    struct cel_value v = eval_run(n, e);
    *ret_there = v.kind == CEL_OPTIONAL && v.n;
    *ret_value = *ret_there ? v.list[0] : v;
    if (v.kind == CEL_OPTIONAL)
        return true;
    if (v.kind != CEL_ERROR) {
        e->at = n->at;
        *ret_value = eval_fail(e, ERR_INVALID, "expected an optional value after `?`, not %.*s",
                               STR(value_kind_word(v)));
    }
    return false;
}

struct cel_value eval_elements(const struct node *n, struct eval *e)
{
    struct cel_value *values = eval_new(e, struct cel_value, n->n_args), v;
    if (!values)
        return eval_exhaust(e);
    size_t kept = 0;
    for (uint32_t i = 0; i < n->n_args; i++) {
        bool there = true;
        if (!n->if_any[i])
            v = eval_run(n->args[i], e);
        else if (!unwrapped(n->args[i], e, &v, &there))
            return v;
        if (there && v.kind == CEL_ERROR)
            return v;
        if (there)
            values[kept++] = v;
    }
    return cel_of_list(values, kept);
}

struct cel_value eval_entries(const struct node *n, struct eval *e)
{
    uint32_t pairs = n->n_args / 2;
    struct cel_entry *entries = eval_new(e, struct cel_entry, pairs);
    if (!entries)
        return eval_exhaust(e);
    size_t kept = 0;
    for (uint32_t i = 0; i < pairs; i++) {
        struct cel_value key = eval_key(n->args[2 * i], e), v;
        if (key.kind == CEL_ERROR)
            return key;
        bool there = true;
        if (!n->if_any[i])
            v = eval_run(n->args[2 * i + 1], e);
        else if (!unwrapped(n->args[2 * i + 1], e, &v, &there))
            return v;
        if (there && v.kind == CEL_ERROR)
            return v;
        if (there)
            entries[kept++] = (struct cel_entry){key, v};
    }
    return eval_map_of(e, n->at, entries, kept);
}
