#include "gate/decided.h"

#include <stdarg.h>
#include <stdio.h>

static struct decision in_words(const struct asked *by, enum decision_kind kind, const char *fmt,
                                va_list args)
{
    char words[ERR_MSG_MAX];
    vsnprintf(words, sizeof words, fmt, args);
    return (struct decision){.kind = kind, .why = str_copy(str_of(words), by->a)};
}

struct decision decided_refused(const struct asked *by, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct decision d = in_words(by, DECISION_REFUSED, fmt, args);
    va_end(args);
    return d;
}

struct decision decided_nothing(const struct asked *by, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct decision d = in_words(by, DECISION_NOTHING, fmt, args);
    va_end(args);
    return d;
}

/* A name counts while it stands for somebody. */
static bool is_known(const struct actor *actor, struct err *err)
{
    str id = actor_person(actor->name);
    const struct fold_person *person = actor->person;
    if (!id.p)
        return true; /* the operator: actor_may has seen to it */
    bool recorded = person && person->sealed.p && str_eq(person->person, id);
    return actor_is_known(id, recorded, recorded && person->forgotten, err);
}

/* Until its payload was read again, no rule may look at it. */
static struct decision draft(const struct asked *by, const struct fold_head *head,
                             enum event_kind kind, const union payload *p)
{
    struct err err;
    struct decision d = {
        .kind = DECISION_EVENT,
        .event = kind,
        .version = head->version + 1,
    };
    if (!actor_may(kind, by->actor.name, &err) || !is_known(&by->actor, &err) ||
        !event_payload_write(kind, p, by->a, by->scratch, &d.payload, &err))
        return decided_refused(by, "%s", err.msg);
    d.stream = event_stream(kind, p, by->a);
    assert(head->version == 0 || str_eq(head->stream, d.stream));
    return d;
}

struct decision decided_by_rule(const struct asked *by, struct decision so_far, bool good,
                                const struct err *why_not)
{
    if (!decided_so_far(&so_far) || good)
        return so_far;
    return decided_refused(by, "%s", why_not->msg);
}

/* The folds differ in nothing here but their type. */
#define DECIDED(name)                                                                              \
    struct decision decided_##name(const struct asked *by, const struct fold_##name *f,            \
                                   enum event_kind kind, const union payload *p)                   \
    {                                                                                              \
        struct err no;                                                                             \
        struct decision d = draft(by, &f->head, kind, p);                                          \
        return decided_by_rule(by, d, decided_so_far(&d) && name##_follows(f, kind, p, &no), &no); \
    }
DECIDED(workspace)
DECIDED(party)
DECIDED(person)
DECIDED(campaign)
DECIDED(asset)
