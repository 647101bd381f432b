#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "store/parts.h"

enum column {
    COLUMN_SEQ,
    COLUMN_STREAM,
    COLUMN_VERSION,
    COLUMN_TYPE,
    COLUMN_AT,
    COLUMN_ACTOR,
    COLUMN_SALT,
    COLUMN_PAYLOAD,
    COLUMN_LEAF,
};

struct events {
    struct store *s;
    sqlite3_stmt *st;
    enum kept which;
    bool every;    /* no filter but the range: no seq may be missing */
    uint64_t next; /* the smallest seq that may come */
    uint64_t until;
    bool whole_stream; /* likewise no version */
    uint64_t version;  /* the last that came */
    bool over;
};

/* The smallest text that is greater than all that begin with the prefix. Streams are ASCII. */
static str prefix_end(str prefix, char *out)
{
    memcpy(out, prefix.p, prefix.n);
    out[prefix.n - 1]++;
    return (str){out, prefix.n};
}

static int bind(struct events *e, const struct event_filter *f)
{
    sqlite3_stmt *st = e->st;
    char end[EVENT_STREAM_MAX];
    const struct {
        const char *name;
        str text;
    } texts[] = {
        {":type", f->type},
        {":stream", f->stream},
        {":prefix", f->stream_prefix},
        {":prefix_end", f->stream_prefix.n ? prefix_end(f->stream_prefix, end) : (str){0}},
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < countof(texts); i++) {
        int at = sqlite3_bind_parameter_index(st, texts[i].name);
        if (at && texts[i].text.p)
            rc = sqlite3_bind_text64(st, at, texts[i].text.p, texts[i].text.n, SQLITE_TRANSIENT,
                                     SQLITE_UTF8);
    }
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":from"), (int64_t)f->from);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":until"), (int64_t)e->until);
    return rc;
}

struct events *events_open(struct store *s, const struct event_filter *f, struct err *err)
{
    assert(!f->stream.p || !f->stream_prefix.n);
    if (f->stream_prefix.n > EVENT_STREAM_MAX || f->from > INT64_MAX) {
        err_set(err, ERR_INVALID, "a filter that no event can pass");
        return NULL;
    }
    struct events *e = calloc(1, sizeof *e);
    if (!e)
        abort();
    *e = (struct events){
        .s = s,
        .which = f->stream.p          ? KEPT_STREAM
                 : f->stream_prefix.n ? KEPT_PREFIX
                                      : KEPT_RANGE,
        .next = f->from,
        .until = f->until && f->until < INT64_MAX ? f->until : INT64_MAX,
        .whole_stream = f->stream.p && f->from == 0 && !f->type.p,
    };
    e->every = e->which == KEPT_RANGE && !f->type.p;
    if (!statement_take(s, e->which, &e->st, err)) {
        free(e);
        return NULL;
    }
    int rc = bind(e, f);
    if (rc != SQLITE_OK) {
        db_failed(&s->db, rc, "events", err);
        events_close(e);
        return NULL;
    }
    return e;
}

static bool damaged(const struct events *e, const char *what, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "%s: event %llu: %s" SEE_FSCK, e->s->path,
                   (unsigned long long)e->next, what);
}

/* A row whose leaf hash is right is as it was written, whatever else the file says. */
static bool row_read(struct events *e, struct arena *a, struct event *ret, struct err *err)
{
    sqlite3_stmt *st = e->st;
    struct event row = {
        .seq = (uint64_t)sqlite3_column_int64(st, COLUMN_SEQ),
        .stream = db_column(st, COLUMN_STREAM),
        .version = (uint64_t)sqlite3_column_int64(st, COLUMN_VERSION),
        .type = db_column(st, COLUMN_TYPE),
        .at_ms = sqlite3_column_int64(st, COLUMN_AT),
        .actor = db_column(st, COLUMN_ACTOR),
        .payload = db_column(st, COLUMN_PAYLOAD),
    };
    if (row.seq < e->next || (e->every && row.seq != e->next))
        return damaged(e, "missing", err);
    e->next = row.seq;
    struct digest leaf;
    struct err why;
    if (!event_check(&row, &why) ||
        !hex_decode(db_column(st, COLUMN_SALT), row.salt, sizeof row.salt) ||
        !digest_from_hex(db_column(st, COLUMN_LEAF), &leaf) ||
        !digest_eq(leaf, event_hash(&row, e->s->arena)))
        return damaged(e, "is not as it was written", err);
    if (e->whole_stream && row.version != e->version + 1)
        return damaged(e, "an event of its stream before it is missing", err);
    e->version = row.version;
    row.stream = str_copy(row.stream, a);
    row.type = str_copy(row.type, a);
    row.actor = str_copy(row.actor, a);
    row.payload = str_copy(row.payload, a);
    *ret = row;
    e->next = row.seq + 1;
    return true;
}

/* The rows ended: did they end where they must? */
static bool end_is_right(struct events *e, struct err *err)
{
    uint64_t count;
    if (!e->every)
        return true;
    if (!store_count(e->s, &count, err))
        return false;
    return e->next >= MIN(count, e->until) || damaged(e, "missing", err);
}

bool events_next(struct events *e, struct arena *a, struct event *ret, struct err *err)
{
    err->kind = ERR_NONE;
    if (e->over)
        return false;
    int rc = sqlite3_step(e->st);
    if (rc == SQLITE_ROW && row_read(e, a, ret, err))
        return true;
    e->over = true;
    if (rc == SQLITE_DONE)
        return end_is_right(e, err) && false;
    if (rc == SQLITE_ROW)
        return false;
    db_failed(&e->s->db, rc, "events", err);
    if (err->kind == ERR_LIMIT || err->kind == ERR_INTERNAL) /* a length that none of ours has */
        return damaged(e, "cannot be read", err);
    return err_wrap(err, "event %llu", (unsigned long long)e->next);
}

uint64_t events_at(const struct events *e)
{
    return e->next;
}

void events_close(struct events *e)
{
    if (!e)
        return;
    statement_give(e->s, e->which, e->st);
    free(e);
}

void events_closep(struct events **e)
{
    events_close(*e);
}
