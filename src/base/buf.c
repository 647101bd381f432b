#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_done(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

char *buf_extend(struct buf *b, size_t n)
{
    size_t max = b->max_bytes ? b->max_bytes : BUF_MAX_DEFAULT_BYTES;
    if (b->failed || n > max - b->n) {
        b->failed = true;
        return NULL;
    }
    if (n > b->cap - b->n) {
        size_t cap = MIN(max, MAX(b->n + n, MAX(b->cap * 2, (size_t)256)));
        char *p = realloc(b->p, cap);
        if (!p) {
            b->failed = true;
            return NULL;
        }
        b->p = p;
        b->cap = cap;
    }
    char *at = b->p + b->n;
    b->n += n;
    return at;
}

void buf_put(struct buf *b, str s)
{
    if (!s.n)
        return;
    char *at = buf_extend(b, s.n);
    if (at)
        memcpy(at, s.p, s.n);
}

void buf_byte(struct buf *b, char c)
{
    char *at = buf_extend(b, 1);
    if (at)
        *at = c;
}

void buf_format(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *at = n < 0 ? NULL : buf_extend(b, (size_t)n + 1);
    if (at) {
        vsnprintf(at, (size_t)n + 1, fmt, again);
        b->n--; /* the NUL that vsnprintf wrote */
    } else {
        b->failed = true;
    }
    va_end(again);
}

str buf_str(const struct buf *b)
{
    assert(buf_ok(b));
    return b->p ? (str){b->p, b->n} : S("");
}
