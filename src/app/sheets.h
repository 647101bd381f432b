/* app/sheets.h -- spreadsheets that strangers send, read in a worker that is shut in like those for
 * pictures. */
#pragma once

#include "base/err.h"
#include "base/hash.h"
#include "codec/sheet.h"

/* Read a .xlsx or CSV file, and the SHA-256 of its bytes. The sheet of a CSV file is named like the
 * file, without its folder and suffix. `weak` as in sandbox_enter. The error names no path. */
nodiscard bool sheets_take(const char *path, bool weak, struct arena *a, struct workbook *ret,
                           struct digest *ret_sha256, struct err *err);
