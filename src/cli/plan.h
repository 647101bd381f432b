/* cli/plan.h -- what the packs say of every set-up before there is a picture.
 *
 * Nothing here is ever clear: only a picture can be. It tells what would block or need a person,
 * each thing once with the shots that it is about. */
#pragma once

#include "policy/policy.h"
#include "shoot/callsheet.h"

/* Print it. The number of shots that something stands in the way of. */
size_t plan_tell(const struct callsheet *c, const struct policy *policy, struct arena *a);
