#include "shoot/sheet_cell.h"

#include <string.h>

enum {
    SHOWN_MAX_BYTES = 60,
};

static void mistake(struct sheet_reader *r, uint32_t place, const struct field *field, str text,
                    const char *what)
{
    bool cut = text.n > SHOWN_MAX_BYTES;
    str shown = cut ? str_first(text, SHOWN_MAX_BYTES) : text;
    bool date = field->kind == FIELD_DATE; /* `what` has an example */
    diag_add(r->told->mistakes, place, 0, date ? (str){0} : sheet_example(field), "\"%.*s%s\" %s",
             STR(shown), cut ? "..." : "", what);
}

static bool read_date(struct sheet_reader *r, const struct field *field, const struct cell *cell,
                      uint32_t place, str text, struct node *node)
{
    struct date date;
    bool ambiguous = false;
    const char *wrong = "is a number, not a date: format the cell as a date, or write 2022-09-14";
    if (cell->kind == CELL_NUMBER || cell->kind == CELL_FORMAT ||
        !sheet_date(text, r->order, &date, &ambiguous, &wrong)) {
        if (ambiguous && !r->told->ambiguous_date.p)
            r->told->ambiguous_date = text;
        mistake(r, place, field, text, wrong);
        return false;
    }
    node->text = date_print(date, r->a);
    return true;
}

/* The next value of a list in a cell: parted by commas, semicolons or line ends; in double quotes,
 * which are doubled inside, where it holds one of these. */
static bool take_value(str *rest, struct arena *a, str *ret, bool *ret_quoted)
{
    str s = str_trim(*rest);
    *ret_quoted = false;
    if (s.n == 0)
        return false;
    if (s.p[0] == '"') {
        char *out = arena_new(a, char, s.n);
        size_t n = 0, i = 1;
        while (i < s.n && (s.p[i] != '"' || (i + 1 < s.n && s.p[i + 1] == '"'))) {
            i += s.p[i] == '"';
            out[n++] = s.p[i++];
        }
        str after = i < s.n ? str_trim(str_from(s, i + 1)) : (str){0};
        if (after.p && (after.n == 0 || strchr(",;\n", after.p[0]))) {
            *ret = (str){out, n};
            *ret_quoted = true;
            *rest = after.n ? str_from(after, 1) : after;
            return true;
        }
    }
    size_t n = 0;
    while (n < s.n && s.p[n] != ',' && s.p[n] != ';' && s.p[n] != '\n')
        n++;
    *ret = str_trim(str_first(s, n));
    *rest = n < s.n ? str_from(s, n + 1) : str_from(s, n);
    return true;
}

static void list_add(struct sheet_reader *r, struct node *list, uint32_t place, str text)
{
    *sheet_list_add(list, r->a) = (struct node){.kind = NODE_TEXT, .line = place, .text = text};
}

/* Typed print is a text a cell, exactly as it stands: it has commas and line ends of its own. */
static bool is_whole_text(const struct field *field)
{
    return strcmp(field->name, "print") == 0;
}

static void read_list(struct sheet_reader *r, const struct field *field, str text, uint32_t place,
                      struct node *node)
{
    if (node->kind != NODE_LIST)
        *node = (struct node){.kind = NODE_LIST, .line = place};
    if (is_whole_text(field)) {
        if (!sheet_says_none(text, r->scratch))
            list_add(r, node, place, text);
        return;
    }
    str rest = text, value;
    bool quoted;
    bool alone = true;
    while (take_value(&rest, r->a, &value, &quoted)) {
        if (value.n == 0 && !quoted)
            continue; /* "a,, b" */
        alone = alone && str_trim(rest).n == 0;
        if (alone && !quoted && sheet_says_none(value, r->scratch))
            return;
        alone = false;
        str word = {0};
        if (field->words && !quoted)
            word = sheet_word(field->words, value, r->scratch);
        else if (strcmp(field->name, "channels") == 0)
            word = sheet_code(r->channels, value, r->scratch);
        else if (strcmp(field->name, "territories") == 0 || strcmp(field->name, "except") == 0)
            word = sheet_code(r->territories, value, r->scratch);
        list_add(r, node, place, word.p ? word : value);
    }
}

static void read_number(struct sheet_reader *r, const struct field *field, str text, uint32_t place,
                        struct node *node)
{
    if (str_to_i64(text, &node->integer)) {
        node->kind = NODE_INT;
        return;
    }
    mistake(r, place, field, text, "is not a whole number");
    node->text = text;
}

/* What of a cell can be no value of any field, in words. */
static const char *never_a_value(const struct cell *cell, const struct field *field, bool names_day)
{
    bool number = field->kind == FIELD_INT, date = field->kind == FIELD_DATE || names_day;
    switch (cell->kind) {
    case CELL_FORMULA:
        return "is a formula, and only values are read: copy the column and paste it as values";
    case CELL_ERROR:
        return "is the error of a formula: put the value there";
    case CELL_BOOL:
        return "is true or false, and a text belongs here";
    case CELL_FORMAT:
        return number || date ? NULL
                              : "is a number that the sheet shows in another way: format the cell "
                                "as text and type it again";
    case CELL_DATE:
        return date ? NULL
                    : "is a date for the sheet, and a text belongs here: format the cell as "
                      "text and type it again";
    case CELL_TEXT:
    case CELL_NUMBER:
        break;
    }
    return NULL;
}

void sheet_cell_read(struct sheet_reader *r, const struct sheet_column *column,
                     const struct field *field, const struct cell *cell, uint32_t place,
                     struct node *node)
{
    str text = is_whole_text(field) ? cell->text : str_trim(cell->text);
    const char *never = never_a_value(cell, field, column->refs & ID_DAY);
    if (never) {
        mistake(r, place, field, text, never);
        *node = (struct node){.kind = NODE_TEXT, .line = place, .text = text};
        return;
    }
    if (field->kind == FIELD_TEXTS) {
        read_list(r, field, text, place, node);
        return;
    }
    *node = (struct node){.kind = NODE_TEXT, .line = place, .text = text};
    str word;
    switch (field->kind) {
    case FIELD_DATE:
        read_date(r, field, cell, place, text, node);
        break;
    case FIELD_INT:
        read_number(r, field, text, place, node);
        break;
    case FIELD_WORD:
        word = sheet_word(field->words, text, r->scratch);
        if (word.p)
            node->text = word;
        break;
    case FIELD_TEXT:
        break;
    default:
        assert(false && "no column is of this kind");
    }
}
