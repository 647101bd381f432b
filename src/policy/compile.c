#include "policy/compile.h"

#include <string.h>

#include "base/hash.h"
#include "policy/example.h"
#include "policy/territory.h"

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

static struct texts territories_copy(const struct texts *list, struct arena *a)
{
    struct texts copy = {arena_new(a, str, list->n), list->n};
    for (size_t i = 0; i < list->n; i++)
        copy.at[i] = str_copy(list->at[i], a);
    return copy;
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
    struct cel_place place;
    if (!room(c, rule) || cel_compile(env, source, opt_want, c->a, c->scratch, ret, &place, &err))
        return;
    wrong(c, rule, at, key, err.msg);
    CLEANUP(buf_done) struct buf caret = {0};
    cel_caret(&caret, source, place);
    if (err.kind == ERR_INVALID && buf_ok(&caret))
        diag_excerpt(c->diags, buf_str(&caret));
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
    const struct node *at = pack_child(node, "each");
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
        compile_source(c, rule, env, pack_child(node, "when"), rule->when, &cel_bool, "when",
                       &r->when);
    if (rule->because.p)
        compile_message(c, rule, env, pack_child(node, "because"), rule->because, "because",
                        &r->because);
    if (rule->fix.p)
        compile_message(c, rule, env, pack_child(node, "fix"), rule->fix, "fix", &r->fix);
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
    const void *facts =
        example_facts(frame->records.fragment, pack_child(c->tree, "given"), example, &scratch);
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
    const struct node *examples = pack_child(rule_node, "examples");
    for (size_t i = 0; i < rule->examples.fires.n; i++)
        run_example(c, rule, r, pack_item(pack_child(examples, "fires"), i), true);
    for (size_t i = 0; i < rule->examples.passes.n; i++)
        run_example(c, rule, r, pack_item(pack_child(examples, "passes"), i), false);
}

/* ---- the pack ---- */

static void compile_all(struct compiling *c, struct rule_set *set)
{
    const struct node *rules = pack_child(c->tree, "rules");
    set->at = arena_new(c->a, struct rule, c->pack->rules.n);
    set->n = c->pack->rules.n;
    for (size_t i = 0; i < set->n; i++) {
        const struct pack_rule *rule = &c->pack->rules.at[i];
        struct rule *r = &set->at[i];
        r->pack = set->pack;
        r->id = str_copy(rule->id, c->a);
        r->shadow = c->pack->shadow || rule->shadow;
        r->each_source = str_copy(rule->each, c->a);
        r->when_source = str_copy(rule->when, c->a);
        check_effect(c, rule, r);
        check_examples_there(c, rule);
        r->citations.n = rule->citations.n;
        r->citations.at = pack_citations(rule->citations.at, rule->citations.n, c->a);
        compile_rule(c, rule, pack_item(rules, i), r);
    }
}

static void close_all(struct rule_set *set)
{
    for (size_t i = 0; i < set->n; i++)
        rule_close(&set->at[i]);
    set->n = 0;
}

/* The newest first, and that is the pack itself: a change that nobody wrote down is a mistake. */
static void check_changes(struct compiling *c)
{
    const struct pack *pack = c->pack;
    if (pack->changelog.at && pack->changelog.n == 0)
        diag_add(c->diags, pack->line, 0,
                 S("changelog: [{version: 1, date: 2022-11-16, change: "
                   "The first.}]"),
                 "a changelog that says nothing");
    for (size_t i = 0; i < pack->changelog.n; i++) {
        const struct pack_change *change = &pack->changelog.at[i];
        if (change->version == INT_ABSENT || pack->version == INT_ABSENT)
            continue; /* told already */
        if (i == 0 && change->version != pack->version)
            diag_add(c->diags, change->line, 0, (str){0},
                     "the pack is of version %lld and its changelog begins with %lld: say there "
                     "what this version changes",
                     (long long)pack->version, (long long)change->version);
        else if (i > 0 && change->version >= change[-1].version)
            diag_add(c->diags, change->line, 0, (str){0},
                     "the changelog goes from version %lld to %lld: the newest comes first",
                     (long long)change[-1].version, (long long)change->version);
    }
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
    str territory = territory_mistake(&pack->territories);
    if (territory.p)
        diag_add(c->diags, pack->line, 0, S("territories: [GB]"),
                 "territories: \"%.*s\" is no ISO 3166-1 code", STR(territory));
    if (pack->rules.at && pack->rules.n == 0)
        diag_add(c->diags, pack->line, 0, (str){0}, "a pack without rules");
    check_changes(c);
    check_ids(c);
}

static struct pack_about about_of(const struct pack *pack, str yaml, struct arena *a)
{
    struct pack_about about = {
        .name = str_copy(pack->pack, a),
        .version = pack->version,
        .owner = str_copy(pack->owner, a),
        .about = str_copy(pack->about, a),
        .sha256 = digest_hex(sha256(yaml), a),
        .rules = pack->rules.n,
    };
    about.changes.n = pack->changelog.n;
    about.changes.at = arena_new(a, struct pack_version, pack->changelog.n);
    for (size_t i = 0; i < pack->changelog.n; i++) {
        const struct pack_change *from = &pack->changelog.at[i];
        about.changes.at[i] =
            (struct pack_version){from->version, from->date, str_copy(from->change, a)};
    }
    for (size_t i = 0; i < pack->rules.n; i++)
        about.shadows += pack->shadow || pack->rules.at[i].shadow;
    return about;
}

bool pack_compile(const struct rule_frame *frame, str yaml, struct arena *a, struct diags *diags,
                  struct rule_set *ret)
{
    *ret = (struct rule_set){0};
    size_t room = MAX((size_t)CEL_COMPILE_BYTES, (size_t)EXAMPLE_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(
        pack_read_bytes(&frame->records, MIN(yaml.n, (size_t)POLICY_PACK_MAX_BYTES)) + room);
    size_t before = mistakes(diags);
    struct pack_text text;
    bool read = pack_read(&frame->records, yaml, &scratch, diags, &text);
    if (!text.pack)
        return false;
    ret->pack = str_copy(text.pack->pack, a);
    if (!text.pack->shadow) /* what decides nothing covers nothing */
        ret->territories = territories_copy(&text.pack->territories, a);

    struct compiling c = {frame, &text.tree, text.pack, a, scratch, diags};
    check_pack(&c);
    compile_all(&c, ret);
    for (size_t i = 0; read && mistakes(diags) == before && i < ret->n; i++)
        run_examples(&c, &text.pack->rules.at[i], &ret->at[i],
                     pack_item(pack_child(&text.tree, "rules"), i));
    if (mistakes(diags) == before) {
        ret->about = about_of(text.pack, yaml, a);
        return true;
    }
    close_all(ret);
    return false;
}
