/* codec/json.h -- JSON (RFC 8259) by jansson, read strictly into a node tree and written canonically.
 *
 * Written JSON is ours alone: keys sorted by bytes, no white space, integers only, and strings with
 * the shortest escapes; so equal values give equal bytes. */
#pragma once

#include "base/buf.h"
#include "codec/node.h"

/* INVALID with "line L, column C: ..." in the message; LIMIT when too deep or too large. Lines and
 * columns of nodes are filled. */
nodiscard bool json_read(str bytes, struct arena *a, struct node *ret_tree, struct err *err);

/* Write a tree. A NODE_FLOAT is a bug of the caller: it asserts. */
void json_write(const struct node *tree, struct buf *out);

/* The same, indented by two spaces, for files that people read. */
void json_write_pretty(const struct node *tree, struct buf *out);

/* One string with its quotes. Bytes that are not UTF-8 are a bug of the caller. */
void json_write_text(str text, struct buf *out);
