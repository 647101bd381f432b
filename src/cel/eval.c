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

struct cel_value eval_not_bool(const struct node *n, struct eval *e, struct cel_value v)
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

struct cel_value eval_field_of(const struct node *n, struct eval *e, struct cel_value v)
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
    if (v.kind == CEL_OPTIONAL) {
        struct cel_value *field = v.n ? eval_new(e, struct cel_value, 1) : NULL;
        if (!field)
            return v.n ? eval_exhaust(e) : v;
        *field = eval_field_of(n, e, v.list[0]);
        if (field->kind == CEL_ERROR)
            return *field;
        return (struct cel_value){
            .kind = CEL_OPTIONAL, .n = field->kind != CEL_ABSENT, .list = field};
    }
    return eval_fail(e, ERR_INVALID, "%.*s has no fields, so no `%.*s`", STR(value_kind_word(v)),
                     STR(n->field.name));
}

static inline struct cel_value field(const struct node *n, struct eval *e, struct cel_value v)
{
    if (__builtin_expect(v.kind == CEL_OBJECT && v.object->type == n->field.type, 1))
        return v.object->field[n->field.index];
    return eval_field_of(n, e, v);
}

struct cel_value eval_select(const struct node *n, struct eval *e)
{
    struct cel_value v = field(n, e, eval_run(n->args[0], e));
    if (__builtin_expect(v.kind != CEL_ABSENT, 1))
        return v;
    e->at = n->at;
    return eval_fail(e, ERR_INVALID, "there is no `%.*s` here: ask with has()", STR(n->field.name));
}

struct cel_value eval_has(const struct node *n, struct eval *e)
{
    struct cel_value v = eval_run(n->args[0], e);
    while (v.kind == CEL_OPTIONAL) {
        if (!v.n)
            return cel_of_bool(false);
        v = v.list[0];
    }
    v = field(n, e, v);
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
        args[i] = eval_run(n->args[i], e);
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
    struct cel_value text = eval_run(n->args[0], e);
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
        struct cel_value v = eval_run(n->args[i], e);
        if (__builtin_expect(v.kind == CEL_BOOL, 1)) {
            if (v.b == decisive)
                return v;
        } else if (error.kind == CEL_ABSENT) {
            error = eval_not_bool(n->args[i], e, v);
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
    struct cel_value v = eval_run(n->args[0], e);
    if (v.kind != CEL_BOOL)
        return eval_not_bool(n->args[0], e, v);
    return eval_run(n->args[v.b ? 1 : 2], e);
}

struct cel_value eval_bind(const struct node *n, struct eval *e)
{
    struct cel_value v = eval_run(n->args[0], e);
    if (v.kind == CEL_ERROR)
        return v;
    e->locals[n->slot] = v;
    return eval_run(n->args[1], e);
}

struct cel_value eval_lazy_bind(const struct node *n, struct eval *e)
{
    e->locals[n->slot] = eval_run(n->args[0], e);
    return eval_run(n->args[1], e);
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
        v = eval_run(p->root, &e);
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
