/* store/count.h -- PATH-count: how many events were acknowledged, at least.
 *
 * SQLite drops what follows the first damaged page of its write-ahead log without a word, because
 * an unfinished write looks the same. This number tells the two apart. It is written after each
 * commit and not synced: after a power cut it may be lower than what is there, never higher. */
#pragma once

#include "base/err.h"

/* What the file beside `path` says; 0 if there is none (a backup). CORRUPT if it says nothing. With
 * ret_fd the file is made where it is missing, for count_write. */
nodiscard bool count_read(const char *path, int *opt_ret_fd, uint64_t *ret_n, struct err *err);

void count_write(int fd, uint64_t n);
