/* Packed cells of any bytes, as a worker that was taken over could send. */
#include "../fuzz.h"
#include "codec/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        INPUT_MAX_BYTES = 256 << 10,
        ARENA_BYTES = 16 << 20
    };
    if (size > INPUT_MAX_BYTES)
        return 0;
    CLEANUP(arena_close) struct arena a = arena_open(ARENA_BYTES);
    struct workbook book;
    struct err err;
    if (sheet_unpack((str){(const char *)data, size}, &a, &book, &err))
        for (size_t i = 0; i < book.sheets.n; i++)
            for (size_t k = 0; k < book.sheets.at[i].cells.n; k++)
                assert(book.sheets.at[i].cells.at[k].row <= SHEET_ROWS_MAX);
    return 0;
}
