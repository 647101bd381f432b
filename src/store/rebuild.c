#include <stdio.h>

#include "store/parts.h"

bool views_replay(struct store *s, struct views *views, struct err *err)
{
    struct event_filter all = {0};
    CLEANUP(events_closep) struct events *events = events_open(s, &all, err);
    if (!events)
        return false;
    struct arena from_here = s->arena; /* events_next and views_apply use it from its beginning */
    struct arena a = arena_open(EVENT_TEXT_MAX + (64 << 10));
    struct event e;
    bool ok = true;
    for (;;) {
        struct arena scratch = a;
        if (!events_next(events, &scratch, &e, err)) {
            ok = err->kind == ERR_NONE;
            break;
        }
        if (!views_apply(views, &e, ERR_CORRUPT, from_here, err)) {
            if (err->kind == ERR_INTERNAL) /* a type that this version does not know */
                err->kind = ERR_UNSUPPORTED;
            ok = false;
            break;
        }
    }
    arena_close(&a);
    return ok;
}

static bool rebuild(struct store *s, struct err *err)
{
    char set[48];
    snprintf(set, sizeof set, "PRAGMA user_version = %d", STORE_VERSION);
    return schema_drop_views(&s->db, err) && schema_create(&s->db, false, err) &&
           views_replay(s, s->views, err) && db_run(&s->db, set, err);
}

bool store_rebuild(struct store *s, struct err *err)
{
    if (!store_begin(s, err))
        return false;
    if (rebuild(s, err) && store_commit(s, err))
        return true;
    store_rollback(s);
    return err_wrap(err, "rebuild");
}
