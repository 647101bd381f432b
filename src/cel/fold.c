/* Comprehensions: all, exists, map and their kin. */
#include "cel/eval.h"
#include "cel/value.h"

struct range {
    const struct cel_value *list; /* or NULL: a map */
    const struct cel_entry *entries;
    size_t n;
};

/* The range of a comprehension; false with *ret_error if it is not one. */
static inline bool range_of(const struct node *n, struct eval *e, struct range *ret_range,
                            struct cel_value *ret_error)
{
    struct cel_value v = eval_run(n->args[0], e);
    if (v.kind == CEL_LIST) {
        *ret_range = (struct range){.list = v.list, .n = v.n};
        return true;
    }
    if (v.kind == CEL_MAP) {
        *ret_range = (struct range){.entries = v.map->entries, .n = v.map->n};
        return true;
    }
    if (v.kind != CEL_ERROR) {
        e->at = n->args[0]->at;
        v = eval_fail(e, ERR_INVALID, "expected a list or a map to go through, not %.*s",
                      STR(value_kind_word(v)));
    }
    *ret_error = v;
    return false;
}

/* Set the variables for the i-th round; false when the budget is gone. */
static inline bool round_of(const struct node *n, struct eval *e, const struct range *r, size_t i)
{
    struct cel_value *local = &e->locals[n->fold.slot];
    if (!n->fold.pairs) {
        local[0] = r->list ? r->list[i] : r->entries[i].key;
    } else if (r->list) {
        local[0] = cel_of_int((int64_t)i);
        local[1] = r->list[i];
    } else {
        local[0] = r->entries[i].key;
        local[1] = r->entries[i].value;
    }
    return eval_charge(e, n->fold.cost);
}

static inline struct cel_value quantify(const struct node *n, struct eval *e, bool decisive)
{
    struct range r;
    struct cel_value error = {0};
    if (!range_of(n, e, &r, &error))
        return error;
    for (size_t i = 0; i < r.n; i++) {
        if (!round_of(n, e, &r, i))
            return eval_exhaust(e);
        struct cel_value v = eval_run(n->fold.cond, e);
        if (__builtin_expect(v.kind == CEL_BOOL, 1)) {
            if (v.b == decisive)
                return v;
        } else if (error.kind == CEL_ABSENT) {
            error = eval_not_bool(n->fold.cond, e, v);
        }
    }
    return error.kind == CEL_ABSENT ? cel_of_bool(!decisive) : error;
}

struct cel_value eval_all(const struct node *n, struct eval *e)
{
    return quantify(n, e, false);
}

struct cel_value eval_exists(const struct node *n, struct eval *e)
{
    return quantify(n, e, true);
}

struct cel_value eval_exists_one(const struct node *n, struct eval *e)
{
    struct range r;
    struct cel_value v;
    if (!range_of(n, e, &r, &v))
        return v;
    size_t found = 0;
    for (size_t i = 0; i < r.n; i++) {
        if (!round_of(n, e, &r, i))
            return eval_exhaust(e);
        v = eval_run(n->fold.cond, e);
        if (v.kind != CEL_BOOL)
            return eval_not_bool(n->fold.cond, e, v);
        found += v.b;
    }
    return cel_of_bool(found == 1);
}

/* Begin a round: does its condition hold? An error is left in *ret_error. */
static inline bool round_holds(const struct node *n, struct eval *e, struct range *r, size_t i,
                               struct cel_value *ret_error)
{
    if (!round_of(n, e, r, i)) {
        *ret_error = eval_exhaust(e);
        return false;
    }
    if (!n->fold.cond)
        return true;
    struct cel_value v = eval_run(n->fold.cond, e);
    if (v.kind == CEL_BOOL)
        return v.b;
    *ret_error = eval_not_bool(n->fold.cond, e, v);
    return false;
}

static inline struct cel_value collect(const struct node *n, struct eval *e, bool element_itself)
{
    struct range r;
    struct cel_value error = {0};
    if (!range_of(n, e, &r, &error))
        return error;
    struct cel_value *values = eval_new(e, struct cel_value, r.n);
    if (!values)
        return eval_exhaust(e);
    size_t kept = 0;
    for (size_t i = 0; i < r.n; i++) {
        bool keep = round_holds(n, e, &r, i, &error);
        if (error.kind == CEL_ERROR)
            return error;
        if (!keep)
            continue;
        struct cel_value v =
            element_itself ? e->locals[n->fold.slot] : eval_run(n->fold.element, e);
        if (v.kind == CEL_ERROR)
            return v;
        values[kept++] = v;
    }
    return cel_of_list(values, kept);
}

struct cel_value eval_filter(const struct node *n, struct eval *e)
{
    return collect(n, e, true);
}

struct cel_value eval_map_list(const struct node *n, struct eval *e)
{
    return collect(n, e, false);
}

struct cel_value eval_map_map(const struct node *n, struct eval *e)
{
    struct range r;
    struct cel_value error = {0};
    if (!range_of(n, e, &r, &error))
        return error;
    struct cel_entry *entries = eval_new(e, struct cel_entry, r.n);
    if (!entries)
        return eval_exhaust(e);
    size_t kept = 0;
    for (size_t i = 0; i < r.n; i++) {
        bool keep = round_holds(n, e, &r, i, &error);
        if (error.kind == CEL_ERROR)
            return error;
        if (!keep)
            continue;
        struct cel_value key = e->locals[n->fold.slot];
        struct cel_value v = eval_run(n->fold.element, e);
        if (v.kind == CEL_ERROR)
            return v;
        entries[kept++] = (struct cel_entry){key, v};
    }
    return eval_map_of(e, n->at, entries, kept);
}
