/* codec/yaml_scalar.h -- inside codec only: the core schema of YAML 1.2 (10.3.2) for plain scalars.
 */
#pragma once

#include "codec/node.h"

/* Set kind and value of *node. NULL, or what is wrong with a number that cannot be held. The text
 * is not copied. */
nodiscard const char *yaml_scalar_resolve(str plain, struct node *node);
