/* Macros: calls that the parser turns into other nodes. */
#include "cel/parser.h"

static bool macro_var(struct parser *p, struct ast *arg, str *ret_name)
{
    if (arg->kind != AST_NAME || arg->root) {
        parse_fail(p, ERR_INVALID, arg->at, arg->end, "expected a plain variable name");
        return false;
    }
    *ret_name = arg->name;
    return true;
}

static const struct macro {
    const char *name;
    enum fold_kind fold;
    uint8_t vars;
    uint8_t min_steps, max_steps; /* after the variables */
} macros[] = {
    {"all", FOLD_ALL, 1, 1, 1},
    {"exists", FOLD_EXISTS, 1, 1, 1},
    {"exists_one", FOLD_EXISTS_ONE, 1, 1, 1},
    {"existsOne", FOLD_EXISTS_ONE, 1, 1, 1},
    {"filter", FOLD_FILTER, 1, 1, 1},
    {"map", FOLD_MAP, 1, 1, 2},
    {"all", FOLD_ALL, 2, 1, 1},
    {"exists", FOLD_EXISTS, 2, 1, 1},
    {"exists_one", FOLD_EXISTS_ONE, 2, 1, 1},
    {"existsOne", FOLD_EXISTS_ONE, 2, 1, 1},
    {"transformList", FOLD_MAP, 2, 1, 2},
    {"transformMap", FOLD_TRANSFORM_MAP, 2, 1, 2},
};

/* Turn target.name(args) into a comprehension if it is one. */
static struct ast *fold_of(struct parser *p, struct ast *c)
{
    for (size_t i = 0; i < countof(macros); i++) {
        const struct macro *m = &macros[i];
        uint32_t n_args = c->n - 1;
        if (!str_eq(c->name, str_of(m->name)) || n_args < m->vars + m->min_steps ||
            n_args > m->vars + m->max_steps)
            continue;
        struct ast *range = c->child, *arg = range->next;
        struct ast *f = parse_node(p, AST_FOLD, c->at);
        f->fold = (uint8_t)m->fold;
        f->name = c->name;
        f->mark = c->mark;
        for (uint8_t v = 0; v < m->vars; v++) {
            struct ast *next = arg->next;
            if (!macro_var(p, arg, &f->var[v]))
                return &p->broken;
            if (v == 1 && str_eq(f->var[0], f->var[1]))
                return parse_fail(p, ERR_INVALID, arg->at, arg->end,
                                  "the two variables need different names");
            arg = next;
        }
        range->next = NULL;
        parse_add(p, f, range);
        while (arg) {
            struct ast *next = arg->next;
            arg->next = NULL;
            parse_add(p, f, arg);
            arg = next;
        }
        f->end = c->end;
        return p->failed ? &p->broken : f;
    }
    return c;
}

/* A BIND of value in body, both of which may stand in another node. */
static struct ast *bind(struct parser *p, const struct ast *c, str name, struct ast *value,
                        struct ast *body)
{
    struct ast *b = parse_node(p, AST_BIND, c->at);
    b->var[0] = name;
    value->next = body->next = NULL;
    parse_add(p, b, value);
    parse_add(p, b, body);
    b->end = c->end;
    return p->failed ? &p->broken : b;
}

/* cel.bind(name, value, body) */
static struct ast *bind_of(struct parser *p, struct ast *c)
{
    struct ast *name = c->child->next;
    str var;
    if (c->n != 4 || !macro_var(p, name, &var))
        return p->failed ? &p->broken : c;
    return bind(p, c, var, name->next, name->next->next);
}

static str index_name(struct parser *p, size_t i)
{
    return str_format(p->keep, "cel.index(%zu)", i);
}

/* cel.block([v0, v1...], body), as optimizers write it: the body and each value may use the values
 * before it as cel.index(0), cel.index(1)... A value that fails does so where it is used. */
static struct ast *block_of(struct parser *p, struct ast *c)
{
    struct ast *list = c->child->next;
    if (c->n != 3 || list->kind != AST_LIST)
        return parse_fail(p, ERR_INVALID, c->mark, c->end,
                          "cel.block takes a list and an expression");
    struct ast **values = arena_new(p->scratch, struct ast *, list->n);
    size_t n = 0;
    for (struct ast *v = list->child; v; v = v->next) {
        if (v->if_any)
            return parse_fail(p, ERR_INVALID, v->at, v->end,
                              "a value of cel.block cannot be optional");
        values[n++] = v;
    }
    struct ast *body = list->next;
    while (n-- > 0 && !p->failed) {
        body = bind(p, c, index_name(p, n), values[n], body);
        body->lazy = true;
    }
    return p->failed ? &p->broken : body;
}

/* A whole number that is written out. */
static bool whole(const struct ast *n)
{
    return n->kind == AST_CONST && n->value.kind == CEL_INT && n->value.i >= 0;
}

/* cel.index(0), cel.iterVar(0, 0): names that no source could spell. */
static struct ast *slot_of(struct parser *p, struct ast *c, uint32_t n_args)
{
    const struct ast *x = c->child->next;
    if (c->n != 1 + n_args || !whole(x) || (n_args == 2 && !whole(x->next)))
        return parse_fail(p, ERR_INVALID, c->mark, c->end, "cel.%.*s takes %s", STR(c->name),
                          n_args == 1 ? "a number" : "two numbers");
    struct ast *n = parse_node(p, AST_NAME, c->at);
    n->end = c->end;
    n->name = n_args == 1 ? index_name(p, (size_t)x->value.i)
                          : str_format(p->keep, "cel.iterVar(%lld, %lld)", (long long)x->value.i,
                                       (long long)x->next->value.i);
    return n;
}

/* target.optMap(name, body), target.optFlatMap(name, body) */
static struct ast *opt_map_of(struct parser *p, struct ast *c)
{
    bool flat = str_eq(c->name, S("optFlatMap"));
    if ((!flat && !str_eq(c->name, S("optMap"))) || c->n != 3)
        return c;
    struct ast *target = c->child, *name = target->next, *body = name->next;
    struct ast *n = parse_node(p, flat ? AST_OPT_FLAT_MAP : AST_OPT_MAP, c->at);
    if (!macro_var(p, name, &n->var[0]))
        return &p->broken;
    target->next = NULL;
    parse_add(p, n, target);
    parse_add(p, n, body);
    n->end = c->end;
    return p->failed ? &p->broken : n;
}

/* math.greatest(x, y, z...): of three or more, a list is made. */
static struct ast *gather(struct parser *p, struct ast *c)
{
    struct ast *arg = c->child->next;
    if (c->n < 4 || (!str_eq(c->name, S("greatest")) && !str_eq(c->name, S("least"))))
        return c;
    struct ast *list = parse_node(p, AST_LIST, arg->at);
    while (arg) {
        struct ast *next = arg->next;
        arg->next = NULL;
        parse_add(p, list, arg);
        arg = next;
    }
    c->child->next = NULL;
    c->last = c->child;
    c->n = 1;
    parse_add(p, c, list);
    return p->failed ? &p->broken : c;
}

struct ast *macro_of(struct parser *p, struct ast *c)
{
    const struct ast *target = c->child;
    if (target->kind == AST_NAME && str_eq(target->name, S("cel"))) {
        if (str_eq(c->name, S("bind")))
            return bind_of(p, c);
        if (str_eq(c->name, S("block")))
            return block_of(p, c);
        if (str_eq(c->name, S("index")))
            return slot_of(p, c, 1);
        if (str_eq(c->name, S("iterVar")))
            return slot_of(p, c, 2);
    }
    if (target->kind == AST_NAME && str_eq(target->name, S("math")))
        return gather(p, c);
    struct ast *fold = fold_of(p, c);
    return p->failed || fold != c ? fold : opt_map_of(p, c);
}

struct ast *macro_has(struct parser *p, struct ast *c)
{
    if (!str_eq(c->name, S("has")))
        return c;
    if (c->n != 1 || c->child->kind != AST_SELECT || c->child->optional)
        return parse_fail(p, ERR_INVALID, c->at, c->end,
                          "has() asks for one field, such as has(person.release)");
    struct ast *select = c->child;
    select->kind = AST_HAS;
    select->at = c->at;
    select->end = c->end;
    return select;
}
