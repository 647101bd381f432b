/* workspace/event_tree.h -- the tree that the events give, and so what each file of the ledger must
 * hold, to the byte. Held against what is on the disk by fsck, and written by rebuild. */
#pragma once

#include "base/buf.h"
#include "ledger/tile.h"
#include "ledger/tree.h"
#include "workspace/workspace.h"

struct event_tree {
    struct store *store;
    uint64_t size;                /* events that are in it */
    struct buf hash[TILE_LEVELS]; /* the hashes of each level of tiles, one after the other */
};

/* All events from the first on. False with err for one that is damaged: those before it are in the
 * tree then. What was opened is to be closed in either case. */
nodiscard bool event_tree_open(struct store *store, struct event_tree *ret, struct err *err);
void event_tree_close(struct event_tree *t); /* accepts one that is all zero */

struct digest event_tree_leaf(const struct event_tree *t, uint64_t seq);
/* size <= that of the tree. */
struct digest event_tree_root(const struct event_tree *t, uint64_t size);

/* Whether the whole of this file lies in the tree. */
bool event_tree_has(const struct event_tree *t, struct tile_id id);
/* What it must hold, in a; of one that event_tree_has. Entries are read from the store again. */
nodiscard bool event_tree_file(const struct event_tree *t, struct tile_id id, struct arena *a,
                               str *ret_bytes, struct err *err);

/* Each file below a ledger's folder, by its path below it, in order: a file of the tree that is a
 * regular one has an id, others NULL. False with err where a folder could not be read; the rest was
 * gone over. */
struct ledger_files_look {
    void *self;
    void (*file)(void *self, const char *below, const struct tile_id *opt_id);
};
nodiscard bool ledger_files(const char *folder, struct ledger_files_look look, struct err *err);
