/* workspace/callsheets.h -- call sheets in a workspace: what names nobody as a blob, and a personal
 * record a person (shoot/personal.h). */
#pragma once

#include "shoot/callsheet.h"
#include "workspace/act.h"

/* The campaign's call sheet is now this one, whose scans have been read in (callsheet_add_print):
 * an event for it, and one for each person whose record is new or changed, all or none. False with
 * diags where it cannot be kept without a name. *ret_people: how many records are new. */
nodiscard bool callsheet_revise(struct workspace *w, str by, str campaign,
                                const struct callsheet *c, struct arena *a, struct diags *diags,
                                struct outcome *ret, size_t *ret_people, struct err *err);

/* The text of the newest, with the records that can be read; there must be one. People who were
 * forgotten are on it as somebody nobody knows, and *ret_forgotten counts them. A record that
 * should be there and cannot be read is an error: a call sheet is read whole or not at all. */
nodiscard bool callsheet_newest(struct workspace *w, const struct fold_campaign *campaign,
                                struct arena *a, str *ret_text, size_t *ret_forgotten,
                                struct err *err);
