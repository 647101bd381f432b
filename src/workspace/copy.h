/* workspace/copy.h -- a folder that is filled beside its place and put there when it is whole: what
 * backup, export and import have in common.
 *
 * FOLDER.partial is what an interrupted run leaves; nothing of ours takes it for whole. */
#pragma once

#include "workspace/ledger_folder.h"
#include "workspace/named.h"
#include "workspace/workspace.h"

/* Make FOLDER.partial, 0700. CONFLICT: something is in FOLDER, or an interrupted run left its
 * partial one. */
nodiscard bool copy_begin(str folder, struct arena *a, str *ret_partial, struct err *err);
/* Put it in its place, durably. */
nodiscard bool copy_end(str partial, str folder, struct arena *a, struct err *err);
/* Remove a folder with all that is in it, as far as that goes. */
void copy_drop(str partial, struct arena scratch);

/* A new folder of the blobs that are named, each hashed on the way. */
nodiscard bool copy_blobs(struct blobs *from, const char *to, struct named *named, struct err *err);

/* The signed head of a ledger, and later its files below a new folder, the head last. Without a
 * head yet: an empty folder. */
struct copy_head {
    str note; /* absent: none yet */
    struct checkpoint checkpoint;
};
nodiscard bool copy_head_read(struct workspace *w, str ledger, struct arena *a,
                              struct copy_head *ret, struct err *err);
nodiscard bool copy_ledger(str from, str to, const struct copy_head *head, struct arena *a,
                           struct err *err);

/* The whole check of a copy: CORRUPT with the first thing that is wrong. */
nodiscard bool copy_check(str partial, struct err *err);
