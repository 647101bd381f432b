/* codec/csv.h -- comma-separated values as spreadsheet programs write them (RFC 4180 and what
 * became of it), read into one sheet and written.
 *
 * Read: UTF-8 with or without a byte-order mark, UTF-16 with one, else Windows-1252 (noted on the
 * sheet: accents may come out wrong); separated by semicolons, commas or tabs, by a first line
 * "sep=;" or else by what the first line that has any has most of; line feeds, carriage returns or
 * both; fields in quotes with separators, line ends and doubled quotes in them. Refused: a quote
 * that never ends, text after a closing quote, NUL bytes, as many commas as semicolons. A value
 * that starts with "=" is a formula; "'" before one of = + - @ ' and before white space says
 * that it is text, and goes.
 *
 * Any thread may read and write. */
#pragma once

#include "codec/sheet.h"

enum {
    CSV_MAX_BYTES = 64 << 20
};

/* INVALID or LIMIT with the row and column in the message. name is the sheet's. */
nodiscard bool csv_read(str bytes, str name, struct sheet_pack *out, struct err *err);

/* One field with the separator before it unless it is the row's first; in quotes where needed, and
 * guarded by "'" where a spreadsheet would take it for a formula. */
void csv_write_field(str text, char separator, bool first, struct buf *out);
