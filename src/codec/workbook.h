/* codec/workbook.h -- a file that somebody sent as a spreadsheet, by what its bytes are: .xlsx or
 * CSV. What is neither is refused by name: old .xls, files with a password, with macros, .xlsb,
 * .ods. Any thread may read. */
#pragma once

#include "codec/sheet.h"

enum {
    WORKBOOK_MAX_BYTES = 64 << 20
};

/* A CSV file is one sheet whose name is "". UNSUPPORTED, INVALID or LIMIT with what to do. */
nodiscard bool workbook_read(str bytes, struct sheet_pack *out, struct err *err);
