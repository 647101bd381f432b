/* store/disk.h -- what errno means to a caller, and files that come to be whole or not at all. */
#pragma once

#include "base/err.h"

/* An error from errno about the file `name`, with what to do. Returns false. */
bool disk_failed(const char *name, struct err *err);

/* Sync the folder that path is in, so that its name is there after a power cut. */
nodiscard bool disk_folder_sync(const char *path, struct err *err);

/* Make an empty file of mode 0600 beside path; its name takes PATH_MAX bytes. CONFLICT if there is
 * something at path. */
nodiscard bool disk_temporary(const char *path, char *ret_temporary, struct err *err);

/* Put it on the disk under its own name. CONFLICT if that is taken. */
nodiscard bool disk_settle(const char *temporary, const char *path, struct err *err);
