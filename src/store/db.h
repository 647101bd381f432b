/* store/db.h -- a connection to one SQLite file, opened the only way we open one, and what its
 * errors mean to a caller. Inside store only. */
#pragma once

#include <sqlite3.h>

#include "base/err.h"
#include "base/str.h"

/* The end of a message about damage; store_check leaves it off. */
#define SEE_FSCK "; see gatefold fsck"

struct db {
    sqlite3 *h;
    const char *name; /* for messages: the path; the caller keeps it */
};

enum {
    DB_LENGTH_MAX = (4 << 20) + (64 << 10), /* bytes of a value: a payload and more */
};

/* Refuse what is not a regular file of this user that nobody else may write: DENIED, NOT_FOUND. */
nodiscard bool db_file_ours(const char *path, struct err *err);

/* Connect to a file that is there. What is in it is not looked at. */
nodiscard bool db_open(const char *path, bool write, struct db *ret, struct err *err);
/* A private one in memory. */
nodiscard bool db_open_memory(struct db *ret, struct err *err);
void db_close(struct db *db); /* statements must be finalised */

/* Turn an SQLite result that is no success into an error: "PATH: doing: ...". */
bool db_failed(const struct db *db, int rc, const char *doing, struct err *err);

/* Run statements without parameters and results. */
nodiscard bool db_run(const struct db *db, const char *sql, struct err *err);
/* The first column of a statement's only row, as a number. */
nodiscard bool db_number(const struct db *db, const char *sql, int64_t *ret, struct err *err);

/* A statement that is kept. */
nodiscard bool db_prepare(const struct db *db, str sql, sqlite3_stmt **ret, struct err *err);

/* SQLite's result. The text must live until the binding is cleared. */
int db_bind_text(sqlite3_stmt *st, int index, str text);

/* The text of a column; absent if it is anything else. Valid until the next step. */
str db_column(sqlite3_stmt *st, int column);
