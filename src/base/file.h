/* base/file.h -- whole files in and out, with a limit. Only app and programs for people call these;
 * parsers take bytes. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/* Read a regular file whole. NOT_FOUND, DENIED, LIMIT (over max_bytes), INVALID (not a regular
 * file), UNAVAILABLE (the disk). */
nodiscard bool file_read(const char *path, size_t max_bytes, struct arena *a, str *ret_bytes,
                         struct err *err);

/* Write a file for people, whole or not at all (base/durable.h), with the mode that the umask has.
 */
nodiscard bool file_write(const char *path, str bytes, struct err *err);

/* The last part of a path: what follows its last slash. */
str file_leaf(str path);
