/* image/bytes.h -- numbers out of bytes, for the container walkers. The caller has checked bounds;
 * the assertion catches the day he has not. */
#pragma once

#include "base/str.h"

static inline uint64_t be_at(str s, size_t at, size_t n)
{
    assert(n <= s.n && at <= s.n - n);
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (uint8_t)s.p[at + i];
    return v;
}

static inline uint64_t le_at(str s, size_t at, size_t n)
{
    assert(n <= s.n && at <= s.n - n);
    uint64_t v = 0;
    for (size_t i = n; i > 0; i--)
        v = v << 8 | (uint8_t)s.p[at + i - 1];
    return v;
}

static inline uint32_t be32_at(str s, size_t at)
{
    return (uint32_t)be_at(s, at, 4);
}

static inline uint16_t be16_at(str s, size_t at)
{
    return (uint16_t)be_at(s, at, 2);
}

static inline uint32_t le32_at(str s, size_t at)
{
    return (uint32_t)le_at(s, at, 4);
}

/* s[at .. at + n], or absent where that is not all there. */
static inline str str_slice(str s, uint64_t at, uint64_t n)
{
    if (at > s.n || n > s.n - at)
        return (str){0};
    return (str){s.p + at, (size_t)n};
}
