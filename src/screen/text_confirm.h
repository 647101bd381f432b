/* screen/text_confirm.h -- a second look at what may be print.
 *
 * The detector answers on leaves, feathers and folds too. Real print is seen as print at every
 * size; an accident of texture is seen at one. So a doubtful mark is looked at again, alone, at
 * three sizes, and two of them must agree. Measured: print of six scripts keeps 0.68 or more of
 * its length at each size, and of 80 marks on photographs without print all but a few vanish. What
 * is very large must also be seen at a size from which no row of things passes for a word.
 * Private to screen. */
#pragma once

#include "screen/text_detect.h"

enum {
    CONFIRM_LOOKS = 3
};

/* What counts as print: so many of the looks see it along this share of its length. */
struct confirm_need {
    int looks;
    float share;
};

/* Whether the strip is print. Costs need.looks small runs of the detector or more, CONFIRM_LOOKS at
 * most, and up to three more for a strip that is very large. */
nodiscard bool print_confirm(struct ort_model *detector, struct raster picture, struct strip strip,
                             struct confirm_need need, struct arena scratch,
                             struct level_cost *cost, bool *ret_print, struct err *err);
