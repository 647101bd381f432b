/* policy/explain.h -- what each rule makes of the facts, as a tree that a lawyer can follow.
 *
 * Each rule, each thing that it is asked for, and the value of every subexpression that was looked
 * at, with what made it so: "people.exists(p, p.minor): true, because of person child-1 (12 or
 * younger)". Shadows too. Pure; the text is UTF-8, may hold what stood in a picture, and has no
 * control characters but line feeds.
 *
 * Limits: EXPLAIN_BUDGET steps and EXPLAIN_THINGS_MAX things a rule and rounds a list; what is left
 * out is counted, and those for which the rule fires are told first. */
#pragma once

#include "policy/policy.h"

enum {
    EXPLAIN_BUDGET = 16 * POLICY_BUDGET, /* for all rules: about a second */
    EXPLAIN_THINGS_MAX = 20,
    EXPLAIN_TEXT_MAX_BYTES = 64 << 20,
};

/* Append the tree. LIMIT if the budget did not suffice: what is appended then ends with the rule at
 * which it ran out. a has POLICY_JUDGE_BYTES of room. */
nodiscard bool policy_explain(const struct policy *p, const void *facts, struct arena a,
                              struct buf *out, struct err *err);
