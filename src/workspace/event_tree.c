#include "workspace/event_tree.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/bundle.h"

enum {
    EVENT_ARENA_BYTES = 2 * EVENT_TEXT_MAX + (1 << 20),
};

#define HASHES_MAX_BYTES ((size_t)1 << 36)

static const char *hash_at(const struct event_tree *t, int level, uint64_t index)
{
    return t->hash[level].p + index * DIGEST_BYTES;
}

static uint64_t hashes(const struct event_tree *t, int level)
{
    return t->hash[level].n / DIGEST_BYTES;
}

static void append(struct event_tree *t, struct digest h)
{
    for (int level = 0; level < TILE_LEVELS; level++) {
        buf_put(&t->hash[level], (str){(const char *)h.b, sizeof h.b});
        uint64_t n = hashes(t, level);
        if (!buf_ok(&t->hash[level]) || n % TILE_WIDTH != 0)
            return;
        h = tile_subtree(hash_at(t, level, n - TILE_WIDTH), 0, TILE_HEIGHT);
    }
}

static bool fits(const struct event_tree *t, struct err *err)
{
    for (int level = 0; level < TILE_LEVELS; level++)
        if (!buf_ok(&t->hash[level]))
            return err_set(err, ERR_LIMIT, "too many events for this machine's memory");
    return true;
}

bool event_tree_open(struct store *store, struct event_tree *ret, struct err *err)
{
    struct event_filter all = {0};
    *ret = (struct event_tree){.store = store};
    for (int level = 0; level < TILE_LEVELS; level++)
        ret->hash[level] = BUF_MAX(HASHES_MAX_BYTES);
    CLEANUP(events_closep) struct events *events = events_open(store, &all, err);
    if (!events)
        return false;
    struct arena a CLEANUP(arena_close) = arena_open(EVENT_ARENA_BYTES);
    for (;;) {
        struct arena one = a;
        struct event e;
        if (!events_next(events, &one, &e, err))
            return err->kind == ERR_NONE;
        append(ret, tree_leaf(event_leaf(&e, &one)));
        if (!fits(ret, err))
            return false;
        ret->size++;
    }
}

void event_tree_close(struct event_tree *t)
{
    for (int level = 0; level < TILE_LEVELS; level++)
        buf_done(&t->hash[level]);
}

static bool hash_of_node(void *self, unsigned level, uint64_t index, struct digest *ret,
                         struct err *err)
{
    (void)err;
    unsigned height = level % TILE_HEIGHT;
    *ret = tile_subtree(hash_at(self, (int)(level / TILE_HEIGHT), index << height), 0, height);
    return true;
}

struct digest event_tree_leaf(const struct event_tree *t, uint64_t seq)
{
    struct digest leaf;
    assert(seq < t->size);
    memcpy(leaf.b, hash_at(t, 0, seq), sizeof leaf.b);
    return leaf;
}

struct digest event_tree_root(const struct event_tree *t, uint64_t size)
{
    struct digest root;
    struct err err;
    assert(size <= t->size);
    bool ok = tree_root_of((struct tree_nodes){(void *)t, hash_of_node}, size, &root, &err);
    assert(ok);
    return root;
}

bool event_tree_has(const struct event_tree *t, struct tile_id id)
{
    return tile_width(id.level, id.index, t->size) >= id.width;
}

static bool bundle_of(const struct event_tree *t, struct tile_id id, struct arena *a, str *ret,
                      struct err *err)
{
    struct event_filter filter = {.from = id.index * TILE_WIDTH};
    filter.until = filter.from + id.width;
    CLEANUP(buf_done) struct buf bundle = BUF_MAX(BUNDLE_MAX_BYTES);
    CLEANUP(events_closep) struct events *events = events_open(t->store, &filter, err);
    if (!events)
        return false;
    struct arena one_a CLEANUP(arena_close) = arena_open(EVENT_ARENA_BYTES);
    for (;;) {
        struct arena one = one_a;
        struct event e;
        if (!events_next(events, &one, &e, err))
            break;
        if (!bundle_put(&bundle, event_leaf(&e, &one), err))
            return false;
    }
    if (err->kind != ERR_NONE)
        return false;
    if (!buf_ok(&bundle))
        abort(); /* 256 leaves are far below its limit: memory is gone */
    *ret = str_copy(buf_str(&bundle), a);
    return true;
}

bool event_tree_file(const struct event_tree *t, struct tile_id id, struct arena *a, str *ret_bytes,
                     struct err *err)
{
    assert(event_tree_has(t, id));
    if (id.level == TILE_ENTRIES)
        return bundle_of(t, id, a, ret_bytes, err);
    *ret_bytes =
        (str){hash_at(t, id.level, id.index * TILE_WIDTH), (size_t)id.width * DIGEST_BYTES};
    return true;
}

/* ---- what is there ---- */

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

bool ledger_files(const char *folder, struct ledger_files_look look, struct err *err)
{
    char *roots[] = {(char *)folder, NULL};
    FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    bool ok = true;
    if (!fts)
        return err_system(err, folder);
    errno = 0;
    for (FTSENT *e = fts_read(fts); e; e = fts_read(fts)) {
        struct tile_id id;
        if (e->fts_info == FTS_D || e->fts_info == FTS_DP)
            continue;
        if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS) {
            errno = e->fts_errno;
            ok = err_system(err, e->fts_path);
            continue;
        }
        const char *below = e->fts_path + strlen(folder) + 1;
        bool is_tile = e->fts_info == FTS_F && tile_path_parse(str_of(below), &id);
        look.file(look.self, below, is_tile ? &id : NULL);
        errno = 0;
    }
    if (errno != 0)
        ok = err_system(err, folder);
    fts_close(fts);
    return ok;
}
