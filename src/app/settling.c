#include "app/settling.h"

#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "base/file.h"

/* ---- reading ---- */

static str folder_of(str path, struct arena *a)
{
    const char *slash = memrchr(path.p, '/', path.n);
    return slash ? str_copy((str){path.p, (size_t)(slash + 1 - path.p)}, a) : S("");
}

/* One list after the other; the places of both stay where they are. */
#define JOIN(list, more, a)                                                                        \
    do {                                                                                           \
        typeof((list)->at) joined = arena_new(a, typeof(*(list)->at), (list)->n + (more)->n + 1);  \
        if ((list)->n)                                                                             \
            memcpy(joined, (list)->at, (list)->n * sizeof *joined);                                \
        if ((more)->n)                                                                             \
            memcpy(joined + (list)->n, (more)->at, (more)->n * sizeof *joined);                    \
        (list)->at = joined;                                                                       \
        (list)->n += (more)->n;                                                                    \
    } while (0)

static void join(struct settlements *all, const struct settlements *more, struct arena *a)
{
    JOIN(&all->settled, &more->settled, a);
    JOIN(&all->raised, &more->raised, a);
    JOIN(&all->inventories, &more->inventories, a);
    JOIN(&all->apparent_ages, &more->apparent_ages, a);
}

static bool read_one(str path, struct arena *a, struct diags *diags, struct settlements *all,
                     struct err *err)
{
    str bytes;
    struct settlements one;
    diags->file = path;
    if (!file_read(path.p, SETTLEMENTS_MAX_BYTES, a, &bytes, err))
        return err_wrap(err, "settlements");
    if (!settlements_read(bytes, a, diags, &one))
        return err_set(err, ERR_INVALID, "the settlements in %s are broken: put them right first",
                       path.p);
    join(all, &one, a);
    return true;
}

bool settling_is_file(str path)
{
    return str_eq(file_leaf(path), S(SETTLEMENTS_FILE));
}

/* Beside files that are named the walk does not look. Each folder once. */
static struct texts beside(struct settling_places places, struct arena *a)
{
    struct texts found = {arena_new(a, str, places.n + 1), 0};
    for (size_t i = 0; i < places.n; i++) {
        struct stat st;
        if (stat(places.paths[i].p, &st) != 0 || S_ISDIR(st.st_mode))
            continue;
        str path = str_format(a, "%.*s" SETTLEMENTS_FILE, STR(folder_of(places.paths[i], a)));
        bool known = lstat(path.p, &st) != 0;
        for (size_t k = 0; k < found.n; k++)
            known = known || str_eq(found.at[k], path);
        if (!known)
            found.at[found.n++] = path;
    }
    if (places.more.p)
        found.at[found.n++] = places.more;
    return found;
}

void settling_signed_only(struct settlements *s)
{
    *s =
        (struct settlements){.version = SETTLEMENTS_VERSION, .raised = {s->raised.at, s->raised.n}};
}

bool settling_load(struct settling_places places, struct walk *walk, struct arena *a,
                   struct diags *diags, struct settlements *ret, struct err *err)
{
    struct settlements all = {.version = SETTLEMENTS_VERSION};
    bool *kept = arena_new(a, bool, walk->n);
    for (size_t i = 0; i < walk->n; i++) {
        kept[i] = !settling_is_file(walk->files[i].path) || walk->files[i].problem.p;
        if (!kept[i] && !read_one(walk->files[i].path, a, diags, &all, err))
            return false;
    }
    walk_leave_out(walk, kept, S("what people said (" SETTLEMENTS_FILE ")"), a);
    struct texts more = beside(places, a);
    for (size_t i = 0; i < more.n; i++)
        if (!read_one(more.at[i], a, diags, &all, err))
            return false;
    if (places.signed_only)
        settling_signed_only(&all);
    *ret = all;
    return true;
}

/* ---- answering ---- */

static struct settled_place place_of(const struct question_place *p, const struct region *opt_r)
{
    struct region none = {INT_ABSENT, INT_ABSENT, INT_ABSENT, INT_ABSENT};
    return (struct settled_place){p->path, p->sha256, opt_r ? *opt_r : none};
}

void settling_raise(struct settlements *s, const struct raised *raised, struct arena *a)
{
    const struct settlements more = {.raised = {(struct raised *)raised, 1}};
    JOIN(&s->raised, &more.raised, a);
}

void settling_frames(struct settlements *s, const struct inventory *inventory, struct arena *a)
{
    const struct settlements more = {.inventories = {(struct inventory *)inventory, 1}};
    JOIN(&s->inventories, &more.inventories, a);
}

void settling_ages(struct settlements *s, const struct age_attested *ages, struct arena *a)
{
    const struct settlements more = {.apparent_ages = {(struct age_attested *)ages, 1}};
    JOIN(&s->apparent_ages, &more.apparent_ages, a);
}

void settling_comment(struct raised *raised, const struct comment *comment, struct arena *a)
{
    const struct raised more = {.comments = {(struct comment *)comment, 1}};
    JOIN(&raised->comments, &more.comments, a);
}

/* One more place of an act that says the same in all of its places; the act is one of those from
 * `from` on, or a new one. */
static void settle(struct settlements *s, size_t from, const struct settled *act,
                   struct settled_place place, struct arena *a)
{
    struct settled *to = NULL;
    for (size_t i = from; !to && i < s->settled.n; i++)
        if (s->settled.at[i].kind == act->kind && str_eq(s->settled.at[i].says, act->says) &&
            str_eq(s->settled.at[i].term, act->term))
            to = &s->settled.at[i];
    if (!to) {
        const struct settlements more = {.settled = {(struct settled *)act, 1}};
        JOIN(&s->settled, &more.settled, a);
        to = &s->settled.at[s->settled.n - 1];
    }
    to->pictures.at = arena_list_room(a, to->pictures.at, to->pictures.n, sizeof place);
    to->pictures.at[to->pictures.n++] = place;
}

static void settle_finding(struct settlements *s, const struct question *q, const bool *leave_out,
                           const struct answer *answer, struct arena *a)
{
    size_t from = s->settled.n;
    for (size_t i = 0; i < q->places.n; i++) {
        const struct question_place *p = &q->places.at[i];
        if (p->settled || leave_out[i])
            continue;
        struct settled act = {
            .by = answer->by,
            .on = answer->on,
            .kind = p->kind,
            .faces = INT_ABSENT,
            .item = answer->item,
            .talent = answer->talent,
            .dismissed = answer->dismissed,
        };
        if (p->kind == SETTLED_FACES)
            act.faces = p->faces;
        else if (p->kind != SETTLED_UNREAD)
            act.says = p->says;
        if (p->kind == SETTLED_HIT)
            act.term = p->term;
        settle(s, from, &act, place_of(p, p->has_region ? &p->region : NULL), a);
        for (size_t k = 0; k < p->hits.n; k++) {
            act.kind = SETTLED_HIT;
            act.says = p->hits.at[k].says;
            act.term = p->hits.at[k].term;
            settle(s, from, &act, place_of(p, &p->hits.at[k].region), a);
        }
    }
}

void settling_answer(struct settlements *s, const struct question *question, const bool *leave_out,
                     const struct answer *answer, struct arena *a)
{
    if (question->kind <= SETTLED_RAISED) {
        settle_finding(s, question, leave_out, answer, a);
        return;
    }
    struct settled_place *places = arena_new(a, struct settled_place, question->places.n);
    size_t n = 0;
    for (size_t i = 0; i < question->places.n; i++)
        if (!question->places.at[i].settled && !leave_out[i])
            places[n++] = place_of(&question->places.at[i], NULL);
    if (n == 0)
        return;
    if (question->kind == QUESTION_INVENTORY)
        settling_frames(
            s, &(struct inventory){.by = answer->by, .on = answer->on, .pictures = {places, n}}, a);
    else
        settling_ages(s,
                      &(struct age_attested){.by = answer->by,
                                             .on = answer->on,
                                             .age = answer->apparent_age,
                                             .pictures = {places, n}},
                      a);
}

/* ---- writing ---- */

static bool write_checked(const char *path, const struct settlements *s, struct arena *a,
                          struct err *err)
{
    CLEANUP(buf_done) struct buf yaml = BUF_MAX(SETTLEMENTS_MAX_BYTES);
    buf_put(&yaml, S("# What people said about single pictures: gatefold settle, raise and attest\n"
                     "# write this file. Nothing in it is signed.\n"));
    record_write_yaml(&settlements_record, s, &yaml);
    if (!buf_ok(&yaml))
        return err_set(err, ERR_LIMIT, "%s: over %d MiB: settle in smaller folders", path,
                       SETTLEMENTS_MAX_BYTES >> 20);
    struct diags *diags = arena_new(a, struct diags, 1);
    struct settlements again;
    diags->a = a;
    if (!settlements_read(buf_str(&yaml), a, diags, &again))
        return err_set(err, ERR_CONFLICT,
                       "%s: it could not be read again (%.*s): nothing was written", path,
                       STR(diags->at[0].what));
    return file_write(path, buf_str(&yaml), err);
}

static bool change_file(void *self, settling_changer *how, void *how_self, struct arena *a,
                        struct diags *diags, struct err *err)
{
    const char *path = self;
    /* The folder is what is locked: the file itself is replaced. */
    str folder = folder_of(str_of(path), a);
    CLEANUP(fd_closep) int lock = -1;
    if (!fd_lock_folder(folder.n ? str_c(folder, a) : ".", LOCK_EX, &lock, err))
        return err_wrap(err, "%s: the folder cannot be locked", path);
    struct settlements s = {.version = SETTLEMENTS_VERSION};
    struct stat st;
    if (lstat(path, &st) == 0 && !read_one(str_of(path), a, diags, &s, err))
        return false;
    return how(how_self, &s, a, err) && write_checked(path, &s, a, err);
}

struct settling_book settling_file(const char *path, struct arena *a)
{
    return (struct settling_book){change_file, (void *)path,
                                  str_format(a, "unsigned, in %s", path)};
}
