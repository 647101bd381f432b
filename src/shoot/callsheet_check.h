/* shoot/callsheet_check.h -- inside shoot only: what makes a call sheet that could be read wrong.
 */
#pragma once

#include "shoot/callsheet_tree.h"

/* Add every mistake to diags. tree is what the call sheet was read from (for the lines of single
 * ids); records that could not be read whole are checked as far as they go. */
void callsheet_check(const struct callsheet *c, const struct node *tree, struct line_words lines,
                     struct arena scratch, struct diags *diags);

/* Patterns that are malformed, or claimed by two shots. */
void callsheet_check_files(const struct callsheet *c, const struct node *tree,
                           struct line_words lines, struct arena scratch, struct diags *diags);

/* Is the print of all items together within CALLSHEET_PRINT_MAX_BYTES? If not, diags say so. */
bool callsheet_check_print_size(const struct callsheet *c, struct diags *diags);

/* Codes that are none and dates out of order in usage and in the scope of papers. */
void callsheet_check_scopes(const struct callsheet *c, const struct node *tree,
                            struct diags *diags);

/* That a time zone is one; an absent one is fine. */
void callsheet_check_zone(str zone, uint32_t line, struct diags *diags);

/* The nodes of a call sheet's lists, for their lines. Each accepts NULL and gives NULL when the
 * text has another shape than the records. */
const struct node *node_child(const struct node *opt_map, const char *key);
const struct node *node_item(const struct node *opt_list, size_t i, size_t n);
uint32_t node_line(const struct node *opt_node, uint32_t otherwise);
