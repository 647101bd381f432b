/* gate/decided.h -- inside gate only: how every decision begins and ends. */
#pragma once

#include "gate/decide.h"
#include "gate/follow.h"

struct decision decided_refused(const struct asked *by, const char *fmt, ...) PRINTF(2, 3);
struct decision decided_nothing(const struct asked *by, const char *fmt, ...) PRINTF(2, 3);

/* The event, unless the actor may not, what it says could not be read again, or the rule of its
 * stream (gate/follow.h) says no. */
struct decision decided_workspace(const struct asked *by, const struct fold_workspace *f,
                                  enum event_kind kind, const union payload *p);
struct decision decided_party(const struct asked *by, const struct fold_party *f,
                              enum event_kind kind, const union payload *p);
struct decision decided_person(const struct asked *by, const struct fold_person *f,
                               enum event_kind kind, const union payload *p);
struct decision decided_campaign(const struct asked *by, const struct fold_campaign *f,
                                 enum event_kind kind, const union payload *p);
struct decision decided_asset(const struct asked *by, const struct fold_asset *f,
                              enum event_kind kind, const union payload *p);

static inline bool decided_so_far(const struct decision *d)
{
    return d->kind == DECISION_EVENT;
}

/* What was decided, unless it is no event or one more rule says no; ask that rule only of what is
 * decided so far. */
struct decision decided_by_rule(const struct asked *by, struct decision so_far, bool good,
                                const struct err *why_not);
