/* ledger/tile.h -- the files of a published ledger: their names, which of them a size implies,
 * reading one (C2SP tlog-tiles).
 *
 * A tile holds up to 256 hashes of each eighth level of the tree; an entry bundle (ledger/bundle.h)
 * the entries under a tile of level 0. Full ones never change; partial ones are named by their
 * width and are never hashed into the level above. Nothing read here is trusted: callers check
 * hashes against a checkpoint (ledger/proof.h). All functions are pure but for the source they are
 * given. */
#pragma once

#include "base/err.h"
#include "base/hash.h"

enum {
    TILE_WIDTH = 256,
    TILE_HEIGHT = 8, /* levels of the tree in a tile */
    TILE_LEVELS = 8, /* levels of tiles in a tree of TREE_SIZE_MAX */
    TILE_ENTRIES = -1,
    TILE_PATH_MAX = 64, /* with its NUL */
};

struct tile_id {
    int level; /* 0 to 63, or TILE_ENTRIES for the entry bundle */
    uint64_t index;
    unsigned width; /* 1 to 255 for a partial one, or TILE_WIDTH */
};

/* Where the files come from: NOT_FOUND where there is none. */
struct tile_source {
    void *self;
    bool (*get)(void *self, const char *path, struct arena *a, str *ret, struct err *err);
};

/* "tile/0/x001/x234/067.p/8": what to append to the ledger's address. */
str tile_path(struct tile_id id, char path[static TILE_PATH_MAX]);

/* The other way; only the one path that tile_path writes is taken. */
bool tile_path_parse(str path, struct tile_id *ret);

/* How many elements the tile of this place has in a tree of this size; 0: there is no such tile. */
unsigned tile_width(int level, uint64_t index, uint64_t size);

/* Walks the tiles and bundles that a tree of `size` has and that of `old_size` has not in this
 * width, entries first, then level by level: what is to be written before the checkpoint of `size`.
 * From 0, all that the size implies. A partial tile that was full before never comes. */
struct tile_walk {
    uint64_t size;
    uint64_t old_size; /* <= size */
    int level;         /* where it stands; see tile_walk_from */
    uint64_t index;
};

struct tile_walk tile_walk_from(uint64_t old_size, uint64_t size);
bool tile_walk_next(struct tile_walk *w, struct tile_id *ret); /* false at the end */

/* The width * 32 bytes of a tile of hashes; a partial tile that is not there any more is cut from
 * the full one. CORRUPT if the length is wrong. */
nodiscard bool tile_read(struct tile_source src, struct tile_id id, struct arena *a,
                         str *ret_hashes, struct err *err);

/* The file of id as it is or, for a partial one that is not there, that of the full one: *ret_id
 * says which. Lengths are the caller's to check. */
nodiscard bool tile_get(struct tile_source src, struct tile_id id, struct arena *a,
                        struct tile_id *ret_id, str *ret_bytes, struct err *err);

/* The root of 2^height elements of a tile from element `at` on; height < TILE_HEIGHT, or
 * TILE_HEIGHT for a full one. */
struct digest tile_subtree(const char *hashes, unsigned at, unsigned height);
