#include "policy/compile.h"

#include <stdio.h>
#include <string.h>

#include "codec/yaml.h"
#include "policy/example.h"
#include "policy/pack.h"

enum {
    EXAMPLE_BUDGET = POLICY_BUDGET / 16,
    EXAMPLE_BYTES = 64 << 20, /* one example's facts, and asking a rule about them */
};

/* One pack while it is compiled. */
struct compiling {
    const struct rule_frame *frame;
    const struct node *tree;
    const struct pack *pack;
    struct arena *a;      /* what stays */
    struct arena scratch; /* what goes when the pack is done */
    struct diags *diags;
};

static size_t mistakes(const struct diags *d)
{
    return d->n + d->dropped;
}

/* ---- places: the tree has the shape of the records wherever something was read ---- */

static const struct node *child(const struct node *opt_map, const char *key)
{
    return opt_map && opt_map->kind == NODE_MAP ? node_get(opt_map, str_of(key)) : NULL;
}

static const struct node *item(const struct node *opt_list, size_t i)
{
    return opt_list && opt_list->kind == NODE_LIST && i < opt_list->list.n ? &opt_list->list.at[i]
                                                                           : NULL;
}

static bool wrong(struct compiling *c, const struct pack_rule *rule, const struct node *opt_at,
                  const char *what, const char *why)
{
    return diag_add(c->diags, opt_at ? opt_at->line : rule->line, opt_at ? opt_at->column : 0,
                    (str){0}, "rule %.*s: %s%s%s", STR(rule->id), what, *why ? ": " : "", why);
}

/* ---- expressions ---- */

static bool room(struct compiling *c, const struct pack_rule *rule)
{
    return arena_room(*c->a) > CEL_COMPILE_BYTES ||
           wrong(c, rule, NULL, "the packs together are too large", "");
}

static void compile_source(struct compiling *c, const struct pack_rule *rule,
                           const struct cel_env *env, const struct node *at, str source,
                           const struct cel_type *opt_want, const char *key,
                           struct cel_program **ret)
{
    struct err err;
    if (room(c, rule) && !cel_compile(env, source, opt_want, c->a, c->scratch, ret, NULL, &err))
        wrong(c, rule, at, key, err.msg);
}

static void compile_message(struct compiling *c, const struct pack_rule *rule,
                            const struct cel_env *env, const struct node *at, str template,
                            const char *key, struct message *ret)
{
    struct err err;
    if (room(c, rule) && !message_compile(env, template, c->a, c->scratch, ret, &err))
        wrong(c, rule, at, key, err.msg);
}

/* The variables of the facts, and `it` where the rule is asked for each thing of a list. */
static bool compile_each(struct compiling *c, const struct pack_rule *rule, const struct node *node,
                         struct cel_env *env, struct rule *r)
{
    if (!rule->each.p)
        return true;
    const struct node *at = child(node, "each");
    size_t before = mistakes(c->diags);
    compile_source(c, rule, env, at, rule->each, NULL, "each", &r->opt_each);
    if (mistakes(c->diags) != before)
        return false;
    const struct cel_type *list = cel_result_type(r->opt_each);
    if (list->kind != CEL_LIST) {
        CLEANUP(buf_done) struct buf type = {0};
        cel_type_print(&type, list);
        buf_byte(&type, 0);
        return wrong(c, rule, at, "each: must be a list, here it is of type", type.p);
    }
    struct cel_var *vars = arena_new(c->a, struct cel_var, env->n_vars + 1);
    memcpy(vars, env->vars, env->n_vars * sizeof *vars);
    vars[env->n_vars++] = (struct cel_var){"it", list->elem};
    env->vars = vars;
    r->opt_it = shape_find(c->frame->shapes, list->elem);
    return true;
}

static void compile_rule(struct compiling *c, const struct pack_rule *rule, const struct node *node,
                         struct rule *r)
{
    struct cel_env *env = arena_new(c->a, struct cel_env, 1);
    *env = (struct cel_env){.vars = c->frame->vars, .n_vars = c->frame->facts->object.n};
    if (!compile_each(c, rule, node, env, r))
        return; /* `it` has no type: whatever comes would be wrong for that alone */
    if (rule->when.p)
        compile_source(c, rule, env, child(node, "when"), rule->when, &cel_bool, "when", &r->when);
    if (rule->because.p)
        compile_message(c, rule, env, child(node, "because"), rule->because, "because",
                        &r->because);
    if (rule->fix.p)
        compile_message(c, rule, env, child(node, "fix"), rule->fix, "fix", &r->fix);
}

/* ---- what is not an expression ---- */

static void check_effect(struct compiling *c, const struct pack_rule *rule, struct rule *r)
{
    if ((rule->effect != 0) == rule->need.present)
        diag_add(c->diags, rule->line, 0, S("effect: block"),
                 "rule %.*s: must have either effect (block, advise) or need", STR(rule->id));
    r->effect = rule->need.present ? EFFECT_NEED : rule->effect;
    r->role = str_copy(rule->need.role, c->a);
    r->party = rule->need.party.p ? str_copy(rule->need.party, c->a) : S("");
    r->count = rule->need.count == INT_ABSENT ? 1 : rule->need.count;
}

/* A number that nobody confirmed is not shown to anybody. */
static void take_citations(struct compiling *c, const struct pack_rule *rule, struct rule *r)
{
    r->citations.n = rule->citations.n;
    r->citations.at = arena_new(c->a, struct citation, rule->citations.n);
    for (size_t i = 0; i < rule->citations.n; i++) {
        const struct pack_citation *from = &rule->citations.at[i];
        r->citations.at[i] = (struct citation){
            .name = str_copy(from->name, c->a),
            .rule = from->confirmed == FLAG_YES ? str_copy(from->rule, c->a) : (str){0},
            .url = str_copy(from->url, c->a),
        };
    }
}

static void check_ids(struct compiling *c)
{
    for (size_t i = 0; i < c->pack->rules.n; i++)
        for (size_t j = 0; j < i; j++) {
            const struct pack_rule *one = &c->pack->rules.at[j], *two = &c->pack->rules.at[i];
            if (two->id.p && str_eq(one->id, two->id)) {
                diag_add(c->diags, two->line, 0, (str){0},
                         "rule %.*s: the rule on line %u has the same id", STR(two->id), one->line);
                break;
            }
        }
}

static void check_examples_there(struct compiling *c, const struct pack_rule *rule)
{
    if (rule->examples.present && rule->examples.fires.at && rule->examples.fires.n == 0)
        diag_add(c->diags, rule->line, 0, S("fires: [{unread: [{id: u1}]}]"),
                 "rule %.*s: no example for which it fires", STR(rule->id));
    if (rule->examples.present && rule->examples.passes.at && rule->examples.passes.n == 0)
        diag_add(c->diags, rule->line, 0, S("passes: [{unread: []}]"),
                 "rule %.*s: no example for which it does not fire", STR(rule->id));
}

/* ---- examples ---- */

static void run_example(struct compiling *c, const struct pack_rule *rule, const struct rule *r,
                        const struct node *example, bool must_fire)
{
    struct arena scratch = c->scratch;
    const struct rule_frame *frame = c->frame;
    const void *facts = example_facts(frame->fragment, child(c->tree, "given"), example, &scratch);
    size_t n = frame->facts->object.n;
    struct asking q = {
        .vars = arena_new(&scratch, struct cel_value, n + 1),
        .it = n,
        .budget = EXAMPLE_BUDGET,
        .a = &scratch,
        .reasons = {.a = &scratch},
    };
    shape_bind(frame->facts, facts, &scratch, q.vars);
    q.work = scratch; /* its far half; reasons grow in the near one */
    q.work.beg += arena_room(scratch) / 2;
    scratch.end = q.work.beg;
    struct err err;
    if (!rule_ask(r, &q, &err))
        wrong(c, rule, example, "an example errs", err.msg);
    else if (must_fire && q.reasons.n == 0)
        wrong(c, rule, example, "does not fire for an example for which it must", "");
    else if (!must_fire && q.reasons.n > 0)
        wrong(c, rule, example, "fires for an example for which it must not", "");
}

static void run_examples(struct compiling *c, const struct pack_rule *rule, const struct rule *r,
                         const struct node *rule_node)
{
    const struct node *examples = child(rule_node, "examples");
    for (size_t i = 0; i < rule->examples.fires.n; i++)
        run_example(c, rule, r, item(child(examples, "fires"), i), true);
    for (size_t i = 0; i < rule->examples.passes.n; i++)
        run_example(c, rule, r, item(child(examples, "passes"), i), false);
}

/* ---- the pack ---- */

/* The reader of YAML says the place in words. */
static bool tell_unreadable(const struct err *err, struct diags *diags)
{
    unsigned line = 0, column = 0;
    int skip = 0;
    if (sscanf(err->msg, "line %u, column %u: %n", &line, &column, &skip) < 2)
        skip = 0;
    return diag_add(diags, line, column, (str){0}, "%s", err->msg + skip);
}

static void compile_all(struct compiling *c, struct rule_set *set)
{
    const struct node *rules = child(c->tree, "rules");
    set->at = arena_new(c->a, struct rule, c->pack->rules.n);
    set->n = c->pack->rules.n;
    for (size_t i = 0; i < set->n; i++) {
        const struct pack_rule *rule = &c->pack->rules.at[i];
        struct rule *r = &set->at[i];
        r->pack = set->pack;
        r->id = str_copy(rule->id, c->a);
        check_effect(c, rule, r);
        check_examples_there(c, rule);
        take_citations(c, rule, r);
        compile_rule(c, rule, item(rules, i), r);
    }
}

static void close_all(struct rule_set *set)
{
    for (size_t i = 0; i < set->n; i++)
        rule_close(&set->at[i]);
    set->n = 0;
}

static void check_pack(struct compiling *c)
{
    const struct pack *pack = c->pack;
    if (pack->facts != INT_ABSENT && pack->facts != c->frame->facts_version)
        diag_add(c->diags, pack->line, 0, (str){0},
                 "the pack is written for facts of version %lld, these are of version %lld",
                 (long long)pack->facts, (long long)c->frame->facts_version);
    if (str_eq(pack->pack, REASONS_CODE))
        diag_add(c->diags, pack->line, 0, S("pack: house"),
                 "the name gatefold is kept for what is decided in code");
    if (pack->rules.at && pack->rules.n == 0)
        diag_add(c->diags, pack->line, 0, (str){0}, "a pack without rules");
    check_ids(c);
}

/* Every two bytes may be an item of a list ("1,"), which takes a whole record even when it is
 * wrong; the tree; and either an expression or an example. */
static size_t scratch_bytes(const struct rule_frame *frame, str yaml)
{
    size_t record = MAX(frame->fragment->size, sizeof(struct pack_rule));
    return yaml.n * (NODE_BYTES_PER_INPUT_BYTE + record) + frame->pack->size +
           MAX((size_t)CEL_COMPILE_BYTES, (size_t)EXAMPLE_BYTES) + (1 << 20);
}

bool pack_compile(const struct rule_frame *frame, str yaml, struct arena *a, struct diags *diags,
                  struct rule_set *ret)
{
    *ret = (struct rule_set){0};
    if (yaml.n > POLICY_PACK_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "the pack has %zu bytes, at most %d are allowed",
                        yaml.n, POLICY_PACK_MAX_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(scratch_bytes(frame, yaml));
    size_t before = mistakes(diags);
    struct node tree;
    struct err err;
    if (!yaml_read(yaml, &scratch, &tree, &err))
        return tell_unreadable(&err, diags);
    struct pack *pack = arena_alloc(&scratch, frame->pack->size, _Alignof(max_align_t), 1);
    bool read = record_read(frame->pack, &tree, &scratch, diags, pack);
    ret->pack = str_copy(pack->pack, a);

    struct compiling c = {frame, &tree, pack, a, scratch, diags};
    check_pack(&c);
    compile_all(&c, ret);
    for (size_t i = 0; read && mistakes(diags) == before && i < ret->n; i++)
        run_examples(&c, &pack->rules.at[i], &ret->at[i], item(child(&tree, "rules"), i));
    if (mistakes(diags) == before)
        return true;
    close_all(ret);
    return false;
}
