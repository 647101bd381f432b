/* report/marks.h -- inside report only: the numbered places over a picture. Reasons about the same
 * region share a mark. */
#pragma once

#include "app/result.h"
#include "report/html.h"

struct mark {
    struct region region;
    int effect;          /* the strongest of its reasons */
    struct region label; /* where its number stands: beside the place, not over another number */
};

struct marks {
    struct mark *at;
    size_t n;
    size_t *of_reason; /* for each reason of the result: its mark's number from 1; 0 without */
    size_t faces;
};

struct marks marks_make(const struct result *result, struct arena *a);

/* The drawing over the preview: an <svg> as large as the picture. Hidden from screen readers, for
 * the findings say the same in words. number 0: without ids (a second drawing on the same page). */
void marks_put(struct html *h, const struct marks *marks, const struct result *result,
               size_t number, struct arena scratch);
