/* workspace/rebuild.h -- the ledger's files, written anew from the events, and what killed commands
 * left cleared away. Nothing is signed: what was signed must be what the events give. */
#pragma once

#include "workspace/workspace.h"

struct ledger_rebuilt {
    uint64_t files;   /* tiles and bundles that were missing or held something else */
    uint64_t removed; /* leftovers */
    bool head;        /* the checkpoint was put back, as it was signed */
};

/* CORRUPT: the events cannot be read, or are not those that were signed; CONFLICT: fewer than were
 * signed. Nothing is written then. */
nodiscard bool ledger_rebuild(struct workspace *w, struct arena *a, struct ledger_rebuilt *ret,
                              struct err *err);
