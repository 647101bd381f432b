/* base/durable.h -- files that are there, whole, after a power cut.
 *
 * What is to become a file is written to a temporary beside it, synced, renamed, and its folder
 * synced: whoever looks sees the old or the new. A process that is killed on the way leaves the
 * temporary, which says whose it is (durable_temporary_of). */
#pragma once

#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

enum {
    DURABLE_PATH_MAX = 4096,
};

/* The mode that the umask leaves of 0666, as of any file that a program makes. */
#define DURABLE_BY_UMASK ((mode_t)-1)

/* Errors as err_system has them. */
nodiscard bool durable_write(const char *path, str bytes, mode_t mode, struct err *err);

/* What was made, renamed or removed at this path stays so. */
nodiscard bool durable_folder_of(const char *path, struct err *err);

/* For who must write by a path: an empty file of mode 0600 beside it, CONFLICT if there is
 * something at path; and later that under its own name, CONFLICT if that is taken by now. */
nodiscard bool durable_begin(const char *path, char ret_temporary[DURABLE_PATH_MAX],
                             struct err *err);
nodiscard bool durable_end(const char *temporary, const char *path, struct err *err);

/* The name of the file that a temporary of this name would have become; absent if it is none. */
str durable_temporary_of(str name);
