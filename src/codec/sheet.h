/* codec/sheet.h -- tables of cells, as spreadsheets and CSV files hold them.
 *
 * A reader (codec/csv.h, codec/xlsx.h) packs what it reads into bytes; sheet_unpack() makes a
 * workbook of them. The packed form lets a sandboxed worker do the reading: whoever unpacks trusts
 * nothing in it. A workbook lives in the arena that it was unpacked into; its texts are views of
 * the packed bytes. It is immutable, and threads may share it.
 *
 * Rows and columns count from 1, as spreadsheets show them. */
#pragma once

#include "codec/record.h"

enum {
    SHEETS_MAX = 100,
    SHEET_ROWS_MAX = 100000,
    SHEET_COLUMNS_MAX = 1000,
    SHEET_CELLS_MAX = 2000000, /* that hold something, of all sheets together */
    SHEET_MERGES_MAX = 100000,
    SHEET_NAME_MAX_BYTES = 200,
    SHEET_CELL_MAX_BYTES = 128 << 10,
    SHEET_PACKED_MAX_BYTES = 192 << 20,
};

enum cell_kind {
    CELL_TEXT = 1,
    CELL_NUMBER, /* as decimal text, shown as it is */
    CELL_FORMAT, /* a number that a format of its own shows in another way, such as 00-00 */
    CELL_DATE,   /* YYYY-MM-DD */
    CELL_BOOL,   /* "true" or "false" */
    CELL_ERROR,  /* "#REF!" and such */
    CELL_FORMULA,
};

struct cell {
    uint32_t row, column;
    enum cell_kind kind;
    str text; /* UTF-8 without NUL */
};

/* Cells that are merged into one, both ends included; the value stands in the first. */
struct cell_span {
    uint32_t first_row, first_column, last_row, last_column;
};

struct sheet {
    str name;
    bool hidden;
    LIST_OF(struct cell) cells; /* that hold something, by row, then by column */
    LIST_OF(struct cell_span) merges;
    LIST_OF(uint32_t) hidden_rows; /* ascending */
    struct texts notes;            /* what a person should know of how it was read */
};

struct workbook {
    LIST_OF(struct sheet) sheets;
};

/* Packing: a sheet is opened, then gets its cells in order. Failure (over a limit, out of order)
 * is kept and told by sheet_pack_done(). Starts as SHEET_PACK. */
struct sheet_pack {
    struct buf out;
    uint32_t row, column; /* of the last cell */
    size_t cells;
    struct err err;
};
#define SHEET_PACK ((struct sheet_pack){.out = BUF_MAX(SHEET_PACKED_MAX_BYTES)})

void sheet_pack_open(struct sheet_pack *p, str name, bool hidden);
void sheet_pack_cell(struct sheet_pack *p, uint32_t row, uint32_t column, enum cell_kind kind,
                     str text);
void sheet_pack_merge(struct sheet_pack *p, struct cell_span span);
void sheet_pack_hidden_row(struct sheet_pack *p, uint32_t row);
void sheet_pack_note(struct sheet_pack *p, str words);

/* The packed bytes, good until the pack is released (buf_done of out). LIMIT or INVALID with what
 * was wrong first. */
nodiscard bool sheet_pack_done(const struct sheet_pack *p, str *ret_packed, struct err *err);

/* CORRUPT when the bytes are not a packed workbook within the limits above. */
nodiscard bool sheet_unpack(str packed, struct arena *a, struct workbook *ret, struct err *err);

enum {
    COLUMN_NAME_BYTES = 4
};

/* "A", "Z", "AA": the letters that spreadsheets show over a column from 1 to 18,278. */
const char *sheet_column_letters(uint32_t column, char out[COLUMN_NAME_BYTES]);
