#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/parts.h"

/* In one step: a reader's view of the file, which keeps nobody from writing. */
static bool copy_into(struct store *s, const char *path, struct err *err)
{
    struct db to;
    if (!db_open(path, true, &to, err))
        return false;
    sqlite3_backup *b = sqlite3_backup_init(to.h, "main", s->db.h, "main");
    int rc = b ? sqlite3_backup_step(b, -1) : sqlite3_errcode(to.h);
    if (b)
        sqlite3_backup_finish(b);
    bool ok = rc == SQLITE_DONE || db_failed(&to, rc, "copy", err);
    db_close(&to);
    return ok;
}

bool store_backup(struct store *s, const char *path, struct err *err)
{
    char temporary[PATH_MAX];
    if (!file_temporary(path, temporary, err))
        return false;
    if (copy_into(s, temporary, err) && file_settle(temporary, path, err))
        return true;
    unlink(temporary);
    return err_wrap(err, "backup");
}
