/* policy/loaded.h -- inside policy only: what stands in a policy, for the tools that look into it.
 */
#pragma once

#include "policy/compile.h"

const struct rule_frame *loaded_frame(const struct policy *p);

/* The rules of the i-th pack that loaded, or NULL. */
const struct rule_set *loaded_rules(const struct policy *p, size_t i);
