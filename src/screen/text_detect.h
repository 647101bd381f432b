/* screen/text_detect.h -- where print is: a probability for each pixel of a level.
 *
 * A level is a rectangle of the picture at a scale. It is cut into overlapping tiles, the detector
 * runs on each, and their maps are stitched into one along the middle of the overlaps, so that a
 * line across tiles stays one piece. Private to screen. */
#pragma once

#include "base/raster.h"
#include "screen/ort.h"
#include "screen/text_components.h"

enum {
    TILE_PX = 960, /* longest side of a tile */
    TILE_OVERLAP_PX = 160,
};

struct level {
    float scale;         /* level pixels for a picture pixel */
    int32_t x, y;        /* where the part starts, in level pixels */
    int32_t w, h;        /* of the part, in level pixels */
    struct text_map map; /* w * h */
};

/* The whole picture at a scale, or the part that covers a region of it. No map yet. */
struct level level_of(struct raster picture, float scale);
struct level level_of_part(struct raster picture, float scale, float x0, float y0, float x1,
                           float y1);

struct level_cost {
    int tiles; /* given to the detector */
    int flat;  /* skipped: nothing in them has the contrast of print */
};

/* Fill the level's map, which is made in a. */
nodiscard bool level_detect(struct ort_model *detector, struct raster picture, struct arena *a,
                            struct arena scratch, struct level *level, struct level_cost *cost,
                            struct err *err);
