/* app/scans.h -- the print of items, read from scans of them by the same workers and the same
 * detector as the pictures.
 *
 * A scan is a file of the call sheet's folder: a picture, or a PDF, of which every page is read.
 * One that cannot be read, or in which nothing can be, is a mistake of the call sheet: what it
 * should account for would otherwise be asked of people picture by picture. Print in a scan that
 * cannot be read is a warning. */
#pragma once

#include "base/diag.h"
#include "shoot/callsheet.h"
#include "worker/cache.h"

/* The path of a scan of the call sheet at callsheet_path. */
str scan_path(str callsheet_path, str scan, struct arena *a);

/* Read every scan and add its print to the call sheet. False with everything that is wrong in
 * diags, by the item's line; err when no scan can be read at all (no models, no sandbox). */
nodiscard bool scans_read(struct callsheet *c, str callsheet_path, bool weak_sandbox,
                          struct cache *opt_cache, struct arena *a, struct diags *diags,
                          struct err *err);
