/* codec/yaml.h -- a strict subset of YAML 1.2 by libyaml, read into a node tree.
 *
 * Plain scalars follow the core schema: null ~ (empty), true false, decimal integers, floats; all
 * else is text. The 1.1 words yes, no, on and off are text, and so are dates. Aliases, anchors,
 * tags, merge keys, duplicate keys and a second document are refused, each with its line. */
#pragma once

#include "codec/node.h"

nodiscard bool yaml_read(str bytes, struct arena *a, struct node *ret_tree, struct err *err);
