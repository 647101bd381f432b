/* Lists and maps that an expression writes out. */
#include "cel/eval.h"
#include "cel/value.h"

struct cel_value eval_list(const struct node *n, struct eval *e)
{
    struct cel_value *values = eval_new(e, struct cel_value, n->n_args);
    if (!values)
        return eval_exhaust(e);
    for (uint32_t i = 0; i < n->n_args; i++) {
        values[i] = eval_run(n->args[i], e);
        if (values[i].kind == CEL_ERROR)
            return values[i];
    }
    return cel_of_list(values, n->n_args);
}

struct cel_value eval_map_of(struct eval *e, uint32_t at, struct cel_entry *entries, size_t n)
{
    e->at = at;
    /* Sorting compares about 2 n log2 n keys. */
    if (!eval_charge(e, n * 2 * (64 - (uint64_t)__builtin_clzll(n | 1))))
        return eval_exhaust(e);
    struct cel_value twice;
    if (!value_sort_entries(entries, n, &twice)) {
        if (twice.kind == CEL_STRING)
            return eval_fail(e, ERR_INVALID, "the key \"%.*s\" comes twice", STR(value_str(twice)));
        return eval_fail(e, ERR_INVALID, "a key comes twice");
    }
    struct cel_map *m = eval_new(e, struct cel_map, 1);
    if (!m)
        return eval_exhaust(e);
    *m = (struct cel_map){.n = n, .entries = entries};
    return (struct cel_value){.kind = CEL_MAP, .map = m};
}

struct cel_value eval_key(const struct node *n, struct eval *e)
{
    struct cel_value key = eval_run(n, e);
    if (key.kind == CEL_ERROR || value_is_key(key))
        return key;
    e->at = n->at;
    return eval_fail(e, ERR_INVALID,
                     "unsupported key type: a key is a bool, int, uint or string, not %.*s",
                     STR(value_kind_word(key)));
}

struct cel_value eval_map(const struct node *n, struct eval *e)
{
    uint32_t pairs = n->n_args / 2;
    struct cel_entry *entries = eval_new(e, struct cel_entry, pairs);
    if (!entries)
        return eval_exhaust(e);
    for (uint32_t i = 0; i < pairs; i++) {
        struct cel_value key = eval_key(n->args[2 * i], e);
        if (key.kind == CEL_ERROR)
            return key;
        entries[i].key = key;
        entries[i].value = eval_run(n->args[2 * i + 1], e);
        if (entries[i].value.kind == CEL_ERROR)
            return entries[i].value;
    }
    return eval_map_of(e, n->at, entries, pairs);
}
