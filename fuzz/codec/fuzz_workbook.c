/* A spreadsheet of any bytes: reading ends, and what was packed can be unpacked. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 256 << 10,
        ARENA_BYTES = 128 << 20
    };
    if (size > INPUT_MAX_BYTES)
        return 0;
    struct sheet_pack pack = SHEET_PACK;
    struct err err = {0};
    str packed;
    if (workbook_read((str){(const char *)data, size}, &pack, &err) &&
        sheet_pack_done(&pack, &packed, &err)) {
        CLEANUP(arena_close) struct arena a = arena_open(ARENA_BYTES);
        struct workbook book;
        if (!sheet_unpack(packed, &a, &book, &err))
            abort();
    } else if (err.kind == ERR_NONE || !*err.msg) {
        abort();
    }
    buf_done(&pack.out);
    return 0;
}
