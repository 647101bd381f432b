/* screen/text_components.h -- the connected parts of a probability map, by runs of pixels.
 *
 * Pure. Private to screen. */
#pragma once

#include "base/err.h"
#include "screen/text_geometry.h"

/* A probability map: 255 is certain. */
struct text_map {
    uint8_t *p; /* h * w */
    int32_t w, h;
};

struct run {
    int32_t y, from, to; /* columns [from, to) of row y */
};

struct component {
    const struct run *runs; /* by row, then column */
    size_t n_runs;
    size_t area_px;
    float mean; /* probability over its pixels, 0..1 */
};

struct components {
    struct component *at; /* by the row of the first pixel, then its column */
    size_t n;
};

enum {
    COMPONENT_RUNS_MAX = 4 << 20,
    COMPONENTS_MAX = 40000,
};

/* The 8-connected parts of pixels with at least `threshold`, of at least min_area_px. LIMIT over
 * either maximum: no print looks like that. */
nodiscard bool components_find(struct text_map map, uint8_t threshold, size_t min_area_px,
                               struct arena *a, struct arena scratch, struct components *ret,
                               struct err *err);

/* The band along the component's longer direction, as thick as the component, unclipped, in the
 * map's pixels. along points right, or down if it is steep. */
struct strip component_strip(const struct component *c, struct arena scratch);
