/* shoot/callsheet_tree.h -- inside shoot only: a call sheet from a tree, wherever that came from.
 */
#pragma once

#include "codec/node.h"
#include "shoot/callsheet.h"

/* How messages name the line of a node: "line 7", or a place in a spreadsheet. */
struct line_words {
    str (*say)(const void *self, uint32_t line, struct arena *a);
    const void *self;
};

/* Of one entry of the lists. */
extern const struct record callsheet_party_record, callsheet_talent_record;

/* The rest of callsheet_read: records, checks, index. */
bool callsheet_from_tree(const struct node *tree, struct line_words lines, struct arena *a,
                         struct diags *diags, struct callsheet *ret);
