/* From tables to a call sheet: which sheet is which, one tree of them all, and then the same
 * reading and checks as for a call sheet in YAML. */
#include <stdlib.h>
#include <string.h>

#include "codec/document.h"
#include "shoot/callsheet_tree.h"
#include "shoot/sheet_names.h"

enum {
    SCRATCH_BYTES = 64 << 20,
    HEADING_SHOWN_BYTES = 40,
};

struct import {
    struct sheet_reader r;
    size_t n;
    struct sheet_origin origins[SHEET_INPUTS_MAX];
    size_t origins_n;
    struct node tree;
    str base_file;
};

static const struct sheet_table *table_of(struct import *im, size_t number)
{
    const struct sheet_input *input = &im->r.inputs[number - 1];
    str name = input->opt_table.p ? input->opt_table : input->sheet->name;
    if (str_eq(name, S(SHEET_READ_ME)))
        return NULL;
    const struct sheet_table *table = sheet_table_find(name, im->r.scratch);
    uint32_t place = place_make(number, 0, 0);
    if (!table && input->optional)
        diag_add(im->r.told->notes, place, 0, (str){0},
                 "no table of a call sheet, so it is not read");
    else if (!table)
        diag_add(im->r.told->mistakes, place, 0, S("talent=FILE, items=FILE, looks=FILE"),
                 "its name does not say which table it is");
    for (size_t i = 0; table && i < im->origins_n; i++)
        if (im->origins[i].table == table) {
            diag_add(im->r.told->mistakes, place, 0, (str){0}, "a second table of %.*s: give one",
                     STR(sheet_first_name(table->names[0])));
            return NULL;
        }
    if (table && input->sheet->hidden) {
        diag_add(im->r.told->mistakes, place, 0, (str){0},
                 "this sheet is hidden: show it, or delete it");
        return NULL;
    }
    return table;
}

static struct node *tree_add(struct import *im, const char *key, struct node value)
{
    struct node *node = sheet_node(&im->tree, key);
    if (!node)
        node = sheet_map_add(&im->tree, key, value.line, im->r.a);
    *node = value;
    return node;
}

/* Rows are shots; those of a look are put together in the order of its first. */
static void looks_group(struct import *im, struct node *rows)
{
    struct arena *a = im->r.a;
    struct node looks = {.kind = NODE_LIST, .line = rows->line};
    for (size_t i = 0; i < rows->list.n; i++) {
        struct node *row = &rows->list.at[i], *look = sheet_node(row, "look"), *group = NULL;
        for (size_t k = 0; look && look->kind == NODE_TEXT && k < looks.list.n && !group; k++) {
            struct node *other = sheet_node(&looks.list.at[k], "look");
            if (other && other->kind == NODE_TEXT && str_eq(other->text, look->text))
                group = &looks.list.at[k];
        }
        struct node *name = sheet_node(row, "name"), *shot = sheet_node(row, "shots");
        if (!group) {
            group = sheet_list_add(&looks, a);
            *group = (struct node){.kind = NODE_MAP, .line = row->line};
            if (look)
                *sheet_map_add(group, "look", row->line, a) = *look;
            struct node *shots = sheet_map_add(group, "shots", row->line, a);
            *shots = (struct node){.kind = NODE_LIST, .line = row->line};
        }
        struct node *named = sheet_node(group, "name"), *shots;
        if (name && named && !str_eq(name->text, named->text))
            diag_add(im->r.told->mistakes, name->line, 0, (str){0},
                     "the look is \"%.*s\" in another row: give it one name", STR(named->text));
        else if (name && !named)
            *sheet_map_add(group, "name", row->line, a) = *name;
        shots = sheet_node(group, "shots");
        if (shot)
            *sheet_list_add(shots, a) = *shot;
    }
    tree_add(im, "setups", looks);
}

/* Ids in looks are written like all others. */
static void look_ids(struct import *im, struct node *rows)
{
    static const char *const paths[] = {"look", "shots.id"};
    for (size_t i = 0; i < rows->list.n; i++)
        for (size_t k = 0; k < countof(paths); k++) {
            struct node *node = sheet_node(&rows->list.at[i], paths[k]);
            if (node && node->kind == NODE_TEXT)
                node->text = sheet_id(node->text, im->r.a);
        }
}

/* A required cell that is empty is a mistake at its row, and the reader need not find it again. */
static void tell_empty(struct import *im, const struct sheet_table *table, struct node *rows)
{
    for (size_t i = 0; i < rows->list.n; i++) {
        struct node *row = &rows->list.at[i];
        for (size_t k = 0; k < table->n; k++) {
            const struct sheet_column *column = &table->columns[k];
            const struct field *field = sheet_field(table, column);
            bool of_shot = str_starts(str_of(column->path), S("shots."));
            if (!field->required || field->kind != FIELD_TEXTS || !of_shot ||
                !sheet_node(row, "shots") || sheet_node(row, column->path))
                continue;
            diag_add(im->r.told->mistakes, row->line, 0, (str){0},
                     "\"%.*s\" is empty: say who or what, or \"none\"",
                     STR(sheet_first_name(column->names[0])));
            struct node *list = sheet_map_add(sheet_node(row, "shots"),
                                              strchr(column->path, '.') + 1, row->line, im->r.a);
            list->kind = NODE_LIST;
        }
    }
}

static bool single_put(struct import *im, size_t number, const struct sheet_table *table,
                       struct node *rows)
{
    if (rows->list.n != 1)
        return diag_add(im->r.told->mistakes, place_make(number, 0, 0), 0, (str){0},
                        "%zu rows: a call sheet has one %.*s, in one row", rows->list.n,
                        STR(sheet_first_name(table->names[0])));
    struct node *row = &rows->list.at[0];
    if (*table->key)
        tree_add(im, table->key, *row);
    for (size_t i = 0; !*table->key && i < row->map.n; i++)
        tree_add(im, str_c(row->map.at[i].key, im->r.a), row->map.at[i].value);
    return true;
}

static bool tables_read(struct import *im)
{
    bool good = true;
    for (size_t number = 1; number <= im->n; number++) {
        const struct sheet_table *table = table_of(im, number);
        struct node rows;
        if (!table)
            continue;
        im->origins[im->origins_n++] = (struct sheet_origin){table, number};
        if (!sheet_rows(&im->r, number, table, &rows)) {
            good = false;
        } else if (table->single) {
            good &= single_put(im, number, table, &rows);
        } else if (strcmp(table->key, "setups") == 0) {
            look_ids(im, &rows);
            tell_empty(im, table, &rows);
            looks_group(im, &rows);
        } else {
            if (table->made_id)
                sheet_ids_make(&im->r, table, &rows, sheet_node(&im->tree, table->key), number);
            tree_add(im, table->key, rows);
        }
    }
    return good;
}

static bool field_needed(const char *key)
{
    for (size_t i = 0; i < callsheet_record.n; i++)
        if (callsheet_record.fields[i].name && strcmp(callsheet_record.fields[i].name, key) == 0)
            return callsheet_record.fields[i].required;
    return false;
}

static bool was_given(const struct import *im, const struct sheet_table *table)
{
    for (size_t i = 0; i < im->origins_n; i++)
        if (im->origins[i].table == table)
            return true;
    return false;
}

/* What neither a sheet nor the base gives, told in the words of sheets. */
static bool tables_there(struct import *im)
{
    bool good = true;
    for (size_t i = 0; i < sheet_tables_n; i++) {
        const struct sheet_table *table = &sheet_tables[i];
        const char *key = *table->key ? table->key : "campaign";
        bool made = strcmp(key, "parties") == 0;
        bool optional = !field_needed(key);
        if (!made && !optional && !sheet_node(&im->tree, key) && !was_given(im, table))
            good = diag_add(im->r.told->mistakes, 0, 0, (str){0},
                            "no sheet \"%.*s\": add it (gatefold callsheet template shows its "
                            "columns), or take it from a call sheet with --base FILE",
                            STR(sheet_first_name(table->names[0])));
    }
    return good;
}

static bool base_take(struct import *im, str base)
{
    struct node tree;
    if (!document_read(base, im->r.a, im->r.told->mistakes, &tree))
        return false;
    if (tree.kind != NODE_MAP)
        return diag_add(im->r.told->mistakes, tree.line, 0, (str){0}, "this is no call sheet");
    for (size_t i = 0; i < tree.map.n; i++)
        tree_add(im, str_c(tree.map.at[i].key, im->r.a), tree.map.at[i].value);
    return true;
}

/* The place in words, with the file put where messages have it. */
static str heading_at(const struct import *im, size_t number, uint32_t column)
{
    const struct sheet *sheet = im->r.inputs[number - 1].sheet;
    for (size_t i = 0; i < sheet->cells.n; i++) {
        const struct cell *cell = &sheet->cells.at[i];
        if (cell->row > im->r.heading_rows[number])
            break;
        if (cell->row == im->r.heading_rows[number] && cell->column == column)
            return str_first(cell->text, MIN(cell->text.n, (size_t)HEADING_SHOWN_BYTES));
    }
    return S("");
}

static str place_words(const struct import *im, uint32_t place, struct arena *a)
{
    char letters[COLUMN_NAME_BYTES];
    size_t number = place_input(place);
    uint32_t row = place_row(place), column = place_column(place);
    if (place_input(place) == 0)
        return place ? str_format(a, "line %u", place) : (str){0};
    sheet_column_letters(column, letters);
    str heading = column ? heading_at(im, number, column) : S("");
    if (heading.n && row != im->r.heading_rows[number])
        return str_format(a, "row %u, column %s (%.*s)", row, letters, STR(heading));
    if (column)
        return str_format(a, "row %u, column %s", row, letters);
    return row ? str_format(a, "row %u", row) : (str){0};
}

static str say_place(const void *self, uint32_t place, struct arena *a)
{
    const struct import *im = self;
    str words = place_words(im, place, a);
    size_t input = place_input(place);
    if (input == 0)
        return words.p ? words : S("the call sheet that is the base");
    str file = im->r.inputs[input - 1].file;
    return words.p ? str_format(a, "%.*s, %.*s", STR(file), STR(words)) : file;
}

/* An example without the key that it has in YAML; absent for what only YAML can say. */
static str example_in_cell(str example)
{
    size_t n = 0;
    while (n < example.n && ((example.p[n] >= 'a' && example.p[n] <= 'z') || example.p[n] == '_'))
        n++;
    if (n > 0 && str_starts(str_from(example, n), S(": ")))
        example = str_from(example, n + 2);
    return example.n && strchr("{[", example.p[0]) ? (str){0} : example;
}

/* Diags carry places as lines until here. */
static void diags_place(const struct import *im, struct diags *d, struct arena *a)
{
    for (size_t i = 0; i < d->n; i++) {
        struct diag *diag = &d->at[i];
        size_t input = place_input(diag->line);
        if (input == 0)
            continue;
        str words = place_words(im, diag->line, a);
        diag->file = im->r.inputs[input - 1].file;
        diag->line = diag->column = 0;
        diag->example = example_in_cell(diag->example);
        if (words.p)
            diag->what = str_format(a, "%.*s: %.*s", STR(words), STR(diag->what));
    }
}

static int place_order(const void *a, const void *b)
{
    const struct diag *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* One mistake a cell: what was told of it first is nearest to what the person typed. */
static void diags_once(struct diags *d, size_t first_of_reader)
{
    size_t kept = first_of_reader;
    for (size_t i = first_of_reader; i < d->n; i++) {
        bool told = false;
        for (size_t k = 0; k < first_of_reader && !told; k++)
            told = d->at[k].line == d->at[i].line && place_input(d->at[i].line) > 0;
        if (!told)
            d->at[kept++] = d->at[i];
    }
    d->n = kept;
}

bool callsheet_from_sheets(const struct sheet_input *inputs, size_t n, str opt_base,
                           enum date_order order, struct arena *a, struct sheets_told *told,
                           struct callsheet *ret)
{
    assert(n <= SHEET_INPUTS_MAX);

    struct arena scratch CLEANUP(arena_close) = arena_open(SCRATCH_BYTES);
    struct import im = {
        .r = {.inputs = inputs, .order = order, .a = a, .scratch = scratch, .told = told},
        .n = n,
        .tree = {.kind = NODE_MAP},
    };
    im.r.channels = codes_channels(a);
    im.r.territories = codes_territories(a);
    struct diags *mistakes = told->mistakes;
    bool good = !opt_base.p || base_take(&im, opt_base);
    if (!sheet_node(&im.tree, "callsheet")) {
        struct node version = {.kind = NODE_INT, .integer = CALLSHEET_VERSION};
        tree_add(&im, "callsheet", version);
    }
    if (good) {
        good = tables_read(&im);
        good &= tables_there(&im) && mistakes->dropped == 0;
    }
    if (good) {
        sheet_names_resolve(&im.r, &im.tree, im.origins, im.origins_n);
        size_t before = mistakes->n;
        good = callsheet_from_tree(&im.tree, (struct line_words){say_place, &im}, a, mistakes, ret);
        diags_once(mistakes, before);
        good = good && mistakes->n == 0;
    }
    qsort(mistakes->at, mistakes->n, sizeof *mistakes->at, place_order);
    diags_place(&im, mistakes, a);
    diags_place(&im, told->notes, a);
    return good && mistakes->n + mistakes->dropped == 0;
}
