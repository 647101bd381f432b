/* report/asked.h -- inside report only: the questions of a run (app/questions.h), each with the
 * numbers of the pictures that it is about, and something to look at. */
#pragma once

#include "app/questions.h"
#include "report/tally.h"

/* A crop of a finding that is asked about. */
struct asked_crop {
    size_t picture; /* as in question_place */
    struct text_crop crop;
};

struct asked {
    struct arena *a;
    struct questions questions;
    LIST_OF(struct asked_crop) crops;
    struct texts speakers; /* of pictures in which something was raised */
};

void asked_init(struct asked *asked, struct arena *a);

/* One after the other, as the report numbers them. */
void asked_add(struct asked *asked, const struct view *of_picture, const struct result *result);

/* The numbers of the pictures of a question. */
struct numbers asked_pictures(const struct question *q, struct arena *a);

/* The crop of its first place that has one, or NULL. */
const struct text_crop *asked_crop(const struct asked *asked, const struct question *q);
