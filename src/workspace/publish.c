#include "workspace/publish.h"

#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "workspace/ledger.h"
#include "workspace/places.h"

/* A place is remembered by its whole path: the next command may be run from elsewhere. */
static bool place_of(str folder, struct arena *a, str *ret_place, struct err *err)
{
    char *whole = realpath(str_c(folder, a), NULL);
    if (!whole)
        return err_system(err, str_c(folder, a));
    *ret_place = str_copy(str_of(whole), a);
    free(whole);
    return !memchr(ret_place->p, '\n', ret_place->n) ||
           err_set(err, ERR_INVALID, "a folder with a line break in its name cannot be remembered");
}

bool ledger_publish(struct workspace *w, str folder, struct arena *a, uint64_t *ret_size,
                    struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    struct ledger_folder from = workspace_ledger(w, a), to;
    struct verify_key *keys;
    size_t n_keys;
    str note, there_note;
    struct checkpoint head, there = {0};
    if (!place_of(folder, a, &to.path, err) || !ledger_lock(w, a, &lock, err) ||
        !ledger_keys(w, a, &keys, &n_keys, err))
        return false;
    if (!ledger_folder_head(&from, keys, n_keys, a, &note, &head, err))
        return err->kind != ERR_NONE
                   ? false
                   : err_set(err, ERR_NOT_FOUND,
                             "there is no checkpoint yet: gatefold -C DIR ledger advance");
    if (!ledger_folder_head(&to, keys, n_keys, a, &there_note, &there, err) &&
        err->kind != ERR_NONE)
        return err_wrap(err, "what is published there is not this ledger");
    if (there.size > head.size)
        return err_set(err, ERR_CONFLICT,
                       "%.*s: %llu events are published there, and here the ledger has %llu: this "
                       "is an older copy",
                       STR(to.path), (unsigned long long)there.size, (unsigned long long)head.size);
    struct tile_reader *reader = tile_reader_new(ledger_folder_source(&from), head.size, a);
    struct digest root;
    if (!tree_root_of(tile_reader_nodes(reader), there.size, &root, err))
        return false;
    if (there.size && !digest_eq(root, there.root))
        return err_set(err, ERR_CONFLICT,
                       "%.*s: what is published there is not the beginning of this ledger: show "
                       "both to whoever keeps the keys",
                       STR(to.path));
    /* Remembered before it is shown: else an older copy could sign, and not know. */
    if (!ledger_folder_copy(&from, &to, there.size, head.size, err) ||
        !places_add(w, to.path, a, err) || !ledger_folder_set_head(&to, note, *a, err))
        return false;
    *ret_size = head.size;
    return true;
}

bool ledger_unpublish(struct workspace *w, str folder, struct arena *a, struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    str place = folder;
    struct err gone;
    (void)!place_of(folder, a, &place, &gone); /* it may be gone: then as it was written */
    return ledger_lock(w, a, &lock, err) && places_remove(w, place, a, err);
}
