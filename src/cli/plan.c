#include "cli/plan.h"

#include <stdio.h>

#include "cli/command.h"
#include "cli/print.h"
#include "shoot/facts.h"

enum {
    GROUPS_MAX = 500,
    SHOTS_SHOWN = 12,
    TELL_BYTES = 64 << 20,
};

/* Rules that speak of the file's metadata ask for what no plan can hold. */
#define PACK_OF_FILES S("metadata")

/* One reason, and the shots for which it was given. */
struct group {
    struct reason reason;
    size_t shots;
    str first[SHOTS_SHOWN]; /* their ids */
};

struct plan {
    struct arena *a;
    struct group groups[GROUPS_MAX];
    size_t n, left_out;
    size_t blocked, needs, free;
};

static bool same(const struct reason *x, const struct reason *y)
{
    return x->effect == y->effect && str_eq(x->rule, y->rule) && str_eq(x->pack, y->pack) &&
           str_eq(x->because, y->because);
}

static struct group *group_of(struct plan *plan, const struct reason *reason)
{
    for (size_t i = 0; i < plan->n; i++)
        if (same(&plan->groups[i].reason, reason))
            return &plan->groups[i];
    if (plan->n == GROUPS_MAX)
        return NULL;
    struct group *g = &plan->groups[plan->n++];
    *g = (struct group){.reason = *reason};
    /* The packs' words outlive the verdict; those that it made do not. */
    g->reason.because = str_copy(reason->because, plan->a);
    g->reason.fix = str_copy(reason->fix, plan->a);
    return g;
}

static bool about_files(const struct reason *r)
{
    return str_eq(r->rule, S("could-not-tell")) || str_eq(r->pack, PACK_OF_FILES);
}

static void judge_shot(struct plan *plan, const struct policy *policy, const struct callsheet *c,
                       const struct look *look, const struct shot *shot)
{
    struct arena scratch CLEANUP(arena_close) =
        arena_open((size_t)FACTS_ARENA_BYTES + POLICY_JUDGE_BYTES);
    struct facts facts = facts_planned(c, look, shot, &scratch);
    struct verdict v = policy_judge(policy, &facts, &scratch);
    assert(v.kind == VERDICT_BLOCKED);
    int worst = EFFECT_ADVISE;
    for (size_t i = 0; i < v.reasons.n; i++) {
        const struct reason *r = &v.reasons.at[i];
        if (about_files(r) || r->effect == EFFECT_ADVISE)
            continue;
        worst = MIN(worst, r->effect);
        struct group *g = group_of(plan, r);
        if (!g) {
            plan->left_out++;
            continue;
        }
        if (g->shots < SHOTS_SHOWN)
            g->first[g->shots] = shot->id;
        g->shots++;
    }
    plan->blocked += worst == EFFECT_BLOCK;
    plan->needs += worst == EFFECT_NEED;
    plan->free += worst == EFFECT_ADVISE;
}

static void tell_group(const struct group *g, struct arena scratch)
{
    CLEANUP(buf_done) struct buf out = {0};
    buf_format(&out, "  %-5s  ", words_name(&effect_words, g->reason.effect));
    print_wrapped(&out, print_safe(g->reason.because, &scratch), out.n);
    size_t at = out.n;
    buf_format(&out, "         fix  ");
    print_wrapped(&out, print_safe(g->reason.fix, &scratch), out.n - at);
    CLEANUP(buf_done) struct buf shots = {0};
    buf_format(&shots, "%.*s/%.*s; shot%s ", STR(g->reason.pack), STR(g->reason.rule),
               plural((int64_t)g->shots));
    for (size_t i = 0; i < MIN(g->shots, (size_t)SHOTS_SHOWN); i++)
        buf_format(&shots, "%s%.*s", i ? ", " : "", STR(g->first[i]));
    if (g->shots > SHOTS_SHOWN)
        buf_format(&shots, " and %zu more", g->shots - SHOTS_SHOWN);
    buf_format(&out, "         ");
    print_wrapped(&out, buf_str(&shots), 9);
    printf("%.*s", STR(buf_str(&out)));
}

size_t plan_tell(const struct callsheet *c, const struct policy *policy, struct arena *a)
{
    struct plan *plan = arena_new(a, struct plan, 1);
    plan->a = a;
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++)
            judge_shot(plan, policy, c, &c->setups.at[i], &c->setups.at[i].shots.at[j]);
    struct arena scratch CLEANUP(arena_close) = arena_open(TELL_BYTES);
    if (plan->n)
        puts("Before any picture is made, by the rules:");
    for (int effect = EFFECT_BLOCK; effect <= EFFECT_NEED; effect++)
        for (size_t i = 0; i < plan->n; i++)
            if (plan->groups[i].reason.effect == effect)
                tell_group(&plan->groups[i], scratch);
    if (plan->left_out)
        printf("  and %zu reasons more: settle these first\n", plan->left_out);
    size_t shots = plan->blocked + plan->needs + plan->free;
    printf("Of %zu shot%s %zu would be blocked, %zu would need a person, and in the way of %zu "
           "stands nothing yet;\nwhether a picture is clear is known when it is there.\n",
           shots, plural((int64_t)shots), plan->blocked, plan->needs, plan->free);
    return plan->blocked + plan->needs;
}
