/* codec/sheet_write.h -- tables written for spreadsheet programs: one .xlsx file of several, or a
 * CSV file of each. codec/xlsx.h and codec/csv.h read the same cells from them, and no cell is
 * taken for a formula. Any thread may write. */
#pragma once

#include "codec/record.h"

enum {
    SHEET_WRITE_CELL_MAX = 32767, /* characters (UTF-16 units) that Excel keeps of a cell */
};

struct sheet_out_column {
    str heading;
    bool date;          /* cells that are dates (YYYY-MM-DD) are written as such */
    struct texts words; /* absent, or what is offered for its cells */
};

struct sheet_out {
    str name; /* at most 31 characters, none of []:*?/\ */
    const struct sheet_out_column *columns;
    size_t columns_n;
    const str *cells; /* rows_n times columns_n; absent or empty: nothing */
    size_t rows_n;
};

/* Append the .xlsx file. Texts must be UTF-8. LIMIT with the cell when one is longer than Excel
 * keeps, or the file over the cap of out. */
nodiscard bool xlsx_write(const struct sheet_out *sheets, size_t n, struct buf *out,
                          struct err *err);

/* Append CSV: UTF-8 with a byte-order mark, so that Excel sees what it is, commas, CR LF. */
void csv_write(const struct sheet_out *sheet, struct buf *out);
