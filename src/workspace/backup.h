/* workspace/backup.h -- a whole copy of a workspace while others go on writing, without its keys;
 * and these apart. */
#pragma once

#include "workspace/workspace.h"

/* The copy passes the check (workspace/fsck.h) before it gets its name. CONFLICT: the folder is not
 * empty; CORRUPT: what is to be copied is damaged. On errors nothing is left. opt_keys: another
 * folder, neither within the copy nor around it, for the keys; those of people too, which must be
 * forgotten there as well. */
nodiscard bool workspace_backup(struct workspace *w, str folder, str opt_keys, struct arena *a,
                                struct err *err);
