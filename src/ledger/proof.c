#include "ledger/proof.h"

#include <inttypes.h>

/* Where n > 1 leaves split: the largest power of two below n. */
static uint64_t split(uint64_t n)
{
    return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

static void turn_round(struct proof *p)
{
    for (size_t i = 0, j = p->n; i + 1 < j; i++) {
        struct digest d = p->at[i];
        p->at[i] = p->at[--j];
        p->at[j] = d;
    }
}

bool proof_of_inclusion(struct tree_nodes nodes, uint64_t index, uint64_t size, struct proof *ret,
                        struct err *err)
{
    if (size > TREE_SIZE_MAX || index >= size)
        return err_set(err, ERR_INVALID, "entry %" PRIu64 " is not in a tree of %" PRIu64, index,
                       size);
    struct proof p = {.n = 0};
    uint64_t lo = 0, hi = size;
    while (hi - lo > 1) {
        uint64_t middle = lo + split(hi - lo);
        bool left = index < middle;
        if (!tree_range_root(nodes, left ? middle : lo, left ? hi : middle, &p.at[p.n++], err))
            return err_wrap(err, "proof of entry %" PRIu64, index);
        *(left ? &hi : &lo) = middle;
    }
    turn_round(&p);
    *ret = p;
    return true;
}

bool proof_of_consistency(struct tree_nodes nodes, uint64_t old_size, uint64_t new_size,
                          struct proof *ret, struct err *err)
{
    if (new_size > TREE_SIZE_MAX || old_size > new_size)
        return err_set(err, ERR_INVALID,
                       "a tree of %" PRIu64 " does not come before one of %" PRIu64, old_size,
                       new_size);
    struct proof p = {.n = 0};
    uint64_t lo = 0, hi = old_size ? new_size : 0;
    while (old_size != hi) {
        uint64_t middle = lo + split(hi - lo);
        bool left = old_size <= middle;
        if (!tree_range_root(nodes, left ? middle : lo, left ? hi : middle, &p.at[p.n++], err))
            return err_wrap(err, "proof from %" PRIu64 " to %" PRIu64, old_size, new_size);
        *(left ? &hi : &lo) = middle;
    }
    /* The old tree as a whole the checker knows; a part of it not. */
    if (lo && !tree_range_root(nodes, lo, hi, &p.at[p.n++], err))
        return err_wrap(err, "proof from %" PRIu64 " to %" PRIu64, old_size, new_size);
    turn_round(&p);
    *ret = p;
    return true;
}

/* The way up from a leaf (fn) beside that of the last leaf (sn). */
struct climb {
    uint64_t fn, sn;
};

/* Whether the next hash of the proof stands left; then the levels without a sibling are passed. */
static bool climb_is_left(struct climb *c)
{
    bool left = c->fn & 1 || c->fn == c->sn;
    if (left) {
        while (!(c->fn & 1) && c->fn) {
            c->fn >>= 1;
            c->sn >>= 1;
        }
    }
    c->fn >>= 1;
    c->sn >>= 1;
    return left;
}

bool proof_includes(const struct proof *p, uint64_t index, uint64_t size, struct digest leaf,
                    struct digest root)
{
    if (index >= size)
        return false;
    struct climb c = {index, size - 1};
    struct digest r = leaf;
    for (size_t i = 0; i < p->n; i++) {
        if (!c.sn)
            return false;
        r = climb_is_left(&c) ? tree_node(p->at[i], r) : tree_node(r, p->at[i]);
    }
    return !c.sn && digest_eq(r, root);
}

bool proof_is_consistent(const struct proof *p, uint64_t old_size, uint64_t new_size,
                         struct digest old_root, struct digest new_root)
{
    if (!old_size || old_size > new_size)
        return false;
    if (old_size == new_size)
        return !p->n && digest_eq(old_root, new_root);
    /* An old tree that is one full subtree is where the proof begins, and is left out of it. */
    bool whole = !(old_size & (old_size - 1));
    if (!p->n)
        return false;
    struct climb c = {old_size - 1, new_size - 1};
    while (c.fn & 1) {
        c.fn >>= 1;
        c.sn >>= 1;
    }
    struct digest older = whole ? old_root : p->at[0], newer = older;
    for (size_t i = whole ? 0 : 1; i < p->n; i++) {
        if (!c.sn)
            return false;
        if (climb_is_left(&c)) {
            older = tree_node(p->at[i], older);
            newer = tree_node(p->at[i], newer);
        } else {
            newer = tree_node(newer, p->at[i]);
        }
    }
    return !c.sn && digest_eq(older, old_root) && digest_eq(newer, new_root);
}
