#include "workspace/ledger.h"

#include <sys/file.h>

#include "base/fd.h"

struct ledger_folder workspace_ledger(const struct workspace *w, struct arena *a)
{
    return (struct ledger_folder){str_of(workspace_path(w->folder, "ledger", a))};
}

bool ledger_keys(struct workspace *w, struct arena *a, struct verify_key **ret_keys, size_t *ret_n,
                 struct err *err)
{
    CLEANUP(rows_closep) struct rows *rows = rows_open(w->store, "keys", NULL, 0, err);
    const struct store_value *v;
    struct verify_key *keys = NULL;
    size_t n = 0;
    if (!rows)
        return false;
    while (rows_next(rows, a, &v, err)) {
        if (!str_eq(v[0].text, S("log")))
            continue;
        keys = arena_list_room(a, keys, n, sizeof *keys);
        if (!verify_key_parse(v[1].text, &keys[n++], err))
            return err_wrap(err, "the key of the ledger");
    }
    if (err->kind == ERR_NONE && n == 0)
        return err_set(err, ERR_CORRUPT,
                       "no event names a key of the ledger: gatefold -C DIR fsck");
    *ret_keys = keys;
    *ret_n = n;
    return err->kind == ERR_NONE;
}

const char *ledger_signed_path(const struct workspace *w, struct arena *a)
{
    return workspace_path(w->folder, "keys/log.signed", a);
}

bool ledger_lock(const struct workspace *w, struct arena *a, int *ret_fd, struct err *err)
{
    return fd_lock_folder(workspace_path(w->folder, "ledger", a), LOCK_EX, ret_fd, err);
}
