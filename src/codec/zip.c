#include "codec/zip.h"

#include <stdlib.h>
#include <strings.h>
#include <zlib.h>

enum {
    END_BYTES = 22,
    CENTRAL_BYTES = 46,
    LOCAL_BYTES = 30,
    COMMENT_MAX_BYTES = 65535,
    FLAG_ENCRYPTED = 1,
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,
    PIECE_BYTES = 64 << 10,
};

static uint32_t u16(const char *p)
{
    return (uint32_t)(uint8_t)p[0] | (uint32_t)(uint8_t)p[1] << 8;
}

static uint32_t u32(const char *p)
{
    return u16(p) | u16(p + 2) << 16;
}

static bool corrupt(struct err *err, const char *what)
{
    return err_set(err, ERR_CORRUPT, "the file is damaged (%s)", what);
}

/* The end record, whose comment must reach to the last byte. */
static const char *find_end(str bytes)
{
    for (size_t comment = 0; comment <= COMMENT_MAX_BYTES && comment + END_BYTES <= bytes.n;
         comment++) {
        const char *p = bytes.p + bytes.n - END_BYTES - comment;
        if (u32(p) == 0x06054b50 && u16(p + 20) == comment)
            return p;
    }
    return NULL;
}

static int name_cmp(str a, str b)
{
    int order = strncasecmp(a.p, b.p, MIN(a.n, b.n));
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int name_order(const void *a, const void *b)
{
    return name_cmp(((const struct zip_entry *)a)->name, ((const struct zip_entry *)b)->name);
}

static int offset_order(const void *a, const void *b)
{
    const struct zip_entry *x = a, *y = b;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static bool read_central(str *rest, struct zip_entry *ret, struct err *err)
{
    const char *p = rest->p;
    if (rest->n < CENTRAL_BYTES || u32(p) != 0x02014b50)
        return corrupt(err, "its list of parts");
    size_t name = u16(p + 28), extra = u16(p + 30), comment = u16(p + 32);
    if (rest->n < CENTRAL_BYTES + name + extra + comment)
        return corrupt(err, "its list of parts");
    if (name == 0 || name > ZIP_NAME_MAX_BYTES)
        return corrupt(err, "the name of a part");
    *ret = (struct zip_entry){
        .name = {p + CENTRAL_BYTES, name},
        .method = u16(p + 10),
        .crc = u32(p + 16),
        .packed_bytes = u32(p + 20),
        .bytes = u32(p + 24),
        .offset = u32(p + 42),
    };
    if (u16(p + 8) & FLAG_ENCRYPTED)
        return err_set(err, ERR_UNSUPPORTED,
                       "it is encrypted with a password: save it without one");
    if (ret->method != METHOD_STORED && ret->method != METHOD_DEFLATED)
        return err_set(err, ERR_UNSUPPORTED, "it is packed by method %u: save it again as .xlsx",
                       ret->method);
    if (ret->packed_bytes == UINT32_MAX || ret->bytes == UINT32_MAX || ret->offset == UINT32_MAX)
        return err_set(err, ERR_UNSUPPORTED, "it is a ZIP64 file: save it again as .xlsx");
    *rest = str_from(*rest, CENTRAL_BYTES + name + extra + comment);
    return true;
}

/* Where the packed bytes begin, if the local header says what the central one does. */
static bool data_start(const struct zip *zip, const struct zip_entry *e, size_t *ret,
                       struct err *err)
{
    size_t at = e->offset;
    if (at > zip->bytes.n || zip->bytes.n - at < LOCAL_BYTES)
        return corrupt(err, "a part lies outside");
    const char *p = zip->bytes.p + at;
    size_t name = u16(p + 26), extra = u16(p + 28);
    if (u32(p) != 0x04034b50 || u16(p + 8) != e->method || name != e->name.n ||
        zip->bytes.n - at < LOCAL_BYTES + name + extra ||
        !str_eq((str){p + LOCAL_BYTES, name}, e->name))
        return corrupt(err, "a part is not what the list says");
    *ret = at + LOCAL_BYTES + name + extra;
    if (zip->bytes.n - *ret < e->packed_bytes)
        return corrupt(err, "a part lies outside");
    return true;
}

static bool apart(const struct zip *zip, struct err *err)
{
    size_t end = 0;
    for (size_t i = 0; i < zip->entries.n; i++) { /* by offset */
        const struct zip_entry *e = &zip->entries.at[i];
        size_t start;
        if (!data_start(zip, e, &start, err))
            return false;
        if (e->offset < end)
            return corrupt(err, "parts overlap");
        end = start + e->packed_bytes;
    }
    return true;
}

bool zip_open(str bytes, struct arena *a, struct zip *ret, struct err *err)
{
    const char *end = find_end(bytes);
    if (!end)
        return corrupt(err, "it ends too early");
    size_t n = u16(end + 10), size = u32(end + 12), at = u32(end + 16);
    if (n == UINT16_MAX || at == UINT32_MAX || size == UINT32_MAX)
        return err_set(err, ERR_UNSUPPORTED, "it is a ZIP64 file: save it again as .xlsx");
    if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != n ||
        at > (size_t)(end - bytes.p) || (size_t)(end - bytes.p) - at != size)
        return corrupt(err, "its list of parts");
    if (n > ZIP_ENTRIES_MAX)
        return err_set(err, ERR_LIMIT, "it has %zu parts, at most %d are read", n, ZIP_ENTRIES_MAX);
    struct zip zip = {.bytes = str_first(bytes, at)};
    zip.entries.at = arena_new(a, struct zip_entry, n);
    str rest = {bytes.p + at, size};
    for (; zip.entries.n < n; zip.entries.n++)
        if (!read_central(&rest, &zip.entries.at[zip.entries.n], err))
            return false;
    if (rest.n > 0)
        return corrupt(err, "its list of parts");
    if (n)
        qsort(zip.entries.at, n, sizeof *zip.entries.at, offset_order);
    if (!apart(&zip, err))
        return false;
    if (n)
        qsort(zip.entries.at, n, sizeof *zip.entries.at, name_order);
    for (size_t i = 1; i < n; i++)
        if (name_order(&zip.entries.at[i - 1], &zip.entries.at[i]) == 0)
            return corrupt(err, "two parts of one name");
    *ret = zip;
    return true;
}

const struct zip_entry *zip_find(const struct zip *zip, str name)
{
    size_t lo = 0, hi = zip->entries.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = name_cmp(zip->entries.at[mid].name, name);
        if (order == 0)
            return &zip->entries.at[mid];
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

struct unpacking {
    const struct zip_entry *entry;
    uint64_t *budget_bytes;
    struct zip_sink sink;
    uint64_t out_bytes;
    uint32_t crc;
};

static bool give(struct unpacking *u, str piece, bool last, struct err *err)
{
    u->out_bytes += piece.n;
    if (piece.n > *u->budget_bytes)
        return err_set(err, ERR_LIMIT,
                       "unpacked it is larger than a spreadsheet has reason to be: it is not read");
    *u->budget_bytes -= piece.n;
    u->crc = (uint32_t)crc32(u->crc, (const Bytef *)piece.p, (uInt)piece.n);
    if (last && (u->out_bytes != u->entry->bytes || u->crc != u->entry->crc))
        return corrupt(err, "a part has another size or CRC than it should");
    return u->sink.take(u->sink.self, piece, last, err);
}

static bool inflate_all(struct unpacking *u, str packed, struct err *err)
{
    z_stream z = {.next_in = (Bytef *)packed.p, .avail_in = (uInt)packed.n};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    bool good = true, ended = false;
    while (good && !ended) {
        char piece[PIECE_BYTES];
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        int status = inflate(&z, Z_NO_FLUSH);
        ended = status == Z_STREAM_END;
        size_t n = sizeof piece - z.avail_out;
        if ((status != Z_OK && !ended) || (!ended && n == 0) || (ended && z.avail_in > 0))
            good = corrupt(err, "a part cannot be unpacked");
        else
            good = give(u, (str){piece, n}, ended, err);
    }
    inflateEnd(&z);
    return good;
}

bool zip_unpack(const struct zip *zip, const struct zip_entry *entry, uint64_t *budget_bytes,
                struct zip_sink sink, struct err *err)
{
    size_t start;
    if (!data_start(zip, entry, &start, err))
        return false;
    struct unpacking u = {.entry = entry, .budget_bytes = budget_bytes, .sink = sink};
    str packed = {zip->bytes.p + start, entry->packed_bytes};
    if (entry->method == METHOD_DEFLATED)
        return inflate_all(&u, packed, err);
    while (packed.n > PIECE_BYTES) {
        if (!give(&u, str_first(packed, PIECE_BYTES), false, err))
            return false;
        packed = str_from(packed, PIECE_BYTES);
    }
    return give(&u, packed, true, err);
}
