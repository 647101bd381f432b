#include <limits.h>
#include <unistd.h>

#include "store/parts.h"

#include "base/durable.h"
/* In one step: a reader's view of the file, which keeps nobody from writing. */
static bool copy_into(struct store *s, const char *path, struct err *err)
{
    struct db to;
    if (!db_open(path, true, &to, err))
        return false;
    bool ok = db_run(&to, "PRAGMA journal_mode = MEMORY", err);
    sqlite3_backup *b = ok ? sqlite3_backup_init(to.h, "main", s->db.h, "main") : NULL;
    if (ok) {
        int rc = b ? sqlite3_backup_step(b, -1) : sqlite3_extended_errcode(to.h);
        int end = sqlite3_backup_finish(b);
        ok = (rc == SQLITE_DONE && end == SQLITE_OK) ||
             db_failed(&to, end != SQLITE_OK ? end : rc, "copy", err);
    }
    db_close(&to);
    return ok;
}

bool store_backup(struct store *s, const char *path, struct err *err)
{
    char temporary[DURABLE_PATH_MAX];
    if (!durable_begin(path, temporary, err))
        return false;
    if (copy_into(s, temporary, err) && durable_end(temporary, path, err))
        return true;
    unlink(temporary);
    return err_wrap(err, "backup");
}
