/* workspace/export.h -- a workspace in an open form, for auditors and other programs:
 *
 *     FOLDER/events.ndjson   an event a line (workspace/event_line.h)
 *     FOLDER/blobs/          pictures, facts and call sheets, by digest
 *     FOLDER/ledger/         tiles and the signed head
 *     FOLDER/README          what this is, and how to check it
 *
 * Keys are not in it. What is exported, imported and exported again is equal, file by file. */
#pragma once

#include "workspace/workspace.h"

/* Whole or not at all. */
nodiscard bool workspace_export(struct workspace *w, str folder, struct arena *a, struct err *err);

/* A new workspace of what was exported, whole or not at all: every event as its stream takes it and
 * as the signed ledger has it, every blob by its digest. CONFLICT: the folder is not empty;
 * INVALID, CORRUPT: what is wrong, by line, event or file. */
struct imported_workspace {
    uint64_t events;
    bool is_signed; /* there is a signed head, which covers so many of them: */
    uint64_t in_ledger;
};
nodiscard bool workspace_import(str workspace, str folder, struct arena *a,
                                struct imported_workspace *ret, struct err *err);
