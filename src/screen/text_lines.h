/* screen/text_lines.h -- the lines of print in one picture: found at several sizes, read, and what
 * was found twice kept once. Private to screen. */
#pragma once

#include "screen/text_detect.h"
#include "screen/text_recognise.h"

struct line {
    struct reading reading; /* strip in pixels of the picture */
    float x_height;         /* estimated, px */
    float presence;         /* mean probability of the detector over the line, 0..1 */
    bool at_edge;           /* of the part in which it was seen: it may go on */
    /* 1 + the index of the headline that took its place, which stands before it; 0 for none. It
     * counts if the headline is no print. */
    size_t behind;
};

struct lines {
    struct line *at;
    size_t n;
    struct level_cost cost;
};

struct text_models {
    struct ort_model *detector;
    struct recogniser recogniser;
};

nodiscard bool lines_find(const struct text_models *m, struct raster picture, struct arena *a,
                          struct arena scratch, struct lines *ret, struct err *err);

/* The lines of one level, in pixels of the picture: where they are, not yet what they read. */
nodiscard bool level_lines(const struct text_models *m, struct raster picture, struct level level,
                           struct arena *a, struct arena scratch, struct lines *ret,
                           struct err *err);
