/* workspace/advance.h -- the ledger follows the events: tiles, then a signed checkpoint.
 *
 * Whatever is interrupted is cured by running it again: tiles are there before the checkpoint that
 * implies them, and the checkpoint is durable beside the key (keys/log.signed) before anybody sees
 * it. The key signs nothing that does not continue what it signed, and nothing that does not
 * continue what was published: a restored old copy is a CONFLICT. */
#pragma once

#include "ledger/checkpoint.h"
#include "workspace/workspace.h"

struct advanced {
    struct checkpoint head;
    uint64_t events; /* that were not in the ledger before */
};

/* All events up to now. One process at a time: another waits. */
nodiscard bool ledger_advance(struct workspace *w, struct arena *a, struct advanced *ret,
                              struct err *err);
