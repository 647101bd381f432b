/* store/parts.h -- what the files of store share. */
#pragma once

#include "store/db.h"
#include "store/store.h"
#include "store/views.h"

enum {
    APPLICATION_ID = 0x47464c44, /* "GFLD" */
};

/* Statements that are kept, by what they are for. */
enum kept {
    KEPT_APPEND,
    KEPT_HEAD,
    KEPT_MISSING,
    KEPT_STREAM_VERSION,
    KEPT_RANGE,
    KEPT_STREAM,
    KEPT_PREFIX,
    KEPT_COUNT_
};

struct rows_kept;

struct store {
    struct db db;
    char *path;
    enum store_access access;
    int count_fd; /* PATH-count; -1 when only read */
    struct arena arena;
    struct views *views;
    sqlite3_stmt *kept[KEPT_COUNT_];
    bool kept_busy[KEPT_COUNT_];
    struct rows_kept *queries; /* as many as store_queries has */
    /* the transaction */
    bool writing, marked;
    bool spoilt, spoilt_at_mark; /* an append failed half way */
    bool head_known;
    bool whole; /* store_whole had nothing to say */
    uint64_t count;
};

/* A kept statement, or a fresh one while that is in use; give it back with the same number. */
nodiscard bool statement_take(struct store *s, enum kept which, sqlite3_stmt **ret,
                              struct err *err);
void statement_give(struct store *s, enum kept which, sqlite3_stmt *st);

/* How an event's row is hashed. e must have passed event_check. */
struct digest event_hash(const struct event *e, struct arena scratch);

/* The seq that events_next has come to: the one that is damaged after CORRUPT. */
uint64_t events_at(const struct events *e);

/* The rows of sqlite_schema as ours, in order: CORRUPT with the name of what differs. */
nodiscard bool schema_check(const struct db *db, struct err *err);
/* Run schema.sql: all of it, or all but the table of events. */
nodiscard bool schema_create(const struct db *db, bool with_events, struct err *err);
/* Drop all tables but the events. */
nodiscard bool schema_drop_views(const struct db *db, struct err *err);

/* Run all events through the views, which must be empty. */
nodiscard bool views_replay(struct store *s, struct views *views, struct err *err);

void queries_done(struct store *s);
