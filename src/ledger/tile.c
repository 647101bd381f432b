#include "ledger/tile.h"

#include <stdio.h>
#include <string.h>

#include "ledger/tree.h"

enum {
    GROUP = 1000, /* of an index: three digits */
    LEVEL_PARSED_MAX = 63,
};

#define TILE_INDEX_MAX (TREE_SIZE_MAX >> TILE_HEIGHT)

str tile_path(struct tile_id id, char path[static TILE_PATH_MAX])
{
    assert(id.width >= 1 && id.width <= TILE_WIDTH && id.index <= TILE_INDEX_MAX);
    assert(id.level >= TILE_ENTRIES && id.level <= LEVEL_PARSED_MAX);
    int n = id.level == TILE_ENTRIES ? snprintf(path, TILE_PATH_MAX, "tile/entries/")
                                     : snprintf(path, TILE_PATH_MAX, "tile/%d/", id.level);
    uint64_t unit = 1;
    while (id.index / unit >= GROUP)
        unit *= GROUP;
    for (; unit > 1; unit /= GROUP)
        n += snprintf(path + n, TILE_PATH_MAX - (size_t)n, "x%03u/",
                      (unsigned)(id.index / unit % GROUP));
    n += snprintf(path + n, TILE_PATH_MAX - (size_t)n, "%03u", (unsigned)(id.index % GROUP));
    if (id.width < TILE_WIDTH)
        n += snprintf(path + n, TILE_PATH_MAX - (size_t)n, ".p/%u", id.width);
    assert(n < TILE_PATH_MAX);
    return (str){path, (size_t)n};
}

/* Takes a number of at most `max` off the front of *s, however it is written: tile_path_parse
 * compares with the right way. */
static bool take_number(str *s, uint64_t max, uint64_t *ret)
{
    uint64_t v = 0;
    size_t n = 0;
    for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++) {
        v = v * 10 + (uint64_t)(s->p[n] - '0');
        if (v > max)
            return false;
    }
    *s = str_from(*s, n);
    *ret = v;
    return n > 0;
}

bool tile_path_parse(str path, struct tile_id *ret)
{
    struct tile_id id = {.level = TILE_ENTRIES, .width = TILE_WIDTH};
    uint64_t v;
    str s = path;
    if (!str_skip(&s, S("tile/")))
        return false;
    if (!str_skip(&s, S("entries/"))) {
        if (!take_number(&s, LEVEL_PARSED_MAX, &v) || !str_skip(&s, S("/")))
            return false;
        id.level = (int)v;
    }
    bool more;
    do {
        more = str_skip(&s, S("x"));
        if (!take_number(&s, GROUP - 1, &v) || id.index > (TILE_INDEX_MAX - v) / GROUP ||
            (more && !str_skip(&s, S("/"))))
            return false;
        id.index = id.index * GROUP + v;
    } while (more);
    if (str_skip(&s, S(".p/"))) {
        if (!take_number(&s, TILE_WIDTH - 1, &v) || !v)
            return false;
        id.width = (unsigned)v;
    }
    char canonical[TILE_PATH_MAX];
    if (!str_eq(path, tile_path(id, canonical)))
        return false;
    *ret = id;
    return true;
}

/* Elements at a level of tiles, all tiles together. */
static uint64_t elements(int level, uint64_t size)
{
    assert(size <= TREE_SIZE_MAX);
    return level >= TILE_LEVELS ? 0 : size >> (TILE_HEIGHT * MAX(level, 0));
}

unsigned tile_width(int level, uint64_t index, uint64_t size)
{
    uint64_t n = elements(level, size);
    if (index > TILE_INDEX_MAX || n <= index * TILE_WIDTH)
        return 0;
    return (unsigned)MIN(n - index * TILE_WIDTH, (uint64_t)TILE_WIDTH);
}

/* The first tile of a level that is not full yet. */
static uint64_t first_open(int level, uint64_t size)
{
    return elements(level, size) / TILE_WIDTH;
}

struct tile_walk tile_walk_from(uint64_t old_size, uint64_t size)
{
    assert(old_size <= size && size <= TREE_SIZE_MAX);
    return (struct tile_walk){size, old_size, TILE_ENTRIES, first_open(TILE_ENTRIES, old_size)};
}

bool tile_walk_next(struct tile_walk *w, struct tile_id *ret)
{
    while (w->level < TILE_LEVELS) {
        struct tile_id id = {w->level, w->index, tile_width(w->level, w->index, w->size)};
        if (!id.width) {
            w->level++;
            w->index = first_open(w->level, w->old_size);
            continue;
        }
        w->index++;
        if (id.width != tile_width(id.level, id.index, w->old_size)) {
            *ret = id;
            return true;
        }
    }
    return false;
}

bool tile_get(struct tile_source src, struct tile_id id, struct arena *a, struct tile_id *ret_id,
              str *ret_bytes, struct err *err)
{
    char path[TILE_PATH_MAX];
    str bytes;
    tile_path(id, path);
    bool got = src.get(src.self, path, a, &bytes, err);
    if (!got && err->kind == ERR_NOT_FOUND && id.width < TILE_WIDTH) {
        struct tile_id full = {id.level, id.index, TILE_WIDTH};
        char full_path[TILE_PATH_MAX];
        struct err full_err;
        tile_path(full, full_path);
        if (src.get(src.self, full_path, a, &bytes, &full_err)) {
            got = true;
            id = full;
        } else if (full_err.kind != ERR_NOT_FOUND) {
            *err = full_err;
        }
    }
    if (!got)
        return err_wrap(err, "%s", path);
    *ret_id = id;
    *ret_bytes = bytes;
    return true;
}

bool tile_read(struct tile_source src, struct tile_id id, struct arena *a, str *ret_hashes,
               struct err *err)
{
    struct tile_id got;
    str bytes;
    if (!tile_get(src, id, a, &got, &bytes, err))
        return false;
    if (bytes.n != (size_t)got.width * DIGEST_BYTES) {
        char path[TILE_PATH_MAX];
        tile_path(got, path);
        return err_set(err, ERR_CORRUPT, "%s has %zu bytes, want %u", path, bytes.n,
                       got.width * DIGEST_BYTES);
    }
    *ret_hashes = str_first(bytes, (size_t)id.width * DIGEST_BYTES);
    return true;
}

struct digest tile_subtree(const char *hashes, unsigned at, unsigned height)
{
    struct digest row[TILE_WIDTH];
    assert(height <= TILE_HEIGHT && at + (1u << height) <= TILE_WIDTH);
    memcpy(row, hashes + (size_t)at * DIGEST_BYTES, DIGEST_BYTES << height);
    for (unsigned n = 1u << height; n > 1; n /= 2) {
        for (unsigned i = 0; i < n / 2; i++)
            row[i] = tree_node(row[2 * i], row[2 * i + 1]);
    }
    return row[0];
}
