/* workspace/workspace.h -- one workspace: a folder that holds every act, and opens as one thing.
 *
 *     DIR/events.db     events and views (store/), and SQLite's files beside it
 *     DIR/blobs/        pictures, facts and call sheets, by digest
 *     DIR/ledger/       tiles and checkpoint, as any static web server publishes them
 *     DIR/keys/         log, issuer, status, people/ (docs/format/key.md); in no backup
 *     DIR/cache/        what workers answered; may be removed at any time
 *
 * The folder is the user's own, 0700. A workspace is used by one thread; other processes may use
 * the same folder: whatever is written goes through the store's lock. */
#pragma once

#include "gate/payload.h"
#include "store/blobs.h"
#include "store/store.h"

struct workspace {
    str folder; /* NUL-terminated */
    struct store *store;
    struct blobs *blobs;
    struct arena *a; /* outlives it */
};

/* Make the folder (it may be there, and empty), three keys and the first event. origin is the
 * ledger's name: "gatefold.example/log". What an interrupted one left is cleared away. CONFLICT if
 * anything else is in the folder; INVALID for a name that will not do. */
nodiscard bool workspace_create(str folder, str origin, struct arena *a, struct err *err);

/* NOT_FOUND: no workspace is there. DENIED: it is not the user's own, or others may use it.
 * CONFLICT: it was not made whole. With STORE_WRITE, keys of people who were forgotten, put back by
 * whoever restored them, are destroyed, the bytes of pictures that were erased are removed, and a
 * rotation that was interrupted is ended. */
nodiscard bool workspace_open(str folder, enum store_access access, struct arena *a,
                              struct workspace *ret_workspace, struct err *err);
void workspace_close(struct workspace *w); /* accepts one that is all zero */

/* Paths below the folder; NUL-terminated, in a. */
const char *workspace_path(str folder, const char *below, struct arena *a);
const char *workspace_key_path(str folder, enum key_use use, struct arena *a);
/* Where the key that takes its place is until that is done (workspace/rotate.h). */
const char *workspace_key_next_path(str folder, enum key_use use, struct arena *a);
const char *workspace_personal_path(str folder, str person, struct arena *a); /* ID, CAMPAIGN/ID */

/* The clock, and random bytes from the system: what the layers below are given as values. */
int64_t clock_utc_ms(void);
void random_fill(void *p, size_t n);
