/* ledger/proof.h -- that an entry is in a tree, and that a tree grew out of an older one (RFC 6962
 * sections 2.1.1 and 2.1.2; checking as RFC 9162 sections 2.1.3.2 and 2.1.4.2).
 *
 * A proof is a list of hashes, the leaf's sibling first. Made from nodes that may be damaged, it
 * can be wrong: check it against the checkpoint's root before giving it away. */
#pragma once

#include "ledger/tree.h"

enum {
    PROOF_MAX = 64 /* hashes of a proof in a tree of TREE_SIZE_MAX leaves */
};

struct proof {
    struct digest at[PROOF_MAX];
    size_t n;
};

/* That leaf `index` is in the tree of `size`. INVALID where index >= size or size > TREE_SIZE_MAX;
 * else what `nodes` failed with. */
nodiscard bool proof_of_inclusion(struct tree_nodes nodes, uint64_t index, uint64_t size,
                                  struct proof *ret, struct err *err);

/* That the tree of new_size begins with that of old_size. From 0, and to itself, it is empty.
 * INVALID where old_size > new_size or new_size > TREE_SIZE_MAX. */
nodiscard bool proof_of_consistency(struct tree_nodes nodes, uint64_t old_size, uint64_t new_size,
                                    struct proof *ret, struct err *err);

/* True only if the proof shows it. */
nodiscard bool proof_includes(const struct proof *p, uint64_t index, uint64_t size,
                              struct digest leaf, struct digest root);

/* True only if the proof shows it. Never for an old size of 0, which binds nothing. */
nodiscard bool proof_is_consistent(const struct proof *p, uint64_t old_size, uint64_t new_size,
                                   struct digest old_root, struct digest new_root);
