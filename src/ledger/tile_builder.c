#include "ledger/tile_builder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct tile_builder {
    struct tile_sink sink;
    uint64_t size;
    struct buf bundle; /* the entries under the open tile of level 0 */
    char open[TILE_LEVELS][TILE_WIDTH * DIGEST_BYTES];
};

struct tile_builder *tile_builder_open(struct tile_sink sink)
{
    struct tile_builder *b = calloc(1, sizeof *b);
    if (!b)
        abort();
    b->sink = sink;
    b->bundle = BUF_MAX(BUNDLE_MAX_BYTES);
    return b;
}

void tile_builder_close(struct tile_builder *take_b)
{
    if (take_b)
        buf_done(&take_b->bundle);
    free(take_b);
}

void tile_builder_closep(struct tile_builder **b)
{
    tile_builder_close(*b);
    *b = NULL;
}

/* The tile of a level that is not full: width 0 where the last one is. */
static struct tile_id open_tile(const struct tile_builder *b, int level)
{
    uint64_t n = b->size >> (TILE_HEIGHT * MAX(level, 0));
    return (struct tile_id){level, n / TILE_WIDTH, (unsigned)(n % TILE_WIDTH)};
}

/* Every subtree of the fold over the whole size lies in the open tile of its level. */
static bool node_get(void *self, unsigned level, uint64_t index, struct digest *ret,
                     struct err *err)
{
    (void)err;
    const struct tile_builder *b = self;
    unsigned height = level % TILE_HEIGHT;
    *ret = tile_subtree(b->open[level / TILE_HEIGHT], (unsigned)((index << height) % TILE_WIDTH),
                        height);
    return true;
}

static bool root_of(struct tile_builder *b, struct digest *ret, struct err *err)
{
    return tree_root_of((struct tree_nodes){b, node_get}, b->size, ret, err);
}

static bool put(struct tile_builder *b, struct tile_id id, struct err *err)
{
    char path[TILE_PATH_MAX];
    tile_path(id, path);
    str bytes = id.level == TILE_ENTRIES
                    ? buf_str(&b->bundle)
                    : (str){b->open[id.level], (size_t)id.width * DIGEST_BYTES};
    return b->sink.put(b->sink.self, path, bytes, err) || err_wrap(err, "%s", path);
}

static bool put_full(struct tile_builder *b, struct tile_id id, struct err *err)
{
    return put(b, (struct tile_id){id.level, id.index, TILE_WIDTH}, err);
}

bool tile_builder_append(struct tile_builder *b, str entry, struct err *err)
{
    assert(b->size < TREE_SIZE_MAX);
    if (!bundle_put(&b->bundle, entry, err))
        return false;
    if (!buf_ok(&b->bundle))
        abort(); /* 256 entries of the longest fit: memory is gone */

    struct digest h = tree_leaf(entry);
    bool full = true;
    if (open_tile(b, 0).width == TILE_WIDTH - 1 && !put_full(b, open_tile(b, TILE_ENTRIES), err))
        return false;
    for (int level = 0; full; level++) {
        struct tile_id id = open_tile(b, level);
        memcpy(b->open[level] + (size_t)id.width * DIGEST_BYTES, h.b, DIGEST_BYTES);
        full = id.width == TILE_WIDTH - 1;
        if (full) {
            if (!put_full(b, id, err))
                return false;
            h = tile_subtree(b->open[level], 0, TILE_HEIGHT);
        }
    }
    b->size++;
    if (b->size % TILE_WIDTH == 0)
        b->bundle.n = 0;
    return true;
}

bool tile_builder_flush(struct tile_builder *b, uint64_t *ret_size, struct digest *ret_root,
                        struct err *err)
{
    for (int level = TILE_ENTRIES; level < TILE_LEVELS; level++) {
        struct tile_id id = open_tile(b, level);
        if (id.width && !put(b, id, err))
            return false;
    }
    struct digest root;
    if (!root_of(b, &root, err))
        return false;
    *ret_size = b->size;
    *ret_root = root;
    return true;
}

/* The entries of the open bundle must be those whose hashes stand in the open tile. */
static bool resume_bundle(struct tile_builder *b, struct tile_source src, struct arena scratch,
                          struct err *err)
{
    struct tile_id id = open_tile(b, TILE_ENTRIES);
    str entries[TILE_WIDTH];
    if (!bundle_read(src, id, &scratch, entries, err))
        return false;
    for (unsigned i = 0; i < id.width; i++) {
        struct digest leaf = tree_leaf(entries[i]);
        if (memcmp(b->open[0] + (size_t)i * DIGEST_BYTES, leaf.b, DIGEST_BYTES) != 0) {
            char path[TILE_PATH_MAX];
            return err_set(err, ERR_CORRUPT, "%.*s: entry %u is not the one that the tree holds",
                           STR(tile_path(id, path)), i);
        }
        if (!bundle_put(&b->bundle, entries[i], err))
            return false;
    }
    return true;
}

bool tile_builder_resume(struct tile_builder *b, struct tile_source src, uint64_t size,
                         struct digest root, struct arena scratch, struct err *err)
{
    assert(b->size == 0 && size <= TREE_SIZE_MAX);
    b->size = size;
    for (int level = 0; level < TILE_LEVELS; level++) {
        struct arena one = scratch;
        struct tile_id id = open_tile(b, level);
        str hashes;
        if (!id.width)
            continue;
        if (!tile_read(src, id, &one, &hashes, err))
            return false;
        memcpy(b->open[level], hashes.p, hashes.n);
    }
    struct digest got;
    if (!root_of(b, &got, err))
        return false;
    if (!digest_eq(got, root))
        return err_set(err, ERR_CORRUPT,
                       "the partial tiles of size %" PRIu64 " are not of its root", size);
    return !(size % TILE_WIDTH) || resume_bundle(b, src, scratch, err);
}
