/* cel/cost.h -- how many steps an evaluation can take, from the checked tree and its nodes. Private
 * to this folder. */
#pragma once

#include "cel/ast.h"
#include "cel/eval.h"

/* Beyond the steps that p->cost counts; UINT64_MAX when it is more than can be said. */
uint64_t cost_bound(const struct cel_env *env, const struct ast *root, const struct node *node,
                    uint32_t n_locals, struct arena *scratch);
