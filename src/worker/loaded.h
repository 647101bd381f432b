/* worker/loaded.h -- which code this process runs, beside the program itself. */
#pragma once

#include "base/hash.h"

/* Add the name and build id of every library that is mapped, in the order of loading. False if one
 * has no build id: then nobody can say what runs here. Opens no file. */
nodiscard bool loaded_add(struct sha256 *h);
