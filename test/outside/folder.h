/* A ledger's files in a folder, for tests and the benchmark: nothing is made durable. `self` is the
 * folder's path. */
#pragma once

#include "base/err.h"
#include "base/str.h"

bool folder_get(void *self, const char *path, struct arena *a, str *ret, struct err *err);

/* Makes the folders on the way. */
bool folder_put(void *self, const char *path, str bytes, struct err *err);
