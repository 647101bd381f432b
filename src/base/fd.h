/* base/fd.h -- descriptors: closing them on every way out, and writing all of something. */
#pragma once

#include "base/str.h"

/* For CLEANUP: closes what is 0 or more. */
void fd_closep(int *fd);

/* False, with errno set, if not all could be written. */
nodiscard bool fd_write_all(int fd, str bytes);
