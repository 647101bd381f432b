/* app/pages.h -- a PDF in a walk becomes its pages, each screened like a picture. */
#pragma once

#include "app/walk.h"

/* Count the pages of every PDF, each in a decode worker of its own, and put them in its place. One
 * whose pages cannot be counted stays as one file with that problem. LIMIT: too many files. */
nodiscard bool pages_expand(struct walk *walk, bool weak_sandbox, int64_t timeout_s,
                            struct arena *a, struct err *err);

/* How many pages the PDF at path has, asked of a decode worker. */
nodiscard bool pages_count(const char *path, bool weak_sandbox, int64_t timeout_s,
                           int64_t *ret_pages, struct err *err);
