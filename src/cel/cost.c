/* An upper bound of the budget that an expression can use, found by going once through it with the
 * size of each value in place of the value. What is charged stands in the files that charge it:
 * here are bounds of that, never too small (tests compare them with what evaluations used). */
#include "cel/cost.h"

#include "cel/functions.h"

enum {
    VALUE = 16,      /* what a value weighs beside its text, so that weight / 16 counts values */
    FAILURE = 100,   /* steps for an error that something absorbs */
    TYPE_LEVELS = 8, /* of lists and objects inside one another */
    ELEMENTS_DEFAULT = 100,
    BYTES_DEFAULT = 1000,
};

/* n: elements, or bytes of text; weight: bytes of all text inside, and VALUE for each value;
 * opt_type: the declared type, where the value is one that was bound and not one that was made;
 * opt_each: of a list that was made, the largest element. */
struct extent {
    uint64_t n, weight;
    const struct cel_type *opt_type;
    const struct extent *opt_each;
};

struct estimate {
    uint64_t elements, bytes; /* of what is not declared */
    struct extent *locals;
    uint64_t steps;
    struct arena *a;
};

static uint64_t add(uint64_t x, uint64_t y)
{
    uint64_t sum;
    return __builtin_add_overflow(x, y, &sum) ? UINT64_MAX : sum;
}

static uint64_t mul(uint64_t x, uint64_t y)
{
    uint64_t product;
    return __builtin_mul_overflow(x, y, &product) ? UINT64_MAX : product;
}

static uint64_t weight_of_type(const struct estimate *c, const struct cel_type *t, int level);

static uint64_t size_of_type(const struct estimate *c, const struct cel_type *t)
{
    switch (t->kind) {
    case CEL_LIST:
    case CEL_MAP:
        return t->n ? t->n : c->elements;
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_TYPE:
        return t->n ? t->n : c->bytes;
    case CEL_DYN:
    case CEL_PARAM:
        return MAX(c->elements, c->bytes);
    default:
        return 1;
    }
}

static uint64_t weight_of_type(const struct estimate *c, const struct cel_type *t, int level)
{
    uint64_t n = size_of_type(c, t), each = 0;
    if (level == TYPE_LEVELS)
        return UINT64_MAX;
    switch (t->kind) {
    case CEL_MAP:
        each = weight_of_type(c, t->key, level + 1);
        __attribute__((fallthrough));
    case CEL_LIST:
    case CEL_OPTIONAL:
        return add(VALUE, mul(n, add(each, weight_of_type(c, t->elem, level + 1))));
    case CEL_OBJECT:
        for (size_t i = 0; i < t->n; i++)
            each = add(each, weight_of_type(c, t->fields[i].type, level + 1));
        return add(VALUE, each);
    case CEL_DYN:
    case CEL_PARAM:
        return mul(c->elements, c->bytes);
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_TYPE:
        return VALUE + n;
    default:
        return VALUE;
    }
}

static struct extent declared(const struct estimate *c, const struct cel_type *t)
{
    return (struct extent){
        .n = size_of_type(c, t), .weight = weight_of_type(c, t, 0), .opt_type = t};
}

static const struct extent scalar = {.n = 1, .weight = VALUE};

/* Something inside a value that was made: no larger than the whole. */
static struct extent part(struct extent of)
{
    return (struct extent){.n = of.weight, .weight = of.weight};
}

static struct extent element(const struct estimate *c, struct extent of)
{
    const struct cel_type *t = of.opt_type;
    bool known = t && (t->kind == CEL_LIST || t->kind == CEL_MAP || t->kind == CEL_OPTIONAL);
    return known ? declared(c, t->elem) : of.opt_each ? *of.opt_each : part(of);
}

/* A list of n elements, none larger than each. */
static struct extent list_of(struct estimate *c, uint64_t n, struct extent each)
{
    struct extent *copy = arena_new(c->a, struct extent, 1);
    *copy = each;
    return (struct extent){
        .n = n, .weight = add(VALUE, mul(n, MAX(each.weight, (uint64_t)VALUE))), .opt_each = copy};
}

static struct extent field(const struct estimate *c, struct extent of, str name)
{
    const struct cel_type *t = of.opt_type;
    if (t && t->kind == CEL_OPTIONAL)
        t = t->elem;
    for (size_t i = 0; t && t->kind == CEL_OBJECT && i < t->n; i++) {
        if (str_eq(name, str_of(t->fields[i].name)))
            return declared(c, t->fields[i].type);
    }
    return t && t->kind == CEL_MAP ? declared(c, t->elem) : part(of);
}

static struct extent either(struct extent x, struct extent y)
{
    return (struct extent){.n = MAX(x.n, y.n),
                           .weight = MAX(x.weight, y.weight),
                           .opt_type = x.opt_type == y.opt_type ? x.opt_type : NULL};
}

static void spend(struct estimate *c, uint64_t steps)
{
    c->steps = add(c->steps, steps);
}

static struct extent of_bytes(uint64_t n)
{
    return (struct extent){.n = n, .weight = add(n, VALUE)};
}

/* Sorting n entries and what holds them. */
static uint64_t sorted(uint64_t n)
{
    return add(mul(n, 2 * (64 - (uint64_t)__builtin_clzll(n | 1)) + 2), 8);
}

static struct extent visit(struct estimate *c, const struct ast *ast, const struct node *n);

static bool is(const struct ast *ast, const char *name)
{
    return str_eq(ast->name, str_of(name));
}

/* Does the call give one of its argument's elements, or what is in its optional? */
static bool picks(const struct ast *ast)
{
    return is(ast, "_[_]") || is(ast, "_[?_]") || is(ast, "value") || is(ast, "first") ||
           is(ast, "last");
}

static struct extent text_call(struct estimate *c, const struct ast *ast, const struct node *n,
                               const struct extent *args, uint64_t weight)
{
    if (n->eval == eval_matches) {
        spend(c, add(16, mul(n->matches.cost, args[0].n)));
        return scalar;
    }
    if (is(ast, "matches")) { /* the pattern is compiled each time, in REGEX_BYTES_SMALL */
        spend(c, add(20000, mul(200, weight)));
        return scalar;
    }
    if (is(ast, "contains") || is(ast, "startsWith") || is(ast, "endsWith")) {
        spend(c, add(add(args[0].n, args[1].n), 2));
        return scalar;
    }
    if (is(ast, "lastIndexOf"))
        spend(c, mul(args[0].n, args[1].n));
    if (is(ast, "replace") || is(ast, "join")) {
        uint64_t between = args[n->n_args > 2 ? 2 : n->n_args - 1].n;
        uint64_t bytes = add(weight, mul(add(args[0].n, 1), add(between, 1)));
        spend(c, add(mul(8, weight), add(bytes, 64)));
        return of_bytes(bytes);
    }
    if (is(ast, "format")) {
        uint64_t values = add(args[1].weight / VALUE, 1);
        uint64_t bytes = add(mul(4, weight), mul(520, values));
        spend(c, add(mul(1000, values), mul(4, bytes)));
        return of_bytes(bytes);
    }
    spend(c, add(mul(4, weight), 256));
    if (ast->type && ast->type->kind == CEL_LIST) { /* split, unwrap */
        struct extent parts = list_of(c, 0, of_bytes(args[0].weight));
        parts.n = add(args[0].n, 1);
        parts.weight = add(VALUE, mul(args[0].weight, VALUE + 2));
        return parts;
    }
    return of_bytes(add(mul(2, weight), 64));
}

static struct extent call(struct estimate *c, const struct ast *ast, const struct node *n)
{
    struct extent args[OVERLOAD_ARGS_MAX] = {{0}};
    uint64_t weight = 0;
    uint32_t i = 0;
    for (const struct ast *arg = ast->child; i < n->n_args; arg = arg->next, i++) {
        struct extent x = visit(c, arg, n->args[i]);
        weight = add(weight, x.weight);
        if (i < OVERLOAD_ARGS_MAX)
            args[i] = x;
    }
    if (is(ast, "_==_") || is(ast, "_!=_")) {
        spend(c, MIN(args[0].weight, args[1].weight) / 8 + 2);
        return scalar;
    }
    if (is(ast, "@in")) {
        uint64_t each = MIN(args[0].weight, args[1].weight) / 8 + 2;
        spend(c, add(args[1].n, MIN(mul(args[1].n, each), args[1].weight)));
        return scalar;
    }
    if (picks(ast)) {
        spend(c, add(args[1].n / 16, 8));
        struct extent in = args[0];
        if (in.opt_type && in.opt_type->kind == CEL_OPTIONAL && ast->name.p[0] == '_')
            in = element(c, in);
        return element(c, in);
    }
    if (is(ast, "or") || is(ast, "orValue"))
        return either(is(ast, "or") ? args[0] : element(c, args[0]), args[1]);
    if (is(ast, "dyn") || is(ast, "type")) {
        return is(ast, "dyn") ? args[0] : of_bytes(64);
    }
    if (is(ast, "_+_")) {
        spend(c, add(weight / 8, 8));
        return (struct extent){.n = add(args[0].n, args[1].n), .weight = weight};
    }
    if (is(ast, "size")) {
        spend(c, args[0].n / 16 + 1);
        return scalar;
    }
    /* The other operators charge nothing. */
    if (ast->name.n && (ast->name.p[0] == '_' || is(ast, "!_") || is(ast, "-_")))
        return scalar;
    return text_call(c, ast, n, args, weight);
}

static struct extent fold(struct estimate *c, const struct ast *ast, const struct node *n)
{
    struct extent range = visit(c, ast->child, n->args[0]), made = scalar;
    const struct cel_type *t = range.opt_type;
    struct extent value = element(c, range), key = scalar;
    if (t && t->kind == CEL_MAP)
        key = declared(c, t->key);
    else if (!t)
        key = part(range);
    bool pairs = ast->var[1].p != NULL;
    struct extent *locals = &c->locals[n->fold.slot];
    bool list = range.opt_each || (t && t->kind == CEL_LIST);
    locals[0] = pairs ? key : list ? value : either(key, value);
    if (pairs)
        locals[1] = value;
    struct extent first = locals[0];

    uint64_t before = c->steps;
    c->steps = 0;
    uint32_t i = 1;
    for (const struct ast *step = ast->child->next; step; step = step->next, i++)
        made = visit(c, step, n->args[i]);
    uint64_t round = add(c->steps, (uint64_t)n->fold.cost + FAILURE);
    c->steps = add(before, mul(range.n, round));
    switch ((enum fold_kind)ast->fold) {
    case FOLD_FILTER:
        spend(c, add(range.n, 2));
        if (t && t->kind != CEL_LIST)
            range.opt_type = NULL;
        return range;
    case FOLD_MAP:
        spend(c, add(range.n, 2));
        return list_of(c, range.n, made);
    case FOLD_TRANSFORM_MAP:
        spend(c, add(mul(2, range.n), sorted(range.n)));
        return (struct extent){.n = range.n,
                               .weight = add(VALUE, mul(range.n, add(first.weight, made.weight)))};
    default:
        return scalar;
    }
}

/* Children one after another; the largest extent, and the weight of all. */
static struct extent children(struct estimate *c, const struct ast *ast, const struct node *n,
                              uint64_t *ret_weight)
{
    struct extent largest = scalar;
    uint64_t weight = VALUE;
    uint32_t i = 0;
    for (const struct ast *child = ast->child; i < n->n_args; child = child->next, i++) {
        struct extent x = visit(c, child, n->args[i]);
        largest = i ? either(largest, x) : x;
        weight = add(weight, x.weight);
    }
    *ret_weight = weight;
    return largest;
}

static struct extent visit(struct estimate *c, const struct ast *ast, const struct node *n)
{
    uint64_t weight;
    struct extent x;
    switch ((enum ast_kind)ast->kind) {
    case AST_CONST:
        return of_bytes(ast->value.kind == CEL_STRING || ast->value.kind == CEL_BYTES ? ast->value.n
                                                                                      : 1);
    case AST_FAIL:
        return scalar;
    case AST_NAME:
        return ast->slot < 0 ? c->locals[~ast->slot] : declared(c, ast->type);
    case AST_SELECT:
    case AST_HAS:
        x = visit(c, ast->child, n->args[0]);
        spend(c, ast->name.n / 16 + 8);
        return ast->kind == AST_HAS ? scalar : field(c, x, ast->name);
    case AST_CALL:
        return call(c, ast, n);
    case AST_AND:
    case AST_OR:
        children(c, ast, n, &weight);
        spend(c, (uint64_t)n->n_args * FAILURE);
        return scalar;
    case AST_COND: {
        visit(c, ast->child, n->args[0]);
        uint64_t before = c->steps;
        struct extent yes = visit(c, ast->child->next, n->args[1]);
        uint64_t after_yes = c->steps;
        c->steps = before;
        x = either(yes, visit(c, ast->child->next->next, n->args[2]));
        c->steps = MAX(c->steps, after_yes);
        return x;
    }
    case AST_LIST:
        x = children(c, ast, n, &weight);
        spend(c, n->n_args + 2);
        return list_of(c, n->n_args, x);
    case AST_MAP:
        children(c, ast, n, &weight);
        spend(c, add(n->n_args, sorted(n->n_args / 2)));
        return (struct extent){.n = n->n_args / 2, .weight = weight};
    case AST_FOLD:
        return fold(c, ast, n);
    case AST_BIND:
        c->locals[n->slot] = visit(c, ast->child, n->args[0]);
        spend(c, ast->lazy ? FAILURE : 0);
        return visit(c, ast->child->next, n->args[1]);
    case AST_OPT_MAP:
    case AST_OPT_FLAT_MAP:
        c->locals[n->slot] = element(c, visit(c, ast->child, n->args[0]));
        x = visit(c, ast->child->next, n->args[1]);
        spend(c, 2);
        return (struct extent){.n = x.n, .weight = add(x.weight, VALUE)};
    }
    return scalar;
}

uint64_t cost_bound(const struct cel_env *env, const struct ast *root, const struct node *node,
                    uint32_t n_locals, struct arena *scratch)
{
    struct estimate c = {
        .elements = env->most_elements ? env->most_elements : ELEMENTS_DEFAULT,
        .bytes = env->most_bytes ? env->most_bytes : BYTES_DEFAULT,
        .locals = arena_new(scratch, struct extent, n_locals),
        .a = scratch,
    };
    visit(&c, root, node);
    return add(c.steps, n_locals + FAILURE + 1);
}
