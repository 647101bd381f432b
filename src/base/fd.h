/* base/fd.h -- descriptors: closing them on every way out, writing all of something, holding a
 * folder. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/* For CLEANUP: closes what is 0 or more. */
void fd_closep(int *fd);

/* False, with errno set, if not all could be written. */
nodiscard bool fd_write_all(int fd, str bytes);

/* Hold a folder while what is in it changes (flock(2): LOCK_EX, LOCK_SH); closing the descriptor
 * gives it back. CONFLICT, with LOCK_NB only: another process holds it. */
nodiscard bool fd_lock_folder(const char *path, int how, int *ret_fd, struct err *err);
