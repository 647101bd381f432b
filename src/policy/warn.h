/* policy/warn.h -- what is no mistake in packs, and looks wrong: for those who write rules.
 *
 * All that is said is shown by examples, not proved: a rule is called shadowed if no example of it,
 * and nothing that differs from one in a single field, makes it decide; a part of a condition is
 * called untried if every example would come out the same without it. */
#pragma once

#include "policy/policy.h"

enum {
    WARN_BUDGET = 1 << 26, /* steps, less than a second; what is over is said to be left out */
};

/* A diag for each thing, in the diags of its pack. packs are the n texts that were added to the
 * policy, all of which loaded, in that order. */
void policy_warn(const struct policy *p, const str *packs, struct diags *const *diags, size_t n);
