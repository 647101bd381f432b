#include <stdarg.h>
#include <stdio.h>

#include "store/parts.h"
#include "store/sql.h"

enum {
    LINES_MAX = 100, /* of one sort */
};

struct check {
    struct store *s;
    struct store_wrong wrong;
    uint64_t first_bad;
    struct err *err;
};

static void PRINTF(2, 3) tell(struct check *c, const char *fmt, ...)
{
    char line[ERR_MSG_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    str told = str_of(line), advice = S(SEE_FSCK);
    if (str_ends(told, advice))
        told = str_first(told, told.n - advice.n);
    c->wrong.line(c->wrong.self, told);
}

/* Told, unless it keeps the check from being made. */
static bool tell_err(struct check *c)
{
    if (c->err->kind == ERR_UNAVAILABLE || c->err->kind == ERR_DENIED || c->err->kind == ERR_LIMIT)
        return false;
    tell(c, "%s", c->err->msg);
    return true;
}

/* ---- SQLite's own check ---- */

static bool check_pages(struct check *c)
{
    sqlite3_stmt *st;
    if (!db_prepare(&c->s->db, S("PRAGMA integrity_check(100)"), &st, c->err))
        return tell_err(c);
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW)
        if (!str_eq(db_column(st, 0), S("ok")))
            tell(c, "%s: SQLite: %.*s", c->s->path, STR(db_column(st, 0)));
    bool ok =
        rc == SQLITE_DONE || (!db_failed(&c->s->db, rc, "SQLite's check", c->err) && tell_err(c));
    sqlite3_finalize(st);
    return ok;
}

/* ---- events ---- */

static void bad(struct check *c, uint64_t seq, unsigned *lines, const char *line)
{
    c->first_bad = MIN(c->first_bad, seq);
    if ((*lines)++ < LINES_MAX)
        tell(c, "%s", line);
}

/* From `from` to the end or the first event that is damaged, whose seq is returned; UINT64_MAX at
 * the end. */
static bool check_from(struct check *c, uint64_t from, struct arena a, uint64_t *ret_bad)
{
    struct event_filter filter = {.from = from};
    CLEANUP(events_closep) struct events *events = events_open(c->s, &filter, c->err);
    if (!events)
        return false;
    struct event e;
    for (;;) {
        struct arena scratch = a;
        if (!events_next(events, &scratch, &e, c->err))
            break;
    }
    *ret_bad = c->err->kind == ERR_NONE ? UINT64_MAX : events_at(events);
    return c->err->kind == ERR_NONE || c->err->kind == ERR_CORRUPT;
}

/* A seq that was changed can leave a gap of any length, which is told once: *at becomes the first
 * event that is there. */
static bool pass_gap(struct check *c, uint64_t *at, unsigned *lines)
{
    const struct sql_text *sql = sql_find("events", S("following"));
    assert(sql);
    sqlite3_stmt *st;
    if (!db_prepare(&c->s->db, sql->text, &st, c->err))
        return false;
    sqlite3_bind_int64(st, 1, (int64_t)*at);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_failed(&c->s->db, rc, "events", c->err);
    uint64_t there = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(st, 0) : *at;
    sqlite3_finalize(st);
    if (ok && there > *at) {
        char line[128];
        snprintf(line, sizeof line, "events %llu to %llu: missing", (unsigned long long)*at,
                 (unsigned long long)there - 1);
        bad(c, *at, lines, line);
        *at = there;
    }
    return ok;
}

static bool check_each(struct check *c)
{
    unsigned lines = 0;
    uint64_t count, at = 0;
    bool counted = store_count(c->s, &count, c->err);
    if (!counted && !tell_err(c))
        return false;
    struct arena a = arena_open(EVENT_TEXT_MAX + (64 << 10));
    bool ok;
    while ((ok = check_from(c, at, a, &at)) && at != UINT64_MAX) {
        bad(c, at, &lines, c->err->msg);
        if (!counted || ++at >= count || !(ok = pass_gap(c, &at, &lines)))
            break;
    }
    arena_close(&a);
    if (lines > LINES_MAX)
        tell(c, "%u events more", lines - LINES_MAX);
    return ok || tell_err(c);
}

static bool check_versions(struct check *c)
{
    const struct sql_text *sql = sql_find("events", S("misplaced"));
    assert(sql);
    sqlite3_stmt *st;
    if (!db_prepare(&c->s->db, sql->text, &st, c->err))
        return tell_err(c);
    unsigned lines = 0;
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        uint64_t seq = (uint64_t)sqlite3_column_int64(st, 0);
        char line[EVENT_STREAM_MAX + 128];
        snprintf(line, sizeof line,
                 "event %llu: the version before it of %.*s does not come before it",
                 (unsigned long long)seq, STR(db_column(st, 1)));
        bad(c, seq, &lines, line);
    }
    bool ok = rc == SQLITE_DONE || (!db_failed(&c->s->db, rc, "events", c->err) && tell_err(c));
    sqlite3_finalize(st);
    return ok;
}

/* ---- views ---- */

/* Two tables, in the order of their keys: the first two columns. */
struct pair {
    sqlite3_stmt *stored, *anew;
};

static bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int type = sqlite3_column_type(a, column);
    if (type != sqlite3_column_type(b, column))
        return false;
    if (type == SQLITE_INTEGER)
        return sqlite3_column_int64(a, column) == sqlite3_column_int64(b, column);
    return type == SQLITE_NULL ||
           (type == SQLITE_TEXT && str_eq(db_column(a, column), db_column(b, column)));
}

static const char *key_text(sqlite3_stmt *st, int column)
{
    const unsigned char *p = sqlite3_column_text(st, column);
    return p ? (const char *)p : "(nothing)";
}

/* What differs in the rows that both stand on. */
static bool same_row(struct check *c, const char *table, struct pair p)
{
    for (int i = 0; i < sqlite3_column_count(p.anew); i++)
        if (!same_value(p.stored, p.anew, i)) {
            tell(c,
                 "views: %s: row %.100s %.100s, column %s: is not what the events say; gatefold "
                 "rebuild computes it anew",
                 table, key_text(p.anew, 0), key_text(p.anew, 1), sqlite3_column_name(p.anew, i));
            return false;
        }
    return true;
}

static bool compare_rows(struct check *c, const char *table, struct pair p)
{
    for (;;) {
        int stored = sqlite3_step(p.stored), anew = sqlite3_step(p.anew);
        if (stored != SQLITE_ROW && stored != SQLITE_DONE)
            return db_failed(&c->s->db, stored, table, c->err) || tell_err(c);
        if (anew != SQLITE_ROW && anew != SQLITE_DONE)
            return err_set(c->err, ERR_UNAVAILABLE, "views computed anew: %s",
                           sqlite3_errstr(anew));
        if (stored == SQLITE_DONE && anew == SQLITE_DONE)
            return true;
        if (stored == anew) {
            if (!same_row(c, table, p))
                return true;
            continue;
        }
        sqlite3_stmt *odd = stored == SQLITE_ROW ? p.stored : p.anew;
        tell(c, "views: %s: row %.100s %.100s %s; gatefold rebuild computes it anew", table,
             key_text(odd, 0), key_text(odd, 1),
             stored == SQLITE_ROW ? "is not what the events say" : "is missing");
        return true;
    }
}

static bool compare_table(struct check *c, const struct db *anew, const char *table)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", table);
    struct pair p = {0};
    bool ok = db_prepare(anew, str_of(sql), &p.anew, c->err);
    if (ok)
        ok = db_prepare(&c->s->db, str_of(sql), &p.stored, c->err) ? compare_rows(c, table, p)
                                                                   : tell_err(c);
    sqlite3_finalize(p.stored);
    sqlite3_finalize(p.anew);
    return ok;
}

static bool compare_tables(struct check *c, const struct db *anew)
{
    sqlite3_stmt *st;
    if (!db_prepare(anew, S("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"),
                    &st, c->err))
        return false;
    bool ok = true;
    while (ok && sqlite3_step(st) == SQLITE_ROW)
        ok = compare_table(c, anew, (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    return ok;
}

static bool check_views(struct check *c)
{
    if (c->first_bad != UINT64_MAX) {
        tell(c, "views: cannot be compared while events are damaged");
        return true;
    }
    struct db anew;
    if (!db_open_memory(&anew, c->err))
        return false;
    struct views *views = views_open(&anew);
    bool ok = schema_create(&anew, false, c->err) &&
              (views_replay(c->s, views, c->err) ? compare_tables(c, &anew) : tell_err(c));
    views_close(views);
    db_close(&anew);
    return ok;
}

bool store_check(struct store *s, struct store_wrong wrong, uint64_t *ret_first_bad_seq,
                 struct err *err)
{
    assert(!s->writing);
    struct check c = {s, wrong, UINT64_MAX, err};
    if (!db_run(&s->db, "BEGIN", err)) /* one view of the file for all that follows */
        return false;
    bool ok = check_pages(&c) && check_each(&c) && check_versions(&c) && check_views(&c);
    sqlite3_exec(s->db.h, "ROLLBACK", NULL, NULL, NULL);
    if (ok)
        *ret_first_bad_seq = c.first_bad;
    return ok;
}
