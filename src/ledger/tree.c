#include "ledger/tree.h"

#include <string.h>

struct digest tree_leaf(str entry)
{
    str parts[] = {S("\0"), entry};
    return sha256_parts(parts, countof(parts));
}

struct digest tree_node(struct digest left, struct digest right)
{
    char bytes[1 + 2 * DIGEST_BYTES] = {1};
    memcpy(bytes + 1, left.b, DIGEST_BYTES);
    memcpy(bytes + 1 + DIGEST_BYTES, right.b, DIGEST_BYTES);
    return sha256((str){bytes, sizeof bytes});
}

void tree_append(struct tree *t, struct digest leaf)
{
    assert(t->size < TREE_SIZE_MAX);
    unsigned level = 0;
    struct digest h = leaf;
    for (; t->size >> level & 1; level++)
        h = tree_node(t->full[level], h);
    t->full[level] = h;
    t->size++;
}

struct digest tree_root(const struct tree *t)
{
    if (!t->size)
        return sha256(S(""));
    unsigned level = (unsigned)__builtin_ctzll(t->size);
    struct digest root = t->full[level];
    for (level++; t->size >> level; level++) {
        if (t->size >> level & 1)
            root = tree_node(t->full[level], root);
    }
    return root;
}

bool tree_range_root(struct tree_nodes nodes, uint64_t lo, uint64_t hi, struct digest *ret_root,
                     struct err *err)
{
    assert(lo < hi && hi <= TREE_SIZE_MAX);
    struct digest part[TREE_LEVELS];
    size_t n = 0;
    for (uint64_t at = lo; at < hi; n++) {
        unsigned level = 63 - (unsigned)__builtin_clzll(hi - at);
        assert((at & (((uint64_t)1 << level) - 1)) == 0);
        if (!nodes.get(nodes.self, level, at >> level, &part[n], err))
            return false;
        at += (uint64_t)1 << level;
    }
    while (--n)
        part[n - 1] = tree_node(part[n - 1], part[n]);
    *ret_root = part[0];
    return true;
}

bool tree_root_of(struct tree_nodes nodes, uint64_t size, struct digest *ret_root, struct err *err)
{
    if (size)
        return tree_range_root(nodes, 0, size, ret_root, err);
    *ret_root = sha256(S(""));
    return true;
}
