/* workspace/ledger.h -- the ledger of a workspace: where it is, whose keys sign it, what was signed
 * last. */
#pragma once

#include "workspace/ledger_folder.h"
#include "workspace/workspace.h"

struct ledger_folder workspace_ledger(const struct workspace *w, struct arena *a);

/* The keys that signed for this ledger, from its first on. */
nodiscard bool ledger_keys(struct workspace *w, struct arena *a, struct verify_key **ret_keys,
                           size_t *ret_n, struct err *err);

/* Where the newest checkpoint that the key signed is kept beside it, for ledger_head_read. */
const char *ledger_signed_path(const struct workspace *w, struct arena *a);

/* Held while the ledger's files and keys change; closing the descriptor gives it back. */
nodiscard bool ledger_lock(const struct workspace *w, struct arena *a, int *ret_fd,
                           struct err *err);
