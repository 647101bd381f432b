/* report/front.h -- inside report only: the front page. Whole whenever it is written: what it
 * cannot say yet, it says. */
#pragma once

#include "report/asked.h"
#include "report/html.h"

struct front {
    const struct report_options *options;
    const struct view *view;
    const struct walk *walk;
    const struct tally *tally;
    const struct asked *asked;
    bool complete;
    str ended; /* absent while the run goes on */
};

void front_put(const struct front *front, struct buf *out, struct arena scratch);

/* What all pages say of what the machine does not see. */
void front_put_unseen(struct html *h);
/* What the report is of: the campaign and the house, or that there was no call sheet. */
str front_title(const struct view *view, struct arena *a);
