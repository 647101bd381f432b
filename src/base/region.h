/* base/region.h -- a rectangle in pixels of the upright picture. */
#pragma once

#include "base/base.h"

struct region {
    int64_t x_px; /* left, from 0 */
    int64_t y_px; /* top, from 0 */
    int64_t w_px;
    int64_t h_px;
};

struct point {
    int64_t x_px;
    int64_t y_px;
};

int64_t region_area(struct region r);
struct region region_join(struct region a, struct region b);      /* smallest that holds both */
struct region region_intersect(struct region a, struct region b); /* all zero if they are apart */

/* Intersection over union, per mille. */
int64_t region_overlap_pm(struct region a, struct region b);
