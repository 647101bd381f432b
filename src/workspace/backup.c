#include "workspace/backup.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/durable.h"
#include "base/file.h"
#include "workspace/act.h"
#include "workspace/copy.h"
#include "workspace/keyfile.h"
#include "workspace/ledger.h"
#include "workspace/places.h"

/* ---- events, blobs, ledger ---- */

/* What the copied events name, which may be fewer than are here by now. */
static bool named_by(const char *db, struct named *named, struct err *err)
{
    struct event_filter all = {0};
    CLEANUP(store_closep) struct store *copy = store_open(db, STORE_READ, err);
    if (!copy)
        return false;
    CLEANUP(events_closep) struct events *events = events_open(copy, &all, err);
    struct arena a CLEANUP(arena_close) = arena_open(ACT_ARENA_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    for (struct event e; events;) {
        struct arena one = a;
        if (!events_next(events, &one, &e, err))
            return err->kind == ERR_NONE;
        if (!named_add(named, &e, one, scratch, err))
            return false;
    }
    return false;
}

/* A copy must know where its ledger was published, so that it is refused when it is old. */
static bool copy_places(struct workspace *w, str partial, struct arena *a, struct err *err)
{
    str places;
    if (!places_read(w, a, &places, err))
        return false;
    return !places.n || durable_write(workspace_path(partial, "published", a), places, 0600, err);
}

/* The head first: a ledger that goes on meanwhile is then never ahead of the copied events. */
static bool fill(struct workspace *w, str partial, struct named *named, struct arena *a,
                 struct err *err)
{
    str ledger = workspace_ledger(w, a).path;
    const char *db = workspace_path(partial, "events.db", a);
    struct copy_head head;
    return copy_head_read(w, ledger, a, &head, err) && store_backup(w->store, db, err) &&
           named_by(db, named, err) &&
           copy_blobs(w->blobs, workspace_path(partial, "blobs", a), named, err) &&
           copy_ledger(ledger, str_of(workspace_path(partial, "ledger", a)), &head, a, err) &&
           copy_places(w, partial, a, err) && copy_check(partial, err);
}

/* ---- keys ---- */

static bool copy_keys_of(const char *from, const char *to, struct arena a, struct err *err)
{
    DIR *dir = opendir(from);
    if (!dir)
        return err_system(err, from);
    char *room = arena_new(&a, char, NOTE_MAX_BYTES);
    bool ok = keyfile_folder(to, err);
    for (struct dirent *e = readdir(dir); ok && e; e = readdir(dir)) {
        struct arena one = a;
        const char *path = str_format(&one, "%s/%s", from, e->d_name).p;
        struct stat st;
        str secret;
        if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
            durable_temporary_of(str_of(e->d_name)).p)
            continue;
        ok = keyfile_read(path, room, NOTE_MAX_BYTES, &secret, err) &&
             keyfile_write(str_format(&one, "%s/%s", to, e->d_name).p, secret, err);
    }
    explicit_bzero(room, NOTE_MAX_BYTES);
    closedir(dir);
    return ok;
}

static bool copy_keys(struct workspace *w, str folder, struct arena *a, struct err *err)
{
    str partial;
    if (!copy_begin(folder, a, &partial, err))
        return false;
    if (copy_keys_of(workspace_path(w->folder, "keys", a), partial.p, *a, err) &&
        copy_keys_of(workspace_path(w->folder, "keys/people", a),
                     workspace_path(partial, "people", a), *a, err) &&
        copy_end(partial, folder, a, err))
        return true;
    copy_drop(partial, *a);
    return false;
}

/* The whole path of a folder that need not be there; what is above it must. */
static bool whole_path(str folder, struct arena *a, str *ret, struct err *err)
{
    while (folder.n > 1 && folder.p[folder.n - 1] == '/')
        folder.n--;
    str leaf = file_leaf(folder);
    str above = str_first(folder, folder.n - leaf.n);
    const char *path = above.n ? str_c(above, a) : ".";
    char *whole = realpath(path, NULL);
    if (!whole)
        return err_system(err, path);
    *ret = str_format(a, "%s/%.*s/", strcmp(whole, "/") == 0 ? "" : whole, STR(leaf));
    free(whole);
    return (leaf.n && !str_eq(leaf, S(".")) && !str_eq(leaf, S(".."))) ||
           err_set(err, ERR_INVALID, "%.*s: give the folder a name", STR(folder));
}

static bool are_apart(str folder, str keys, struct arena *a, struct err *err)
{
    str copy, apart;
    if (!whole_path(folder, a, &copy, err) || !whole_path(keys, a, &apart, err))
        return false;
    return (!str_starts(copy, apart) && !str_starts(apart, copy)) ||
           err_set(err, ERR_INVALID,
                   "%.*s: keys beside what they open protect nothing: keep them in another place",
                   STR(keys));
}

bool workspace_backup(struct workspace *w, str folder, str opt_keys, struct arena *a,
                      struct err *err)
{
    struct named named = {0};
    str partial;
    if ((opt_keys.p && !are_apart(folder, opt_keys, a, err)) ||
        !copy_begin(folder, a, &partial, err))
        return false;
    bool ok = fill(w, partial, &named, a, err) && (!opt_keys.p || copy_keys(w, opt_keys, a, err)) &&
              copy_end(partial, folder, a, err);
    named_done(&named);
    if (!ok)
        copy_drop(partial, *a);
    return ok || err_wrap(err, "no backup was made");
}
