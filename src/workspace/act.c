#include "workspace/act.h"

bool act_begin(struct act *act, struct workspace *w, str by, struct err *err)
{
    *act = (struct act){.w = w};
    act->a = arena_open(ACT_ARENA_BYTES);
    act->scratch = arena_open(EVENT_SCRATCH_BYTES);
    act->asked = (struct asked){.a = &act->a, .scratch = act->scratch};
    if (!store_begin(w->store, err)) {
        act_end(act);
        return false;
    }
    act->open = true;
    if (!store_whole(w->store, err)) {
        act_end(act);
        return false;
    }
    act->asked.actor.name = S("operator");
    if (!by.p)
        return true;
    if (!stream_person(act_streams(act), by, &act->by, err)) {
        act_end(act);
        return false;
    }
    if (!act->by.sealed.p) {
        act_end(act);
        return err_set(err, ERR_NOT_FOUND,
                       "nobody here has the id \"%.*s\": gatefold -C DIR person add makes people "
                       "known",
                       STR(by));
    }
    act->asked.actor.name = str_format(&act->a, "person/%.*s", STR(by));
    act->asked.actor.person = &act->by;
    return true;
}

static bool append(struct act *act, const struct decision *d, struct event *ret, struct err *err)
{
    struct event e = {
        .stream = d->stream,
        .version = d->version,
        .type = str_of(event_types[d->event].name),
        .at_ms = clock_utc_ms(),
        .actor = act->asked.actor.name,
        .payload = d->payload,
    };
    random_fill(e.salt, sizeof e.salt);
    if (!store_count(act->w->store, &e.seq, err) || !store_append(act->w->store, &e, err))
        return false;
    *ret = e;
    return true;
}

bool act_append(struct act *act, const struct decision *d, struct err *err)
{
    struct event e;
    return d->kind != DECISION_EVENT || append(act, d, &e, err);
}

bool act_append_to(struct act *act, const struct decision *d, struct fold_campaign *fold,
                   struct err *err)
{
    struct event e;
    return d->kind != DECISION_EVENT ||
           (append(act, d, &e, err) && fold_campaign_add(fold, &e, &act->a, act->scratch, err));
}

bool act_conclude(struct act *act, const struct decision *d, struct arena *a, struct outcome *ret,
                  struct err *err)
{
    struct outcome outcome = {.kind = d->kind, .words = str_copy(d->why, a)};
    if (d->kind == DECISION_EVENT) {
        /* All that is told is there before the commit: nothing after it may fail. */
        union payload p;
        if (!store_count(act->w->store, &outcome.seq, err) ||
            !event_payload_read(d->event, d->payload, &act->a, act->scratch, &p, err))
            return false;
        outcome.words = str_copy(event_words(d->event, &p, &act->a), a);
        if (!act_append(act, d, err) || !act_commit(act, err))
            return false;
    }
    *ret = outcome;
    return true;
}

bool act_commit(struct act *act, struct err *err)
{
    assert(act->open);
    act->open = false;
    return store_commit(act->w->store, err);
}

void act_let_go(struct act *act)
{
    if (act->open)
        store_rollback(act->w->store);
    act->open = false;
}

void act_end(struct act *act)
{
    act_let_go(act);
    arena_close(&act->a);
    arena_close(&act->scratch);
    *act = (struct act){0};
}
