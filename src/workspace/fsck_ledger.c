/* The ledger's files against the events, and what was signed against both. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/durable.h"
#include "base/file.h"
#include "workspace/event_tree.h"
#include "workspace/fsck_parts.h"
#include "workspace/ledger.h"
#include "workspace/places.h"

enum {
    FILE_ARENA_BYTES = 64 << 20, /* two bundles, a note */
};

/* A head that is said somewhere. */
struct said_head {
    const char *path;
    bool there; /* a note that the ledger's key has signed */
    struct checkpoint head;
};

struct ledger_check {
    struct fsck *f;
    struct event_tree tree;
    bool all;      /* every event is in the tree */
    bool matching; /* the newest signed head is that of the events */
    struct verify_key *keys;
    size_t n_keys;
    struct said_head at_key, published; /* keys/log.signed, ledger/checkpoint */
    struct arena room;
};

/* ---- heads ---- */

static void read_head(struct ledger_check *c, const char *path, struct said_head *ret)
{
    struct err err;
    str note;
    *ret = (struct said_head){.path = path};
    ret->there = ledger_head_read(path, c->keys, c->n_keys, c->f->a, &note, &ret->head, &err);
    if (!ret->there && err.kind != ERR_NONE)
        fsck_tell_err(c->f, NULL, &err);
}

/* Whether the head is that of the events, as far as they can be read. */
static bool head_holds(struct ledger_check *c, const struct said_head *s)
{
    unsigned long long size = s->head.size, n = c->tree.size;
    if (size > n && c->all)
        fsck_tell(c->f, FSCK_WRONG,
                  "%s: %llu events were signed and %llu are here: the newest are missing, or this "
                  "is an older copy",
                  s->path, size, n);
    else if (size > n)
        fsck_tell(c->f, FSCK_UNCHECKED,
                  "%s: signs %llu events, of which event %llu cannot be read: its root cannot be "
                  "computed",
                  s->path, size, n);
    else if (!digest_eq(s->head.root, event_tree_root(&c->tree, s->head.size)))
        fsck_tell(c->f, FSCK_WRONG,
                  "%s: the first %llu events are not those that were signed: one was changed",
                  s->path, size);
    else
        return true;
    return false;
}

static void check_heads(struct ledger_check *c)
{
    const struct said_head *at_key = &c->at_key, *published = &c->published;
    struct stat st;
    bool key_ok = at_key->there && head_holds(c, at_key);
    bool published_ok = published->there && head_holds(c, published);
    c->matching = at_key->there ? key_ok : published_ok;
    if (published_ok)
        c->f->found.in_ledger = published->head.size;
    if (at_key->there && published->there && at_key->head.size < published->head.size)
        fsck_tell(c->f, FSCK_WRONG, "%s: is behind %s: an older one was put there", at_key->path,
                  published->path);
    if (key_ok && published_ok && at_key->head.size > published->head.size)
        fsck_tell(c->f, FSCK_NOTE, "%s: is behind %s: gatefold ledger advance brings it up",
                  published->path, at_key->path);
    if (at_key->there && lstat(published->path, &st) != 0)
        fsck_tell(c->f, FSCK_WRONG, "%s: missing; gatefold ledger advance puts it back",
                  published->path);
    if (published->there && lstat(at_key->path, &st) != 0)
        fsck_tell(c->f, c->f->signs ? FSCK_WRONG : FSCK_NOTE,
                  "%s: is not here, and nothing can be signed without it", at_key->path);
}

/* ---- files ---- */

struct files_check {
    struct ledger_check *c;
    const struct ledger_folder *folder;
    bool ours; /* else a folder that a web server serves: other files are its affair */
};

/* The first element that differs, for files of one length. */
static uint64_t first_odd(struct tile_id id, str is, str want)
{
    size_t at = 0;
    while (at < is.n && is.p[at] == want.p[at])
        at++;
    if (id.level != TILE_ENTRIES)
        return id.index * TILE_WIDTH + at / DIGEST_BYTES;
    uint64_t entry = id.index * TILE_WIDTH;
    for (size_t i = 0; i + 2 <= want.n; entry++) {
        i += 2 + (((size_t)(uint8_t)want.p[i] << 8) | (uint8_t)want.p[i + 1]);
        if (i > at)
            break;
    }
    return entry;
}

static void tell_odd(struct ledger_check *c, const char *path, struct tile_id id, str is, str want)
{
    const char *cure = c->matching ? "gatefold rebuild writes it anew" : "look at the events first";
    if (is.n != want.n) {
        fsck_tell(c->f, FSCK_WRONG, "%s: %zu bytes where %zu must be; %s", path, is.n, want.n,
                  cure);
        return;
    }
    unsigned long long at = first_odd(id, is, want);
    if (id.level <= 0)
        fsck_tell(c->f, FSCK_WRONG,
                  "%s: does not hold what the events give, from event %llu on; %s", path, at, cure);
    else
        fsck_tell(c->f, FSCK_WRONG,
                  "%s: does not hold what the events give, from hash %llu of level %d on; %s", path,
                  at, id.level, cure);
}

static void check_file(void *self, const char *below, const struct tile_id *opt_id)
{
    struct files_check *files = self;
    struct ledger_check *c = files->c;
    struct arena a = c->room;
    const char *path = str_format(&a, "%.*s/%s", STR(files->folder->path), below).p;
    str is, want;
    struct err err;
    if (!opt_id) {
        bool leftover = durable_temporary_of(str_of(below)).p;
        if (leftover && !files->ours)
            fsck_tell(c->f, FSCK_NOTE, "%s: left by a publishing that was killed: remove it", path);
        else if (!leftover && files->ours && strcmp(below, LEDGER_CHECKPOINT) != 0)
            fsck_tell(c->f, FSCK_NOTE, "%s: is no file of the ledger", path);
        return;
    }
    if (!event_tree_has(&c->tree, *opt_id)) {
        fsck_tell(c->f, c->all ? FSCK_WRONG : FSCK_UNCHECKED,
                  c->all ? "%s: is beyond the %llu events; look at it, and remove it"
                         : "%s: cannot be compared: event %llu cannot be read",
                  path, (unsigned long long)c->tree.size);
        return;
    }
    if (!file_read(path, BUNDLE_MAX_BYTES, &a, &is, &err) ||
        !event_tree_file(&c->tree, *opt_id, &a, &want, &err)) {
        fsck_tell_err(c->f, "ledger", &err);
        return;
    }
    if (str_eq(is, want))
        c->f->found.files++;
    else
        tell_odd(c, path, *opt_id, is, want);
}

/* The files that a tree of this size has; of a partial one the full one will do. */
static void check_missing(struct ledger_check *c, const struct ledger_folder *folder, uint64_t size)
{
    struct tile_walk walk = tile_walk_from(0, size);
    for (struct tile_id id; tile_walk_next(&walk, &id);) {
        struct arena a = c->room;
        char partial[TILE_PATH_MAX], full[TILE_PATH_MAX];
        struct stat st;
        tile_path(id, partial);
        tile_path((struct tile_id){id.level, id.index, TILE_WIDTH}, full);
        const char *path = str_format(&a, "%.*s/%s", STR(folder->path), partial).p;
        if (lstat(path, &st) != 0 &&
            lstat(str_format(&a, "%.*s/%s", STR(folder->path), full).p, &st) != 0)
            fsck_tell(c->f, FSCK_WRONG, "%s: missing; gatefold rebuild writes it anew", path);
    }
}

static void check_files(struct ledger_check *c, const struct ledger_folder *folder, bool ours)
{
    struct files_check files = {c, folder, ours};
    struct err err;
    if (!ledger_files(str_c(folder->path, c->f->a), (struct ledger_files_look){&files, check_file},
                      &err))
        fsck_tell_err(c->f, "ledger", &err);
}

/* ---- where it was published ---- */

static void check_place(struct ledger_check *c, str folder)
{
    const struct ledger_folder place = {folder};
    const char *path = str_format(c->f->a, "%.*s/" LEDGER_CHECKPOINT, STR(folder)).p;
    struct said_head there;
    struct stat st;
    if (lstat(path, &st) != 0) {
        fsck_tell(c->f, c->f->signs ? FSCK_UNCHECKED : FSCK_NOTE,
                  "%s: the ledger was published there, and cannot be looked at: %s", path,
                  strerror(errno));
        return;
    }
    read_head(c, path, &there);
    if (!there.there)
        return;
    if (!c->f->signs && there.head.size > c->tree.size) {
        fsck_tell(c->f, FSCK_NOTE, "%s: %llu events are published: this is an older copy", path,
                  (unsigned long long)there.head.size);
        return;
    }
    if (!head_holds(c, &there))
        return;
    if (c->at_key.there && there.head.size > c->at_key.head.size)
        fsck_tell(c->f, FSCK_WRONG, "%s: is behind %s: an older one was put there", c->at_key.path,
                  path);
    check_missing(c, &place, there.head.size);
    check_files(c, &place, false);
}

static void check_places(struct ledger_check *c)
{
    str rest, line;
    struct err err;
    if (!places_read(&c->f->w, c->f->a, &rest, &err)) {
        fsck_tell_err(c->f, "places where the ledger was published", &err);
        return;
    }
    while (str_cut(&rest, '\n', &line))
        if (line.n)
            check_place(c, line);
}

/* ---- all ---- */

static void check(struct ledger_check *c)
{
    struct ledger_folder ours = workspace_ledger(&c->f->w, c->f->a);
    struct err err;
    /* Heads before events: an advance that is under way makes the events more, never fewer. */
    read_head(c, ledger_signed_path(&c->f->w, c->f->a), &c->at_key);
    read_head(c, str_format(c->f->a, "%.*s/" LEDGER_CHECKPOINT, STR(ours.path)).p, &c->published);
    c->all = event_tree_open(c->f->w.store, &c->tree, &err);
    if (!c->all && err.kind != ERR_CORRUPT)
        fsck_tell_err(c->f, "ledger", &err);
    check_heads(c);
    if (c->at_key.there)
        check_missing(c, &ours, c->at_key.head.size);
    if (c->published.there && c->published.head.size != c->at_key.head.size)
        check_missing(c, &ours, c->published.head.size);
    check_files(c, &ours, true);
    check_places(c);
    event_tree_close(&c->tree);
}

void fsck_ledger(struct fsck *f)
{
    struct ledger_check c = {.f = f, .room = arena_open(FILE_ARENA_BYTES)};
    struct err err;
    if (ledger_keys(&f->w, f->a, &c.keys, &c.n_keys, &err))
        check(&c);
    else
        fsck_tell_err(f, "the ledger cannot be checked without its keys", &err);
    arena_close(&c.room);
}
