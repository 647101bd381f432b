#include "workspace/fsck.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "workspace/act.h"
#include "workspace/fsck_parts.h"
#include "workspace/leftovers.h"
#include "workspace/people.h"

enum {
    FSCK_ARENA_BYTES = 1 << 30,
    ACTORS_MAX = 100,    /* events by unknown ones that are told */
    DAMAGED_MAX = 10000, /* events; a seq that was changed can leave a gap of any length */
};

void fsck_tell(struct fsck *f, enum fsck_kind kind, const char *fmt, ...)
{
    char line[2 * ERR_MSG_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    f->found.told[kind]++;
    f->look.line(f->look.self, kind, str_of(line));
}

void fsck_tell_err(struct fsck *f, const char *opt_about, const struct err *err)
{
    bool outside = err->kind == ERR_UNAVAILABLE || err->kind == ERR_LIMIT ||
                   err->kind == ERR_UNSUPPORTED || err->kind == ERR_INTERNAL;
    fsck_tell(f, outside ? FSCK_UNCHECKED : FSCK_WRONG, "%s%s%s", opt_about ? opt_about : "",
              opt_about ? ": " : "", err->msg);
}

static void wrong_line(void *self, str line)
{
    fsck_tell(self, FSCK_WRONG, "%.*s", STR(line));
}

/* ---- events ---- */

/* What the stream comes to; the name says by which of the gate's folds. */
static bool stream_folds(struct streams s, str stream, struct err *err)
{
    union {
        struct fold_workspace workspace;
        struct fold_party party;
        struct fold_person person;
        struct fold_campaign campaign;
        struct fold_asset asset;
    } fold;
    str rest = stream, kind, campaign;
    str_cut(&rest, '/', &kind);
    if (str_eq(kind, S("workspace")) && !rest.p)
        return stream_workspace(s, &fold.workspace, err);
    if (str_eq(kind, S("party")) && rest.p)
        return stream_party(s, rest, &fold.party, err);
    if (str_eq(kind, S("person")) && rest.p)
        return stream_person(s, rest, &fold.person, err);
    if (str_eq(kind, S("campaign")) && rest.p)
        return stream_campaign(s, rest, &fold.campaign, err);
    if (str_eq(kind, S("asset")) && rest.p && str_cut(&rest, '/', &campaign) && rest.p)
        return stream_asset(s, campaign, rest, &fold.asset, err);
    return err_set(err, ERR_CORRUPT, "no stream is called \"%.*s\"", STR(stream));
}

struct event_room {
    struct arena a, fold, tree;
};

/* One event: its stream when it is the first of it, and what it names. */
static void one_event(struct fsck *f, const struct event *e, struct event_room room)
{
    struct err err;
    if (e->version == 1) {
        struct streams streams = {f->w.store, &room.fold, room.tree};
        if (!stream_folds(streams, e->stream, &err)) {
            f->events_whole = false;
            fsck_tell_err(f, "streams", &err);
        }
        if (str_starts(e->stream, S("person/"))) {
            str id = str_from(e->stream, sizeof "person/" - 1);
            f->persons.at = arena_list_room(f->a, f->persons.at, f->persons.n, sizeof(str));
            f->persons.at[f->persons.n++] = str_copy(id, f->a);
        }
    }
    /* Where one event is missing, it may be the one that made the actor known. */
    if (f->events_whole && !fold_actors_add(&f->actors, e, f->a, &err) &&
        ++f->unknown_actors <= ACTORS_MAX)
        fsck_tell_err(f, "actors", &err);
    if (!named_add(&f->named, e, room.a, room.tree, &err)) {
        f->events_whole = false;
        fsck_tell_err(f, "blobs that events name", &err);
    }
    f->found.events++;
}

/* From the first on; one that is damaged was told of by store_check and is passed over. */
static void each_event(struct fsck *f, struct event_room room)
{
    uint64_t n = 0;
    struct err err;
    bool counted = store_count(f->w.store, &n, &err);
    size_t damaged = 0;
    for (uint64_t at = 0; counted && at < n; at++) {
        struct event_filter filter = {.from = at};
        CLEANUP(events_closep) struct events *events = events_open(f->w.store, &filter, &err);
        struct event e;
        for (struct event_room one = room; events && events_next(events, &one.a, &e, &err);
             one = room, at++)
            one_event(f, &e, one);
        if (events && err.kind == ERR_NONE)
            return;
        f->events_whole = false;
        if (err.kind != ERR_CORRUPT || ++damaged == DAMAGED_MAX) {
            err.kind = ERR_UNAVAILABLE;
            fsck_tell_err(f, "events from there on", &err);
            return;
        }
    }
    if (!counted)
        fsck_tell_err(f, "events", &err);
}

void fsck_events(struct fsck *f)
{
    struct err err;
    struct store_wrong wrong = {f, wrong_line};
    if (!store_check(f->w.store, wrong, &f->first_bad, &err)) {
        fsck_tell_err(f, "events", &err);
        f->first_bad = 0;
    }
    f->events_whole = f->first_bad == UINT64_MAX;
    struct event_room room = {arena_open(ACT_ARENA_BYTES), arena_open(ACT_ARENA_BYTES),
                              arena_open(EVENT_SCRATCH_BYTES)};
    each_event(f, room);
    arena_close(&room.a);
    arena_close(&room.fold);
    arena_close(&room.tree);
}

/* ---- blobs ---- */

/* Both in the order of their names. */
struct blobs_found {
    struct fsck *f;
    const struct named_blob *named;
    size_t n, at;
};

static void not_found(const struct blobs_found *b, const struct named_blob *named)
{
    struct arena scratch = *b->f->a;
    struct stat st;
    const char *path = blobs_path(b->f->w.blobs, named->name, &scratch).p;
    if (named->naming <= 0 || lstat(path, &st) == 0) /* damaged ones were told of */
        return;
    fsck_tell(b->f, FSCK_WRONG, "%s: missing; event %llu names it", path,
              (unsigned long long)named->seq);
}

static void blob_found(void *self, struct digest name, uint64_t bytes)
{
    (void)bytes;
    struct blobs_found *b = self;
    struct arena scratch = *b->f->a;
    int order = -1;
    while (b->at < b->n && (order = memcmp(b->named[b->at].name.b, name.b, sizeof name.b)) < 0)
        not_found(b, &b->named[b->at++]);
    bool is_named = b->at < b->n && order == 0;
    b->f->found.blobs++;
    if (is_named && b->named[b->at].naming <= 0)
        fsck_tell(b->f, FSCK_WRONG,
                  "%s: a picture that was erased, and is there: the next command that writes "
                  "removes it",
                  blobs_path(b->f->w.blobs, name, &scratch).p);
    else if (!is_named && b->f->events_whole)
        fsck_tell(b->f, FSCK_NOTE, "%s: no event names it",
                  blobs_path(b->f->w.blobs, name, &scratch).p);
    b->at += is_named;
}

static void blob_wrong(void *self, str line)
{
    wrong_line(((struct blobs_found *)self)->f, line);
}

static void blob_note(void *self, str line)
{
    fsck_tell(((struct blobs_found *)self)->f, FSCK_NOTE, "%.*s", STR(line));
}

void fsck_blobs(struct fsck *f)
{
    struct blobs_found found = {.f = f};
    struct err err;
    found.named = named_sorted(&f->named, &found.n);
    struct blobs_look look = {&found, blob_wrong, blob_found, blob_note};
    if (!blobs_check(f->w.blobs, look, &err)) {
        fsck_tell_err(f, "blobs", &err);
        return;
    }
    while (found.at < found.n)
        not_found(&found, &found.named[found.at++]);
}

/* ---- personal records ---- */

static void one_record(struct fsck *f, str person, struct arena a, struct arena scratch)
{
    struct fold_person fold;
    struct stat st;
    struct err err;
    str record;
    const char *path = workspace_personal_path(f->w.folder, person, &a);
    if (!stream_person((struct streams){f->w.store, &a, scratch}, person, &fold, &err))
        return; /* told with the streams */
    if (fold.forgotten) {
        if (lstat(path, &st) == 0)
            fsck_tell(f, FSCK_WRONG,
                      "%s: the key of somebody who was forgotten: the next command that writes "
                      "destroys it",
                      path);
        return;
    }
    if (people_open(&f->w, &fold, &a, &record, &err))
        f->found.records++;
    else if (err.kind == ERR_NOT_FOUND)
        fsck_tell(f, FSCK_NOTE,
                  "%s: is not here (a backup has no keys), so the personal record "
                  "stays shut",
                  path);
    else
        fsck_tell_err(f, "personal records", &err);
}

void fsck_records(struct fsck *f)
{
    struct arena a CLEANUP(arena_close) = arena_open(ACT_ARENA_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    for (size_t i = 0; i < f->persons.n; i++)
        one_record(f, f->persons.at[i], a, scratch);
}

/* ---- what was interrupted ---- */

static void leftover(void *self, const char *path)
{
    fsck_tell(self, FSCK_NOTE, "%s: left by a command that was killed: gatefold rebuild removes it",
              path);
}

static void check_leftovers(struct fsck *f)
{
    struct err err;
    if (!leftovers_find(&f->w, (struct leftovers_look){f, leftover}, &err))
        fsck_tell_err(f, "what was left", &err);
}

/* ---- all ---- */

static void tell_unopened(struct fsck *f, const char *about, struct err *err)
{
    if (err->kind == ERR_DENIED)
        err->kind = ERR_UNAVAILABLE; /* of these two it says that we could not look */
    fsck_tell_err(f, about, err);
}

/* Opened one by one: what does not open is told, and the rest is looked at. */
static void open_parts(struct fsck *f)
{
    struct err err;
    struct stat st;
    f->w.store = store_open(workspace_path(f->w.folder, "events.db", f->a), STORE_READ, &err);
    if (!f->w.store) {
        tell_unopened(f, "events", &err);
        fsck_tell(f, FSCK_UNCHECKED,
                  "streams, views, personal records, ledger: nothing without the events");
    }
    f->w.blobs = blobs_folder(workspace_path(f->w.folder, "blobs", f->a), STORE_READ, &err);
    if (!f->w.blobs)
        tell_unopened(f, "blobs", &err);
    f->signs = lstat(workspace_key_path(f->w.folder, KEY_LOG, f->a), &st) == 0;
}

bool workspace_fsck(str folder, struct fsck_look look, struct fsck_found *ret, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open(FSCK_ARENA_BYTES);
    struct fsck f = {.look = look, .a = &a, .first_bad = UINT64_MAX};
    struct stat st;
    f.w = (struct workspace){.folder = str_copy(folder, &a), .a = &a};
    if (lstat(workspace_path(folder, "events.db", &a), &st) != 0 &&
        lstat(workspace_path(folder, "blobs", &a), &st) != 0 &&
        lstat(workspace_path(folder, "ledger", &a), &st) != 0)
        return err_set(err, ERR_NOT_FOUND, "%.*s: no workspace is there", STR(folder));
    open_parts(&f);
    if (f.w.store)
        fsck_events(&f);
    if (f.w.blobs)
        fsck_blobs(&f);
    if (f.w.store) {
        fsck_records(&f);
        fsck_keys(&f);
        fsck_ledger(&f);
    }
    check_leftovers(&f);
    named_done(&f.named);
    workspace_close(&f.w);
    *ret = f.found;
    return true;
}
