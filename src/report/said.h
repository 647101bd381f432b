/* report/said.h -- inside report only: what people said of a picture, and that none of it is
 * signed. Who said it is told to the house only. */
#pragma once

#include "report/html.h"
#include "report/view.h"

/* How a finding was settled, or why what was said of it does not count, in words for this reader;
 * "" when nobody said anything. */
str said_of(const struct view *view, const struct fact_settlement *settlement, struct arena *a);

/* All that was said of one picture; nothing when that is nothing. */
void said_put(struct html *h, const struct view *view, const struct facts *facts,
              struct arena scratch);
