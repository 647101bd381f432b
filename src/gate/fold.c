#include "gate/follow.h"

#include <string.h>

#define PERSON_ACTOR "person/"

str actor_person(str actor)
{
    if (!str_starts(actor, S(PERSON_ACTOR)))
        return (str){0};
    str id = str_from(actor, sizeof PERSON_ACTOR - 1);
    return id.n > 0 && !memchr(id.p, '/', id.n) ? id : (str){0};
}

bool actor_may(enum event_kind kind, str actor, struct err *err)
{
    bool unnamed = str_eq(actor, S("operator"));
    if (!unnamed && !actor_person(actor).p)
        return err_set(err, ERR_INVALID, "\"%.*s\" is neither person/ID nor operator", STR(actor));
    if (unnamed && event_types[kind].by_person)
        return err_set(err, ERR_INVALID, "the operator has no name: say who it is that says so");
    return true;
}

static bool is_next(const struct fold_head *head, const struct event *e, struct err *err)
{
    if (e->version != head->version + 1)
        return err_set(err, ERR_CORRUPT, "version %llu of %.*s where %llu must be",
                       (unsigned long long)e->version, STR(e->stream),
                       (unsigned long long)head->version + 1);
    if (head->version > 0 && !str_eq(e->stream, head->stream))
        return err_set(err, ERR_CORRUPT, "is of stream %.*s, not of %.*s", STR(e->stream),
                       STR(head->stream));
    if (head->version > 0 && e->seq <= head->seq)
        return err_set(err, ERR_CORRUPT, "comes after event %llu", (unsigned long long)head->seq);
    return true;
}

bool fold_take(const struct fold_head *head, const struct event *e, struct arena *a,
               struct arena scratch, enum event_kind *ret_kind, union payload *ret, struct err *err)
{
    unsigned long long seq = e->seq;
    enum event_kind kind = event_kind_find(e->type);
    if (kind == EVENT_KINDS)
        return err_set(err, ERR_CORRUPT, "event %llu: no type \"%.*s\" is known", seq,
                       STR(e->type));
    if (!event_payload_read(kind, e->payload, a, scratch, ret, err) || !is_next(head, e, err))
        return err_wrap(err, "event %llu", seq);
    str stream = event_stream(kind, ret, &scratch);
    if (!str_eq(stream, e->stream))
        return err_set(err, ERR_CORRUPT, "event %llu: is of stream %.*s, and its payload of %.*s",
                       seq, STR(e->stream), STR(stream));
    if (!actor_may(kind, e->actor, err)) {
        err->kind = ERR_CORRUPT;
        return err_wrap(err, "event %llu", seq);
    }
    *ret_kind = kind;
    return true;
}

bool fold_done(struct fold_head *head, const struct event *e, bool follows, struct arena *a,
               struct err *err)
{
    if (!follows) {
        err->kind = ERR_CORRUPT;
        return err_wrap(err, "event %llu (%.*s) cannot follow", (unsigned long long)e->seq,
                        STR(e->type));
    }
    if (head->version == 0)
        head->stream = str_copy(e->stream, a);
    head->version = e->version;
    head->seq = e->seq;
    return true;
}
