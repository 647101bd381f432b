/* store/views.h -- the views engine: the statements of sql/views/TYPE.sql, run with the values of
 * an event of TYPE.
 *
 * Parameters are bound by name. :seq :stream :version :type :at_ms :actor are the event's; :name is
 * the field `name` of its payload, which must be there; :opt_name may be absent and is NULL then.
 * A statement with :list__name or :list__opt_name runs once for each element of the payload's list
 * (a map counts as a list of one); :list__ is an element that is a plain text, :list__i the index
 * of the element, from 0. Fields are texts but for those that views.c lists as numbers and bools; a
 * field of another kind is an error. Each run must change at least one row: an event about
 * something that the views do not have is an error too, never passed over. */
#pragma once

#include "ledger/event.h"
#include "store/db.h"

struct views;

/* Statements are prepared as they are needed. db must outlive the views. */
struct views *views_open(const struct db *db);
void views_close(struct views *v); /* accepts NULL */

/* Whether there is a file for this type. */
bool views_know(str type);

/* Run the statements of e's type. What does not fit is an error of the kind `misfit`. */
nodiscard bool views_apply(struct views *v, const struct event *e, enum err_kind misfit,
                           struct arena scratch, struct err *err);
