/* screen/text_oblique.h -- print on pages that lie along the line of sight.
 *
 * A page seen along a desk has letters several times wider than high, and the detector knows none
 * such. Squeezed to a third of its width the picture shows them in about their own shape. What is
 * seen there, and only there, is print that nobody can be sure to read: it is told as unread.
 * Measured on a court's page seen at a sixth of its height; below an eighth nothing is seen.
 * Private to screen. */
#pragma once

#include "base/region.h"
#include "screen/text_lines.h"

/* One place with such print, in pixels of the picture. */
struct oblique {
    struct region region;
    float presence; /* mean probability of the detector, 0..1 */
};

struct obliques {
    struct oblique *at;
    size_t n;
};

/* Find the places. Lines that lie within one of the n regions of known print are not looked at
 * twice; what is found may still touch known print. */
nodiscard bool oblique_find(const struct text_models *m, struct raster picture,
                            const struct region *known, size_t n, struct arena *a,
                            struct arena scratch, struct level_cost *cost, struct obliques *ret,
                            struct err *err);
