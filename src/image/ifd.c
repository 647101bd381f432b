#include "image/ifd.h"

#include "image/bytes.h"

static uint64_t number(const struct tiff *t, uint64_t at, size_t n)
{
    return t->big_endian ? be_at(t->bytes, at, n) : le_at(t->bytes, at, n);
}

static bool inside(const struct tiff *t, uint64_t at, uint64_t n)
{
    return at <= t->bytes.n && n <= t->bytes.n - at;
}

bool tiff_open(str bytes, struct tiff *ret)
{
    struct tiff t = {.bytes = bytes};
    if (bytes.n < 8)
        return false;
    if (str_starts(bytes, S("MM")))
        t.big_endian = true;
    else if (!str_starts(bytes, S("II")))
        return false;
    uint64_t version = number(&t, 2, 2);
    if (version == 42) {
        t.first_ifd = number(&t, 4, 4);
    } else if (version == 43) {
        if (bytes.n < 16 || number(&t, 4, 2) != 8)
            return false;
        t.big = true;
        t.first_ifd = number(&t, 8, 8);
    } else {
        return false;
    }
    *ret = t;
    return true;
}

static size_t entry_bytes(const struct tiff *t)
{
    return t->big ? 20 : 12;
}

static size_t count_bytes(const struct tiff *t)
{
    return t->big ? 8 : 2;
}

static size_t offset_bytes(const struct tiff *t)
{
    return t->big ? 8 : 4;
}

bool ifd_open(const struct tiff *t, uint64_t at, struct ifd *ret)
{
    if (!at || !inside(t, at, count_bytes(t)))
        return false;
    uint64_t n = number(t, at, count_bytes(t));
    if (n > TIFF_ENTRIES_MAX || !inside(t, at + count_bytes(t), n * entry_bytes(t)))
        return false;
    uint64_t end = at + count_bytes(t) + n * entry_bytes(t);
    /* EXIF blobs are often cut right after the last directory: no link then means no next one. */
    uint64_t next = inside(t, end, offset_bytes(t)) ? number(t, end, offset_bytes(t)) : 0;
    *ret = (struct ifd){.tiff = t, .at = at, .n = (uint32_t)n, .next = next};
    return true;
}

static unsigned type_bytes(uint16_t type)
{
    static const uint8_t bytes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < countof(bytes) ? bytes[type] : 0;
}

struct ifd_entry ifd_entry(const struct ifd *d, uint32_t i)
{
    const struct tiff *t = d->tiff;
    assert(i < d->n);
    uint64_t at = d->at + count_bytes(t) + (uint64_t)i * entry_bytes(t);
    struct ifd_entry e = {
        .tag = (uint16_t)number(t, at, 2),
        .type = (uint16_t)number(t, at + 2, 2),
        .count = number(t, at + 4, offset_bytes(t)),
    };
    unsigned size = type_bytes(e.type);
    uint64_t bytes;
    if (!size || __builtin_mul_overflow(e.count, size, &bytes))
        return e;
    uint64_t value_at = at + 4 + offset_bytes(t);
    e.at = bytes <= offset_bytes(t) ? value_at : number(t, value_at, offset_bytes(t));
    e.value = str_slice(t->bytes, e.at, bytes);
    return e;
}

bool ifd_find(const struct ifd *d, uint16_t tag, struct ifd_entry *ret)
{
    for (uint32_t i = 0; i < d->n; i++) {
        struct ifd_entry e = ifd_entry(d, i);
        if (e.tag == tag) {
            *ret = e;
            return true;
        }
    }
    return false;
}

bool ifd_number(const struct ifd *d, const struct ifd_entry *e, uint64_t i, uint64_t *ret)
{
    unsigned size = type_bytes(e->type);
    bool whole = e->type == TIFF_BYTE || e->type == TIFF_SHORT || e->type == TIFF_LONG ||
                 e->type == TIFF_IFD || e->type == TIFF_LONG8 || e->type == TIFF_IFD8;
    if (!whole || !e->value.p || i >= e->count)
        return false;
    *ret = number(d->tiff, e->at + i * size, size);
    return true;
}

uint64_t ifd_first(const struct ifd *d, uint16_t tag, uint64_t otherwise)
{
    struct ifd_entry e;
    uint64_t v;
    return ifd_find(d, tag, &e) && ifd_number(d, &e, 0, &v) ? v : otherwise;
}
