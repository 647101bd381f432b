/* report/findings.h -- inside report only: the rules that fired on a picture, each with its places,
 * what to do, crops, and where on the call sheet to begin to look. */
#pragma once

#include "report/html.h"
#include "report/marks.h"
#include "report/view.h"

void findings_put(struct html *h, const struct view *view, const struct result *result,
                  const struct marks *marks, size_t number, struct arena scratch);

/* "under 13", "18 to 24" and so on: an age band in words. */
str band_title(int band);

/* One rule's advice is told once for all places that it fired for. */
bool same_advice(const struct reason *a, const struct reason *b);
