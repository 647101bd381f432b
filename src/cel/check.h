/* cel/check.h -- names and types: annotates the tree, or says what is wrong with it. Private to
 * this folder. */
#pragma once

#include "cel/ast.h"
#include "cel/types.h"

struct checked {
    const struct cel_type *type; /* in keep */
    uint32_t n_locals;
};

/* INVALID or LIMIT with a message without position, and the place in *ret_place. */
nodiscard bool check(const struct cel_env *env, struct ast *root, const struct cel_type *opt_want,
                     struct arena *keep, struct arena *scratch, struct checked *ret_checked,
                     struct cel_place *ret_place, struct err *err);
