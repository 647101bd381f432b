/* codec/yaml.h -- a strict subset of YAML 1.2 by libyaml, read into a node tree.
 *
 * Plain scalars follow the core schema: null ~ (empty), true false, decimal integers, floats; all
 * else is text, hexadecimal and octal numbers included. The 1.1 words yes, no, on and off are text,
 * and so are dates. Numbers outside int64, infinities and "not a number" are refused. Keys are
 * always text, `2011:` too; lists, maps and nothing at all are refused as keys.
 *
 * Aliases, anchors, tags, merge keys, duplicate keys, directives (but %YAML 1.2) and a second
 * document are refused, each with its line; and so are U+0085, U+2028 and U+2029 outside escapes,
 * which end a line for YAML 1.1 and don't for 1.2. A byte-order mark and CRLF are fine.
 *
 * Any thread may read. */
#pragma once

#include "codec/node.h"

/* INVALID with "line L, column C: ..." in the message, also for a text with nothing in it; LIMIT
 * when too deep or too large. */
nodiscard bool yaml_read(str bytes, struct arena *a, struct node *ret_tree, struct err *err);
