#include "workspace/rebuild.h"

#include <unistd.h>

#include "base/fd.h"
#include "workspace/event_tree.h"
#include "workspace/ledger.h"
#include "workspace/leftovers.h"

enum {
    FILE_ARENA_BYTES = 64 << 20, /* two bundles */
};

struct rebuild {
    struct event_tree tree;
    struct ledger_folder folder;
    struct arena room;
    struct ledger_rebuilt done;
    bool failed;
    struct err err;
};

static bool head_fits(const struct rebuild *r, const struct checkpoint *head, struct err *err)
{
    if (head->size > r->tree.size)
        return err_set(
            err, ERR_CONFLICT,
            "%llu events were signed and %llu are here: this is an older copy. Bring the "
            "newest back",
            (unsigned long long)head->size, (unsigned long long)r->tree.size);
    return digest_eq(event_tree_root(&r->tree, head->size), head->root) ||
           err_set(err, ERR_CORRUPT,
                   "the first %llu events are not those that were signed: nothing is written anew "
                   "from them",
                   (unsigned long long)head->size);
}

static bool write_if_other(struct rebuild *r, struct tile_id id, struct err *err)
{
    struct arena a = r->room;
    struct tile_source source = ledger_folder_source(&r->folder);
    struct tile_sink sink = ledger_folder_sink(&r->folder);
    char path[TILE_PATH_MAX];
    str is, want;
    tile_path(id, path);
    if (!event_tree_file(&r->tree, id, &a, &want, err))
        return false;
    if (source.get(source.self, path, &a, &is, err) && str_eq(is, want))
        return true;
    r->done.files++;
    return sink.put(sink.self, path, want, err);
}

static void present(void *self, const char *below, const struct tile_id *opt_id)
{
    struct rebuild *r = self;
    (void)below;
    if (!r->failed && opt_id && event_tree_has(&r->tree, *opt_id) &&
        !write_if_other(r, *opt_id, &r->err))
        r->failed = true;
}

static bool write_files(struct rebuild *r, uint64_t size, struct arena *a, struct err *err)
{
    struct tile_walk walk = tile_walk_from(0, size);
    for (struct tile_id id; tile_walk_next(&walk, &id);)
        if (!write_if_other(r, id, err))
            return false;
    if (!ledger_files(str_c(r->folder.path, a), (struct ledger_files_look){r, present}, err))
        return false;
    if (r->failed)
        *err = r->err;
    return !r->failed;
}

static bool rebuild(struct workspace *w, struct rebuild *r, struct arena *a, struct err *err)
{
    struct verify_key *keys;
    size_t n_keys;
    struct checkpoint at_key = {0}, shown = {0};
    str signed_bytes = {0}, shown_bytes;
    const char *path = ledger_signed_path(w, a);
    if (!event_tree_open(w->store, &r->tree, err) || !ledger_keys(w, a, &keys, &n_keys, err))
        return false;
    bool is_signed = ledger_head_read(path, keys, n_keys, a, &signed_bytes, &at_key, err);
    if (!is_signed && err->kind != ERR_NONE)
        return false;
    if (is_signed && !head_fits(r, &at_key, err))
        return err_wrap(err, "%s", path);
    bool is_shown = ledger_folder_head(&r->folder, keys, n_keys, a, &shown_bytes, &shown, err);
    if (!is_shown && !is_signed)
        return err->kind == ERR_NONE; /* nothing was signed: there is nothing to rebuild */
    if (is_shown && !head_fits(r, &shown, err))
        return err_wrap(err, "%.*s/" LEDGER_CHECKPOINT, STR(r->folder.path));
    if ((is_signed && !write_files(r, at_key.size, a, err)) ||
        (is_shown && shown.size != at_key.size && !write_files(r, shown.size, a, err)))
        return false;
    r->done.head = !is_shown;
    return is_shown || ledger_folder_set_head(&r->folder, signed_bytes, *a, err);
}

static void remove_one(void *self, const char *path)
{
    struct rebuild *r = self;
    if (unlink(path) == 0)
        r->done.removed++;
    else if (!r->failed)
        r->failed = !err_system(&r->err, path);
}

static bool remove_leftovers(struct workspace *w, struct rebuild *r, struct err *err)
{
    if (!leftovers_find(w, (struct leftovers_look){r, remove_one}, err))
        return false;
    if (r->failed)
        *err = r->err;
    return !r->failed;
}

bool ledger_rebuild(struct workspace *w, struct arena *a, struct ledger_rebuilt *ret,
                    struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    struct rebuild r = {.folder = workspace_ledger(w, a)};
    if (!ledger_lock(w, a, &lock, err))
        return false;
    r.room = arena_open(FILE_ARENA_BYTES);
    bool ok = rebuild(w, &r, a, err) && remove_leftovers(w, &r, err);
    arena_close(&r.room);
    event_tree_close(&r.tree);
    *ret = r.done;
    return ok;
}
