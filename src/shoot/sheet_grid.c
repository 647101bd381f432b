#include "shoot/sheet_grid.h"

#include <string.h>

/* The field of this name, and where it is in a record. */
static const struct field *enter(const struct record *record, str name, const char **at)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (field->name && str_eq(str_of(field->name), name)) {
            *at += field->offset;
            return field;
        }
    }
    assert(false && "no field of this name");
    return NULL;
}

static bool record_there(const struct record *record, const char *at)
{
    for (size_t i = 0; i < record->n; i++)
        if (record->fields[i].kind == FIELD_PRESENT)
            return *(const bool *)(at + record->fields[i].offset);
    return true;
}

static struct grid_value one(str value, struct arena *a)
{
    struct grid_value v = {.present = value.p != NULL, .values = {arena_new(a, str, 1), 1}};
    v.values.at[0] = value;
    return v;
}

static struct grid_value field_value(const struct field *field, const char *at, struct arena *a)
{
    int64_t number;
    struct date date;
    int word;
    switch (field->kind) {
    case FIELD_TEXT:
        return one(*(const str *)at, a);
    case FIELD_DATE:
        date = *(const struct date *)at;
        return one(date_present(date) ? date_print(date, a) : (str){0}, a);
    case FIELD_INT:
        number = *(const int64_t *)at;
        return one(number != INT_ABSENT ? str_format(a, "%lld", (long long)number) : (str){0}, a);
    case FIELD_WORD:
        word = *(const int *)at;
        return one(word ? str_of(words_name(field->words, word)) : (str){0}, a);
    case FIELD_TEXTS:
        return (struct grid_value){((const struct texts *)at)->at != NULL, true,
                                   *(const struct texts *)at};
    default:
        assert(false && "no column is of this kind");
        return (struct grid_value){0};
    }
}

/* The value of a column in a row; a list on the way (shots) is entered at opt_entry. */
static struct grid_value value_at(const struct record *record, const char *at, const char *path,
                                  const void *opt_entry, struct arena *a)
{
    str rest = str_of(path), name;
    const struct field *field = NULL;
    while (str_cut(&rest, '.', &name)) {
        field = enter(record, name, &at);
        if (field->kind == FIELD_RECORDS)
            at = opt_entry;
        else if (field->kind == FIELD_RECORD && !record_there(field->record, at))
            at = NULL;
        if (!at)
            return (struct grid_value){0};
        record = field->record;
    }
    return field_value(field, at, a);
}

static void add_row(struct grid *grid, const char *at, const void *opt_entry, str key,
                    struct arena *a)
{
    const struct sheet_table *table = grid->table;
    const struct record *record = sheet_record(table);
    struct grid_row *row = &grid->rows.at[grid->rows.n++];
    row->key = key;
    row->values = arena_new(a, struct grid_value, table->n);
    for (size_t i = 0; i < table->n; i++)
        if (table->columns[i].part == NAME_WHOLE)
            row->values[i] = value_at(record, at, table->columns[i].path, opt_entry, a);
}

/* A look has a row for each of its shots, or one without. */
static void add_looks(struct grid *grid, const struct callsheet *c, struct arena *a)
{
    size_t n = c->setups.n;
    for (size_t i = 0; i < c->setups.n; i++)
        n += c->setups.at[i].shots.n;
    grid->rows.at = arena_new(a, struct grid_row, n);
    for (size_t i = 0; i < c->setups.n; i++) {
        const struct look *look = &c->setups.at[i];
        for (size_t k = 0; k < look->shots.n; k++)
            add_row(grid, (const char *)look, &look->shots.at[k], look->shots.at[k].id, a);
        if (look->shots.n == 0)
            add_row(grid, (const char *)look, NULL, look->id, a);
    }
}

static str key_of(const struct sheet_table *table, const char *at, struct arena *a)
{
    if (strcmp(table->key, "slates") != 0)
        return value_at(sheet_record(table), at, "id", NULL, a).values.at[0];
    const struct slate *slate = (const struct slate *)at;
    return slate->files.n ? slate->files.at[0] : S("");
}

struct grid grid_make(const struct callsheet *c, const struct sheet_table *table, struct arena *a)
{
    struct grid grid = {.table = table, .present = true};
    const char *at = (const char *)c;
    if (!*table->key) {
        grid.rows.at = arena_new(a, struct grid_row, 1);
        add_row(&grid, at, NULL, S(""), a);
        return grid;
    }
    const struct field *field = enter(&callsheet_record, str_of(table->key), &at);
    if (table->single) {
        grid.present = record_there(field->record, at);
        grid.rows.at = arena_new(a, struct grid_row, 1);
        if (grid.present)
            add_row(&grid, at, NULL, S(""), a);
        return grid;
    }
    const struct records *list = (const struct records *)at;
    grid.present = list->at != NULL;
    if (strcmp(table->key, "setups") == 0) {
        add_looks(&grid, c, a);
        return grid;
    }
    grid.rows.at = arena_new(a, struct grid_row, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const char *entry = (const char *)list->at + i * field->record->size;
        add_row(&grid, entry, NULL, key_of(table, entry, a), a);
    }
    return grid;
}
