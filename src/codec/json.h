/* codec/json.h -- JSON (RFC 8259) by jansson, read strictly into a node tree and written
 * canonically.
 *
 * Refused although other readers take it: duplicate keys (however they are escaped), NUL
 * characters, lone surrogates, a byte-order mark, integers outside int64 and numbers beyond a
 * double.
 *
 * Written JSON is ours alone: keys sorted by bytes, no white space, integers only, and strings with
 * the shortest escapes; so equal values give equal bytes.
 *
 * Any thread may read and write after json_start. */
#pragma once

#include "base/buf.h"
#include "codec/node.h"

/* Call once, before the second thread and before a sandbox takes file rights away: jansson opens
 * /dev/urandom for the seed of its hash tables, otherwise at the first object that it reads. */
void json_start(void);

/* INVALID with "line L, column C: ..." in the message; LIMIT when too deep or too large. Lines and
 * columns of nodes are filled. */
nodiscard bool json_read(str bytes, struct arena *a, struct node *ret_tree, struct err *err);

/* Write a tree. A NODE_FLOAT is a bug of the caller, and so is a key that comes twice: it asserts.
 */
void json_write(const struct node *tree, struct buf *out);

/* The same, indented by two spaces and ending in a line feed, for files that people read. */
void json_write_pretty(const struct node *tree, struct buf *out);

/* One string with its quotes. Bytes that are not UTF-8 are a bug of the caller. */
void json_write_text(str text, struct buf *out);
