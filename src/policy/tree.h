/* policy/tree.h -- inside policy only: what was evaluated, in words, as an indented tree. */
#pragma once

#include "policy/shape.h"

/* What joins the parts of an expression. */
enum tree_join {
    TREE_NONE,
    TREE_NOT,
    TREE_AND,
    TREE_OR,
    TREE_EXISTS,
    TREE_ALL,
    TREE_ROUNDS, /* another comprehension */
};
enum tree_join tree_join(str source, const struct cel_trace *trace);

/* Append the record and all that is inside it; source is what was evaluated. */
void tree_write(const struct shape *shapes, str source, const struct cel_trace *trace, int depth,
                struct buf *out);

/* Append a value as people read it: "adult", 3, none, person child-1 (12 or younger). */
void tree_value(const struct shape *shapes, struct cel_value v, struct buf *out);

/* Append a source on one line. */
void tree_source(str source, struct buf *out);

void tree_indent(int depth, struct buf *out);
