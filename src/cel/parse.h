/* cel/parse.h -- tokens to a tree, macros included. Private to this folder. */
#pragma once

#include "cel/ast.h"

struct parsed {
    struct ast *root;
    uint32_t n_nodes;
};

/* INVALID or LIMIT with a message without position, and the place in *ret_place. The
 * tree is in scratch; constant strings are in keep. */
nodiscard bool parse(str source, struct arena *keep, struct arena *scratch,
                     struct parsed *ret_parsed, struct cel_place *ret_place, struct err *err);
