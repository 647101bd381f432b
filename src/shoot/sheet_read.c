#include "shoot/sheet_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shoot/sheet_cell.h"

enum {
    HEADING_ROWS = 20, /* headings stand in one of the first rows that hold something */
    HEADINGS_MIN = 2,  /* so that a title is not taken for them */
    HEADING_SHOWN_BYTES = 60,
    PAIRS_FIRST = 8, /* room of a map when it is new; a power of two */
};

/* What the columns of a sheet are, by number. */
struct columns {
    const struct sheet_column *of[SHEET_COLUMNS_MAX + 1]; /* NULL: not known */
    bool headed[SHEET_COLUMNS_MAX + 1];
    uint32_t row; /* of the headings */
};

/* Cells of one row. */
struct row {
    const struct cell *at;
    size_t n;
};

static const struct sheet *sheet_of(const struct sheet_reader *r, size_t number)
{
    return r->inputs[number - 1].sheet;
}

static struct row next_row(const struct sheet *sheet, size_t *at)
{
    struct row row = {sheet->cells.at + *at, 0};
    while (*at < sheet->cells.n && sheet->cells.at[*at].row == row.at->row) {
        row.n++;
        (*at)++;
    }
    return row;
}

static size_t known_headings(const struct sheet_table *table, struct row row, struct arena scratch)
{
    size_t known = 0;
    for (size_t i = 0; i < row.n; i++)
        known += sheet_column_find(table, row.at[i].text, scratch) != NULL;
    return known;
}

/* The row with the most headings that are known; 0 if none has enough. */
static struct row heading_row(struct sheet_reader *r, const struct sheet *sheet,
                              const struct sheet_table *table, size_t *ret_next)
{
    struct row best = {0};
    size_t most = MIN((size_t)HEADINGS_MIN, table->n) - 1;
    for (size_t at = 0, looked = 0; at < sheet->cells.n && looked < HEADING_ROWS; looked++) {
        struct row row = next_row(sheet, &at);
        size_t known = known_headings(table, row, r->scratch);
        if (known > most) {
            most = known;
            best = row;
            *ret_next = at;
        }
    }
    return best;
}

/* Several columns may hold a list, or the parts of a name; otherwise it is said twice. */
static bool may_repeat(const struct sheet_table *table, const struct sheet_column *a,
                       const struct sheet_column *b)
{
    return sheet_field(table, a)->kind == FIELD_TEXTS || a->part != b->part;
}

static str heading_shown(const struct cell *cell)
{
    return str_first(cell->text, MIN(cell->text.n, (size_t)HEADING_SHOWN_BYTES));
}

static bool has_column(const struct columns *columns, const char *path)
{
    for (size_t c = 1; c <= SHEET_COLUMNS_MAX; c++)
        if (columns->of[c] && strcmp(columns->of[c]->path, path) == 0)
            return true;
    return false;
}

static bool name_columns(struct sheet_reader *r, size_t number, const struct sheet_table *table,
                         struct row headings, struct columns *columns)
{
    bool good = true;
    columns->row = r->heading_rows[number] = headings.at->row;
    for (size_t i = 0; i < headings.n; i++) {
        const struct cell *cell = &headings.at[i];
        uint32_t place = place_make(number, cell->row, cell->column);
        const struct sheet_column *column = sheet_column_find(table, cell->text, r->scratch);
        columns->headed[cell->column] = true;
        str near = column ? (str){0} : sheet_column_near(table, cell->text, r->scratch);
        if (near.p) {
            diag_add(r->told->mistakes, place, 0, (str){0},
                     "is \"%.*s\" the column \"%.*s\"? Write that, or another heading that is not "
                     "so near to it",
                     STR(heading_shown(cell)), STR(near));
            /* Nothing is written any more; read so, the sheet's other mistakes are told as well. */
            column = sheet_column_find(table, near, r->scratch);
            if (has_column(columns, column->path))
                column = NULL;
        } else if (!column)
            diag_add(r->told->notes, place, 0, (str){0},
                     "\"%.*s\" is no column of %.*s, so it is not read", STR(heading_shown(cell)),
                     STR(sheet_first_name(table->names[0])));
        for (uint32_t c = 1; column && c < cell->column; c++) {
            const struct sheet_column *other = columns->of[c];
            char letters[COLUMN_NAME_BYTES];
            if (other && strcmp(other->path, column->path) == 0 &&
                !may_repeat(table, other, column))
                good = diag_add(r->told->mistakes, place, 0, (str){0},
                                "column %s is the same: give one of them another heading",
                                sheet_column_letters(c, letters));
        }
        columns->of[cell->column] = column;
    }
    return good;
}

/* An id that nobody wrote can be made; a look need not have a shot in every row. */
static bool must_be_there(const struct sheet_table *table, const struct sheet_column *column)
{
    bool made = table->made_id && strcmp(column->path, "id") == 0;
    return sheet_required(table, column) && !made && column->part == NAME_WHOLE;
}

static bool required_columns(struct sheet_reader *r, size_t number, const struct sheet_table *table,
                             const struct columns *columns)
{
    bool good = true;
    for (size_t i = 0; i < table->n; i++) {
        const struct sheet_column *column = &table->columns[i];
        if (must_be_there(table, column) && !has_column(columns, column->path))
            good = diag_add(r->told->mistakes, place_make(number, columns->row, 0), 0, (str){0},
                            "no column \"%.*s\": %s", STR(sheet_first_name(column->names[0])),
                            sheet_field(table, column)->doc);
    }
    return good;
}

struct node *sheet_map_add(struct node *map, const char *key, uint32_t place, struct arena *a)
{
    size_t n = map->map.n;
    if (n == 0 || (n >= PAIRS_FIRST && (n & (n - 1)) == 0)) { /* room doubles */
        struct node_pair *more = arena_new(a, struct node_pair, n ? 2 * n : PAIRS_FIRST);
        if (n)
            memcpy(more, map->map.at, n * sizeof *more);
        map->map.at = more;
    }
    struct node_pair *pair = &map->map.at[map->map.n++];
    *pair = (struct node_pair){.key = str_of(key), .line = place};
    pair->value.line = place;
    return &pair->value;
}

struct node *sheet_list_add(struct node *list, struct arena *a)
{
    size_t n = list->list.n;
    if ((n & (n - 1)) == 0) { /* room doubles; also the first time, when n is 0 */
        struct node *more = arena_new(a, struct node, n ? 2 * n : 1);
        if (n)
            memcpy(more, list->list.at, n * sizeof *more);
        list->list.at = more;
    }
    return &list->list.at[list->list.n++];
}

struct node *sheet_node(struct node *map, const char *path)
{
    str rest = str_of(path), key;
    struct node *node = map;
    while (node && str_cut(&rest, '.', &key))
        node = node->kind == NODE_MAP ? (struct node *)node_get(node, key) : NULL;
    return node;
}

/* The node at a path, made where it is not there yet. */
static struct node *node_make(struct node *map, const char *path, uint32_t place, struct arena *a)
{
    str rest = str_of(path), key;
    struct node *node = map;
    while (str_cut(&rest, '.', &key)) {
        struct node *child = (struct node *)node_get(node, key);
        if (!child)
            child = sheet_map_add(node, str_c(key, a), place, a);
        if (rest.p && child->kind != NODE_MAP)
            *child = (struct node){.kind = NODE_MAP, .line = place};
        node = child;
    }
    return node;
}

/* The first, whole and last parts of a name, in this order, with spaces between. */
static void join_name(struct sheet_reader *r, const struct columns *columns, struct row row,
                      struct node *node)
{
    static const enum name_part order[] = {NAME_FIRST, NAME_WHOLE, NAME_LAST};
    str name = {0};
    for (size_t k = 0; k < countof(order); k++)
        for (size_t i = 0; i < row.n; i++) {
            const struct sheet_column *column = columns->of[row.at[i].column];
            if (!column || strcmp(column->path, "name") != 0 || column->part != order[k])
                continue;
            str part = str_trim(row.at[i].text);
            name = name.p ? str_format(r->a, "%.*s %.*s", STR(name), STR(part)) : part;
        }
    node->text = name;
}

static bool has_parts(const struct columns *columns)
{
    for (size_t c = 1; c <= SHEET_COLUMNS_MAX; c++)
        if (columns->of[c] && columns->of[c]->part != NAME_WHOLE)
            return true;
    return false;
}

static void read_row(struct sheet_reader *r, size_t number, const struct sheet_table *table,
                     const struct columns *columns, struct row row, struct node *map)
{
    uint32_t here = place_make(number, row.at->row, 0);
    *map = (struct node){.kind = NODE_MAP, .line = here};
    for (size_t i = 0; i < row.n; i++) {
        const struct cell *cell = &row.at[i];
        const struct sheet_column *column = columns->of[cell->column];
        uint32_t place = place_make(number, cell->row, cell->column);
        if (!columns->headed[cell->column])
            diag_add(r->told->mistakes, place, 0, (str){0},
                     "a value under no heading: give the column one, or clear the cell");
        if (!column || str_trim(cell->text).n == 0)
            continue;
        struct node *node = node_make(map, column->path, place, r->a);
        sheet_cell_read(r, column, sheet_field(table, column), cell, place, node);
        if (strcmp(column->path, "name") == 0 && has_parts(columns))
            join_name(r, columns, row, node);
    }
}

/* Merged cells that go down one column mean the same value in each row; others mean nothing. */
static bool merges_fit(struct sheet_reader *r, size_t number, const struct columns *columns)
{
    const struct sheet *sheet = sheet_of(r, number);
    bool good = true;
    for (size_t i = 0; i < sheet->merges.n; i++) {
        const struct cell_span *m = &sheet->merges.at[i];
        bool one_column = m->first_column == m->last_column, known = false;
        for (uint32_t c = m->first_column; c <= m->last_column && c <= SHEET_COLUMNS_MAX; c++)
            known |= columns->headed[c];
        if (m->last_row < columns->row || !known || (one_column && m->first_row > columns->row))
            continue;
        char from[COLUMN_NAME_BYTES], to[COLUMN_NAME_BYTES];
        good = diag_add(r->told->mistakes, place_make(number, m->first_row, m->first_column), 0,
                        (str){0}, "the cells %s%u to %s%u are merged: unmerge them",
                        sheet_column_letters(m->first_column, from), m->first_row,
                        sheet_column_letters(m->last_column, to), m->last_row);
    }
    return good;
}

static int merge_order(const void *a, const void *b)
{
    const struct cell_span *x = a, *y = b;
    return (x->first_row > y->first_row) - (x->first_row < y->first_row);
}

/* Values of merged cells, repeated in the rows below the first. */
struct fills {
    struct cell_span *merges; /* by first row */
    size_t n, next;
    struct cell *value[SHEET_COLUMNS_MAX + 1];
    uint32_t until[SHEET_COLUMNS_MAX + 1]; /* last row */
    size_t active;
};

static struct fills *fills_make(struct sheet_reader *r, const struct sheet *sheet)
{
    struct fills *f = arena_new(r->a, struct fills, 1);
    f->merges = arena_new(r->a, struct cell_span, sheet->merges.n);
    for (size_t i = 0; i < sheet->merges.n; i++)
        if (sheet->merges.at[i].first_column == sheet->merges.at[i].last_column)
            f->merges[f->n++] = sheet->merges.at[i];
    if (f->n)
        qsort(f->merges, f->n, sizeof *f->merges, merge_order);
    return f;
}

/* The row with what merged cells give it. */
static struct row fill_row(struct sheet_reader *r, size_t number, struct fills *f, struct row row)
{
    uint32_t here = row.at->row;
    while (f->next < f->n && f->merges[f->next].first_row < here)
        f->next++; /* its first row holds nothing, so that there is nothing to repeat */
    struct row all = row;
    for (uint32_t c = 1, i = 0; f->active && c <= SHEET_COLUMNS_MAX; c++) {
        while (i < all.n && all.at[i].column < c)
            i++;
        if (!f->value[c] || f->until[c] < here)
            continue;
        if (i < all.n && all.at[i].column == c) {
            diag_add(r->told->mistakes, place_make(number, here, c), 0, (str){0},
                     "a value behind a merged cell, where nobody sees it: unmerge the cells");
            continue;
        }
        struct cell *more = arena_new(r->a, struct cell, all.n + 1);
        memcpy(more, all.at, i * sizeof *more);
        more[i] = *f->value[c];
        more[i].row = here;
        memcpy(more + i + 1, all.at + i, (all.n - i) * sizeof *more);
        all = (struct row){more, all.n + 1};
    }
    for (; f->next < f->n && f->merges[f->next].first_row == here; f->next++) {
        const struct cell_span *m = &f->merges[f->next];
        for (size_t i = 0; i < row.n; i++)
            if (row.at[i].column == m->first_column) {
                f->value[m->first_column] = (struct cell *)&row.at[i];
                f->until[m->first_column] = m->last_row;
                f->active++;
            }
    }
    return all;
}

static void tell_hidden(struct sheet_reader *r, size_t number, const struct columns *columns)
{
    const struct sheet *sheet = sheet_of(r, number);
    size_t n = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < sheet->hidden_rows.n; i++)
        if (sheet->hidden_rows.at[i] > columns->row && n++ == 0)
            first = sheet->hidden_rows.at[i];
    if (n)
        diag_add(r->told->notes, place_make(number, first, 0), 0, (str){0},
                 "%zu hidden row%s read like the others, from this one on", n,
                 n == 1 ? " is" : "s are");
}

static size_t count_rows(const struct sheet *sheet, size_t at)
{
    size_t n = 0;
    while (at < sheet->cells.n) {
        next_row(sheet, &at);
        n++;
    }
    return n;
}

static bool no_headings(struct sheet_reader *r, size_t number, const struct sheet_table *table)
{
    char names[400] = "";
    size_t n = 0;
    for (size_t i = 0; i < table->n && n + 40 < sizeof names; i++) {
        str name = sheet_first_name(table->columns[i].names[0]);
        if (table->columns[i].part == NAME_WHOLE)
            n += (size_t)snprintf(names + n, sizeof names - n, "%s%.*s", n ? ", " : "", STR(name));
    }
    return diag_add(r->told->mistakes, place_make(number, 0, 0), 0, (str){0},
                    "no row of headings that are known; they may be: %s", names);
}

bool sheet_rows(struct sheet_reader *r, size_t number, const struct sheet_table *table,
                struct node *ret)
{
    const struct sheet *sheet = sheet_of(r, number);
    for (size_t i = 0; i < sheet->notes.n; i++)
        diag_add(r->told->notes, place_make(number, 0, 0), 0, (str){0}, "%.*s",
                 STR(sheet->notes.at[i]));
    size_t at = 0;
    struct row headings = heading_row(r, sheet, table, &at);
    if (headings.n == 0)
        return no_headings(r, number, table);
    struct columns *columns = arena_new(r->a, struct columns, 1);
    bool good = name_columns(r, number, table, headings, columns);
    good &= merges_fit(r, number, columns);
    if (!good)
        return required_columns(r, number, table, columns) && good;
    good = required_columns(r, number, table, columns); /* its cells are looked at all the same */
    tell_hidden(r, number, columns);
    size_t rows = count_rows(sheet, at);
    if (rows > SHEET_TABLE_ROWS_MAX)
        return diag_add(r->told->mistakes, place_make(number, 0, 0), 0, (str){0},
                        "%zu rows hold something, at most %d are read: delete what is no part of "
                        "the table",
                        rows, SHEET_TABLE_ROWS_MAX);
    struct fills *fills = fills_make(r, sheet);
    *ret = (struct node){.kind = NODE_LIST, .line = place_make(number, columns->row, 0)};
    ret->list.at = arena_new(r->a, struct node, rows);
    while (at < sheet->cells.n) {
        struct row row = fill_row(r, number, fills, next_row(sheet, &at));
        struct node *map = &ret->list.at[ret->list.n];
        read_row(r, number, table, columns, row, map);
        ret->list.n += map->map.n > 0;
    }
    return good;
}
