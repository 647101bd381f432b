/* workspace/advance.h -- the ledger follows the events: tiles, then a signed checkpoint.
 *
 * Whatever is interrupted is cured by running it again: tiles are there before the checkpoint that
 * implies them, and the checkpoint is durable beside the key (keys/log.signed) before anybody sees
 * it. The key signs nothing that does not continue what it signed, and nothing that does not
 * continue what was published: a restored old copy is a CONFLICT. */
#pragma once

#include "ledger/checkpoint.h"
#include "workspace/ledger_folder.h"
#include "workspace/workspace.h"

/* What the key signed last: below the workspace's folder. */
#define LEDGER_SIGNED "keys/log.signed"

struct advanced {
    struct checkpoint head;
    uint64_t events; /* that were not in the ledger before */
};

/* All events up to now. One process at a time: another waits. */
nodiscard bool ledger_advance(struct workspace *w, struct arena *a, struct advanced *ret,
                              struct err *err);

/* The keys that signed for this ledger, from its first on. */
nodiscard bool ledger_keys(struct workspace *w, struct arena *a, struct verify_key **ret_keys,
                           size_t *ret_n, struct err *err);

struct ledger_folder workspace_ledger(const struct workspace *w, struct arena *a);

/* Held while the ledger's files change; closing the descriptor gives it back. */
nodiscard bool ledger_lock(const struct workspace *w, struct arena *a, int *ret_fd,
                           struct err *err);

/* The folders that it was published to and that are remembered, one a line. */
nodiscard bool ledger_places(const struct workspace *w, struct arena *a, str *ret_text,
                             struct err *err);

/* Copy the ledger as it stands to a folder that a web server serves, checkpoint last. CONFLICT when
 * what is there is another ledger, or one that ours does not continue. The place is remembered:
 * every later advance looks there first. */
nodiscard bool ledger_publish(struct workspace *w, str folder, struct arena *a, uint64_t *ret_size,
                              struct err *err);
/* No longer look there. */
nodiscard bool ledger_unpublish(struct workspace *w, str folder, struct arena *a, struct err *err);
