/* Time zones with a name, by their TZif files (RFC 8536). */
#include <string.h>

#include "cel/calendar.h"

struct reader {
    str s;
    bool bad;
};

static uint64_t big_endian(struct reader *r, size_t n)
{
    if (r->s.n < n) {
        r->bad = true;
        r->s.n = 0;
        return 0;
    }
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (uint8_t)r->s.p[i];
    r->s = str_from(r->s, n);
    return v;
}

static str bytes(struct reader *r, uint64_t n)
{
    if (r->s.n < n) {
        r->bad = true;
        r->s.n = 0;
        return (str){"", 0};
    }
    str s = str_first(r->s, n);
    r->s = str_from(r->s, n);
    return s;
}

struct header {
    uint8_t version;
    uint64_t is_ut, is_std, leaps, times, types, chars;
};

static struct header header(struct reader *r)
{
    struct header h = {0};
    if (!str_eq(bytes(r, 4), S("TZif")))
        r->bad = true;
    h.version = (uint8_t)big_endian(r, 1);
    bytes(r, 15);
    h.is_ut = big_endian(r, 4);
    h.is_std = big_endian(r, 4);
    h.leaps = big_endian(r, 4);
    h.times = big_endian(r, 4);
    h.types = big_endian(r, 4);
    h.chars = big_endian(r, 4);
    return h;
}

static int64_t time_at(str times, size_t time_bytes, uint64_t i)
{
    struct reader r = {.s = str_from(times, i * time_bytes)};
    uint64_t v = big_endian(&r, time_bytes);
    return time_bytes == 8 ? (int64_t)v : (int32_t)(uint32_t)v;
}

bool zone_offset(str tzif, int64_t utc_s, int32_t *ret_s, const char **ret_why)
{
    struct reader r = {.s = tzif};
    struct header h = header(&r);
    size_t time_bytes = 4;
    if (!r.bad && h.version >= '2') {
        /* The first block is for readers of version 1; the second has 64 bits. */
        bytes(&r, h.times * 5 + h.types * 6 + h.chars + h.leaps * 8 + h.is_std + h.is_ut);
        h = header(&r);
        time_bytes = 8;
    }
    str times = bytes(&r, h.times * time_bytes), index = bytes(&r, h.times);
    str types = bytes(&r, h.types * 6);
    bytes(&r, h.chars + h.leaps * (time_bytes + 4) + h.is_std + h.is_ut);
    *ret_why = "this zone's file is damaged";
    if (r.bad || !h.types)
        return false;
    uint64_t after = 0;
    while (after < h.times && time_at(times, time_bytes, after) <= utc_s)
        after++;
    if (after == h.times) {
        /* The footer is "\nCET-1CEST,M3.5.0,M10.5.0/3\n"; version 1 has none. */
        str rule = h.version >= '2' && str_starts(r.s, S("\n")) ? str_from(r.s, 1) : S("");
        const char *end = memchr(rule.p, '\n', rule.n);
        if (end && end > rule.p)
            return zone_rule_offset(str_first(rule, (size_t)(end - rule.p)), utc_s, ret_s);
        *ret_why = "this moment is beyond the zone's table";
        return false;
    }
    uint64_t type = after ? (uint8_t)index.p[after - 1] : 0;
    if (type >= h.types)
        return false;
    struct reader t = {.s = str_from(types, type * 6)};
    *ret_s = (int32_t)(uint32_t)big_endian(&t, 4);
    return *ret_s > -172800 && *ret_s < 172800;
}
