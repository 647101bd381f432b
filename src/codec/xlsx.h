/* codec/xlsx.h -- spreadsheets as Excel and others save them (ECMA-376 part 1, SpreadsheetML,
 * transitional or strict), read for their values; and written.
 *
 * A cell's value is what the sheet shows: dates are numbers whose format is one of days (in the
 * system of 1900 or 1904), other numbers with a format of their own are marked, formulas are told
 * as formulas and their stored results never read. Charts, comments, styles, links and everything
 * else are left alone. Refused: macros, .xlsb, templates, document types in the XML, whatever is
 * damaged, and what is larger unpacked than XLSX_UNPACKED_MAX_BYTES.
 *
 * Any thread may read and write. */
#pragma once

#include "codec/sheet.h"

enum {
    XLSX_UNPACKED_MAX_BYTES = 256 << 20,
    XLSX_STRINGS_MAX = 1000000,
    XLSX_STRINGS_MAX_BYTES = 64 << 20,
    XLSX_STYLES_MAX = 65536,
};

/* `bytes` is a ZIP archive. */
nodiscard bool xlsx_read(str bytes, struct sheet_pack *out, struct err *err);
