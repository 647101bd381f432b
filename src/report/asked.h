/* report/asked.h -- inside report only: the questions of a run (app/questions.h), each with the
 * numbers of the pictures that it is about, and something to look at. */
#pragma once

#include "app/questions.h"
#include "report/tally.h"

struct asked_one {
    struct numbers pictures;
    struct text_crop crop; /* of the first frame that has one; path absent for none */
};

struct asked {
    struct arena *a;
    struct questions questions;
    LIST_OF(struct asked_one) each; /* of question i at i */
};

void asked_init(struct asked *asked, struct arena *a);

/* number: of the picture in the report. */
void asked_add(struct asked *asked, const struct result *result, size_t number,
               struct arena scratch);
