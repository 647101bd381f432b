/* report/article.h -- inside report only: one picture with all that is said of it, as a fragment
 * that stands on a page of its own and among all others. Its ids begin with pN-, its links into the
 * evidence with ../evidence/. */
#pragma once

#include "report/html.h"
#include "report/view.h"

/* number is the picture's place in the report, from 1. scratch needs COVERAGE_SCRATCH_BYTES and
 * what view_text takes. */
void article_put(struct html *h, const struct view *view, const struct result *result,
                 size_t number, struct arena scratch);

/* The name of a file of evidence, from a page in pictures/. */
str evidence_link(str path, const char *folder, struct arena *a);
