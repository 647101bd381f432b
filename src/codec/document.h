/* codec/document.h -- a text that a person wrote, JSON or YAML, read into a node tree. */
#pragma once

#include "base/diag.h"
#include "codec/node.h"

/* JSON where the text begins with a brace, else YAML. What cannot be read at all is one diag with
 * its line and column; false then. */
nodiscard bool document_read(str bytes, struct arena *a, struct diags *diags,
                             struct node *ret_tree);
