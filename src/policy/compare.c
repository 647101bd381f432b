#include "policy/compare.h"

#include "policy/loaded.h"

static const struct word changes[] = {
    {"added", CHANGE_ADDED, "a rule that was not there"},
    {"dropped", CHANGE_DROPPED, "a rule that is not there any more"},
    {"stricter", CHANGE_STRICTER, "it does more than it did"},
    {"looser", CHANGE_LOOSER, "it does less than it did"},
    {"changed", CHANGE_CONDITION, "it fires for something else"},
};
const struct words change_words = {changes, countof(changes)};

/* ---- rules ---- */

static const struct rule *find(const struct policy *p, const struct rule *like)
{
    const struct rule_set *set;
    for (size_t i = 0; (set = loaded_rules(p, i)); i++)
        for (size_t j = 0; str_eq(set->pack, like->pack) && j < set->n; j++)
            if (str_eq(set->at[j].id, like->id))
                return &set->at[j];
    return NULL;
}

static str effect_of(const struct rule *r, struct arena *a)
{
    const char *shadow = r->shadow ? "shadow " : "";
    if (r->effect != EFFECT_NEED)
        return str_format(a, "%s%s", shadow, words_name(&effect_words, r->effect));
    return str_format(a, "%sneed %lld x %.*s%s%.*s", shadow, (long long)r->count, STR(r->role),
                      r->party.n ? " of " : "", STR(r->party));
}

/* Less than it did: a shadow does nothing, and a need that asks for another role, for fewer, or for
 * anybody where it asked for a party, no longer asks for what it did. */
static bool is_looser(const struct rule *was, const struct rule *is)
{
    if (was->shadow || is->shadow)
        return !was->shadow;
    if (was->effect != is->effect)
        return is->effect > was->effect;
    return was->effect == EFFECT_NEED && (!str_eq(was->role, is->role) || is->count < was->count ||
                                          (was->party.n > 0 && !str_eq(was->party, is->party)));
}

static bool same_effect(const struct rule *was, const struct rule *is)
{
    if (was->shadow != is->shadow || was->effect != is->effect)
        return false;
    return was->effect != EFFECT_NEED || (str_eq(was->role, is->role) &&
                                          str_eq(was->party, is->party) && was->count == is->count);
}

static int change_of(const struct rule *was, const struct rule *is)
{
    if (!same_effect(was, is))
        return is_looser(was, is) ? CHANGE_LOOSER : CHANGE_STRICTER;
    bool same =
        str_eq(was->each_source, is->each_source) && str_eq(was->when_source, is->when_source);
    return same ? 0 : CHANGE_CONDITION;
}

static void add(struct rule_changes *list, const struct rule *rule, int change, str was, str is)
{
    if (change)
        list->at[list->n++] = (struct rule_change){
            .pack = rule->pack,
            .rule = rule->id,
            .change = change,
            .was = was,
            .is = is,
        };
}

static size_t count_rules(const struct policy *p)
{
    const struct rule_set *set;
    size_t n = 0;
    for (size_t i = 0; (set = loaded_rules(p, i)); i++)
        n += set->n;
    return n;
}

struct rule_changes policy_changes(const struct policy *was, const struct policy *is,
                                   struct arena *a)
{
    struct rule_changes list = {
        arena_new(a, struct rule_change, count_rules(was) + count_rules(is)), 0};
    const struct rule_set *set;
    for (size_t i = 0; (set = loaded_rules(was, i)); i++)
        for (size_t j = 0; j < set->n; j++) {
            const struct rule *old = &set->at[j], *opt_new = find(is, old);
            if (opt_new)
                add(&list, old, change_of(old, opt_new), effect_of(old, a), effect_of(opt_new, a));
            else
                add(&list, old, CHANGE_DROPPED, effect_of(old, a), (str){0});
        }
    for (size_t i = 0; (set = loaded_rules(is, i)); i++)
        for (size_t j = 0; j < set->n; j++)
            if (!find(was, &set->at[j]))
                add(&list, &set->at[j], CHANGE_ADDED, (str){0}, effect_of(&set->at[j], a));
    return list;
}

/* ---- verdicts ---- */

/* Does one of the verdicts ask for all that the other asks for? */
static bool asks_for_all(const struct verdict *v, const struct verdict *of)
{
    for (size_t i = 0; i < of->needs.n; i++) {
        const struct need *need = &of->needs.at[i];
        bool asked = false;
        for (size_t j = 0; j < v->needs.n && !asked; j++)
            asked = str_eq(v->needs.at[j].role, need->role) &&
                    str_eq(v->needs.at[j].party, need->party) &&
                    v->needs.at[j].count >= need->count;
        if (!asked)
            return false;
    }
    return true;
}

enum turn verdict_turn(const struct verdict *was, const struct verdict *is)
{
    if (is->kind != was->kind)
        return is->kind > was->kind ? TURN_WEAKER : TURN_STRICTER;
    if (!asks_for_all(is, was))
        return TURN_WEAKER;
    return asks_for_all(was, is) ? TURN_SAME : TURN_STRICTER;
}
