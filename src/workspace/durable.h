/* workspace/durable.h -- files that are there, whole, after a power cut. */
#pragma once

#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

/* Write by a temporary file beside it; a reader sees the old or the new. LIMIT: the disk is full.
 */
nodiscard bool durable_write(const char *path, str bytes, mode_t mode, struct err *err);

/* What was made, renamed or removed at this path stays so. */
nodiscard bool durable_folder_of(const char *path, struct err *err);

/* Held while what is in the folder changes (flock(2): LOCK_EX, LOCK_SH); closing the descriptor
 * gives it back. */
nodiscard bool folder_lock(const char *path, int how, int *ret_fd, struct err *err);

/* "PATH: what the system says; what to do" of errno. Always false. */
bool system_failed(const char *path, struct err *err);
