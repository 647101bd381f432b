/* shoot/sheet_names.h -- inside shoot only: ids that are made, and names that stand for ids. */
#pragma once

#include "shoot/sheet_read.h"

/* Which lists of the tree came of which input; 0: of none. */
struct sheet_origin {
    const struct sheet_table *table;
    size_t number;
};

/* Give every row that has no id one, and write ids that people wrote as Gatefold writes them.
 * People get numbers, never what is in their names, but for who has an id in the base. */
void sheet_ids_make(struct sheet_reader *r, const struct sheet_table *table, struct node *rows,
                    struct node *opt_base, size_t number);

/* Replace names (and dates, of days) by ids wherever a column refers to something. Where the tree
 * has no parties, those that are named are made; otherwise who is not found is a mistake. */
void sheet_names_resolve(struct sheet_reader *r, struct node *tree,
                         const struct sheet_origin *origins, size_t n);
