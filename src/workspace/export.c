#include "workspace/export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "workspace/act.h"
#include "workspace/copy.h"
#include "workspace/event_line.h"
#include "workspace/ledger.h"

enum {
    EVENTS_A_COMMIT = 1000,
};

static const char readme[] =
    "A Gatefold workspace in its open form.\n"
    "\n"
    "events.ndjson  every act, one JSON object a line, in order. Its text, which "
    "docs/format/event.md\n"
    "               lays out, and its salt give the public leaf: nothing can be changed unseen.\n"
    "blobs/         pictures, facts and call sheets: each file is named by the SHA-256 of what it\n"
    "               holds, the first two digits as a folder.\n"
    "ledger/        the Merkle tree over the leaves (RFC 6962), as C2SP tlog-tiles, and its head,\n"
    "               signed: any program for transparency logs checks it.\n"
    "\n"
    "Whose ledger it is, no file in here can prove: hold the key that signed against the one that\n"
    "you were given (gatefold -C DIR ledger key). Names and birth dates of people are encrypted, "
    "and\n"
    "their keys are not here. gatefold -C NEWDIR import FOLDER checks all of it, and makes a\n"
    "workspace.\n";

static void file_closep(FILE **f)
{
    if (*f)
        fclose(*f);
}

/* ---- export ---- */

static bool write_events(struct workspace *w, const char *path, struct named *named,
                         struct err *err)
{
    struct event_filter all = {0};
    CLEANUP(file_closep) FILE *f = fopen(path, "wxe");
    if (!f)
        return err_system(err, path);
    CLEANUP(events_closep) struct events *events = events_open(w->store, &all, err);
    struct arena a CLEANUP(arena_close) = arena_open(ACT_ARENA_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    for (struct event e; events;) {
        struct arena one = a;
        CLEANUP(buf_done) struct buf line = BUF_MAX((size_t)2 * EVENT_LINE_MAX);
        if (!events_next(events, &one, &e, err))
            break;
        if (!named_add(named, &e, one, scratch, err))
            return false;
        event_line_print(&e, one, &line);
        if (!buf_ok(&line) || fwrite(line.p, 1, line.n, f) != line.n)
            return err_system(err, path);
    }
    if (!events || err->kind != ERR_NONE)
        return false;
    return (fflush(f) == 0 && fsync(fileno(f)) == 0) || err_system(err, path);
}

/* The head before the events: they are never fewer than it signs. */
static bool export_into(struct workspace *w, str partial, struct named *named, struct arena *a,
                        struct err *err)
{
    str ledger = workspace_ledger(w, a).path;
    struct copy_head head;
    return copy_head_read(w, ledger, a, &head, err) &&
           write_events(w, workspace_path(partial, "events.ndjson", a), named, err) &&
           copy_blobs(w->blobs, workspace_path(partial, "blobs", a), named, err) &&
           copy_ledger(ledger, str_of(workspace_path(partial, "ledger", a)), &head, a, err) &&
           durable_write(workspace_path(partial, "README", a), str_of(readme), 0644, err);
}

bool workspace_export(struct workspace *w, str folder, struct arena *a, struct err *err)
{
    struct named named = {0};
    str partial;
    if (!copy_begin(folder, a, &partial, err))
        return false;
    bool ok = export_into(w, partial, &named, a, err) && copy_end(partial, folder, a, err);
    named_done(&named);
    if (!ok)
        copy_drop(partial, *a);
    return ok || err_wrap(err, "nothing was exported");
}

/* ---- import ---- */

struct lines {
    FILE *f;
    const char *path;
    char *room; /* a line of EVENT_LINE_MAX, and its NUL */
    uint64_t n;
};

/* False at the end with ERR_NONE. */
static bool next_line(struct lines *l, str *ret, struct err *err)
{
    err->kind = ERR_NONE;
    if (!fgets(l->room, EVENT_LINE_MAX + 1, l->f))
        return ferror(l->f) ? err_system(err, l->path) : false;
    l->n++;
    *ret = str_of(l->room);
    return str_ends(*ret, S("\n")) ||
           err_set(err, ERR_INVALID, "%s, line %llu: does not end, or holds what no text does",
                   l->path, (unsigned long long)l->n);
}

static bool append_lines(struct store *store, struct lines *l, struct named *named, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open(EVENT_LINE_ARENA_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    bool open = false;
    for (str line; next_line(l, &line, err);) {
        struct arena one = a;
        struct event e;
        if (!open && !store_begin(store, err))
            return false;
        open = true;
        if (!event_line_read(line, &one, &e, err) || !store_append(store, &e, err) ||
            !named_add(named, &e, one, scratch, err)) {
            store_rollback(store);
            return err_wrap(err, "%s, line %llu", l->path, (unsigned long long)l->n);
        }
        if (l->n % EVENTS_A_COMMIT == 0) {
            if (!store_commit(store, err))
                return false;
            open = false;
        }
    }
    bool ended = err->kind == ERR_NONE;
    if (open && ended)
        return store_commit(store, err);
    if (open)
        store_rollback(store);
    return ended;
}

static bool import_events(struct store *store, const char *path, struct named *named,
                          uint64_t *ret_n, struct err *err)
{
    CLEANUP(file_closep) FILE *f = fopen(path, "re");
    if (!f)
        return err_system(err, path);
    struct arena room CLEANUP(arena_close) = arena_open(EVENT_LINE_MAX + 64);
    struct lines lines = {f, path, arena_new(&room, char, EVENT_LINE_MAX + 1), 0};
    if (!append_lines(store, &lines, named, err))
        return false;
    *ret_n = lines.n;
    return lines.n > 0 || err_set(err, ERR_INVALID, "%s: holds no event", path);
}

static bool import_rest(struct workspace *w, str folder, struct named *named, struct arena *a,
                        struct imported_workspace *ret, struct err *err)
{
    str ledger = str_of(workspace_path(folder, "ledger", a));
    struct copy_head head;
    struct blobs *blobs = blobs_folder(workspace_path(folder, "blobs", a), STORE_READ, err);
    if (!blobs)
        return false;
    bool ok = copy_blobs(blobs, workspace_path(w->folder, "blobs", a), named, err) &&
              copy_head_read(w, ledger, a, &head, err) &&
              copy_ledger(ledger, workspace_ledger(w, a).path, &head, a, err);
    blobs_close(blobs);
    if (ok && head.note.p) {
        ret->is_signed = true;
        ret->in_ledger = head.checkpoint.size;
    }
    return ok;
}

static bool import_into(str partial, str folder, struct arena *a, struct imported_workspace *ret,
                        struct err *err)
{
    struct workspace w = {.folder = partial, .a = a};
    struct named named = {0};
    const char *db = workspace_path(partial, "events.db", a);
    bool ok = store_create(db, err);
    if (ok)
        w.store = store_open(db, STORE_WRITE, err);
    ok = ok && w.store &&
         import_events(w.store, workspace_path(folder, "events.ndjson", a), &named, &ret->events,
                       err) &&
         import_rest(&w, folder, &named, a, ret, err);
    named_done(&named);
    workspace_close(&w);
    return ok && copy_check(partial, err);
}

bool workspace_import(str workspace, str folder, struct arena *a, struct imported_workspace *ret,
                      struct err *err)
{
    struct imported_workspace done = {0};
    str partial;
    if (!copy_begin(workspace, a, &partial, err))
        return false;
    if (import_into(partial, folder, a, &done, err) && copy_end(partial, workspace, a, err)) {
        *ret = done;
        return true;
    }
    copy_drop(partial, *a);
    return err_wrap(err, "nothing was imported");
}
