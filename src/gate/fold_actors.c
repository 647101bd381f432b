#include <string.h>

#include "gate/follow.h"

bool actor_is_known(str id, bool recorded, bool forgotten, struct err *err)
{
    if (!recorded)
        return err_set(err, ERR_INVALID, "nobody is recorded as person %.*s", STR(id));
    if (forgotten)
        return err_set(err, ERR_INVALID, "person %.*s was forgotten, and acts no more", STR(id));
    return true;
}

/* Where the id is, or would be. */
static size_t place_of(const struct fold_actors *f, str id)
{
    size_t from = 0, to = f->n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (str_cmp(f->at[mid].id, id) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

static void take(struct fold_actors *f, str id, bool forgotten, struct arena *a)
{
    size_t at = place_of(f, id);
    if (at == f->n || !str_eq(f->at[at].id, id)) {
        f->at = arena_list_room(a, f->at, f->n, sizeof *f->at);
        memmove(&f->at[at + 1], &f->at[at], (f->n++ - at) * sizeof *f->at);
        f->at[at] = (struct fold_actor){.id = str_copy(id, a)};
    }
    f->at[at].forgotten |= forgotten;
}

bool fold_actors_add(struct fold_actors *f, const struct event *e, struct arena *a, struct err *err)
{
    str actor = actor_person(e->actor), about = actor_person(e->stream);
    enum event_kind kind = event_kind_find(e->type);
    size_t at = place_of(f, actor);
    bool recorded = at < f->n && str_eq(f->at[at].id, actor);
    bool good = !actor.p || actor_is_known(actor, recorded, recorded && f->at[at].forgotten, err);
    if (about.p && (kind == EVENT_PERSON_RECORDED || kind == EVENT_PERSON_FORGOTTEN))
        take(f, about, kind == EVENT_PERSON_FORGOTTEN, a);
    if (!good) {
        err->kind = ERR_CORRUPT;
        err_wrap(err, "event %llu (%.*s)", (unsigned long long)e->seq, STR(e->type));
    }
    return good;
}
