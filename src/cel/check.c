#include "cel/check.h"

#include <string.h>

#include "cel/checker.h"
#include "cel/functions.h"

enum {
    TYPES_MAX = 500000 /* made in one check: 24 MB; a rule makes a few dozen */
};

typedef const struct cel_type *type;

static void check_node(struct checker *c, struct ast *n);

static type known(struct checker *c, const struct ast *n)
{
    return infer_known(&c->infer, n->type, false);
}

/* ---- fields ---- */

/* Of a value of type t. */
static void check_field_of(struct checker *c, struct ast *n, type t)
{
    switch (t->kind) {
    case CEL_MAP:
        if (!infer_fits(&c->infer, &cel_string, t->key))
            complain(c, n->mark, n->mark + (uint32_t)n->name.n,
                     "the keys of this %s are not strings: write map[key]", shown(c, t));
        n->type = t->elem;
        return;
    case CEL_OBJECT:
        for (size_t i = 0; i < t->n; i++) {
            if (str_eq(n->name, str_of(t->fields[i].name))) {
                n->type = t->fields[i].type;
                n->slot = (int32_t)i;
                return;
            }
        }
        complain_field(c, n, t);
        return;
    case CEL_PARAM:
        (void)infer_fits(&c->infer, &cel_dyn, t);
        n->type = &cel_dyn;
        return;
    default:
        n->type = &cel_dyn;
        if (t->kind != CEL_DYN)
            complain(c, n->mark, n->mark + (uint32_t)n->name.n, "%s has no fields, so no `%.*s`",
                     shown(c, t), STR(n->name));
    }
}

static void check_field(struct checker *c, struct ast *n)
{
    type t = known(c, n->child);
    bool optional = n->optional || t->kind == CEL_OPTIONAL;
    check_field_of(c, n, t->kind == CEL_OPTIONAL ? infer_known(&c->infer, t->elem, false) : t);
    if (optional)
        n->type = infer_optional(&c->infer, n->type);
}

static void check_select(struct checker *c, struct ast *n)
{
    if (n->kind == AST_SELECT && check_chain(c, n))
        return;
    check_node(c, n->child);
    check_field(c, n);
    if (n->kind == AST_HAS)
        n->type = &cel_bool;
}

/* ---- calls ---- */

static bool vague(type t)
{
    return t->kind == CEL_DYN || t->kind == CEL_PARAM;
}

/* math.abs(x) is a function's name and no member of `math`. */
static void qualify(struct checker *c, struct ast *n)
{
    const struct ast *target = n->child;
    if (!n->member || target->kind != AST_NAME || !overloads_space(target->name))
        return;
    str name = str_format(c->infer.a, "%.*s.%.*s", STR(target->name), STR(n->name));
    size_t first;
    if (!overloads_named(name, &first) && is_variable(c, target->name))
        return;
    n->name = name;
    n->mark = target->at;
    n->member = false;
    n->child = target->next;
    n->n--;
}

static void check_call(struct checker *c, struct ast *n)
{
    qualify(c, n);
    size_t first, n_rows = overloads_named(n->name, &first);
    const uint8_t style = n->member ? CALL_MEMBER : CALL_PLAIN;
    if (!n_rows || !(overloads[first].style & style)) {
        complain_function(c, n, n_rows ? &overloads[first] : NULL);
        return;
    }
    type args[OVERLOAD_ARGS_MAX];
    bool any_vague = c->env->unchecked;
    uint32_t i = 0;
    for (struct ast *arg = n->child; arg; arg = arg->next, i++) {
        check_node(c, arg);
        if (i < OVERLOAD_ARGS_MAX) {
            args[i] = known(c, arg);
            any_vague |= vague(args[i]);
        }
    }
    if (c->failed)
        return;
    uint32_t matches = 0, match = 0;
    for (size_t r = first; r < first + n_rows; r++) {
        const struct overload *row = &overloads[r];
        if (row->style == CALL_RUN_TIME || row->n_args != n->n)
            continue;
        size_t base = c->infer.n;
        type wanted[OVERLOAD_ARGS_MAX];
        for (uint32_t k = 0; k < n->n; k++)
            wanted[k] = infer_instance(&c->infer, row->args[k], base);
        if (!infer_fit_all(&c->infer, args, wanted, n->n)) {
            c->infer.n = base;
            continue;
        }
        type result = infer_known(&c->infer, infer_instance(&c->infer, row->result, base), false);
        if (!matches++) {
            n->type = result;
            match = (uint32_t)r;
        } else if (n->type->kind != CEL_DYN && !type_equal(n->type, result)) {
            n->type = &cel_dyn;
        }
    }
    bool sure = matches == 1 && !any_vague;
    n->overload = sure ? match : (uint32_t)first;
    n->n_overloads = sure ? 1 : (uint32_t)n_rows;
    if (!matches) {
        n->type = &cel_dyn;
        complain_arguments(c, n, args, first, n_rows);
    }
}

/* ---- the rest ---- */

/* A variable can carry a deep type into a deeper one, over and over. */
static void not_too_deep(struct checker *c, const struct ast *n)
{
    if (!c->failed && infer_depth(&c->infer, n->type) > CEL_DEPTH_MAX)
        limit(c, n->at, n->end, "this type is more than %d levels deep", CEL_DEPTH_MAX);
}

static void wants(struct checker *c, const struct ast *n, type wanted)
{
    if (!c->failed && !infer_fits(&c->infer, n->type, wanted))
        complain(c, n->at, n->end, "expected %s, but this is %s", shown(c, wanted),
                 shown(c, known(c, n)));
}

static void check_fold(struct checker *c, struct ast *n)
{
    struct ast *range = n->child, *step = range->next;
    check_node(c, range);
    type t = known(c, range), key = &cel_dyn, value = &cel_dyn;
    if (t->kind == CEL_LIST) {
        key = n->var[1].p ? &cel_int : t->elem;
        value = t->elem;
    } else if (t->kind == CEL_MAP) {
        key = t->key;
        value = t->elem;
    } else if (t->kind == CEL_PARAM) {
        (void)infer_fits(&c->infer, &cel_dyn, t);
    } else if (t->kind != CEL_DYN) {
        complain(c, range->at, range->end, "expected a list or a map to go through, but this is %s",
                 shown(c, t));
    }
    if (++c->nesting > CEL_COMPREHENSIONS_MAX)
        limit(c, n->at, n->end, "more than %d comprehensions inside one another",
              CEL_COMPREHENSIONS_MAX);
    struct local one = {c->locals, n->var[0], key, c->n_slots++};
    c->locals = &one;
    struct local two = {c->locals, n->var[1], value, c->n_slots};
    if (n->var[1].p) {
        c->locals = &two;
        c->n_slots++;
    }
    n->slot = (int32_t)one.slot;
    c->most_slots = MAX(c->most_slots, c->n_slots);

    struct ast *last = step->next ? step->next : step;
    check_node(c, step);
    if (last != step)
        check_node(c, last);
    bool last_is_value = n->fold == FOLD_MAP || n->fold == FOLD_TRANSFORM_MAP;
    if (!last_is_value || last != step)
        wants(c, step, &cel_bool);
    if (n->fold == FOLD_FILTER)
        n->type = infer_list(&c->infer, key);
    else if (n->fold == FOLD_MAP)
        n->type = infer_list(&c->infer, last->type);
    else if (n->fold == FOLD_TRANSFORM_MAP)
        n->type = infer_map(&c->infer, key, last->type);
    else
        n->type = &cel_bool;

    not_too_deep(c, n);
    c->nesting--;
    c->n_slots = one.slot;
    c->locals = one.outer;
}

static void check_opt_map(struct checker *c, struct ast *n)
{
    struct ast *value = n->child, *body = value->next;
    check_node(c, value);
    type of = infer_fresh(&c->infer), result = infer_fresh(&c->infer);
    wants(c, value, infer_optional(&c->infer, of));
    struct local l = {c->locals, n->var[0], of, c->n_slots++};
    c->locals = &l;
    c->most_slots = MAX(c->most_slots, c->n_slots);
    n->slot = (int32_t)l.slot;
    check_node(c, body);
    if (n->kind == AST_OPT_FLAT_MAP) {
        wants(c, body, infer_optional(&c->infer, result));
        n->type = body->type;
    } else {
        n->type = infer_optional(&c->infer, body->type);
    }
    not_too_deep(c, n);
    c->n_slots--;
    c->locals = l.outer;
}

/* The type of an element or entry; one written with a ? is optional. */
static type entry_type(struct checker *c, const struct ast *n, bool if_any)
{
    if (!if_any)
        return n->type;
    type of = infer_fresh(&c->infer);
    wants(c, n, infer_optional(&c->infer, of));
    return of;
}

static void check_bind(struct checker *c, struct ast *n)
{
    struct ast *value = n->child, *body = value->next;
    check_node(c, value);
    not_too_deep(c, value);
    /* The reference checker knows no type of cel.index(0). */
    struct local l = {c->locals, n->var[0], n->lazy ? &cel_dyn : value->type, c->n_slots++};
    c->locals = &l;
    c->most_slots = MAX(c->most_slots, c->n_slots);
    n->slot = (int32_t)l.slot;
    check_node(c, body);
    n->type = body->type;
    c->n_slots--;
    c->locals = l.outer;
}

static type joined(struct checker *c, type so_far, type t)
{
    return so_far ? infer_join(&c->infer, so_far, t) : t;
}

static void check_list(struct checker *c, struct ast *n)
{
    type elem = NULL;
    for (struct ast *child = n->child; child && !c->failed; child = child->next) {
        check_node(c, child);
        elem = joined(c, elem, entry_type(c, child, child->if_any));
    }
    n->type = infer_list(&c->infer, elem ? elem : infer_fresh(&c->infer));
}

static void check_map(struct checker *c, struct ast *n)
{
    type key = NULL, value = NULL;
    for (struct ast *k = n->child; k && !c->failed; k = k->next->next) {
        check_node(c, k);
        type t = known(c, k);
        if (t->kind != CEL_BOOL && t->kind != CEL_INT && t->kind != CEL_UINT &&
            t->kind != CEL_STRING && !vague(t))
            complain(c, k->at, k->end, "a key is a bool, int, uint or string, but this is %s",
                     shown(c, t));
        key = joined(c, key, k->type);
        check_node(c, k->next);
        value = joined(c, value, entry_type(c, k->next, k->if_any));
    }
    n->type = infer_map(&c->infer, key ? key : infer_fresh(&c->infer),
                        value ? value : infer_fresh(&c->infer));
}

static void check_cond(struct checker *c, struct ast *n)
{
    struct ast *test = n->child, *yes = test->next, *no = yes->next;
    check_node(c, test);
    wants(c, test, &cel_bool);
    check_node(c, yes);
    check_node(c, no);
    if (c->failed)
        return;
    bool same = infer_fits(&c->infer, yes->type, no->type);
    n->type = same ? infer_join(&c->infer, yes->type, no->type) : &cel_dyn;
    if (!same)
        complain(c, no->at, no->end, "the two choices differ: %s before the colon, %s after it",
                 shown(c, known(c, yes)), shown(c, known(c, no)));
}

static type constant(struct cel_value v)
{
    switch (v.kind) {
    case CEL_NULL:
        return &cel_null;
    case CEL_BOOL:
        return &cel_bool;
    case CEL_INT:
        return &cel_int;
    case CEL_UINT:
        return &cel_uint;
    case CEL_DOUBLE:
        return &cel_double;
    case CEL_STRING:
        return &cel_string;
    default:
        assert(v.kind == CEL_BYTES);
        return &cel_bytes;
    }
}

static void check_node(struct checker *c, struct ast *n)
{
    n->type = &cel_dyn;
    if (c->infer.made > TYPES_MAX)
        limit(c, n->at, n->end, "the types of this expression are too complex");
    if (c->failed)
        return;
    switch ((enum ast_kind)n->kind) {
    case AST_CONST:
        n->type = constant(n->value);
        return;
    case AST_NAME:
        check_name(c, n);
        return;
    case AST_HAS:
    case AST_SELECT:
        check_select(c, n);
        return;
    case AST_CALL:
        check_call(c, n);
        return;
    case AST_AND:
    case AST_OR:
        for (struct ast *child = n->child; child; child = child->next) {
            check_node(c, child);
            wants(c, child, &cel_bool);
        }
        n->type = &cel_bool;
        return;
    case AST_COND:
        check_cond(c, n);
        return;
    case AST_LIST:
        check_list(c, n);
        return;
    case AST_MAP:
        check_map(c, n);
        return;
    case AST_FOLD:
        check_fold(c, n);
        return;
    case AST_BIND:
        check_bind(c, n);
        return;
    case AST_OPT_MAP:
    case AST_OPT_FLAT_MAP:
        check_opt_map(c, n);
        return;
    case AST_FAIL:
        return;
    }
}

/* A copy of t that does not need the scratch arena. Declared types stay where they are. */
static type keep_type(type t, struct arena *keep)
{
    if (t->kind == CEL_OBJECT || (!t->elem && !t->key))
        return t;
    struct cel_type *copy = arena_new(keep, struct cel_type, 1);
    *copy = *t;
    copy->elem = keep_type(t->elem, keep);
    if (t->key)
        copy->key = keep_type(t->key, keep);
    return copy;
}

bool check(const struct cel_env *env, struct ast *root, const struct cel_type *opt_want,
           struct arena *keep, struct arena *scratch, struct checked *ret_checked,
           struct cel_place *ret_place, struct err *err)
{
    struct checker c = {
        .env = env,
        .infer = infer_new(scratch),
        .place = ret_place,
        .err = err,
    };
    for (size_t i = 0; i < env->n_vars; i++)
        c.has_qualified |= strchr(env->vars[i].name, '.') != NULL;
    check_node(&c, root);
    if (opt_want)
        wants(&c, root, opt_want);
    if (c.failed)
        return false;
    *ret_checked = (struct checked){
        .type = keep_type(infer_known(&c.infer, root->type, true), keep),
        .n_locals = c.most_slots,
    };
    return true;
}
