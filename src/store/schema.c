#include <string.h>

#include "store/parts.h"
#include "store/sql.h"

static const struct sql_text *schema(void)
{
    size_t i = 0;
    while (strcmp(sql_texts[i].name, "schema") != 0)
        i++;
    return &sql_texts[i];
}

/* "CREATE TABLE name (" and "CREATE INDEX name ON table (": the n-th word, from 0. */
static str word(str statement, int n)
{
    str w = {0};
    for (int i = 0; i <= n && str_cut(&statement, ' ', &w);)
        i++;
    return w;
}

static bool row_is_ours(sqlite3_stmt *st, str ours)
{
    bool index = str_eq(word(ours, 1), S("INDEX"));
    return str_eq(db_column(st, 0), index ? S("index") : S("table")) &&
           str_eq(db_column(st, 1), word(ours, 2)) &&
           str_eq(db_column(st, 2), word(ours, index ? 4 : 2)) && str_eq(db_column(st, 3), ours);
}

bool schema_check(const struct db *db, struct err *err)
{
    sqlite3_stmt *st;
    if (!db_prepare(db,
                    S("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
                      "ORDER BY rowid"),
                    &st, err))
        return false;
    str file = schema()->text, ours;
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW)
        ok = (sql_next(&file, &ours) && row_is_ours(st, ours)) ||
             err_set(err, ERR_CORRUPT, "%s: damaged: a table or index '%.*s' is not ours", db->name,
                     STR(db_column(st, 1)));
    if (ok && rc != SQLITE_DONE)
        ok = db_failed(db, rc, "cannot be read", err);
    if (ok && sql_next(&file, &ours))
        ok =
            err_set(err, ERR_CORRUPT, "%s: damaged: %.*s is missing", db->name, STR(word(ours, 2)));
    sqlite3_finalize(st);
    return ok;
}

bool schema_create(const struct db *db, bool with_events, struct err *err)
{
    str file = schema()->text, ours;
    while (sql_next(&file, &ours)) {
        if (!with_events && str_eq(word(ours, 2), S("events")))
            continue;
        sqlite3_stmt *st;
        if (!db_prepare(db, ours, &st, err))
            return false;
        int rc = sqlite3_step(st);
        bool ok = rc == SQLITE_DONE || db_failed(db, rc, "new tables", err);
        sqlite3_finalize(st);
        if (!ok)
            return false;
    }
    return true;
}

/* The newest table that is not the events', as a statement that drops it; NULL when none is left.
 */
static bool next_drop(const struct db *db, char **ret_sql, struct err *err)
{
    sqlite3_stmt *st;
    if (!db_prepare(db,
                    S("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'events' "
                      "AND name NOT LIKE 'sqlite_%' ORDER BY rowid DESC LIMIT 1"),
                    &st, err))
        return false;
    int rc = sqlite3_step(st);
    *ret_sql =
        rc == SQLITE_ROW ? sqlite3_mprintf("DROP TABLE \"%w\"", sqlite3_column_text(st, 0)) : NULL;
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_failed(db, rc, "old tables", err);
    sqlite3_finalize(st);
    return ok;
}

bool schema_drop_views(const struct db *db, struct err *err)
{
    char *sql;
    while (next_drop(db, &sql, err)) {
        if (!sql)
            return true;
        bool ok = db_run(db, sql, err);
        sqlite3_free(sql);
        if (!ok)
            return false;
    }
    return false;
}
