/* A call sheet as tables for a spreadsheet program. */
#include <string.h>

#include "shoot/sheet_grid.h"

enum {
    COLUMNS_MAX = 1000, /* of a table: printed matter with many pages has a column for each */
};

struct export
{
    const struct callsheet *opt_c;
    enum sheet_language language;
    struct arena *a;
    struct diags *diags;
};

static bool whole_texts(const struct field *field)
{
    return strcmp(field->name, "print") == 0;
}

static bool needs_quotes(str value, bool alone, struct arena scratch)
{
    for (size_t i = 0; i < value.n; i++)
        if (strchr(",;\n", value.p[i]))
            return true;
    return value.n == 0 || value.p[0] == '"' || str_trim(value).n != value.n ||
           (alone && sheet_says_none(value, scratch));
}

/* The grammar of docs/format/spreadsheet.md, which sheet_cell.c reads. */
static str join(const struct texts *values, struct arena *a)
{
    if (values->n == 0)
        return S("none");
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < values->n; i++) {
        str v = values->at[i];
        if (i > 0)
            buf_put(&out, S(", "));
        if (!needs_quotes(v, values->n == 1, *a)) {
            buf_put(&out, v);
            continue;
        }
        buf_byte(&out, '"');
        for (size_t k = 0; k < v.n; k++) {
            if (v.p[k] == '"')
                buf_byte(&out, '"');
            buf_byte(&out, v.p[k]);
        }
        buf_byte(&out, '"');
    }
    return str_copy(buf_str(&out), a);
}

/* What a spreadsheet does not give back as it was. */
static void check_text(struct export *x, const struct grid *grid, const struct grid_row *row,
                       const struct field *field, str text)
{
    const char *what = NULL;
    if (text.n && memchr(text.p, '\r', text.n))
        what = "holds a carriage return";
    else if (!whole_texts(field) && str_trim(text).n != text.n)
        what = "begins or ends with white space";
    else if (whole_texts(field) && sheet_says_none(text, *x->a))
        what = "says that there is none";
    if (what)
        diag_add(x->diags, 0, 0, (str){0},
                 "%.*s %.*s: %s %s, which a spreadsheet does not keep: change it",
                 STR(sheet_first_name(grid->table->names[0])), STR(row->key), field->name, what);
}

/* A record that is there and says nothing would not come back. */
static void check_empty_records(struct export *x)
{
    for (size_t i = 0; i < x->opt_c->talent.n; i++) {
        const struct talent *t = &x->opt_c->talent.at[i];
        const struct licence *l = &t->licence;
        if (l->present && !l->number.p && !l->authority.p && !l->holder.p && !l->not_needed.p &&
            !date_present(l->from) && !date_present(l->until))
            diag_add(x->diags, l->line, 0, (str){0},
                     "talent %.*s: a licence that says nothing: leave it out", STR(t->id));
    }
}

/* How many columns a column of the table takes: more than one only for whole texts. */
static size_t columns_for(const struct grid *grid, size_t column)
{
    size_t most = 1;
    if (whole_texts(sheet_field(grid->table, &grid->table->columns[column])))
        for (size_t r = 0; r < grid->rows.n; r++)
            most = MAX(most, grid->rows.at[r].values[column].values.n);
    return most;
}

static struct texts choices(const struct field *field, struct arena *a)
{
    struct texts words = {0};
    if (field->kind != FIELD_WORD)
        return words;
    words.at = arena_new(a, str, field->words->n);
    for (; words.n < field->words->n; words.n++)
        words.at[words.n] = str_of(field->words->at[words.n].name);
    return words;
}

static void put_column(struct export *x, const struct grid *grid, size_t column, size_t times,
                       struct sheet_out_column *ret, str *cells, size_t width)
{
    const struct sheet_column *of = &grid->table->columns[column];
    const struct field *field = sheet_field(grid->table, of);
    str heading = sheet_first_name(of->names[x->language]);
    for (size_t k = 0; k < times; k++) {
        ret[k] = (struct sheet_out_column){
            .heading = k ? str_format(x->a, "%.*s %zu", STR(heading), k + 1) : heading,
            .date = field->kind == FIELD_DATE,
            .words = choices(field, x->a),
        };
        for (size_t r = 0; r < grid->rows.n; r++) {
            const struct grid_row *row = &grid->rows.at[r];
            const struct grid_value *v = &row->values[column];
            str text = {0};
            if (v->present && v->list && (!whole_texts(field) || v->values.n == 0))
                text = k == 0 ? join(&v->values, x->a) : (str){0};
            else if (v->present && k < v->values.n)
                text = v->values.at[k];
            for (size_t i = 0; v->present && k == 0 && i < v->values.n; i++)
                check_text(x, grid, row, field, v->values.at[i]);
            cells[r * width + k] = text;
        }
    }
}

static void put_table(struct export *x, const struct grid *grid, struct sheet_out *ret)
{
    const struct sheet_table *table = grid->table;
    size_t width = 0, *times = arena_new(x->a, size_t, table->n);
    for (size_t i = 0; i < table->n; i++) {
        times[i] = table->columns[i].part == NAME_WHOLE ? columns_for(grid, i) : 0;
        width += times[i];
    }
    struct sheet_out_column *columns = arena_new(x->a, struct sheet_out_column, width);
    str *cells = arena_new(x->a, str, width * grid->rows.n);
    size_t at = 0;
    for (size_t i = 0; i < table->n; at += times[i], i++)
        put_column(x, grid, i, times[i], columns + at, cells + at, width);
    if (width > COLUMNS_MAX)
        diag_add(x->diags, 0, 0, (str){0},
                 "%.*s: an item with so many texts of print has no place in a spreadsheet",
                 STR(sheet_first_name(table->names[0])));
    *ret = (struct sheet_out){
        .name = sheet_first_name(table->names[x->language]),
        .columns = columns,
        .columns_n = width,
        .cells = cells,
        .rows_n = grid->rows.n,
    };
}

bool callsheet_to_sheets(const struct callsheet *opt_c, enum sheet_language language,
                         struct arena *a, struct diags *diags, struct sheets_out *ret)
{
    struct export x = {.opt_c = opt_c, .language = language, .a = a, .diags = diags};
    size_t before = diags->n + diags->dropped;
    ret->at = arena_new(a, struct sheet_out, sheet_tables_n);
    ret->n = 0;
    for (size_t i = 0; i < sheet_tables_n; i++) {
        struct grid grid = {.table = &sheet_tables[i], .present = true};
        if (opt_c)
            grid = grid_make(opt_c, &sheet_tables[i], a);
        if (grid.present)
            put_table(&x, &grid, &ret->at[ret->n++]);
    }
    if (opt_c)
        check_empty_records(&x);
    return diags->n + diags->dropped == before;
}

/* "country: what it is, for example FR", from the field tables. */
void sheets_explain(enum sheet_language language, struct arena *a, struct sheet_out *ret)
{
    static const struct sheet_out_column columns[] = {
        {.heading = {"sheet", 5}},         {.heading = {"column", 6}},  {.heading = {"needed", 6}},
        {.heading = {"what it says", 12}}, {.heading = {"example", 7}},
    };
    size_t n = 0, width = countof(columns);
    for (size_t t = 0; t < sheet_tables_n; t++)
        n += sheet_tables[t].n;
    str *cells = arena_new(a, str, n * width), *next = cells;
    for (size_t t = 0; t < sheet_tables_n; t++) {
        const struct sheet_table *table = &sheet_tables[t];
        for (size_t i = 0; i < table->n; i++) {
            const struct sheet_column *column = &table->columns[i];
            const struct field *field = sheet_field(table, column);
            if (column->part != NAME_WHOLE)
                continue;
            bool made = table->made_id && strcmp(column->path, "id") == 0;
            next[0] = sheet_first_name(table->names[language]);
            next[1] = sheet_first_name(column->names[language]);
            next[2] = sheet_required(table, column) && !made ? S("yes") : S("");
            next[3] = str_of(field->doc);
            next[4] = sheet_example(field);
            next += width;
        }
    }
    *ret = (struct sheet_out){.name = S(SHEET_READ_ME),
                              .columns = columns,
                              .columns_n = width,
                              .cells = cells,
                              .rows_n = (size_t)(next - cells) / width};
}
