/* codec/zip.h -- ZIP archives (APPNOTE 6.3.10), the plain kind that office files are.
 *
 * The central directory is what counts, and every local header must agree with it. Refused: several
 * disks, ZIP64, encryption, methods other than "stored" and "deflated", two entries of one name
 * (case aside), entries that overlap, and what does not add up to its stated size and CRC. */
#pragma once

#include "codec/record.h"

enum {
    ZIP_ENTRIES_MAX = 10000,
    ZIP_NAME_MAX_BYTES = 500,
};

struct zip_entry {
    str name;
    uint32_t method, crc, packed_bytes, bytes;
    uint32_t offset; /* of its local header */
};

struct zip {
    str bytes;
    LIST_OF(struct zip_entry) entries; /* sorted by name, case aside */
};

/* Views of bytes; the list lives in a. CORRUPT, UNSUPPORTED or LIMIT. */
nodiscard bool zip_open(str bytes, struct arena *a, struct zip *ret, struct err *err);

/* NULL, or the entry of this name, case aside. */
const struct zip_entry *zip_find(const struct zip *zip, str name);

/* Who takes what comes out, piece by piece; false ends it with the taker's error. */
struct zip_sink {
    bool (*take)(void *self, str piece, bool last, struct err *err);
    void *self;
};

/* Unpack an entry. *budget_bytes is what may still come out of the whole archive, and shrinks:
 * LIMIT when it is gone, whatever the entry says of its size. */
nodiscard bool zip_unpack(const struct zip *zip, const struct zip_entry *entry,
                          uint64_t *budget_bytes, struct zip_sink sink, struct err *err);
