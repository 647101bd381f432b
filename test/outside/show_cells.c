/* What our reader makes of a spreadsheet, a cell a line in JSON, for a program that is not ours to
 * compare (spreadsheets.py). */
#include <stdio.h>

#include "base/file.h"
#include "codec/json.h"
#include "codec/workbook.h"

struct shown {
    str sheet, text, kind;
    int64_t row, column;
};

#define AT(member) .required = true, .offset = offsetof(struct shown, member)
static const struct field fields[] = {
    {"column", FIELD_INT, AT(column), .doc = "From 1."},
    {"kind", FIELD_TEXT, AT(kind), .doc = "Of cell."},
    {"row", FIELD_INT, AT(row), .doc = "From 1."},
    {"sheet", FIELD_TEXT, AT(sheet), .doc = "Its name."},
    {"text", FIELD_TEXT, AT(text), .doc = "What it holds."},
};
static const struct record shown_record = RECORD("cell", struct shown, "A cell.", fields);

static const char *const kinds[] = {
    [CELL_TEXT] = "text", [CELL_NUMBER] = "number", [CELL_FORMAT] = "format",  [CELL_DATE] = "date",
    [CELL_BOOL] = "bool", [CELL_ERROR] = "error",   [CELL_FORMULA] = "formula"};

static bool show(const char *path, struct arena *a, struct err *err)
{
    struct sheet_pack pack = SHEET_PACK;
    struct workbook book;
    str bytes, packed;
    bool ok = file_read(path, WORKBOOK_MAX_BYTES, a, &bytes, err) &&
              workbook_read(bytes, &pack, err) && sheet_pack_done(&pack, &packed, err) &&
              sheet_unpack(packed, a, &book, err);
    for (size_t i = 0; ok && i < book.sheets.n; i++) {
        const struct sheet *sheet = &book.sheets.at[i];
        for (size_t k = 0; k < sheet->cells.n; k++) {
            const struct cell *c = &sheet->cells.at[k];
            CLEANUP(buf_done) struct buf line = {0};
            struct shown shown = {sheet->name, c->text, str_of(kinds[c->kind]), c->row, c->column};
            record_write_json(&shown_record, &shown, &line);
            printf("%.*s\n", STR(buf_str(&line)));
        }
    }
    buf_done(&pack.out);
    return ok;
}

int main(int argc, char **argv)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)2 << 30);
    struct err err;
    if (argc == 2 && show(argv[1], &a, &err))
        return 0;
    fprintf(stderr, "%s\n", argc == 2 ? err.msg : "usage: show_cells FILE");
    return 1;
}
