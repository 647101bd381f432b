#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "store/store.h"

bool db_file_ours(const char *path, struct err *err)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return err_system(err, path);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_DENIED, "%s: must be a regular file, and no link to one", path);
    if (st.st_uid != geteuid())
        return err_set(err, ERR_DENIED, "%s: belongs to somebody else, who could change it", path);
    if (st.st_mode & (S_IWGRP | S_IWOTH))
        return err_set(err, ERR_DENIED, "%s: others may write to it; chmod go-w it", path);
    return true;
}

/* ---- errors ---- */

/* What a later call of SQLite's left there says nothing; nor is that of a failing commit kept. */
static int telling(int kept, int last)
{
    static const int all[] = {ENOSPC, EDQUOT, EFBIG, EACCES, EPERM, EROFS, EIO};
    for (size_t i = 0; i < countof(all); i++)
        if (kept == all[i] || last == all[i])
            return all[i];
    return 0;
}

static enum err_kind kind_of(int rc, int system_error)
{
    if (err_system_kind(system_error) == ERR_LIMIT)
        return ERR_LIMIT;
    switch (rc & 0xff) {
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return ERR_CORRUPT;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        return ERR_DENIED;
    case SQLITE_CANTOPEN:
        return err_system_kind(system_error) == ERR_DENIED ? ERR_DENIED : ERR_UNAVAILABLE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
        return ERR_UNAVAILABLE;
    default:
        return ERR_INTERNAL;
    }
}

static const char *what_to_do(enum err_kind kind, int rc)
{
    switch (kind) {
    case ERR_LIMIT:
        return "; make room on the disk (or lift the limit on file sizes) and try again";
    case ERR_DENIED:
        return "; the folder and its files must be yours to write: chmod u+w them, or work in a "
               "copy";
    case ERR_CORRUPT:
        return SEE_FSCK;
    case ERR_UNAVAILABLE:
        return (rc & 0xff) == SQLITE_BUSY ? "; another process keeps writing: try again" : "";
    default:
        return "";
    }
}

bool db_failed(const struct db *db, int rc, const char *doing, struct err *err)
{
    int last_errno = errno;
    int primary = rc & 0xff;
    int system_error = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN
                           ? telling(sqlite3_system_errno(db->h), last_errno)
                           : 0;
    enum err_kind kind = kind_of(rc, system_error);
    return err_set(err, kind, "%s: %s: %s%s%s%s%s", db->name, doing, sqlite3_errmsg(db->h),
                   system_error ? " (" : "", system_error ? strerror(system_error) : "",
                   system_error ? ")" : "", what_to_do(kind, rc));
}

/* ---- opening ---- */

/* SQLite refuses a link anywhere in a path that it opens with NOFOLLOW. Links to the folder are the
 * user's business; the file itself must be none, even if it becomes one now. */
static bool real_path(const char *path, char *out, struct err *err)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX];
    int n = slash ? snprintf(folder, sizeof folder, "%.*s/", (int)(slash - path), path)
                  : snprintf(folder, sizeof folder, ".");
    char real[PATH_MAX];
    if (n < 0 || (size_t)n >= sizeof folder)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    if (!realpath(folder, real))
        return err_system(err, path);
    n = snprintf(out, PATH_MAX, "%s/%s", strcmp(real, "/") == 0 ? "" : real,
                 slash ? slash + 1 : path);
    if (n < 0 || n >= PATH_MAX)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    return true;
}

static bool set_up(struct db *db, struct err *err)
{
    sqlite3_extended_result_codes(db->h, 1);
    sqlite3_busy_timeout(db->h, STORE_WAIT_MS);
    sqlite3_limit(db->h, SQLITE_LIMIT_LENGTH, DB_LENGTH_MAX);
    static const struct {
        int option, value;
    } config[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    };
    for (size_t i = 0; i < countof(config); i++) {
        int now;
        if (sqlite3_db_config(db->h, config[i].option, config[i].value, &now) != SQLITE_OK ||
            now != config[i].value)
            return err_set(err, ERR_INTERNAL, "SQLite %s refuses setting %d", sqlite3_libversion(),
                           config[i].option);
    }
    /* None of these looks into the file. */
    return db_run(db,
                  "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                  "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                  "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000",
                  err);
}

static bool connect_to(const char *file, const char *name, int flags, struct db *ret,
                       struct err *err)
{
    struct db db = {.name = name};
    int rc =
        sqlite3_open_v2(file, &db.h, flags | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX, NULL);
    if (!db.h)
        return err_set(err, ERR_UNAVAILABLE, "%s: no memory", name);
    if (rc != SQLITE_OK ? !db_failed(&db, sqlite3_extended_errcode(db.h), "open", err)
                        : !set_up(&db, err)) {
        sqlite3_close(db.h);
        return false;
    }
    *ret = db;
    return true;
}

/* SQLite opens for reading what it cannot open for writing, and what the header forbids to write.
 */
static bool why_only_read(const char *file, const char *name, struct err *err)
{
    enum {
        WRITE_VERSION_AT = 18, /* in SQLite's header; 2 is the highest that it writes */
    };
    CLEANUP(fd_closep) int fd = open(file, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return err_system(err, name);
    uint8_t version;
    if (pread(fd, &version, 1, WRITE_VERSION_AT) == 1 && version > 2)
        return err_set(err, ERR_CORRUPT, "%s: damaged: its header lets nobody write", name);
    return err_set(err, ERR_UNAVAILABLE, "%s: could not be opened for writing; try again", name);
}

bool db_open(const char *path, bool write, struct db *ret, struct err *err)
{
    char real[PATH_MAX];
    int flags = SQLITE_OPEN_NOFOLLOW | (write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    if (!db_file_ours(path, err) || !real_path(path, real, err) ||
        !connect_to(real, path, flags, ret, err))
        return false;
    if (!write || !sqlite3_db_readonly(ret->h, "main"))
        return true;
    db_close(ret);
    return why_only_read(real, path, err);
}

bool db_open_memory(struct db *ret, struct err *err)
{
    return connect_to(":memory:", "views computed anew",
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, ret, err);
}

void db_close(struct db *db)
{
    if (db->h) {
        int rc = sqlite3_close(db->h);
        assert(rc == SQLITE_OK);
        (void)rc;
    }
    db->h = NULL;
}

/* ---- statements ---- */

bool db_run(const struct db *db, const char *sql, struct err *err)
{
    errno = 0;
    int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || db_failed(db, rc, "cannot be used", err);
}

bool db_number(const struct db *db, const char *sql, int64_t *ret, struct err *err)
{
    sqlite3_stmt *st;
    int rc = sqlite3_prepare_v2(db->h, sql, -1, &st, NULL);
    if (rc != SQLITE_OK)
        return db_failed(db, rc, "cannot be read", err);
    rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        *ret = sqlite3_column_int64(st, 0);
    else if (rc == SQLITE_DONE)
        err_set(err, ERR_INTERNAL, "%s: no answer to: %s", db->name, sql);
    else
        db_failed(db, rc, "cannot be read", err);
    sqlite3_finalize(st);
    return rc == SQLITE_ROW;
}

bool db_prepare(const struct db *db, str sql, sqlite3_stmt **ret, struct err *err)
{
    int rc = sqlite3_prepare_v3(db->h, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    return rc == SQLITE_OK || db_failed(db, rc, "a statement of ours", err);
}

int db_bind_text(sqlite3_stmt *st, int index, str text)
{
    return sqlite3_bind_text64(st, index, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
}

str db_column(sqlite3_stmt *st, int column)
{
    if (sqlite3_column_type(st, column) != SQLITE_TEXT)
        return (str){0};
    const unsigned char *p = sqlite3_column_text(st, column);
    return p ? (str){(const char *)p, (size_t)sqlite3_column_bytes(st, column)} : (str){0};
}
