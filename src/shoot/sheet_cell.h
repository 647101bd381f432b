/* shoot/sheet_cell.h -- inside shoot only: one cell as the value of one field. */
#pragma once

#include "shoot/sheet_read.h"

/* Put the value of a cell, which is not empty, into *node, whose line is the cell's place. What is
 * wrong is told, and the node then holds the text as it stood. A list gets the cell's values after
 * those that it has. */
void sheet_cell_read(struct sheet_reader *r, const struct sheet_column *column,
                     const struct field *field, const struct cell *cell, uint32_t place,
                     struct node *node);
