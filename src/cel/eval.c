#include "cel/eval.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cel/functions.h"
#include "cel/place.h"
#include "cel/value.h"

/* ---- errors, budget, memory ---- */

static const struct cel_error over_budget = {
    .kind = ERR_LIMIT,
    .msg = {"the evaluation is over its budget", 33},
};

struct cel_value eval_exhaust(struct eval *e)
{
    e->budget = 0;
    e->exhausted = true;
    return (struct cel_value){.kind = CEL_ERROR, .error = &over_budget};
}

void *eval_alloc(struct eval *e, size_t size, size_t align, size_t count)
{
    size_t bytes;
    if (!__builtin_mul_overflow(size, count, &bytes) && bytes < SIZE_MAX - 256 &&
        bytes + 256 <= arena_room(*e->a) && eval_charge_bytes(e, bytes))
        return arena_alloc(e->a, size, align, count);
    eval_exhaust(e);
    return NULL;
}

struct cel_value eval_fail(struct eval *e, enum err_kind kind, const char *fmt, ...)
{
    enum {
        MESSAGE_STEPS = 30
    };
    if (!eval_charge(e, MESSAGE_STEPS))
        return eval_exhaust(e);
    char text[200];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    size_t len = n < 0 ? 0 : MIN((size_t)n, sizeof text - 1);
    struct cel_error *error = eval_new(e, struct cel_error, 1);
    char *msg = eval_new(e, char, len + 1);
    if (!error || !msg)
        return eval_exhaust(e);
    memcpy(msg, text, len);
    *error = (struct cel_error){.kind = kind, .at = e->at, .msg = {msg, len}};
    return (struct cel_value){.kind = CEL_ERROR, .error = error};
}

static inline struct cel_value run(const struct node *n, struct eval *e)
{
    return n->eval(n, e);
}

static struct cel_value not_bool(const struct node *n, struct eval *e, struct cel_value v)
{
    if (v.kind == CEL_ERROR)
        return v;
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "expected a bool, but this is %.*s", STR(value_kind_word(v)));
}

/* ---- leaves ---- */

struct cel_value eval_const(const struct node *n, struct eval *e)
{
    (void)e;
    return n->value;
}

struct cel_value eval_var(const struct node *n, struct eval *e)
{
    struct cel_value v = e->vars[n->slot];
    if (__builtin_expect(v.kind != CEL_ABSENT, 1))
        return v;
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "this variable has no value");
}

struct cel_value eval_local(const struct node *n, struct eval *e)
{
    struct cel_value v = e->locals[n->slot];
    if (__builtin_expect(v.kind != CEL_ABSENT, 1))
        return v;
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "this element of the list has no value");
}

struct cel_value eval_failure(const struct node *n, struct eval *e)
{
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "%.*s", STR(n->call.name));
}

/* ---- fields ---- */

static struct cel_value field_of(const struct node *n, struct eval *e, struct cel_value v)
{
    e->at = n->at;
    if (v.kind == CEL_OBJECT) {
        const struct cel_type *t = v.object->type;
        for (size_t i = 0; i < t->n; i++) {
            if (str_eq(n->field.name, str_of(t->fields[i].name)))
                return v.object->field[i];
        }
        return eval_fail(e, ERR_INVALID, "%.*s has no field `%.*s`", STR(value_kind_word(v)),
                         STR(n->field.name));
    }
    if (v.kind == CEL_MAP)
        return eval_charge_bytes(e, n->field.name.n)
                   ? value_lookup(v.map, cel_of_str(n->field.name))
                   : eval_exhaust(e);
    if (v.kind == CEL_ERROR)
        return v;
    return eval_fail(e, ERR_INVALID, "%.*s has no fields, so no `%.*s`", STR(value_kind_word(v)),
                     STR(n->field.name));
}

static inline struct cel_value find_field(const struct node *n, struct eval *e)
{
    struct cel_value v = run(n->args[0], e);
    if (__builtin_expect(v.kind == CEL_OBJECT && v.object->type == n->field.type, 1))
        return v.object->field[n->field.index];
    return field_of(n, e, v);
}

struct cel_value eval_select(const struct node *n, struct eval *e)
{
    struct cel_value v = find_field(n, e);
    if (__builtin_expect(v.kind != CEL_ABSENT, 1))
        return v;
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "there is no `%.*s` here: ask with has()", STR(n->field.name));
}

struct cel_value eval_has(const struct node *n, struct eval *e)
{
    struct cel_value v = find_field(n, e);
    return v.kind == CEL_ERROR ? v : cel_of_bool(v.kind != CEL_ABSENT);
}

/* ---- calls ---- */

static inline bool takes(const struct cel_type *t, struct cel_value v)
{
    return t->kind == v.kind || t->kind >= CEL_DYN;
}

static struct cel_value no_overload(const struct node *n, struct eval *e,
                                    const struct cel_value *args)
{
    char kinds[128];
    size_t w = 0;
    for (uint32_t i = 0; i < n->n_args && w < sizeof kinds; i++)
        w += (size_t)snprintf(kinds + w, sizeof kinds - w, "%s%.*s", i ? ", " : "",
                              STR(value_kind_word(args[i])));
    return eval_fail(e, ERR_INVALID, "no such overload: %.*s of (%s)",
                     STR(overload_shown(n->call.name)), kinds);
}

struct cel_value eval_call(const struct node *n, struct eval *e)
{
    struct cel_value args[OVERLOAD_ARGS_MAX];
    for (uint32_t i = 0; i < n->n_args; i++) {
        args[i] = run(n->args[i], e);
        if (args[i].kind == CEL_ERROR)
            return args[i];
    }
    e->at = n->at;
    for (uint32_t r = 0; r < n->call.n_rows; r++) {
        const struct overload *row = &n->call.rows[r];
        if (row->n_args != n->n_args)
            continue;
        uint32_t i = 0;
        while (i < n->n_args && takes(row->args[i], args[i]))
            i++;
        if (i == n->n_args)
            return row->fn(e, args);
    }
    return no_overload(n, e, args);
}

struct cel_value eval_matches(const struct node *n, struct eval *e)
{
    struct cel_value text = run(n->args[0], e);
    if (text.kind == CEL_ERROR)
        return text;
    e->at = n->at;
    if (text.kind != CEL_STRING)
        return eval_fail(e, ERR_INVALID, "no such overload: matches of (%.*s, string)",
                         STR(value_kind_word(text)));
    if (!eval_charge(e, 16 + (uint64_t)n->matches.cost * text.n))
        return eval_exhaust(e);
    return cel_of_bool(regex_matches(n->matches.regex, value_str(text)));
}

/* ---- logic ---- */

/* One operand that decides wins over any error, whatever the order (the specification's
 * commutative && and ||). */
static inline struct cel_value junction(const struct node *n, struct eval *e, bool decisive)
{
    struct cel_value error = {0};
    for (uint32_t i = 0; i < n->n_args; i++) {
        struct cel_value v = run(n->args[i], e);
        if (__builtin_expect(v.kind == CEL_BOOL, 1)) {
            if (v.b == decisive)
                return v;
        } else if (error.kind == CEL_ABSENT) {
            error = not_bool(n->args[i], e, v);
        }
    }
    return error.kind == CEL_ABSENT ? cel_of_bool(!decisive) : error;
}

struct cel_value eval_and(const struct node *n, struct eval *e)
{
    return junction(n, e, false);
}

struct cel_value eval_or(const struct node *n, struct eval *e)
{
    return junction(n, e, true);
}

struct cel_value eval_cond(const struct node *n, struct eval *e)
{
    struct cel_value v = run(n->args[0], e);
    if (v.kind != CEL_BOOL)
        return not_bool(n->args[0], e, v);
    return run(n->args[v.b ? 1 : 2], e);
}

/* ---- lists and maps ---- */

struct cel_value eval_list(const struct node *n, struct eval *e)
{
    struct cel_value *values = eval_new(e, struct cel_value, n->n_args);
    if (!values)
        return eval_exhaust(e);
    for (uint32_t i = 0; i < n->n_args; i++) {
        values[i] = run(n->args[i], e);
        if (values[i].kind == CEL_ERROR)
            return values[i];
    }
    return cel_of_list(values, n->n_args);
}

static struct cel_value map_of(struct eval *e, uint32_t at, struct cel_entry *entries, size_t n)
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

struct cel_value eval_map(const struct node *n, struct eval *e)
{
    uint32_t pairs = n->n_args / 2;
    struct cel_entry *entries = eval_new(e, struct cel_entry, pairs);
    if (!entries)
        return eval_exhaust(e);
    for (uint32_t i = 0; i < pairs; i++) {
        struct cel_value key = run(n->args[2 * i], e);
        if (key.kind == CEL_ERROR)
            return key;
        if (!value_is_key(key)) {
            e->at = n->args[2 * i]->at;
            return eval_fail(e, ERR_INVALID,
                             "unsupported key type: a key is a bool, int, uint or "
                             "string, not %.*s",
                             STR(value_kind_word(key)));
        }
        entries[i].key = key;
        entries[i].value = run(n->args[2 * i + 1], e);
        if (entries[i].value.kind == CEL_ERROR)
            return entries[i].value;
    }
    return map_of(e, n->at, entries, pairs);
}

struct cel_value eval_bind(const struct node *n, struct eval *e)
{
    struct cel_value v = run(n->args[0], e);
    if (v.kind == CEL_ERROR)
        return v;
    e->locals[n->slot] = v;
    return run(n->args[1], e);
}

/* ---- comprehensions ---- */

struct range {
    const struct cel_value *list; /* or NULL: a map */
    const struct cel_entry *entries;
    size_t n;
};

/* The range of a comprehension; false with *ret_error if it is not one. */
static inline bool range_of(const struct node *n, struct eval *e, struct range *ret_range,
                            struct cel_value *ret_error)
{
    struct cel_value v = run(n->args[0], e);
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
        struct cel_value v = run(n->fold.cond, e);
        if (__builtin_expect(v.kind == CEL_BOOL, 1)) {
            if (v.b == decisive)
                return v;
        } else if (error.kind == CEL_ABSENT) {
            error = not_bool(n->fold.cond, e, v);
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
        v = run(n->fold.cond, e);
        if (v.kind != CEL_BOOL)
            return not_bool(n->fold.cond, e, v);
        found += v.b;
    }
    return cel_of_bool(found == 1);
}

/* Does this round's condition hold? An error is left in *ret_error. */
static inline bool condition(const struct node *n, struct eval *e, struct cel_value *ret_error)
{
    if (!n->fold.cond)
        return true;
    struct cel_value v = run(n->fold.cond, e);
    if (v.kind == CEL_BOOL)
        return v.b;
    *ret_error = not_bool(n->fold.cond, e, v);
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
        if (!round_of(n, e, &r, i))
            return eval_exhaust(e);
        bool keep = condition(n, e, &error);
        if (error.kind == CEL_ERROR)
            return error;
        if (!keep)
            continue;
        struct cel_value v = element_itself ? e->locals[n->fold.slot] : run(n->fold.element, e);
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
        if (!round_of(n, e, &r, i))
            return eval_exhaust(e);
        bool keep = condition(n, e, &error);
        if (error.kind == CEL_ERROR)
            return error;
        if (!keep)
            continue;
        struct cel_value key = e->locals[n->fold.slot];
        struct cel_value v = run(n->fold.element, e);
        if (v.kind == CEL_ERROR)
            return v;
        entries[kept++] = (struct cel_entry){key, v};
    }
    return map_of(e, n->at, entries, kept);
}

/* ---- the door ---- */

bool cel_eval(const struct cel_program *p, const struct cel_value *vars, uint64_t budget,
              struct arena *a, struct cel_value *ret_value, struct err *err)
{
    return cel_eval_within(p, vars, &budget, a, ret_value, err);
}

bool cel_eval_within(const struct cel_program *p, const struct cel_value *vars, uint64_t *budget,
                     struct arena *a, struct cel_value *ret_value, struct err *err)
{
    uint64_t given = *budget;
    struct eval e = {
        .program = p,
        .vars = vars,
        .budget = (int64_t)MIN(given, (uint64_t)INT64_MAX),
        .a = a,
    };
    struct cel_value v;
    e.locals = eval_new(&e, struct cel_value, p->n_locals);
    if (e.locals && eval_charge(&e, p->cost))
        v = run(p->root, &e);
    else
        v = eval_exhaust(&e);
    *budget = (uint64_t)MAX(e.budget, (int64_t)0);
    if (e.exhausted)
        return err_set(err, ERR_LIMIT, "%.*s of %llu steps", STR(over_budget.msg),
                       (unsigned long long)given);
    if (v.kind == CEL_ABSENT) {
        e.at = p->root->at;
        v = eval_fail(&e, ERR_INVALID, "there is no value here");
    }
    if (v.kind != CEL_ERROR && p->opt_want && p->opt_want->kind != CEL_DYN &&
        v.kind != p->opt_want->kind) {
        e.at = p->root->at;
        v = eval_fail(&e, ERR_INVALID, "the result is %.*s", STR(value_kind_word(v)));
    }
    if (v.kind == CEL_ERROR) {
        struct cel_place place = place_of(p->source, v.error->at, 1);
        return err_set(err, v.error->kind, "%u:%u: %.*s", place.line, place.column,
                       STR(v.error->msg));
    }
    *ret_value = v;
    return true;
}
