#include <string.h>

#include "base/utf8.h"
#include "cel/calendar.h"
#include "cel/check.h"
#include "cel/cost.h"
#include "cel/functions.h"
#include "cel/parse.h"
#include "cel/place.h"

/* Turns the checked tree into nodes. */
struct lowering {
    const struct cel_env *env;
    struct cel_program *program;
    struct arena *a;
    uint32_t n_regexes;
    bool failed;
    struct cel_place *place;
    struct err *err;
};

static const struct node *lower(struct lowering *l, const struct ast *ast, uint32_t *cost);

static void refuse(struct lowering *l, const struct ast *at)
{
    *l->place = (struct cel_place){.at = at->at, .n = at->end - at->at};
    l->failed = true;
}

/* A constant pattern is compiled once. */
static bool lower_matches(struct lowering *l, struct node *n, const struct ast *ast)
{
    const struct ast *pattern = ast->n == 2 ? ast->child->next : NULL;
    if (l->failed || !str_eq(ast->name, S("matches")) || !pattern || pattern->kind != AST_CONST ||
        pattern->value.kind != CEL_STRING)
        return false;
    if (l->n_regexes == CEL_REGEXES_MAX) {
        err_set(l->err, ERR_LIMIT, "more than %d regular expressions in one expression",
                CEL_REGEXES_MAX);
        refuse(l, pattern);
        return false;
    }
    struct regex *r = regex_open((str){pattern->value.p, pattern->value.n}, REGEX_BYTES, l->err);
    if (!r) {
        if (!l->env->unchecked)
            refuse(l, pattern);
        return false;
    }
    struct held_regex *held = arena_new(l->a, struct held_regex, 1);
    *held = (struct held_regex){l->program->regexes, r};
    l->program->regexes = held;
    l->n_regexes++;
    n->eval = eval_matches;
    n->matches.regex = r;
    n->matches.cost = regex_cost(r);
    return true;
}

/* A constant zone name is looked up once. */
static void lower_zone(struct lowering *l, const struct ast *ast)
{
    const struct ast *zone = ast->n == 2 ? ast->child->next : NULL;
    int32_t offset;
    if (l->failed || !ast->member || !str_starts(ast->name, S("get")) || !zone ||
        zone->kind != AST_CONST || zone->value.kind != CEL_STRING)
        return;
    str name = {zone->value.p, zone->value.n}, tzif;
    if (str_eq(name, S("UTC")) || zone_parse_offset(name, &offset))
        return;
    if (l->env->zones.load && l->env->zones.load(l->env->zones.self, name, l->a, &tzif)) {
        struct zone *z = arena_new(l->a, struct zone, 1);
        *z = (struct zone){l->program->zones, name, tzif};
        l->program->zones = z;
    } else if (!l->env->unchecked) {
        err_set(l->err, ERR_INVALID,
                "no time zone \"%.*s\" is known; write UTC, an offset such as "
                "\"+02:00\" or a name such as \"Europe/Paris\"",
                (int)MIN(name.n, (size_t)60), name.p);
        refuse(l, zone);
    }
}

static void lower_call(struct lowering *l, struct node *n, const struct ast *ast)
{
    n->at = ast->mark;
    if (ast->n > OVERLOAD_ARGS_MAX) { /* only unchecked: the checker found no row */
        n->eval = eval_failure;
        n->call.name = S("no such overload: too many arguments");
        return;
    }
    if (lower_matches(l, n, ast))
        return;
    if (ast->member && ast->n == 2 && str_eq(ast->name, S("or"))) {
        n->eval = eval_or_other;
        return;
    }
    if (ast->member && ast->n == 2 && str_eq(ast->name, S("orValue"))) {
        n->eval = eval_or_value;
        return;
    }
    lower_zone(l, ast);
    n->eval = eval_call;
    n->call.name = ast->name;
    n->call.rows = &overloads[ast->overload];
    n->call.n_rows = ast->n_overloads;
}

static void lower_fold(struct lowering *l, struct node *n, const struct ast *ast,
                       uint32_t body_cost)
{
    static eval_fn *const folds[] = {
        [FOLD_ALL] = eval_all,
        [FOLD_EXISTS] = eval_exists,
        [FOLD_EXISTS_ONE] = eval_exists_one,
        [FOLD_FILTER] = eval_filter,
        [FOLD_MAP] = eval_map_list,
        [FOLD_TRANSFORM_MAP] = eval_map_map,
    };
    bool makes = ast->fold == FOLD_MAP || ast->fold == FOLD_TRANSFORM_MAP;
    n->eval = folds[ast->fold];
    assert(ast->slot <= UINT16_MAX); /* a level of depth takes two at most */
    n->fold.slot = (uint16_t)ast->slot;
    str *names = arena_new(l->a, str, countof(ast->var));
    memcpy(names, ast->var, sizeof ast->var);
    n->fold.names = names;
    n->fold.pairs = ast->var[1].p != NULL;
    n->fold.cost = 1 + body_cost;
    n->fold.cond = makes && ast->n == 2 ? NULL : n->args[1];
    n->fold.element = makes ? n->args[ast->n - 1] : NULL;
}

/* Which elements of a list, or keys of a map, are written with a ?; NULL if none is. */
static const bool *which_if_any(struct lowering *l, const struct ast *ast)
{
    uint32_t step = ast->kind == AST_MAP ? 2 : 1, i = 0;
    bool *if_any = arena_new(l->a, bool, ast->n / step), any = false;
    for (const struct ast *child = ast->child; child; child = child->next, i++) {
        if (i % step == 0)
            any |= if_any[i / step] = child->if_any;
    }
    return any ? if_any : NULL;
}

/* A list of constants is itself one. */
static void lower_list(struct lowering *l, struct node *n, const struct ast *ast)
{
    n->eval = eval_list;
    if ((n->if_any = which_if_any(l, ast))) {
        n->eval = eval_elements;
        return;
    }
    for (uint32_t i = 0; i < n->n_args; i++) {
        if (n->args[i]->eval != eval_const)
            return;
    }
    struct cel_value *values = arena_new(l->a, struct cel_value, n->n_args);
    for (uint32_t i = 0; i < n->n_args; i++)
        values[i] = n->args[i]->value;
    n->eval = eval_const;
    n->value = cel_of_list(values, n->n_args);
}

static void lower_name(struct node *n, const struct ast *ast)
{
    n->eval = ast->slot < 0 ? eval_local : eval_var;
    n->slot = (uint32_t)(ast->slot < 0 ? ~ast->slot : ast->slot);
}

static void lower_field(struct lowering *l, struct node *n, const struct ast *ast)
{
    const struct cel_type *t = ast->child->type;
    if (t->kind == CEL_OPTIONAL)
        t = t->elem;
    n->at = ast->mark;
    n->eval = ast->kind == AST_HAS ? eval_has : ast->optional ? eval_optional : eval_select;
    n->field.name = ast->name;
    if (t->kind == CEL_OBJECT && !l->env->unchecked) {
        n->field.type = t;
        n->field.index = (uint32_t)ast->slot;
    }
}

static const struct node *lower(struct lowering *l, const struct ast *ast, uint32_t *cost)
{
    struct node *n = arena_new(l->a, struct node, 1);
    n->at = n->from = ast->at;
    n->to = ast->end;
    n->n_args =
        ast->kind == AST_FAIL || ast->kind == AST_NAME || ast->kind == AST_CONST ? 0 : ast->n;
    n->args = arena_new(l->a, const struct node *, n->n_args);
    uint32_t before = *cost, i = 0;
    uint32_t body_from = before;
    for (const struct ast *child = ast->child; i < n->n_args; child = child->next, i++) {
        n->args[i] = lower(l, child, cost);
        if (i == 0)
            body_from = *cost;
    }
    *cost += 1;
    switch ((enum ast_kind)ast->kind) {
    case AST_CONST:
        n->eval = eval_const;
        n->value = ast->value;
        break;
    case AST_NAME:
        lower_name(n, ast);
        break;
    case AST_SELECT:
    case AST_HAS:
        lower_field(l, n, ast);
        break;
    case AST_CALL:
        lower_call(l, n, ast);
        break;
    case AST_AND:
        n->eval = eval_and;
        break;
    case AST_OR:
        n->eval = eval_or;
        break;
    case AST_COND:
        n->eval = eval_cond;
        break;
    case AST_LIST:
        lower_list(l, n, ast);
        break;
    case AST_MAP:
        n->if_any = which_if_any(l, ast);
        n->eval = n->if_any ? eval_entries : eval_map;
        break;
    case AST_FOLD:
        lower_fold(l, n, ast, *cost - body_from);
        break;
    case AST_BIND:
        n->eval = ast->lazy ? eval_lazy_bind : eval_bind;
        n->slot = (uint32_t)ast->slot;
        break;
    case AST_OPT_MAP:
    case AST_OPT_FLAT_MAP:
        n->eval = ast->kind == AST_OPT_MAP ? eval_opt_map : eval_opt_flat_map;
        n->slot = (uint32_t)ast->slot;
        break;
    case AST_FAIL:
        n->eval = eval_failure;
        n->call.name = str_copy(ast->name, l->a);
        break;
    }
    return n;
}

static bool compile(const struct cel_env *env, str source, const struct cel_type *opt_want,
                    struct arena *a, struct arena *scratch, struct cel_program *p,
                    struct cel_place *place, struct err *err)
{
    struct parsed parsed;
    struct checked checked;
    if (!parse(source, a, scratch, &parsed, place, err) ||
        !check(env, parsed.root, opt_want, a, scratch, &checked, place, err))
        return false;
    *p = (struct cel_program){
        .source = source,
        .type = checked.type,
        .opt_want = opt_want,
        .n_locals = checked.n_locals,
        .n_vars = env->n_vars,
    };
    struct lowering l = {.env = env, .program = p, .a = a, .place = place, .err = err};
    p->root = lower(&l, parsed.root, &p->cost);
    if (l.failed) {
        cel_program_close(p);
        return false;
    }
    p->most_steps = cost_bound(env, parsed.root, p->root, p->n_locals, scratch);
    if (__builtin_add_overflow(p->most_steps, p->cost, &p->most_steps))
        p->most_steps = UINT64_MAX;
    return true;
}

bool cel_compile(const struct cel_env *env, str source, const struct cel_type *opt_want,
                 struct arena *a, struct arena scratch, struct cel_program **ret_program,
                 struct cel_place *opt_ret_place, struct err *err)
{
    struct cel_place place = {.line = 1, .column = 1};
    bool ok = false;
    if (source.n > CEL_SOURCE_MAX)
        err_set(err, ERR_LIMIT, "the expression has %zu bytes, more than %d", source.n,
                CEL_SOURCE_MAX);
    else if (!utf8_valid(source))
        err_set(err, ERR_INVALID, "the expression is not valid UTF-8");
    else {
        source = str_copy(source, a);
        struct cel_program *p = arena_new(a, struct cel_program, 1);
        ok = compile(env, source, opt_want, a, &scratch, p, &place, err);
        if (ok)
            *ret_program = p;
        place = place_of(source, place.at, place.n);
    }
    if (!ok) {
        err_wrap(err, "%u:%u", place.line, place.column);
        if (opt_ret_place)
            *opt_ret_place = place;
    }
    return ok;
}

void cel_program_close(struct cel_program *p)
{
    if (!p)
        return;
    for (struct held_regex *r = p->regexes; r; r = r->next)
        regex_close(r->regex);
    p->regexes = NULL;
}

const struct cel_type *cel_result_type(const struct cel_program *p)
{
    return p->type;
}

uint64_t cel_cost(const struct cel_program *p)
{
    return p->most_steps;
}
