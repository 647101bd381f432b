#include "workspace/advance.h"

#include "base/durable.h"
#include "base/fd.h"
#include "ledger/proof.h"
#include "workspace/keyfile.h"
#include "workspace/ledger.h"
#include "workspace/places.h"
#include "workspace/stream.h"

/* What an advance goes on from. */
struct standing {
    struct ledger_folder folder;
    struct verify_key *keys;
    size_t n_keys;
    const char *signed_path; /* keys/log.signed */
    str note;                /* the newest that was signed; absent: none yet */
    struct checkpoint head;  /* all zero then */
    uint64_t events;         /* that are here */
};

/* ---- nothing is signed that does not continue what was ---- */

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

static bool check_places(struct workspace *w, const struct standing *s, struct arena *a,
                         struct err *err)
{
    str rest, line;
    if (!check_place(s, &s->folder, false, a, err) || !places_read(w, a, &rest, err))
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
    struct standing s = {.folder = workspace_ledger(w, a), .signed_path = ledger_signed_path(w, a)};
    if (!ledger_keys(w, a, &s.keys, &s.n_keys, err) ||
        (!ledger_head_read(s.signed_path, s.keys, s.n_keys, a, &s.note, &s.head, err) &&
         err->kind != ERR_NONE) ||
        !check_places(w, &s, a, err) || !store_count(w->store, &s.events, err))
        return false;
    if (s.head.size > s.events)
        return err_set(err, ERR_CONFLICT,
                       "%llu events were signed and %llu are here: this is an older copy, which "
                       "must not sign. Bring the newest back",
                       (unsigned long long)s.head.size, (unsigned long long)s.events);
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
    uint64_t size;
    struct checkpoint head;
    if (!stand(w, a, &s, err))
        return false;
    CLEANUP(tile_builder_closep) struct tile_builder *b = builder_at(w, &s, *a, err);
    str note = s.note;
    if (!b || !append_leaves(w, b, s.head.size, s.events, err) ||
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

bool ledger_advance(struct workspace *w, struct arena *a, struct advanced *ret, struct err *err)
{
    CLEANUP(fd_closep) int lock = -1;
    return ledger_lock(w, a, &lock, err) && advance(w, a, ret, err);
}
