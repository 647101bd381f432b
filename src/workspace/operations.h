/* workspace/operations.h -- what people do in a workspace, one function each: the same for the
 * command line and whatever else asks.
 *
 * by is the id of the person who acts, absent for the operator. Each is one transaction. A refusal
 * is an outcome, not an error. */
#pragma once

#include "workspace/act.h"

nodiscard bool party_add(struct workspace *w, str by, const struct party_added *want,
                         struct arena *a, struct outcome *ret, struct err *err);

/* Somebody who acts here: staff, a partner's people. The record is JSON. */
nodiscard bool person_add(struct workspace *w, str by, str person, str party, str record_json,
                          struct arena *a, struct outcome *ret, struct err *err);
nodiscard bool person_hold(struct workspace *w, str by, const struct about_person *want,
                           struct arena *a, struct outcome *ret, struct err *err);
nodiscard bool person_release(struct workspace *w, str by, const struct about_person *want,
                              struct arena *a, struct outcome *ret, struct err *err);
/* Once the event is durable the key is destroyed; err tells if that failed, and the next command
 * tries again. */
nodiscard bool person_forget(struct workspace *w, str by, const struct about_person *want,
                             struct arena *a, struct outcome *ret, struct err *err);

nodiscard bool campaign_open(struct workspace *w, str by, const struct campaign_opened *want,
                             struct arena *a, struct outcome *ret, struct err *err);

nodiscard bool finding_reopen(struct workspace *w, str by, const struct finding_reopened *want,
                              struct arena *a, struct outcome *ret, struct err *err);
