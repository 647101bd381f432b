#include "codec/sheet.h"

#include <string.h>

#include "base/utf8.h"

/* A packed workbook is entries: one byte of kind, numbers as 32 bits of little endian, texts by
 * length. */
enum entry {
    ENTRY_SHEET = 'S',
    ENTRY_CELL = 'C',
    ENTRY_MERGE = 'M',
    ENTRY_HIDDEN_ROW = 'H',
    ENTRY_NOTE = 'N',
};

static void put_u32(struct buf *out, uint32_t v)
{
    char bytes[] = {(char)v, (char)(v >> 8), (char)(v >> 16), (char)(v >> 24)};
    buf_put(out, (str){bytes, sizeof bytes});
}

static void put_text(struct buf *out, str text)
{
    put_u32(out, (uint32_t)text.n);
    buf_put(out, text);
}

static bool failed(const struct sheet_pack *p)
{
    return p->err.kind != ERR_NONE;
}

void sheet_pack_open(struct sheet_pack *p, str name, bool hidden)
{
    if (failed(p))
        return;
    if (name.n > SHEET_NAME_MAX_BYTES) {
        err_set(&p->err, ERR_LIMIT, "the name of a sheet has %zu bytes, at most %d are read",
                name.n, SHEET_NAME_MAX_BYTES);
        return;
    }
    p->row = p->column = 0;
    buf_byte(&p->out, ENTRY_SHEET);
    put_u32(&p->out, hidden);
    put_text(&p->out, name);
}

void sheet_pack_cell(struct sheet_pack *p, uint32_t row, uint32_t column, enum cell_kind kind,
                     str text)
{
    if (failed(p))
        return;
    char letters[COLUMN_NAME_BYTES];
    if (row > SHEET_ROWS_MAX)
        err_set(&p->err, ERR_LIMIT,
                "row %u: at most %d rows are read: delete what is below the table", row,
                SHEET_ROWS_MAX);
    else if (column > SHEET_COLUMNS_MAX)
        err_set(&p->err, ERR_LIMIT, "row %u: at most %d columns are read", row, SHEET_COLUMNS_MAX);
    else if (row < p->row || (row == p->row && column <= p->column))
        err_set(&p->err, ERR_INVALID, "row %u, column %s: the cells are out of order", row,
                sheet_column_letters(column, letters));
    else if (text.n > SHEET_CELL_MAX_BYTES)
        err_set(&p->err, ERR_LIMIT, "row %u, column %s: %zu bytes, at most %d are read in a cell",
                row, sheet_column_letters(column, letters), text.n, SHEET_CELL_MAX_BYTES);
    else if (++p->cells > SHEET_CELLS_MAX)
        err_set(&p->err, ERR_LIMIT, "at most %d cells are read", SHEET_CELLS_MAX);
    else if (!utf8_valid(text) || (text.n && memchr(text.p, 0, text.n)))
        err_set(&p->err, ERR_INVALID, "row %u, column %s: this is not text", row,
                sheet_column_letters(column, letters));
    if (failed(p))
        return;
    p->row = row;
    p->column = column;
    buf_byte(&p->out, ENTRY_CELL);
    put_u32(&p->out, kind);
    put_u32(&p->out, row);
    put_u32(&p->out, column);
    put_text(&p->out, text);
}

void sheet_pack_merge(struct sheet_pack *p, struct cell_span span)
{
    if (failed(p))
        return;
    buf_byte(&p->out, ENTRY_MERGE);
    put_u32(&p->out, span.first_row);
    put_u32(&p->out, span.first_column);
    put_u32(&p->out, span.last_row);
    put_u32(&p->out, span.last_column);
}

void sheet_pack_hidden_row(struct sheet_pack *p, uint32_t row)
{
    if (failed(p))
        return;
    buf_byte(&p->out, ENTRY_HIDDEN_ROW);
    put_u32(&p->out, row);
}

void sheet_pack_note(struct sheet_pack *p, str words)
{
    if (failed(p))
        return;
    buf_byte(&p->out, ENTRY_NOTE);
    put_text(&p->out, words);
}

bool sheet_pack_done(const struct sheet_pack *p, str *ret_packed, struct err *err)
{
    if (failed(p)) {
        *err = p->err;
        return false;
    }
    if (!buf_ok(&p->out))
        return err_set(err, ERR_LIMIT, "more than %d MiB of cells", SHEET_PACKED_MAX_BYTES >> 20);
    *ret_packed = buf_str(&p->out);
    return true;
}

/* One entry, taken apart. */
struct unpacked {
    enum entry entry;
    uint32_t number[4];
    str text;
};

static bool take_u32(str *s, uint32_t *ret)
{
    if (s->n < 4)
        return false;
    const uint8_t *p = (const uint8_t *)s->p;
    *ret = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    *s = str_from(*s, 4);
    return true;
}

static bool take_text(str *s, size_t max_bytes, str *ret)
{
    uint32_t n;
    if (!take_u32(s, &n) || n > max_bytes || n > s->n)
        return false;
    *ret = str_first(*s, n);
    *s = str_from(*s, n);
    return utf8_valid(*ret) && !(n && memchr(ret->p, 0, n));
}

static bool take_entry(str *s, struct unpacked *ret)
{
    static const struct {
        enum entry entry;
        size_t numbers;
        size_t text_max_bytes;
    } shapes[] = {
        {ENTRY_SHEET, 1, SHEET_NAME_MAX_BYTES},
        {ENTRY_CELL, 3, SHEET_CELL_MAX_BYTES},
        {ENTRY_MERGE, 4, 0},
        {ENTRY_HIDDEN_ROW, 1, 0},
        {ENTRY_NOTE, 0, SHEET_CELL_MAX_BYTES},
    };
    for (size_t i = 0; s->n > 0 && i < countof(shapes); i++) {
        if (s->p[0] != (char)shapes[i].entry)
            continue;
        str rest = str_from(*s, 1);
        ret->entry = shapes[i].entry;
        for (size_t k = 0; k < shapes[i].numbers; k++)
            if (!take_u32(&rest, &ret->number[k]))
                return false;
        ret->text = (str){0};
        if (shapes[i].text_max_bytes && !take_text(&rest, shapes[i].text_max_bytes, &ret->text))
            return false;
        *s = rest;
        return true;
    }
    return false;
}

/* How much room the lists of the next sheet need. */
struct counts {
    size_t cells, merges, hidden_rows, notes;
};

static bool cell_fits(const struct sheet *sheet, const struct cell *c)
{
    const struct cell *last = sheet->cells.n ? &sheet->cells.at[sheet->cells.n - 1] : NULL;
    return c->kind >= CELL_TEXT && c->kind <= CELL_FORMULA && c->row >= 1 &&
           c->row <= SHEET_ROWS_MAX && c->column >= 1 && c->column <= SHEET_COLUMNS_MAX &&
           (!last || c->row > last->row || (c->row == last->row && c->column > last->column));
}

static bool add_entry(struct sheet *sheet, const struct unpacked *u)
{
    struct cell cell = {u->number[1], u->number[2], (enum cell_kind)u->number[0], u->text};
    uint32_t row = u->number[0];
    switch (u->entry) {
    case ENTRY_CELL:
        if (!cell_fits(sheet, &cell))
            return false;
        sheet->cells.at[sheet->cells.n++] = cell;
        return true;
    case ENTRY_MERGE:
        sheet->merges.at[sheet->merges.n++] =
            (struct cell_span){u->number[0], u->number[1], u->number[2], u->number[3]};
        return true;
    case ENTRY_HIDDEN_ROW:
        if (sheet->hidden_rows.n && row <= sheet->hidden_rows.at[sheet->hidden_rows.n - 1])
            return false;
        sheet->hidden_rows.at[sheet->hidden_rows.n++] = row;
        return true;
    case ENTRY_NOTE:
        sheet->notes.at[sheet->notes.n++] = u->text;
        return true;
    case ENTRY_SHEET:
        break;
    }
    return false;
}

/* The entries of one sheet, up to the next: counted first, then kept. */
static bool take_sheet(str *s, size_t *cells_left, size_t *merges_left, struct arena *a,
                       struct sheet *ret)
{
    struct unpacked head, u;
    if (!take_entry(s, &head) || head.entry != ENTRY_SHEET || head.number[0] > 1)
        return false;
    struct counts n = {0};
    for (str ahead = *s; ahead.n && ahead.p[0] != ENTRY_SHEET;) {
        if (!take_entry(&ahead, &u))
            return false;
        n.cells += u.entry == ENTRY_CELL;
        n.merges += u.entry == ENTRY_MERGE;
        n.hidden_rows += u.entry == ENTRY_HIDDEN_ROW;
        n.notes += u.entry == ENTRY_NOTE;
    }
    if (n.cells > *cells_left || n.merges > *merges_left || n.hidden_rows > SHEET_ROWS_MAX ||
        n.notes > SHEETS_MAX)
        return false;
    *cells_left -= n.cells;
    *merges_left -= n.merges;
    *ret = (struct sheet){.name = head.text, .hidden = head.number[0]};
    ret->cells.at = arena_new(a, struct cell, n.cells);
    ret->merges.at = arena_new(a, struct cell_span, n.merges);
    ret->hidden_rows.at = arena_new(a, uint32_t, n.hidden_rows);
    ret->notes.at = arena_new(a, str, n.notes);
    while (s->n && s->p[0] != ENTRY_SHEET)
        if (!take_entry(s, &u) || !add_entry(ret, &u))
            return false;
    return true;
}

bool sheet_unpack(str packed, struct arena *a, struct workbook *ret, struct err *err)
{
    struct workbook w = {.sheets.at = arena_new(a, struct sheet, SHEETS_MAX)};
    size_t cells_left = SHEET_CELLS_MAX, merges_left = SHEET_MERGES_MAX;
    while (packed.n > 0) {
        if (w.sheets.n == SHEETS_MAX ||
            !take_sheet(&packed, &cells_left, &merges_left, a, &w.sheets.at[w.sheets.n]))
            return err_set(err, ERR_CORRUPT, "these are not the cells of a spreadsheet");
        w.sheets.n++;
    }
    *ret = w;
    return true;
}

const char *sheet_column_letters(uint32_t column, char out[COLUMN_NAME_BYTES])
{
    char reversed[COLUMN_NAME_BYTES];
    size_t n = 0;
    for (; column > 0 && n + 1 < COLUMN_NAME_BYTES; column = (column - 1) / 26)
        reversed[n++] = (char)('A' + (column - 1) % 26);
    for (size_t i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    out[n] = '\0';
    return out;
}
