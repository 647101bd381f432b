/* shoot/sheet_read.h -- inside shoot only: the rows of one table as nodes, such as codec/yaml.h
 * makes them, and the places in spreadsheets that they carry as their lines. */
#pragma once

#include "shoot/codes.h"
#include "shoot/sheet_table.h"

/* A place takes the place of a line: input (0: the call sheet that the rest comes from, whose lines
 * are lines), row and column (0: the row as a whole). */
enum {
    PLACE_COLUMN_BITS = 11,
    PLACE_ROW_BITS = 17,
};
static_assert(SHEET_COLUMNS_MAX < 1 << PLACE_COLUMN_BITS, "a column fits");
static_assert(SHEET_ROWS_MAX < 1 << PLACE_ROW_BITS, "a row fits");
static_assert(SHEET_INPUTS_MAX < 1 << (32 - PLACE_ROW_BITS - PLACE_COLUMN_BITS), "an input fits");

static inline uint32_t place_make(size_t input, uint32_t row, uint32_t column)
{
    return (uint32_t)input << (PLACE_ROW_BITS + PLACE_COLUMN_BITS) | row << PLACE_COLUMN_BITS |
           column;
}

static inline size_t place_input(uint32_t place)
{
    return place >> (PLACE_ROW_BITS + PLACE_COLUMN_BITS);
}

static inline uint32_t place_row(uint32_t place)
{
    return place >> PLACE_COLUMN_BITS & ((1u << PLACE_ROW_BITS) - 1);
}

static inline uint32_t place_column(uint32_t place)
{
    return place & ((1u << PLACE_COLUMN_BITS) - 1);
}

struct sheet_reader {
    const struct sheet_input *inputs; /* input i has the number i + 1 */
    enum date_order order;
    struct arena *a;
    struct arena scratch;
    struct sheets_told *told;
    struct codes channels, territories;
    uint32_t heading_rows[SHEET_INPUTS_MAX + 1]; /* by number of input; 0: none */
};

/* The rows of input `number` as a list of maps; of the campaign, one map. False when the table
 * cannot be read at all (told). */
bool sheet_rows(struct sheet_reader *r, size_t number, const struct sheet_table *table,
                struct node *ret);

/* Put a new key into a map and give its value, which is empty; pointers into the map are stale
 * afterwards. */
struct node *sheet_map_add(struct node *map, const char *key, uint32_t place, struct arena *a);

/* A new last node of a list; pointers to the others are stale afterwards. */
struct node *sheet_list_add(struct node *list, struct arena *a);

/* The value at a path of a map, or NULL; a list in between is none. */
struct node *sheet_node(struct node *map, const char *path);
