#include "ledger/tile_reader.h"

#include <string.h>

struct kept {
    struct tile_id id; /* width 0: none yet */
    char hashes[TILE_WIDTH * DIGEST_BYTES];
};

struct tile_reader {
    struct tile_source src;
    uint64_t size;
    struct arena *a;
    struct kept kept[TILE_LEVELS];
};

struct tile_reader *tile_reader_new(struct tile_source src, uint64_t size, struct arena *a)
{
    assert(size <= TREE_SIZE_MAX);
    struct tile_reader *r = arena_new(a, struct tile_reader, 1);
    r->src = src;
    r->size = size;
    r->a = a;
    return r;
}

static bool keep_tile(struct tile_reader *r, struct tile_id id, struct err *err)
{
    struct arena scratch = *r->a;
    struct kept *k = &r->kept[id.level];
    str hashes;
    if (!tile_read(r->src, id, &scratch, &hashes, err))
        return false;
    memcpy(k->hashes, hashes.p, hashes.n);
    k->id = id;
    return true;
}

static bool node_get(void *self, unsigned level, uint64_t index, struct digest *ret,
                     struct err *err)
{
    struct tile_reader *r = self;
    unsigned height = level % TILE_HEIGHT;
    uint64_t element = index << height;
    struct tile_id id = {(int)(level / TILE_HEIGHT), element / TILE_WIDTH, 0};
    id.width = tile_width(id.level, id.index, r->size);
    assert(id.width >= element % TILE_WIDTH + (1u << height));

    const struct kept *k = &r->kept[id.level];
    if ((k->id.width != id.width || k->id.index != id.index) && !keep_tile(r, id, err))
        return false;
    *ret = tile_subtree(k->hashes, (unsigned)(element % TILE_WIDTH), height);
    return true;
}

struct tree_nodes tile_reader_nodes(struct tile_reader *r)
{
    return (struct tree_nodes){r, node_get};
}
