/* The cells of one sheet. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/xlsx_parts.h"
#include "codec/yaml_scalar.h"

enum {
    ROWS_MAX = 1048576, /* of any spreadsheet */
    COLUMNS_MAX = 16384,
    SERIAL_MAX = 2958465, /* 9999-12-31 */
    FORMULA_SHOWN_BYTES = 60,
};

static bool place_of(const char *reference, uint32_t *ret_row, uint32_t *ret_column)
{
    uint32_t column = 0, row = 0;
    const char *p = reference;
    for (; *p >= 'A' && *p <= 'Z' && column <= COLUMNS_MAX; p++)
        column = column * 26 + (uint32_t)(*p - 'A' + 1);
    if (column < 1 || column > COLUMNS_MAX || *p == '0')
        return false;
    for (; *p >= '0' && *p <= '9' && row <= ROWS_MAX; p++)
        row = row * 10 + (uint32_t)(*p - '0');
    if (*p || row < 1 || row > ROWS_MAX)
        return false;
    *ret_row = row;
    *ret_column = column;
    return true;
}

struct cells {
    struct xlsx *x;
    struct sheet_pack *out;
    uint32_t row, column;
    uint32_t hidden_from; /* last hidden column told, so that each is told once */
    char type[12];        /* "" for a number */
    uint32_t style;
    bool formula, inside, phonetic;
    struct buf value, text, formula_text;
};

static bool damaged(const struct cells *c, struct err *err, const char *what)
{
    char letters[COLUMN_NAME_BYTES];
    return err_set(err, ERR_CORRUPT, "row %u, column %s: %s", c->row,
                   sheet_column_letters(MIN(c->column, (uint32_t)COLUMNS_MAX), letters), what);
}

static bool start_row(struct cells *c, const XML_Char **attributes, struct err *err)
{
    const char *number = xml_attribute(attributes, "r", false);
    const char *hidden = xml_attribute(attributes, "hidden", false);
    uint32_t row = c->row + 1;
    if (number && (!xlsx_number(number, ROWS_MAX, &row) || row <= c->row))
        return err_set(err, ERR_CORRUPT, "row %s: the rows are out of order", number);
    c->row = row;
    c->column = 0;
    if (hidden && strcmp(hidden, "0") != 0 && strcmp(hidden, "false") != 0 && row <= SHEET_ROWS_MAX)
        sheet_pack_hidden_row(c->out, row);
    return true;
}

static bool start_cell(struct cells *c, const XML_Char **attributes, struct err *err)
{
    const char *place = xml_attribute(attributes, "r", false);
    const char *type = xml_attribute(attributes, "t", false);
    const char *style = xml_attribute(attributes, "s", false);
    uint32_t row = c->row, column = c->column + 1;
    if (place && (!place_of(place, &row, &column) || row != c->row || column <= c->column))
        return damaged(c, err, "the cell after it is out of order");
    c->column = column;
    c->style = 0;
    if (style && !xlsx_number(style, XLSX_STYLES_MAX, &c->style))
        return damaged(c, err, "its style");
    if (type && strlen(type) >= sizeof c->type)
        return damaged(c, err, "its type");
    strcpy(c->type, type && strcmp(type, "n") != 0 ? type : "");
    c->formula = false;
    c->inside = true;
    c->value.n = c->text.n = c->formula_text.n = 0;
    return true;
}

static bool start_merge(struct cells *c, const XML_Char **attributes, struct err *err)
{
    const char *reference = xml_attribute(attributes, "ref", false);
    char first[24];
    const char *colon = reference ? strchr(reference, ':') : NULL;
    struct cell_span span;
    if (!colon || (size_t)(colon - reference) >= sizeof first)
        return err_set(err, ERR_CORRUPT, "the file is damaged (merged cells)");
    memcpy(first, reference, (size_t)(colon - reference));
    first[colon - reference] = '\0';
    if (!place_of(first, &span.first_row, &span.first_column) ||
        !place_of(colon + 1, &span.last_row, &span.last_column) || span.last_row < span.first_row ||
        span.last_column < span.first_column)
        return err_set(err, ERR_CORRUPT, "the file is damaged (merged cells)");
    sheet_pack_merge(c->out, span);
    return true;
}

static void start_column(struct cells *c, const XML_Char **attributes)
{
    const char *hidden = xml_attribute(attributes, "hidden", false);
    uint32_t from, to;
    char a[COLUMN_NAME_BYTES], b[COLUMN_NAME_BYTES], words[100];
    if (!hidden || strcmp(hidden, "0") == 0 || strcmp(hidden, "false") == 0 || c->hidden_from ||
        !xlsx_number(xml_attribute(attributes, "min", false), COLUMNS_MAX, &from) ||
        !xlsx_number(xml_attribute(attributes, "max", false), COLUMNS_MAX, &to))
        return;
    c->hidden_from = from;
    if (from == to)
        snprintf(words, sizeof words, "column %s is hidden, and read like the others",
                 sheet_column_letters(from, a));
    else
        snprintf(words, sizeof words, "columns %s to %s are hidden, and read like the others",
                 sheet_column_letters(from, a), sheet_column_letters(to, b));
    sheet_pack_note(c->out, str_of(words));
}

static bool cells_start(void *self, const char *name, const XML_Char **attributes, struct err *err)
{
    struct cells *c = self;
    if (strcmp(name, "row") == 0)
        return start_row(c, attributes, err);
    if (strcmp(name, "c") == 0)
        return start_cell(c, attributes, err);
    if (strcmp(name, "mergeCell") == 0)
        return start_merge(c, attributes, err);
    if (strcmp(name, "col") == 0)
        start_column(c, attributes);
    else if (strcmp(name, "f") == 0 && c->inside)
        c->formula = true;
    else if (strcmp(name, "rPh") == 0)
        c->phonetic = true;
    return true;
}

static void put(struct cells *c, enum cell_kind kind, str text)
{
    if (text.n > 0)
        sheet_pack_cell(c->out, c->row, c->column, kind, text);
}

/* Days since 1899-12-30 or 1904-01-01 (part 1, 18.17.4.1). The system of 1900 holds a 29 February
 * that never was: what stands for it and what is not a day at all is no date. */
static bool serial_date(bool dates_1904, double serial, struct date *ret)
{
    if (!(serial >= (dates_1904 ? 0 : 1)) || serial > SERIAL_MAX)
        return false;
    int64_t day = (int64_t)serial;
    if (!dates_1904 && day == 60)
        return false;
    static const struct date start_1904 = {1904, 1, 1}, start_1900 = {1899, 12, 30};
    int64_t days = day + (!dates_1904 && day < 60);
    *ret = date_from_days(date_days(dates_1904 ? start_1904 : start_1900) + days);
    return true;
}

static bool end_number(struct cells *c, str value, struct err *err)
{
    struct node number;
    char whole[32];
    if (value.n == 0)
        return true;
    if (yaml_scalar_resolve(value, &number) ||
        (number.kind != NODE_INT && number.kind != NODE_FLOAT))
        return damaged(c, err, "a number that is none");
    if (c->style >= c->x->styles.n && c->style > 0)
        return damaged(c, err, "its style");
    double real = number.kind == NODE_INT ? (double)number.integer : number.real;
    enum number_shown shown = c->x->styles.n ? c->x->styles.at[c->style] : SHOWN_PLAIN;
    struct date date;
    if (shown == SHOWN_DATE && serial_date(c->x->dates_1904, real, &date)) {
        snprintf(whole, sizeof whole, "%04d-%02d-%02d", (int)date.year, date.month, date.day);
        put(c, CELL_DATE, str_of(whole));
        return true;
    }
    if (real > -1e15 && real < 1e15 && real == (double)(int64_t)real) {
        snprintf(whole, sizeof whole, "%lld", (long long)real);
        value = str_of(whole);
    }
    put(c, shown == SHOWN_PLAIN ? CELL_NUMBER : CELL_FORMAT, value);
    return true;
}

static bool end_cell(struct cells *c, struct err *err)
{
    str value = c->value.n ? buf_str(&c->value) : S("");
    uint32_t index;
    char digits[16];
    struct date date;
    c->inside = false;
    if (!buf_ok(&c->text) || !buf_ok(&c->value))
        return err_set(err, ERR_LIMIT, "row %u: more than %d bytes in a cell", c->row,
                       SHEET_CELL_MAX_BYTES);
    if (c->formula) {
        str text = c->formula_text.n ? buf_str(&c->formula_text) : S("");
        char shown[FORMULA_SHOWN_BYTES + 2];
        snprintf(shown, sizeof shown, "=%.*s", (int)MIN(text.n, (size_t)FORMULA_SHOWN_BYTES),
                 text.p);
        struct arena scratch = *c->x->a;
        put(c, CELL_FORMULA, utf8_clean(str_of(shown), &scratch));
        return true;
    }
    struct arena scratch = *c->x->a;
    if (!*c->type)
        return end_number(c, str_trim(value), err);
    if (strcmp(c->type, "s") == 0) {
        snprintf(digits, sizeof digits, "%.*s", (int)MIN(value.n, sizeof digits - 1), value.p);
        if (!xlsx_number(digits, XLSX_STRINGS_MAX, &index) || index >= c->x->strings.n)
            return damaged(c, err, "its text is not in the file");
        put(c, CELL_TEXT, c->x->strings.at[index]);
    } else if (strcmp(c->type, "inlineStr") == 0) {
        put(c, CELL_TEXT, xlsx_text(c->text.n ? buf_str(&c->text) : S(""), &scratch));
    } else if (strcmp(c->type, "str") == 0) {
        put(c, CELL_TEXT, xlsx_text(value, &scratch));
    } else if (strcmp(c->type, "b") == 0) {
        put(c, CELL_BOOL, str_eq(str_trim(value), S("1")) ? S("true") : S("false"));
    } else if (strcmp(c->type, "e") == 0) {
        put(c, CELL_ERROR, value);
    } else if (strcmp(c->type, "d") == 0) {
        str day = str_first(value, MIN(value.n, (size_t)10));
        bool good = date_parse(day, &date) && (value.n == 10 || value.p[10] == 'T');
        put(c, good ? CELL_DATE : CELL_FORMAT, good ? day : value);
    } else {
        return damaged(c, err, "a type of cell that is not known");
    }
    return true;
}

static bool cells_end(void *self, const char *name, str text, struct err *err)
{
    struct cells *c = self;
    if (strcmp(name, "rPh") == 0)
        c->phonetic = false;
    if (!c->inside)
        return true;
    if (strcmp(name, "v") == 0)
        buf_put(&c->value, text);
    else if (strcmp(name, "f") == 0)
        buf_put(&c->formula_text, str_first(text, MIN(text.n, (size_t)FORMULA_SHOWN_BYTES)));
    else if (strcmp(name, "t") == 0 && !c->phonetic)
        buf_put(&c->text, text);
    else if (strcmp(name, "c") == 0)
        return end_cell(c, err);
    return true;
}

bool xlsx_read_cells(struct xlsx *x, const struct zip_entry *part, struct sheet_pack *out,
                     struct err *err)
{
    struct cells c = {
        .x = x,
        .out = out,
        .value = BUF_MAX(SHEET_CELL_MAX_BYTES),
        .text = BUF_MAX(SHEET_CELL_MAX_BYTES),
        .formula_text = BUF_MAX(SHEET_CELL_MAX_BYTES),
    };
    bool good =
        xml_part_read(&x->zip, part, &x->budget_bytes,
                      (struct xml_reader){xlsx_namespaces, cells_start, cells_end, &c}, err);
    buf_done(&c.value);
    buf_done(&c.text);
    buf_done(&c.formula_text);
    return good;
}
