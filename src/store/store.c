#include "store/store.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "base/hex.h"
#include "codec/node.h"
#include "ledger/tree.h"
#include "store/count.h"
#include "store/parts.h"
#include "store/sql.h"

enum {
    /* The largest payload as a tree, and the texts around it. */
    ARENA_BYTES = EVENT_PAYLOAD_MAX * (NODE_BYTES_PER_INPUT_BYTE + 8) + (1 << 20),
};

/* ---- statements ---- */

static const char *const kept_names[] = {
    [KEPT_APPEND] = "append",   [KEPT_HEAD] = "head",
    [KEPT_MISSING] = "missing", [KEPT_STREAM_VERSION] = "stream_version",
    [KEPT_RANGE] = "range",     [KEPT_STREAM] = "stream",
    [KEPT_PREFIX] = "prefix",
};

static bool prepare_kept(struct store *s, enum kept which, sqlite3_stmt **ret, struct err *err)
{
    const struct sql_text *sql = sql_find("events", str_of(kept_names[which]));
    assert(sql);
    return db_prepare(&s->db, sql->text, ret, err);
}

bool statement_take(struct store *s, enum kept which, sqlite3_stmt **ret, struct err *err)
{
    if (s->kept_busy[which])
        return prepare_kept(s, which, ret, err);
    if (!s->kept[which] && !prepare_kept(s, which, &s->kept[which], err))
        return false;
    s->kept_busy[which] = true;
    *ret = s->kept[which];
    return true;
}

void statement_give(struct store *s, enum kept which, sqlite3_stmt *st)
{
    if (st != s->kept[which]) {
        sqlite3_finalize(st);
        return;
    }
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    s->kept_busy[which] = false;
}

/* ---- open and close ---- */

/* What a PRAGMA about the journal says is in use. */
static bool journal_says_wal(const struct db *db, str pragma, enum err_kind otherwise,
                             struct err *err)
{
    sqlite3_stmt *st;
    if (!db_prepare(db, pragma, &st, err))
        return false;
    int rc = sqlite3_step(st);
    bool wal = rc == SQLITE_ROW && str_eq(db_column(st, 0), S("wal"));
    if (rc == SQLITE_ROW)
        rc = sqlite3_step(st); /* a change of it is committed only now */
    sqlite3_finalize(st);
    if (rc != SQLITE_DONE)
        return db_failed(db, rc, "cannot be used", err);
    return wal || err_set(err, otherwise, "%s: has no write-ahead log", db->name);
}

static bool fill_new(const char *path, struct err *err)
{
    struct db db;
    if (!db_open(path, true, &db, err))
        return false;
    char set[96];
    snprintf(set, sizeof set, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, STORE_VERSION);
    /* Without a log beside it until it is whole: only the file itself is renamed. */
    bool ok = db_run(&db, "PRAGMA journal_mode = MEMORY; BEGIN", err) && db_run(&db, set, err) &&
              schema_create(&db, true, err) && db_run(&db, "COMMIT", err) &&
              journal_says_wal(&db, S("PRAGMA journal_mode = WAL"), ERR_UNAVAILABLE, err);
    db_close(&db);
    return ok;
}

bool store_create(const char *path, struct err *err)
{
    char temporary[DURABLE_PATH_MAX];
    if (!durable_begin(path, temporary, err))
        return false;
    if (fill_new(temporary, err) && durable_end(temporary, path, err))
        return true;
    unlink(temporary);
    return false;
}

static bool beside_ours(const char *path, struct err *err)
{
    static const char *const endings[] = {"-wal", "-shm", "-count"};
    for (size_t i = 0; i < countof(endings); i++) {
        char name[PATH_MAX];
        if (snprintf(name, sizeof name, "%s%s", path, endings[i]) >= (int)sizeof name)
            return err_set(err, ERR_LIMIT, "%s: path too long", path);
        if (!db_file_ours(name, err) && err->kind != ERR_NOT_FOUND)
            return false;
    }
    return true;
}

static bool views_bring_up_to_date(struct store *s, struct err *err)
{
    if (s->access == STORE_READ)
        return err_set(err, ERR_CONFLICT,
                       "%s: its views are of an older version; gatefold rebuild brings them up to "
                       "date",
                       s->path);
    return store_rebuild(s, err);
}

/* That it is a store of ours, and of this version. */
static bool look_at_tables(struct store *s, struct err *err)
{
    int64_t application, version;
    if (!db_number(&s->db, "PRAGMA application_id", &application, err) ||
        !db_number(&s->db, "PRAGMA user_version", &version, err))
        return false;
    if (application != APPLICATION_ID)
        return err_set(err, ERR_CORRUPT, "%s: no store of Gatefold's, or damaged", s->path);
    if (version > STORE_VERSION)
        return err_set(err, ERR_UNSUPPORTED,
                       "%s: made by a newer version of Gatefold (tables %lld, this one knows %d)",
                       s->path, (long long)version, STORE_VERSION);
    return journal_says_wal(&s->db, S("PRAGMA journal_mode"), ERR_CORRUPT, err) &&
           (version == STORE_VERSION || views_bring_up_to_date(s, err)) &&
           schema_check(&s->db, err);
}

static bool nothing_is_lost(struct store *s, uint64_t acknowledged, struct err *err)
{
    uint64_t count;
    if (!store_count(s, &count, err))
        return false;
    if (count < acknowledged)
        return err_set(err, ERR_CORRUPT,
                       "%s: event %llu and what follows is missing: %llu were acknowledged. If an "
                       "older copy was put in its place on purpose, remove %s-count",
                       s->path, (unsigned long long)count, (unsigned long long)acknowledged,
                       s->path);
    return true;
}

static bool look(struct store *s, uint64_t acknowledged, struct err *err)
{
    if (look_at_tables(s, err) && nothing_is_lost(s, acknowledged, err))
        return true;
    if (err->kind == ERR_INTERNAL) /* a statement of ours fails on tables that are not ours */
        err->kind = ERR_CORRUPT;
    return false;
}

struct store *store_open(const char *path, enum store_access access, struct err *err)
{
    struct store *s = calloc(1, sizeof *s);
    char *copy = strdup(path);
    if (!s || !copy)
        abort();
    *s = (struct store){.path = copy, .access = access, .count_fd = -1};
    s->arena = arena_open(ARENA_BYTES);
    s->views = views_open(&s->db);
    uint64_t acknowledged;
    if (!db_file_ours(path, err) || !beside_ours(path, err) ||
        !count_read(path, access == STORE_WRITE ? &s->count_fd : NULL, &acknowledged, err) ||
        !db_open(s->path, access == STORE_WRITE, &s->db, err) || !look(s, acknowledged, err)) {
        store_close(s);
        return NULL;
    }
    return s;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    store_rollback(s);
    for (size_t i = 0; i < countof(s->kept); i++) {
        assert(!s->kept_busy[i]);
        sqlite3_finalize(s->kept[i]);
    }
    queries_done(s);
    views_close(s->views);
    db_close(&s->db);
    fd_closep(&s->count_fd);
    arena_close(&s->arena);
    free(s->path);
    free(s);
}

void store_closep(struct store **s)
{
    store_close(*s);
}

/* ---- how far it is ---- */

static bool head_read(struct store *s, uint64_t *ret_count, struct err *err)
{
    sqlite3_stmt *st;
    if (!statement_take(s, KEPT_HEAD, &st, err))
        return false;
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_failed(&s->db, rc, "events", err);
    if (ok) {
        int64_t last = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : -1;
        *ret_count = (uint64_t)last + 1;
        if (last < -1 || last == INT64_MAX)
            ok = err_set(err, ERR_CORRUPT, "%s: event %lld: cannot be", s->path, (long long)last);
    }
    statement_give(s, KEPT_HEAD, st);
    return ok;
}

/* In a transaction of ours nobody else appends, so it is read once. */
bool store_count(struct store *s, uint64_t *ret_n, struct err *err)
{
    if (!s->writing || !s->head_known) {
        if (!head_read(s, &s->count, err))
            return false;
        s->head_known = s->writing;
    }
    *ret_n = s->count;
    return true;
}

bool store_whole(struct store *s, struct err *err)
{
    sqlite3_stmt *st;
    if (s->whole)
        return true;
    if (!statement_take(s, KEPT_MISSING, &st, err))
        return false;
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || db_failed(&s->db, rc, "events", err);
    int64_t missing = ok ? sqlite3_column_int64(st, 0) : 0;
    statement_give(s, KEPT_MISSING, st);
    s->whole = ok && missing == 0;
    return s->whole || !ok ? ok
                           : err_set(err, ERR_CORRUPT,
                                     "%s: events are missing between others (%lld): gatefold fsck "
                                     "tells which",
                                     s->path, (long long)missing);
}

bool store_stream_version(struct store *s, str stream, uint64_t *ret_n, struct err *err)
{
    sqlite3_stmt *st;
    if (!statement_take(s, KEPT_STREAM_VERSION, &st, err))
        return false;
    int rc = db_bind_text(st, 1, stream);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || db_failed(&s->db, rc, "events", err);
    if (ok)
        *ret_n = (uint64_t)sqlite3_column_int64(st, 0);
    statement_give(s, KEPT_STREAM_VERSION, st);
    return ok;
}

/* ---- transactions ---- */

/* SQLite ends a transaction by itself when the disk fails. */
static bool still_writing(const struct store *s)
{
    return s->writing && !sqlite3_get_autocommit(s->db.h);
}

bool store_begin(struct store *s, struct err *err)
{
    assert(!s->writing && s->access == STORE_WRITE);
    if (!db_run(&s->db, "BEGIN IMMEDIATE", err))
        return false;
    s->writing = true;
    s->marked = s->spoilt = s->head_known = false;
    return true;
}

void store_rollback(struct store *s)
{
    if (still_writing(s))
        sqlite3_exec(s->db.h, "ROLLBACK", NULL, NULL, NULL);
    s->writing = false;
}

bool store_commit(struct store *s, struct err *err)
{
    assert(s->writing && !s->marked);
    bool appended = s->head_known;
    bool ok = s->spoilt           ? err_set(err, ERR_INTERNAL,
                                            "%s: nothing is committed after an append that failed", s->path)
              : !still_writing(s) ? err_set(err, ERR_UNAVAILABLE,
                                            "%s: the transaction was ended by a failing disk; "
                                            "try again",
                                            s->path)
                                  : db_run(&s->db, "COMMIT", err);
    store_rollback(s);
    if (ok && appended)
        count_write(s->count_fd, s->count);
    return ok;
}

bool store_mark(struct store *s, struct err *err)
{
    assert(s->writing && !s->marked);
    if (!still_writing(s) || !db_run(&s->db, "SAVEPOINT mark", err))
        return s->spoilt = true,
               err_set(err, ERR_UNAVAILABLE, "%s: the transaction was ended by a failing disk",
                       s->path);
    s->marked = true;
    s->spoilt_at_mark = s->spoilt;
    return true;
}

void store_undo(struct store *s)
{
    assert(s->marked);
    s->marked = s->head_known = false;
    struct err err;
    s->spoilt = !still_writing(s) || !db_run(&s->db, "ROLLBACK TO mark; RELEASE mark", &err) ||
                s->spoilt_at_mark;
}

bool store_keep(struct store *s, struct err *err)
{
    assert(s->marked);
    s->marked = false;
    return db_run(&s->db, "RELEASE mark", err);
}

/* ---- append ---- */

struct digest event_hash(const struct event *e, struct arena scratch)
{
    return tree_leaf(event_leaf(e, &scratch));
}

static bool fits(struct store *s, const struct event *e, struct err *err)
{
    uint64_t count, version;
    if (!store_count(s, &count, err) || !store_stream_version(s, e->stream, &version, err))
        return false;
    if (e->seq != count)
        return err_set(err, ERR_CONFLICT, "%s: event %llu: the next is %llu", s->path,
                       (unsigned long long)e->seq, (unsigned long long)count);
    if (e->version != version + 1)
        return err_set(err, ERR_CONFLICT, "%s: event %llu: version %llu of %.*s: the next is %llu",
                       s->path, (unsigned long long)e->seq, (unsigned long long)e->version,
                       STR(e->stream), (unsigned long long)version + 1);
    return true;
}

static bool insert(struct store *s, const struct event *e, struct arena scratch, struct err *err)
{
    sqlite3_stmt *st;
    if (!statement_take(s, KEPT_APPEND, &st, err))
        return false;
    str salt = hex_encode((str){(const char *)e->salt, sizeof e->salt}, &scratch);
    str leaf = digest_hex(event_hash(e, scratch), &scratch);
    const int bound[] = {
        sqlite3_bind_int64(st, 1, (int64_t)e->seq),
        db_bind_text(st, 2, e->stream),
        sqlite3_bind_int64(st, 3, (int64_t)e->version),
        db_bind_text(st, 4, e->type),
        sqlite3_bind_int64(st, 5, e->at_ms),
        db_bind_text(st, 6, e->actor),
        db_bind_text(st, 7, salt),
        db_bind_text(st, 8, e->payload),
        db_bind_text(st, 9, leaf),
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < countof(bound); i++)
        rc = bound[i];
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    bool ok = rc == SQLITE_DONE || db_failed(&s->db, rc, "append", err);
    statement_give(s, KEPT_APPEND, st);
    return ok;
}

bool store_append(struct store *s, const struct event *e, struct err *err)
{
    assert(s->writing);
    if (!event_check(e, err))
        return err_wrap(err, "%s", s->path);
    if (!still_writing(s))
        s->spoilt = true;
    if (s->spoilt)
        return err_set(err, ERR_INTERNAL, "%s: append after one that failed", s->path);
    if (!fits(s, e, err)) {
        s->spoilt = err->kind != ERR_CONFLICT && err->kind != ERR_INVALID;
        return false;
    }
    s->spoilt =
        !insert(s, e, s->arena, err) || !views_apply(s->views, e, ERR_INTERNAL, s->arena, err);
    if (s->spoilt)
        return false;
    s->count = e->seq + 1;
    return true;
}
