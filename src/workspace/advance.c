#include "workspace/advance.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "base/file.h"
#include "ledger/proof.h"
#include "workspace/keyfile.h"
#include "workspace/stream.h"

enum {
    PLACES_MAX_BYTES = 64 << 10,
};

struct ledger_folder workspace_ledger(const struct workspace *w, struct arena *a)
{
    return (struct ledger_folder){str_of(workspace_path(w->folder, "ledger", a))};
}

bool ledger_keys(struct workspace *w, struct arena *a, struct verify_key **ret_keys, size_t *ret_n,
                 struct err *err)
{
    CLEANUP(rows_closep) struct rows *rows = rows_open(w->store, "keys", NULL, 0, err);
    const struct store_value *v;
    struct verify_key *keys = NULL;
    size_t n = 0;
    if (!rows)
        return false;
    while (rows_next(rows, a, &v, err)) {
        if (!str_eq(v[0].text, S("log")))
            continue;
        keys = arena_list_room(a, keys, n, sizeof *keys);
        if (!verify_key_parse(v[1].text, &keys[n++], err))
            return err_wrap(err, "the key of the ledger");
    }
    if (err->kind == ERR_NONE && n == 0)
        return err_set(err, ERR_CORRUPT,
                       "no event names a key of the ledger: gatefold -C DIR fsck");
    *ret_keys = keys;
    *ret_n = n;
    return err->kind == ERR_NONE;
}

/* What an advance goes on from. */
struct standing {
    struct ledger_folder folder;
    struct verify_key *keys;
    size_t n_keys;
    const char *signed_path; /* keys/log.signed */
    str note;                /* the newest that was signed; absent: none yet */
    struct checkpoint head;  /* all zero then */
};

/* ---- nothing is signed that does not continue what was ---- */

static bool read_signed(struct standing *s, struct arena *a, struct err *err)
{
    struct note note;
    if (!file_read(s->signed_path, NOTE_MAX_BYTES, a, &s->note, err)) {
        s->note = (str){0};
        return err->kind == ERR_NOT_FOUND;
    }
    return checkpoint_open(s->note, s->keys, s->n_keys, a, &note, &s->head, err) ||
           err_wrap(err, "%s", s->signed_path);
}

/* A place where the ledger was published must not be ahead of what this key remembers. */
static bool check_place(const struct standing *s, const struct ledger_folder *place, bool needed,
                        struct arena *a, struct err *err)
{
    str note;
    struct checkpoint there;
    if (!ledger_folder_head(place, s->keys, s->n_keys, a, &note, &there, err)) {
        if (err->kind == ERR_NONE && needed)
            return err_set(err, ERR_UNAVAILABLE,
                           "%.*s: the ledger was published there and is not: nothing is signed "
                           "until it is (gatefold -C DIR ledger publish %.*s, or unpublish)",
                           STR(place->path), STR(place->path));
        return err->kind == ERR_NONE ||
               err_wrap(
                   err,
                   "%.*s: what is published there cannot be told, and nothing is signed: if it "
                   "is damaged, take that file away and do this again",
                   STR(place->path));
    }
    if (!s->note.p)
        return err_set(err, ERR_CONFLICT,
                       "%.*s: %llu events are published, and %s, which remembers what was signed, "
                       "is missing: put it back",
                       STR(place->path), (unsigned long long)there.size, s->signed_path);
    if (there.size > s->head.size ||
        (there.size == s->head.size && !digest_eq(there.root, s->head.root)))
        return err_set(err, ERR_CONFLICT,
                       "%.*s: %llu events are published, and here %llu were signed: this is an "
                       "older copy, which must not sign. Bring the newest back",
                       STR(place->path), (unsigned long long)there.size,
                       (unsigned long long)s->head.size);
    return true;
}

static const char *places_path(const struct workspace *w, struct arena *a)
{
    return workspace_path(w->folder, "published", a);
}

bool ledger_places(const struct workspace *w, struct arena *a, str *ret_text, struct err *err)
{
    *ret_text = S("");
    return file_read(places_path(w, a), PLACES_MAX_BYTES, a, ret_text, err) ||
           err->kind == ERR_NOT_FOUND;
}

static bool check_places(struct workspace *w, const struct standing *s, struct arena *a,
                         struct err *err)
{
    str rest, line;
    if (!check_place(s, &s->folder, false, a, err) || !ledger_places(w, a, &rest, err))
        return false;
    while (str_cut(&rest, '\n', &line)) {
        struct ledger_folder place = {line};
        if (line.n && !check_place(s, &place, true, a, err))
            return false;
    }
    return true;
}

static bool stand(struct workspace *w, struct arena *a, struct standing *ret, struct err *err)
{
    struct standing s = {.folder = workspace_ledger(w, a),
                         .signed_path = workspace_path(w->folder, LEDGER_SIGNED, a)};
    uint64_t n;
    if (!ledger_keys(w, a, &s.keys, &s.n_keys, err) || !read_signed(&s, a, err) ||
        !check_places(w, &s, a, err) || !store_count(w->store, &n, err))
        return false;
    if (s.head.size > n)
        return err_set(err, ERR_CONFLICT,
                       "%llu events were signed and %llu are here: this is an older copy, which "
                       "must not sign. Bring the newest back",
                       (unsigned long long)s.head.size, (unsigned long long)n);
    *ret = s;
    return true;
}

/* ---- tiles ---- */

/* Append the leaves of the events from..until-1. */
static bool append_leaves(struct workspace *w, struct tile_builder *b, uint64_t from,
                          uint64_t until, struct err *err)
{
    if (from == until)
        return true;
    struct event_filter filter = {.from = from, .until = until};
    CLEANUP(events_closep) struct events *events = events_open(w->store, &filter, err);
    struct arena a CLEANUP(arena_close) = arena_open((size_t)4 * EVENT_TEXT_MAX + (1 << 20));
    uint64_t n = from;
    for (struct event e; events; n++) {
        struct arena one = a;
        if (!events_next(events, &one, &e, err))
            break;
        if (!tile_builder_append(b, event_leaf(&e, &one), err))
            return false;
    }
    if (events && err->kind == ERR_NONE && n != until)
        return err_set(err, ERR_CORRUPT, "event %llu is missing", (unsigned long long)n);
    return events && err->kind == ERR_NONE;
}

/* The last event that was signed is the one that is here. In a copy that was restored and went on
 * by itself it is another, since each has random bytes of its own. */
static bool last_is_signed(struct workspace *w, const struct standing *s, struct arena scratch,
                           struct err *err)
{
    uint64_t last = s->head.size - 1;
    struct event_filter filter = {.from = last, .until = last + 1};
    CLEANUP(events_closep) struct events *events = events_open(w->store, &filter, err);
    struct tile_reader *tiles =
        tile_reader_new(ledger_folder_source(&s->folder), s->head.size, &scratch);
    struct event e;
    struct proof proof;
    if (!events || !events_next(events, &scratch, &e, err))
        return err->kind == ERR_NONE
                   ? err_set(err, ERR_CORRUPT, "event %llu is missing", (unsigned long long)last)
                   : false;
    struct digest leaf = tree_leaf(event_leaf(&e, &scratch));
    return proof_of_inclusion(tile_reader_nodes(tiles), last, s->head.size, &proof, err) &&
           (proof_includes(&proof, last, s->head.size, leaf, s->head.root) ||
            err_set(err, ERR_CORRUPT, "event %llu is not the one that was signed",
                    (unsigned long long)last));
}

/* All that were signed; nothing is written before it is known. */
static bool all_are_signed(struct workspace *w, const struct standing *s, struct err *err)
{
    struct event_filter filter = {.until = s->head.size};
    CLEANUP(events_closep) struct events *events = events_open(w->store, &filter, err);
    struct arena a CLEANUP(arena_close) = arena_open((size_t)4 * EVENT_TEXT_MAX + (1 << 20));
    struct tree tree = {0};
    for (struct event e; events;) {
        struct arena one = a;
        if (!events_next(events, &one, &e, err))
            break;
        tree_append(&tree, tree_leaf(event_leaf(&e, &one)));
    }
    if (!events || err->kind != ERR_NONE)
        return false;
    return (tree.size == s->head.size && digest_eq(tree_root(&tree), s->head.root)) ||
           err_set(err, ERR_CONFLICT,
                   "the first %llu events are not those that were signed: this is an older copy "
                   "that went on by itself, which must not sign (bring the newest back), or events "
                   "were changed (gatefold -C DIR fsck tells which)",
                   (unsigned long long)s->head.size);
}

/* A builder that stands at what was signed: by its tiles, or, where these are gone or damaged, by
 * the events, which must give the same root. */
static struct tile_builder *builder_at(struct workspace *w, const struct standing *s,
                                       struct arena scratch, struct err *err)
{
    struct tile_builder *b = tile_builder_open(ledger_folder_sink(&s->folder));
    if (!s->note.p || (tile_builder_resume(b, ledger_folder_source(&s->folder), s->head.size,
                                           s->head.root, scratch, err) &&
                       last_is_signed(w, s, scratch, err)))
        return b;
    tile_builder_close(b);
    if ((err->kind != ERR_CORRUPT && err->kind != ERR_NOT_FOUND) || !all_are_signed(w, s, err))
        return NULL;
    b = tile_builder_open(ledger_folder_sink(&s->folder));
    if (append_leaves(w, b, 0, s->head.size, err))
        return b;
    tile_builder_close(b);
    return NULL;
}

/* ---- the checkpoint ---- */

/* Only the key in force signs, and only when it is the one that the events name. */
static bool sign_head(struct workspace *w, const struct checkpoint *head, struct arena *a,
                      str *ret_note, struct err *err)
{
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    struct fold_workspace fold;
    struct sign_key key = {0};
    const char *path = workspace_key_path(w->folder, KEY_LOG, a);
    if (!stream_workspace((struct streams){w->store, a, scratch}, &fold, err) ||
        !sign_key_load(path, a, &key, err))
        return err_wrap(err, "the ledger cannot be signed");
    bool ok = str_eq(verify_key_print(&key.verify_key, a), fold.keys[KEY_LOG].key)
                  ? checkpoint_sign(head, &key, a, ret_note, err)
                  : err_set(err, ERR_DENIED, "%s: is not the key in force since event %llu", path,
                            (unsigned long long)fold.keys[KEY_LOG].since);
    sign_key_done(&key);
    return ok;
}

static bool advance(struct workspace *w, struct arena *a, struct advanced *ret, struct err *err)
{
    struct standing s;
    uint64_t n, size;
    struct checkpoint head;
    if (!stand(w, a, &s, err) || !store_count(w->store, &n, err))
        return false;
    CLEANUP(tile_builder_closep) struct tile_builder *b = builder_at(w, &s, *a, err);
    str note = s.note;
    if (!b || !append_leaves(w, b, s.head.size, n, err) ||
        !tile_builder_flush(b, &size, &head.root, err))
        return false;
    if (size != s.head.size || !s.note.p) {
        head.origin = s.keys[0].name;
        head.size = size;
        head.extensions = S("");
        if (!sign_head(w, &head, a, &note, err) || !durable_write(s.signed_path, note, 0600, err))
            return false;
    } else {
        head = s.head;
    }
    str there;
    struct checkpoint shown;
    bool is_there = ledger_folder_head(&s.folder, s.keys, s.n_keys, a, &there, &shown, err);
    if (!is_there && err->kind != ERR_NONE)
        return false;
    /* One of the same size may have cosignatures by now. */
    if ((!is_there || shown.size != head.size) && !ledger_folder_set_head(&s.folder, note, *a, err))
        return false;
    *ret = (struct advanced){head, head.size - s.head.size};
    return true;
}

bool ledger_lock(const struct workspace *w, struct arena *a, int *ret_fd, struct err *err)
{
    return fd_lock_folder(workspace_path(w->folder, "ledger", a), LOCK_EX, ret_fd, err);
}

bool ledger_advance(struct workspace *w, struct arena *a, struct advanced *ret, struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    return ledger_lock(w, a, &lock, err) && advance(w, a, ret, err);
}

/* ---- publishing ---- */

static bool remember_place(struct workspace *w, str folder, bool keep, struct arena *a,
                           struct err *err)
{
    CLEANUP(buf_done) struct buf out = {0};
    str rest, line;
    if (!ledger_places(w, a, &rest, err))
        return false;
    while (str_cut(&rest, '\n', &line))
        if (line.n && !str_eq(line, folder))
            buf_format(&out, "%.*s\n", STR(line));
    if (keep)
        buf_format(&out, "%.*s\n", STR(folder));
    if (!buf_ok(&out))
        return err_set(err, ERR_LIMIT, "too many places are published to");
    return durable_write(places_path(w, a), out.n ? buf_str(&out) : S(""), 0600, err);
}

static bool is_remembered(struct workspace *w, str folder, struct arena *a, bool *ret,
                          struct err *err)
{
    str rest, line;
    *ret = false;
    if (!ledger_places(w, a, &rest, err))
        return false;
    while (str_cut(&rest, '\n', &line))
        *ret |= str_eq(line, folder);
    return true;
}

/* A place is remembered by its whole path: the next command may be run from elsewhere. */
static bool place_of(str folder, struct arena *a, str *ret_place, struct err *err)
{
    char *whole = realpath(str_c(folder, a), NULL);
    if (!whole)
        return err_system(err, str_c(folder, a));
    *ret_place = str_copy(str_of(whole), a);
    free(whole);
    return !memchr(ret_place->p, '\n', ret_place->n) ||
           err_set(err, ERR_INVALID, "a folder with a line break in its name cannot be remembered");
}

bool ledger_publish(struct workspace *w, str folder, struct arena *a, uint64_t *ret_size,
                    struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    struct ledger_folder from = workspace_ledger(w, a), to;
    struct verify_key *keys;
    size_t n_keys;
    str note, there_note;
    struct checkpoint head, there = {0};
    if (!place_of(folder, a, &to.path, err) || !ledger_lock(w, a, &lock, err) ||
        !ledger_keys(w, a, &keys, &n_keys, err))
        return false;
    if (!ledger_folder_head(&from, keys, n_keys, a, &note, &head, err))
        return err->kind != ERR_NONE
                   ? false
                   : err_set(err, ERR_NOT_FOUND,
                             "there is no checkpoint yet: gatefold -C DIR ledger advance");
    if (!ledger_folder_head(&to, keys, n_keys, a, &there_note, &there, err) &&
        err->kind != ERR_NONE)
        return err_wrap(err, "what is published there is not this ledger");
    if (there.size > head.size)
        return err_set(err, ERR_CONFLICT,
                       "%.*s: %llu events are published there, and here the ledger has %llu: this "
                       "is an older copy",
                       STR(to.path), (unsigned long long)there.size, (unsigned long long)head.size);
    struct tile_reader *reader = tile_reader_new(ledger_folder_source(&from), head.size, a);
    struct digest root;
    if (!tree_root_of(tile_reader_nodes(reader), there.size, &root, err))
        return false;
    if (there.size && !digest_eq(root, there.root))
        return err_set(err, ERR_CONFLICT,
                       "%.*s: what is published there is not the beginning of this ledger: show "
                       "both to whoever keeps the keys",
                       STR(to.path));
    /* Remembered before it is shown: else an older copy could sign, and not know. */
    if (!ledger_folder_copy(&from, &to, there.size, head.size, err) ||
        !remember_place(w, to.path, true, a, err) || !ledger_folder_set_head(&to, note, *a, err))
        return false;
    *ret_size = head.size;
    return true;
}

bool ledger_unpublish(struct workspace *w, str folder, struct arena *a, struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    str place = folder;
    struct err gone;
    bool there;
    (void)!place_of(folder, a, &place, &gone); /* it may be gone: then as it was written */
    if (!ledger_lock(w, a, &lock, err) || !is_remembered(w, place, a, &there, err))
        return false;
    return there ? remember_place(w, place, false, a, err)
                 : err_set(err, ERR_NOT_FOUND,
                           "%.*s: the ledger is not published there; the places are in %s",
                           STR(place), places_path(w, a));
}
