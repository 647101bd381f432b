/* test/unit/codec/place.h -- where a value of a tree must stand in its text. */
#pragma once

#include "../test.h"
#include "codec/node.h"

static inline void check_place(const struct node *node, uint32_t line, uint32_t column)
{
    if (node->line != line || node->column != column)
        fail_msg("line %u, column %u, want %u, %u", node->line, node->column, line, column);
}
