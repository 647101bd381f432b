/* gate/decided.h -- inside gate only: how every decision begins and ends. */
#pragma once

#include "gate/decide.h"
#include "gate/follow.h"

struct decision decided_refused(const struct asked *by, const char *fmt, ...) PRINTF(2, 3);
struct decision decided_nothing(const struct asked *by, const char *fmt, ...) PRINTF(2, 3);

/* The event, or a refusal because of who asks or because what it says could not be read again. The
 * rules come after this: until then a payload may hold anything. */
struct decision decided_draft(const struct asked *by, const struct fold_head *head,
                              enum event_kind kind, const union payload *p);

static inline bool decided_so_far(const struct decision *d)
{
    return d->kind == DECISION_EVENT;
}

/* The draft, unless it is a refusal already or the rule of its stream (gate/follow.h) says no. Ask
 * the rule only of what is decided so far. */
struct decision decided_by_rule(const struct asked *by, struct decision draft, bool follows,
                                const struct err *why_not);
