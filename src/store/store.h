/* store/store.h -- events and views of one workspace, in one SQLite file: the only SQL.
 *
 * Events are the truth and never change. Views are tables computed from them by the statements of
 * sql/views/TYPE.sql, in the same transaction as the append; store_rebuild computes them anew.
 *
 * One process writes at a time (the file's lock); any number read. WAL, synchronous FULL: what
 * store_commit acknowledged survives a power cut. Beside the file, at PATH-count, stands how many
 * events were acknowledged: a file that holds fewer has lost some, and is CORRUPT. PATH-wal and
 * PATH-shm are SQLite's.
 *
 * Everything that is read is hostile until checked: each event's row holds its leaf hash, and a row
 * that does not give that hash is CORRUPT, by its seq. The tables must be ours to the byte. The
 * file must be a regular one, the user's own, and writable by nobody else.
 *
 * A store is used by one thread at a time. json_start must have been called before the second
 * thread. Who writes must ignore SIGXFSZ, or a limit on file sizes kills it instead of being an
 * error. Kinds that every function may give: UNAVAILABLE (the disk, memory, a lock), LIMIT (the
 * disk is full), DENIED (rights on files), CORRUPT (damage found on the way). */
#pragma once

#include "ledger/event.h"

struct store;

enum {
    STORE_VERSION = 1,    /* of tables and view statements; raised with every change of them */
    STORE_WAIT_MS = 5000, /* how long to wait for another writer */
};

enum store_access {
    STORE_READ,
    STORE_WRITE,
};

/* Make the file, whole or not at all, mode 0600. CONFLICT if it is there. */
nodiscard bool store_create(const char *path, struct err *err);

/* NOT_FOUND, CORRUPT (no store of ours, or damaged), UNSUPPORTED (made by a newer version), DENIED,
 * UNAVAILABLE. Views of an older version are computed anew with STORE_WRITE, and CONFLICT with
 * STORE_READ. A store that is only read still needs the right to write in the folder: SQLite's
 * readers tell writers where they are. */
nodiscard struct store *store_open(const char *path, enum store_access access, struct err *err);
void store_close(struct store *s); /* accepts NULL; rows and events must be closed */
void store_closep(struct store **s);

/* One write transaction; what is not committed is gone. UNAVAILABLE when another process keeps
 * writing for STORE_WAIT_MS. Begin, append and mark need STORE_WRITE. */
nodiscard bool store_begin(struct store *s, struct err *err);
/* True: on the disk. False: the transaction is over, and nothing of it is there; only when the disk
 * failed at the very end all of it may turn out to be there after all when the file is next opened.
 */
nodiscard bool store_commit(struct store *s, struct err *err);
void store_rollback(struct store *s); /* nothing to do without a transaction */
/* Inside one: what one command does, to be undone alone (group commit). One mark at a time. */
nodiscard bool store_mark(struct store *s, struct err *err);
void store_undo(struct store *s);                            /* back to the mark, which is gone */
nodiscard bool store_keep(struct store *s, struct err *err); /* the mark is gone */

/* How many events there are: the seq of the next. */
nodiscard bool store_count(struct store *s, uint64_t *ret_n, struct err *err);
/* That no event is missing before the newest, which what is read of single streams cannot tell.
 * CORRUPT. Looked at once for an open store. */
nodiscard bool store_whole(struct store *s, struct err *err);
/* How many a stream has: the next version is one more. */
nodiscard bool store_stream_version(struct store *s, str stream, uint64_t *ret_n, struct err *err);

/* Append, and bring the views up to date; inside a transaction. e->seq must be the next and
 * e->version the next of its stream (CONFLICT), and event_check must have nothing to say (INVALID);
 * nothing has happened then. at_ms may be earlier than the last: a clock that was once wrong must
 * not stop a workspace for ever. INTERNAL: a type without views, or a payload that the views
 * do not take (docs/format/event.md; a missing field, one of another kind, something that is there
 * twice or not at all). After any error but CONFLICT and INVALID the transaction can no longer be
 * committed, unless store_undo takes it back to a mark set before. */
nodiscard bool store_append(struct store *s, const struct event *e, struct err *err);

/* Go through events in order of seq. Absent fields of the filter let all pass. At most one of
 * stream and stream_prefix. */
struct event_filter {
    uint64_t from, until; /* seq; until 0: to the end */
    str stream;
    str stream_prefix; /* "asset/spring/" */
    str type;
};
struct events;
/* As of now: what is committed later by others is not seen. Do not append while it is open. */
nodiscard struct events *events_open(struct store *s, const struct event_filter *filter,
                                     struct err *err);
/* The next, in a. False at the end with err->kind ERR_NONE; CORRUPT, by its seq, when a row is
 * damaged or missing (the last versions of a stream are missed by store_check only). */
nodiscard bool events_next(struct events *e, struct arena *a, struct event *ret, struct err *err);
void events_close(struct events *e);
void events_closep(struct events **e);

/* What rows_open can be asked, one row each, ending with a name that is NULL: the file
 * sql/queries/NAME.sql, its parameters in order, and its columns. */
struct store_query {
    const char *name, *params, *columns; /* words with a space between */
};
extern const struct store_query store_queries[];

struct store_value {
    enum {
        VALUE_NULL,
        VALUE_INT,
        VALUE_TEXT
    } kind;
    int64_t number;
    str text;
};
#define STORE_TEXT(s)   ((struct store_value){.kind = VALUE_TEXT, .text = (s)})
#define STORE_NUMBER(n) ((struct store_value){.kind = VALUE_INT, .number = (n)})

/* Ask the views. The parameters may go after the call. INTERNAL for a name that store_queries does
 * not have, or another number of parameters. */
struct rows;
nodiscard struct rows *rows_open(struct store *s, const char *query,
                                 const struct store_value *params, size_t n, struct err *err);
/* The next row, its values in a in the order of the columns. False at the end with ERR_NONE. */
nodiscard bool rows_next(struct rows *r, struct arena *a, const struct store_value **ret_values,
                         struct err *err);
void rows_close(struct rows *r);
void rows_closep(struct rows **r);

/* Drop the views and compute them again, in one transaction. CORRUPT, by its seq, for an event that
 * is damaged or does not fit; nothing has happened then. */
nodiscard bool store_rebuild(struct store *s, struct err *err);

/* Everything that can be said about the file by itself: SQLite's own check, each event's text
 * against its leaf hash, seq and versions without gaps, and the views against views computed anew
 * (in memory). Each thing wrong is a line for people through `wrong`; of many alike
 * the first hundred. *ret_first_bad_seq is the first event that is not as it was written or is
 * missing (UINT64_MAX for none). False only when the check itself could not be made. Outside of a
 * transaction. */
struct store_wrong {
    void *self;
    void (*line)(void *self, str line);
};
nodiscard bool store_check(struct store *s, struct store_wrong wrong, uint64_t *ret_first_bad_seq,
                           struct err *err);

/* A whole, consistent copy while others go on writing, mode 0600, without PATH-count. CONFLICT if
 * there is a file at path. */
nodiscard bool store_backup(struct store *s, const char *path, struct err *err);
