/* base/buf.h -- bytes under construction. Failure (over the cap) is sticky: write everything, then
 * ask once with buf_ok(). Starts as all zero or BUF_MAX(n); release with buf_done (also by
 * CLEANUP). */
#pragma once

#include "base/str.h"

enum {
    BUF_MAX_DEFAULT_BYTES = 64 << 20
};

struct buf {
    char *p;
    size_t n;
    size_t cap;
    size_t max_bytes; /* 0 means BUF_MAX_DEFAULT_BYTES */
    bool failed;
};

#define BUF_MAX(bytes) ((struct buf){.max_bytes = (bytes)})

void buf_done(struct buf *b);

void buf_put(struct buf *b, str s);
void buf_byte(struct buf *b, char c);
void buf_format(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

/* Room for n more bytes, uninitialised and counted as written; NULL if that is over the cap. */
char *buf_extend(struct buf *b, size_t n);

static inline bool buf_ok(const struct buf *b)
{
    return !b->failed;
}

/* What is written so far; valid until the next write. Assert buf_ok first. */
str buf_str(const struct buf *b);
