/* policy/compare.h -- two policies held against each other: which rules differ, and what that makes
 * of a verdict. For trying a change on pictures of the past before it counts. Pure. */
#pragma once

#include "policy/policy.h"

enum change {
    CHANGE_ADDED = 1,
    CHANGE_DROPPED,
    CHANGE_STRICTER,  /* its effect, or it is no shadow any more */
    CHANGE_LOOSER,    /* its effect, or it became a shadow */
    CHANGE_CONDITION, /* each or when: whether stricter or looser only pictures can tell */
};
extern const struct words change_words;

struct rule_change {
    str pack, rule;
    int change;  /* enum change */
    str was, is; /* what it does: "block", "need 2 x legal", "shadow block"; absent: nothing */
};

struct rule_changes {
    struct rule_change *at;
    size_t n;
};

/* In the order of the old packs, and then what was added. Lives in a, borrows from both. */
struct rule_changes policy_changes(const struct policy *was, const struct policy *is,
                                   struct arena *a);

enum turn {
    TURN_SAME = 1,
    TURN_STRICTER,
    TURN_WEAKER, /* in any way: a milder kind, a role that is not asked any more, or fewer of it */
};

enum turn verdict_turn(const struct verdict *was, const struct verdict *is);
