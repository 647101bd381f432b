#include "policy/warn.h"

#include "policy/loaded.h"
#include "policy/probe.h"
#include "policy/tree.h"

enum {
    PARTS_MAX = 200, /* of one condition */
    PART_BYTES = 120,
};

/* ---- shadowed rules ---- */

struct rivals {
    const struct rule **at; /* that fire wherever the rule was seen to fire */
    size_t n;
};

/* Does one leave nothing to decide for the other? */
static bool covers(const struct rule *one, const struct rule *other)
{
    if (one == other || one->shadow)
        return false;
    if (one->effect == EFFECT_BLOCK)
        return true;
    return one->effect == EFFECT_NEED && other->effect == EFFECT_NEED &&
           str_eq(one->role, other->role) && one->count >= other->count &&
           (one->party.n > 0 ? str_eq(one->party, other->party) : other->party.n == 0);
}

static struct rivals rivals_of(const struct policy *p, const struct rule *rule, struct arena *a)
{
    struct rivals rivals = {0};
    const struct rule_set *set;
    size_t all = 0;
    for (size_t i = 0; (set = loaded_rules(p, i)); i++)
        all += set->n;
    rivals.at = arena_new(a, const struct rule *, all);
    for (size_t i = 0; (set = loaded_rules(p, i)); i++)
        for (size_t j = 0; j < set->n; j++)
            if (covers(&set->at[j], rule))
                rivals.at[rivals.n++] = &set->at[j];
    return rivals;
}

/* Take out those that do not fire for these facts, for which the rule fires. */
static void narrow(struct rivals *rivals, struct probe *probe)
{
    size_t kept = 0;
    for (size_t i = 0; i < rivals->n; i++)
        if (probe_fires(probe, rivals->at[i]) != PROBE_NO)
            rivals->at[kept++] = rivals->at[i];
    rivals->n = kept;
}

static void narrow_by(struct rivals *rivals, const struct rule *rule, struct probe *probe,
                      const struct pool *pool, const struct node *opt_given,
                      const struct node *example)
{
    for (size_t v = 0; rivals->n > 0 && v <= pool->n && probe->budget > 0; v++) {
        probe_bind(probe, opt_given, example, v > 0 ? &pool->at[v - 1] : NULL);
        if (probe_fires(probe, rule) == PROBE_YES)
            narrow(rivals, probe);
    }
}

static void warn_shadowed(struct probe *probe, const struct pool *pool, const struct rule *rule,
                          const struct pack_rule *written, const struct node *opt_given,
                          const struct node *opt_fires, struct diags *diags)
{
    if (rule->shadow || rule->effect == EFFECT_ADVISE)
        return;
    struct arena scratch = probe->scratch;
    struct rivals rivals = rivals_of(probe->policy, rule, &scratch);
    struct probe here = *probe;
    here.scratch = scratch;
    for (size_t i = 0; i < written->examples.fires.n; i++)
        narrow_by(&rivals, rule, &here, pool, opt_given, pack_item(opt_fires, i));
    probe->budget = here.budget;
    if (rivals.n == 0 || probe->budget == 0)
        return;
    const struct rule *by = rivals.at[0];
    diag_add(diags, written->line, 0, (str){0},
             "warning: rule %.*s decides nothing: wherever its examples fire, %.*s/%.*s (%s) does "
             "too; give one for which it alone fires, or take it out",
             STR(rule->id), STR(by->pack), STR(by->id), words_name(&effect_words, by->effect));
}

/* ---- untried parts ---- */

struct parts {
    struct {
        uint32_t at, n;
        enum tree_join join; /* of the whole that it is a part of */
        bool was_true, was_false;
    } at[PARTS_MAX];
    size_t n;
};

static void note_part(struct parts *parts, enum tree_join join, const struct cel_trace *part)
{
    size_t i = 0;
    while (i < parts->n && !(parts->at[i].at == part->at && parts->at[i].n == part->n))
        i++;
    if (i == PARTS_MAX || part->value.kind != CEL_BOOL)
        return;
    parts->at[i].at = part->at;
    parts->at[i].n = part->n;
    parts->at[i].join = join;
    parts->at[i].was_true |= part->value.b;
    parts->at[i].was_false |= !part->value.b;
    parts->n = MAX(parts->n, i + 1);
}

static void note_parts(struct parts *parts, str source, const struct cel_trace *t)
{
    enum tree_join join = tree_join(source, t);
    for (const struct cel_trace *i = t->inner; i; i = i->next) {
        if (join == TREE_AND || join == TREE_OR)
            note_part(parts, join, i);
        note_parts(parts, source, i);
    }
}

static void try_example(struct probe *probe, const struct rule *rule, const struct node *opt_given,
                        const struct node *example, struct parts *parts)
{
    struct cel_value things[PROBE_THINGS_MAX];
    probe_bind(probe, opt_given, example, NULL);
    size_t n = probe_things(probe, rule, things);
    for (size_t i = 0; i < n; i++) {
        struct arena scratch = probe->work;
        const struct cel_trace *trace;
        struct err err;
        probe->vars[probe->it] = things[i];
        if (cel_explain(rule->when, probe->vars, &probe->budget, &scratch, &trace, &err))
            note_parts(parts, rule->when_source, trace);
    }
}

/* A part of an "and" that was never false, or of an "or" that was never true, could be left out and
 * no example would notice. */
static void warn_untried(struct probe *probe, const struct rule *rule,
                         const struct pack_rule *written, const struct node *opt_given,
                         const struct node *opt_examples, struct diags *diags)
{
    struct parts parts = {0};
    const struct node *fires = pack_child(opt_examples, "fires"),
                      *passes = pack_child(opt_examples, "passes");
    for (size_t i = 0; i < written->examples.fires.n; i++)
        try_example(probe, rule, opt_given, pack_item(fires, i), &parts);
    for (size_t i = 0; i < written->examples.passes.n; i++)
        try_example(probe, rule, opt_given, pack_item(passes, i), &parts);
    for (size_t i = 0; i < parts.n && probe->budget > 0; i++) {
        bool and = parts.at[i].join == TREE_AND;
        if (and? parts.at[i].was_false : parts.at[i].was_true)
            continue;
        CLEANUP(buf_done) struct buf part = {0};
        tree_source((str){rule->when_source.p + parts.at[i].at, parts.at[i].n}, &part);
        diag_add(diags, written->line, 0, (str){0},
                 "warning: rule %.*s: without \"%.*s\" every example would come out the same; give "
                 "one for which it is %s",
                 STR(rule->id), STR(str_first(buf_str(&part), MIN(part.n, (size_t)PART_BYTES))),
                 and? "false and the rest true" : "true and the rest false");
    }
}

/* ---- the packs ---- */

static void warn_pack(struct probe *probe, const struct pool *pool, const struct rule_set *set,
                      const struct pack_text *text, struct diags *diags)
{
    const struct node *given = pack_child(&text->tree, "given"),
                      *rules = pack_child(&text->tree, "rules");
    if (text->pack->changelog.n == 0)
        diag_add(diags, text->pack->line, 0,
                 S("changelog: [{version: 1, date: 2022-11-16, change: "
                   "The first.}]"),
                 "warning: no changelog: say what each version changed, and why");
    for (size_t i = 0; i < set->n && probe->budget > 0; i++) {
        const struct node *examples = pack_child(pack_item(rules, i), "examples");
        const struct pack_rule *written = &text->pack->rules.at[i];
        warn_untried(probe, &set->at[i], written, given, examples, diags);
        warn_shadowed(probe, pool, &set->at[i], written, given, pack_child(examples, "fires"),
                      diags);
    }
    if (probe->budget == 0)
        diag_add(diags, 0, 0, (str){0},
                 "warning: there is too much to try; not every rule was looked at for what it may "
                 "decide");
}

void policy_warn(const struct policy *p, const str *packs, struct diags *const *diags, size_t n)
{
    const struct pack_records *records = &loaded_frame(p)->records;
    struct arena a CLEANUP(arena_close) = arena_open(PROBE_BYTES);
    struct probe probe;
    probe_init(&probe, p, WARN_BUDGET, &a);
    struct pool pool = pool_make(&a);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            struct arena scratch CLEANUP(arena_close) =
                arena_open(pack_read_bytes(records, packs[i].n));
            struct diags none = {.a = &scratch};
            struct pack_text text;
            bool read = pack_read(records, packs[i], &scratch, &none, &text);
            assert(read && "it loaded before");
            (void)read;
            if (pass == 0)
                pool_add_examples(&pool, &probe, &text, &a);
            else
                warn_pack(&probe, &pool, loaded_rules(p, i), &text, diags[i]);
        }
}
