/* ledger/tree.h -- the Merkle tree of RFC 6962 section 2.1 over SHA-256.
 *
 * A leaf is H(0x00 || entry), a node H(0x01 || left || right). n > 1 leaves split at the largest
 * power of two below n; a lone right subtree is lifted unhashed, never paired with itself. The tree
 * of no leaves has the root H("").
 *
 * Everything here is a value; nothing is allocated, and any thread may call anything. Sizes are at
 * most TREE_SIZE_MAX, as in checkpoints. */
#pragma once

#include "base/err.h"
#include "base/hash.h"

enum {
    TREE_LEVELS = 63
};

#define TREE_SIZE_MAX ((uint64_t)INT64_MAX)

struct digest tree_leaf(str entry);
struct digest tree_node(struct digest left, struct digest right);

/* A tree that grows by leaves: the roots of its full subtrees, one for each bit of its size.
 * All zero is the empty tree. */
struct tree {
    uint64_t size;
    struct digest full[TREE_LEVELS]; /* full[l] counts where bit l of size is set */
};

void tree_append(struct tree *t, struct digest leaf); /* size < TREE_SIZE_MAX */
struct digest tree_root(const struct tree *t);

/* Where the roots of full subtrees come from: `get` gives that of the 2^level leaves from
 * index * 2^level on. What it gives is not trusted: see ledger/proof.h. */
struct tree_nodes {
    void *self;
    bool (*get)(void *self, unsigned level, uint64_t index, struct digest *ret, struct err *err);
};

/* The root over the leaves lo..hi-1, where hi > lo and lo is a multiple of the largest power of two
 * that is at most hi - lo: each subtree that proofs and tree heads need. */
nodiscard bool tree_range_root(struct tree_nodes nodes, uint64_t lo, uint64_t hi,
                               struct digest *ret_root, struct err *err);

/* The root of the first `size` leaves, 0 included. */
nodiscard bool tree_root_of(struct tree_nodes nodes, uint64_t size, struct digest *ret_root,
                            struct err *err);
