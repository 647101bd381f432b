#include "codec/csv.h"
#include "codec/sheet_write.h"

void csv_write(const struct sheet_out *sheet, struct buf *out)
{
    buf_put(out, S("\xef\xbb\xbf"));
    for (size_t c = 0; c < sheet->columns_n; c++)
        csv_write_field(sheet->columns[c].heading, ',', c == 0, out);
    buf_put(out, S("\r\n"));
    for (size_t r = 0; r < sheet->rows_n; r++) {
        for (size_t c = 0; c < sheet->columns_n; c++)
            csv_write_field(sheet->cells[r * sheet->columns_n + c], ',', c == 0, out);
        buf_put(out, S("\r\n"));
    }
}
