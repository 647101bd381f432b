/* workspace/publish.h -- the ledger in folders that web servers serve. */
#pragma once

#include "workspace/workspace.h"

/* Copy the ledger as it stands to a folder that a web server serves, checkpoint last. CONFLICT when
 * what is there is another ledger, or one that ours does not continue. The place is remembered:
 * every later advance looks there first. */
nodiscard bool ledger_publish(struct workspace *w, str folder, struct arena *a, uint64_t *ret_size,
                              struct err *err);
/* No longer look there. */
nodiscard bool ledger_unpublish(struct workspace *w, str folder, struct arena *a, struct err *err);
