#include "policy/policy.h"

#include "base/hash.h"
#include "policy/compile.h"
#include "policy/guard.h"
#include "policy/loaded.h"
#include "policy/territory.h"

enum {
    SHADOW_MAX_BYTES = 2000, /* of what went wrong with a shadow */
};

struct policy {
    struct arena *a;
    struct rule_frame frame;
    struct guard guard;
    struct rule_set sets[POLICY_PACKS_MAX]; /* packs that loaded */
    size_t n;
    size_t rules, deciding;                  /* of all of them; those that are no shadows */
    struct digest digests[POLICY_PACKS_MAX]; /* of all packs that were given */
    struct broken_pack {
        str name, why;
    } broken[POLICY_PACKS_MAX]; /* those that did not load */
    size_t given, n_broken;
    bool too_many;
};

/* ---- loading ---- */

struct policy *policy_new(const struct record *facts_record, int64_t facts_version, struct arena *a)
{
    struct policy *p = arena_new(a, struct policy, 1);
    struct pack_records records = pack_records_make(facts_record, a);
    p->a = a;
    p->guard = guard_make(facts_record);
    p->frame = (struct rule_frame){.records = records, .facts_version = facts_version};
    p->frame.facts = shape_make(facts_record, a, &p->frame.shapes);
    const struct cel_type *facts = &p->frame.facts->object;
    struct cel_var *vars = arena_new(a, struct cel_var, facts->n);
    for (size_t i = 0; i < facts->n; i++)
        vars[i] = (struct cel_var){facts->fields[i].name, facts->fields[i].type};
    p->frame.vars = vars;
    return p;
}

void policy_done(struct policy *p)
{
    for (size_t i = 0; p && i < p->n; i++)
        for (size_t j = 0; j < p->sets[i].n; j++)
            rule_close(&p->sets[i].at[j]);
    if (p)
        p->n = 0;
}

const struct record *policy_pack_record(const struct policy *p)
{
    return p->frame.records.pack;
}

static bool has_pack(const struct policy *p, str name)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->sets[i].pack, name))
            return true;
    return false;
}

const struct rule_frame *loaded_frame(const struct policy *p)
{
    return &p->frame;
}

const struct rule_set *loaded_rules(const struct policy *p, size_t i)
{
    return i < p->n ? &p->sets[i] : NULL;
}

const struct pack_about *policy_pack(const struct policy *p, size_t i)
{
    return i < p->n ? &p->sets[i].about : NULL;
}

bool policy_pack_named(const struct policy *p, str pack_yaml, str name)
{
    const struct pack_records *records = &p->frame.records;
    size_t bytes = MIN(pack_yaml.n, (size_t)POLICY_PACK_MAX_BYTES);
    struct arena a CLEANUP(arena_close) = arena_open(pack_read_bytes(records, bytes));
    struct diags diags = {.a = &a};
    struct pack_text text;
    return (pack_read(records, pack_yaml, &a, &diags, &text) || text.pack) &&
           str_eq(text.pack->pack, name);
}

/* The first mistake, for the reason that every picture then gets. */
static struct broken_pack broken(const struct policy *p, str name, const struct diags *diags,
                                 size_t first)
{
    struct broken_pack b = {
        .name = name.n > 0 ? name : str_format(p->a, "number %zu", p->given),
        .why = S("its mistakes were told when it was read"),
    };
    if (first < diags->n && diags->at[first].line > 0)
        b.why =
            str_format(p->a, "line %u: %.*s", diags->at[first].line, STR(diags->at[first].what));
    else if (first < diags->n)
        b.why = str_copy(diags->at[first].what, p->a);
    return b;
}

bool policy_add(struct policy *p, str pack_yaml, struct diags *diags)
{
    if (p->given == POLICY_PACKS_MAX) {
        p->too_many = true;
        return diag_add(diags, 0, 0, (str){0}, "more than %d packs", POLICY_PACKS_MAX);
    }
    p->digests[p->given++] = sha256(pack_yaml);
    struct rule_set set;
    size_t first = diags->n;
    bool good = pack_compile(&p->frame, pack_yaml, p->a, diags, &set);
    if (good && has_pack(p, set.pack)) {
        diag_add(diags, 1, 0, (str){0}, "there is a pack \"%.*s\" already", STR(set.pack));
        for (size_t i = 0; i < set.n; i++)
            rule_close(&set.at[i]);
        good = false;
    }
    if (!good) {
        p->broken[p->n_broken++] = broken(p, set.pack, diags, first);
        return false;
    }
    p->sets[p->n++] = set;
    p->rules += set.n;
    p->deciding += set.n - set.about.shadows;
    return true;
}

str policy_digest(const struct policy *p, struct arena *a)
{
    return digest_hex(sha256((str){(const char *)p->digests, p->given * sizeof *p->digests}), a);
}

/* ---- judging ---- */

/* Rules that asked for signatures and fired. */
struct needing {
    const struct rule **at;
    size_t n;
};

static void judge_packs(const struct policy *p, struct reason_list *list)
{
    if (p->n == 0)
        reasons_block(list, S("no-packs"), S("There is no policy to judge the picture by."),
                      S("Give at least one policy pack that loads."));
    else if (p->deciding == 0)
        reasons_block(list, S("no-packs"), S("Every rule of the policy is a shadow: none decides."),
                      S("Give at least one policy pack whose rules decide."));
    for (size_t i = 0; i < p->n_broken; i++)
        reasons_block(list, S("pack-broken"),
                      str_format(list->a, "The policy pack %.*s did not load: %.*s.",
                                 STR(p->broken[i].name), STR(p->broken[i].why)),
                      S("Correct the pack (`gatefold policy check` tells all its mistakes)."));
    if (p->too_many)
        reasons_block(list, S("pack-broken"), S("There are more policy packs than can be held."),
                      S("Give fewer packs."));
}

/* False when the budget is gone, and no other rule can be asked. */
static bool judge_rule(const struct rule *r, struct asking *q, struct needing *needing)
{
    struct err err;
    size_t before = q->reasons.n;
    bool good = rule_ask(r, q, &err);
    if (!good)
        reasons_block(&q->reasons, S("rule-error"),
                      str_format(q->a, "The rule %.*s/%.*s could not be judged: %s", STR(r->pack),
                                 STR(r->id), err.msg),
                      S("Correct the rule or the facts that it reads; until then nothing that it "
                        "may be about is clear."));
    if (r->effect == EFFECT_NEED && q->reasons.n > before)
        needing->at[needing->n++] = r;
    return q->budget > 0 && !q->reasons.full;
}

static void judge_territories(const struct policy *p, const void *facts, struct asking *q,
                              struct needing *needing)
{
    const struct texts *covered[POLICY_PACKS_MAX];
    for (size_t i = 0; i < p->n; i++)
        covered[i] = &p->sets[i].territories;
    const struct texts *wanted = (const struct texts *)((const char *)facts + p->guard.territories);
    /* Without a list the guard blocked already. */
    if (wanted->at && territory_judge(wanted, covered, p->n, &q->reasons))
        needing->at[needing->n++] = &territory_rule;
}

static void judge_rules(const struct policy *p, struct asking *q, struct needing *needing)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t j = 0; j < p->sets[i].n; j++)
            if (!p->sets[i].at[j].shadow && !judge_rule(&p->sets[i].at[j], q, needing)) {
                reasons_block(&q->reasons, S("not-all-rules"),
                              str_format(q->a,
                                         "The rules took more work than one picture may; none "
                                         "after %.*s/%.*s was asked.",
                                         STR(p->sets[i].pack), STR(p->sets[i].at[j].id)),
                              S("Make the rules cheaper, or settle what is found first."));
                return;
            }
}

/* What would have been the trouble of a rule that decides is told beside what shadows say. */
static void tell_shadow(const struct rule *r, struct reason_list *list, const char *what,
                        const char *why)
{
    CLEANUP(buf_done) struct buf line = {0};
    message_line(&line, str_format(list->a, "%s%s", what, why), SHADOW_MAX_BYTES);
    reasons_add(list, (struct reason){.pack = r->pack,
                                      .rule = r->id,
                                      .effect = r->effect,
                                      .because = str_copy(buf_str(&line), list->a),
                                      .fix = S("Correct the rule before it may decide."),
                                      .subject = S("")});
}

/* Shadows have a budget and a list of their own: whatever they do, the verdict is as without them.
 */
static void ask_shadows(const struct policy *p, struct asking *q)
{
    q->budget = POLICY_BUDGET;
    for (size_t i = 0; i < p->n; i++)
        for (size_t j = 0; j < p->sets[i].n && !q->reasons.full; j++) {
            const struct rule *r = &p->sets[i].at[j];
            struct err err;
            if (!r->shadow)
                continue;
            if (q->budget == 0) {
                tell_shadow(r, &q->reasons,
                            "This shadow rule, and those after it, were not asked: "
                            "the shadows took more work than one picture may.",
                            "");
                return;
            }
            if (!rule_ask(r, q, &err) && !q->reasons.full)
                tell_shadow(r, &q->reasons, "This shadow rule could not be judged: ", err.msg);
        }
}

static size_t find_need(const struct verdict *v, const struct rule *r)
{
    size_t i = 0;
    while (i < v->needs.n &&
           !(str_eq(v->needs.at[i].role, r->role) && str_eq(v->needs.at[i].party, r->party)))
        i++;
    return i;
}

/* One need for each role and party, with the largest count that a rule asks for. */
static void merge_needs(const struct needing *needing, struct arena *a, struct verdict *v)
{
    v->needs.at = arena_new(a, struct need, needing->n);
    for (size_t i = 0; i < needing->n; i++) {
        const struct rule *r = needing->at[i];
        struct need *need = &v->needs.at[find_need(v, r)];
        if (!need->role.p) {
            *need = (struct need){.role = r->role, .party = r->party};
            v->needs.n++;
        }
        need->count = MAX(need->count, r->count);
        need->rules.n++;
    }
    for (size_t i = 0; i < v->needs.n; i++) {
        v->needs.at[i].rules.at = arena_new(a, str, v->needs.at[i].rules.n);
        v->needs.at[i].rules.n = 0;
    }
    for (size_t i = 0; i < needing->n; i++) {
        const struct rule *r = needing->at[i];
        struct texts *rules = &v->needs.at[find_need(v, r)].rules;
        rules->at[rules->n++] = str_format(a, "%.*s/%.*s", STR(r->pack), STR(r->id));
    }
}

/* Clear only if nothing says otherwise: a reason of an effect that is none of ours blocks. */
static int kind_of(const struct reason_list *list)
{
    int kind = VERDICT_CLEAR;
    for (size_t i = 0; i < list->n; i++) {
        int effect = list->at[i].effect;
        if (effect == EFFECT_NEED)
            kind = MIN(kind, (int)VERDICT_NEEDS);
        else if (effect != EFFECT_ADVISE)
            kind = VERDICT_BLOCKED;
    }
    return kind;
}

/* Reasons grow in the near half of the room, evaluations use the far half. */
static void judge_facts(const struct policy *p, const void *facts, struct asking *q,
                        struct needing *needing, struct reason_list *ret_shadows)
{
    struct arena *a = q->a;
    shape_bind(p->frame.facts, facts, a, q->vars);
    struct arena near = *a;
    q->work = *a;
    q->work.beg += arena_room(*a) / 2;
    near.end = q->work.beg;
    q->a = q->reasons.a = &near;
    judge_rules(p, q, needing);
    struct reason_list reasons = q->reasons;
    q->reasons = (struct reason_list){.a = &near};
    ask_shadows(p, q);
    *ret_shadows = q->reasons;
    q->reasons = reasons;
    a->beg = near.beg;
    q->a = q->reasons.a = ret_shadows->a = a;
}

struct verdict policy_judge(const struct policy *p, const void *facts, struct arena *a)
{
    assert(arena_room(*a) >= POLICY_JUDGE_BYTES);

    size_t n = p->frame.facts->object.n;
    struct asking q = {
        .vars = arena_new(a, struct cel_value, n + 1),
        .it = n,
        .budget = POLICY_BUDGET,
        .a = a,
        .reasons = {.a = a},
    };
    struct needing needing = {.at = arena_new(a, const struct rule *, p->rules + 1)};
    struct reason_list shadows = {.a = a};
    judge_packs(p, &q.reasons);
    if (guard_judge(&p->guard, p->frame.facts_version, facts, &q.reasons)) {
        judge_territories(p, facts, &q, &needing);
        judge_facts(p, facts, &q, &needing, &shadows);
    }
    reasons_sort(&q.reasons);
    reasons_sort(&shadows);
    struct verdict v = {.kind = kind_of(&q.reasons)};
    v.reasons.at = q.reasons.at;
    v.reasons.n = q.reasons.n;
    v.shadows.at = shadows.at;
    v.shadows.n = shadows.n;
    merge_needs(&needing, a, &v);
    return v;
}
