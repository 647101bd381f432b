/* worker/cache_folder.h -- a folder of entries that only its owner can write, bounded in size.
 *
 * Entries are files named by 64 hex digits. Everything goes through the folder's descriptor, so
 * that nobody can put another folder in its place. Other files in it are left alone. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/* Open or make (mode 0700) the folder. DENIED: not ours, or others may write to it. */
nodiscard bool cache_folder_open(str folder, int *ret_fd, struct err *err);

/* NOT_FOUND: no such entry. DENIED: not a regular file that we alone may write. LIMIT: too large.
 */
nodiscard bool cache_folder_read(int folder, str name, size_t max_bytes, struct arena *a,
                                 str *ret_bytes, struct err *err);

/* Whole or not at all: written beside (number tells the temporary names of one process apart) and
 * renamed. */
nodiscard bool cache_folder_write(int folder, str name, unsigned number, const str *pieces,
                                  size_t n, struct err *err);

/* If the entries take more than max_bytes together, drop the oldest until three quarters are left;
 * and drop what a crash has left half-written. */
void cache_folder_sweep(int folder, uint64_t max_bytes);

/* Take every entry out, half-written ones too: for what must not be kept. Nothing to do without the
 * folder. UNAVAILABLE names the first that would not go. */
nodiscard bool cache_folder_empty(const char *folder, struct err *err);
