/* shoot/sheet_grid.h -- inside shoot only: a call sheet as rows of values, for export and diff. */
#pragma once

#include "shoot/sheet_table.h"

struct grid_value {
    bool present;
    bool list;
    struct texts values; /* one unless it is a list */
};

struct grid_row {
    str key;                   /* names the row in its table */
    struct grid_value *values; /* one for each column of the table */
};

struct grid {
    const struct sheet_table *table;
    bool present; /* the call sheet has this list or record */
    LIST_OF(struct grid_row) rows;
};

/* In a; texts are views of the call sheet where they can be. Columns for parts of names are never
 * present. */
struct grid grid_make(const struct callsheet *c, const struct sheet_table *table, struct arena *a);
