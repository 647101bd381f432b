/* workspace/places.h -- the folders that the ledger was published to: every advance looks there, so
 * that an older copy does not sign. */
#pragma once

#include "workspace/workspace.h"

/* Those that are remembered, one a line. */
nodiscard bool places_read(const struct workspace *w, struct arena *a, str *ret_text,
                           struct err *err);

/* With the ledger locked. NOT_FOUND: it is not among them. */
nodiscard bool places_add(struct workspace *w, str folder, struct arena *a, struct err *err);
nodiscard bool places_remove(struct workspace *w, str folder, struct arena *a, struct err *err);
