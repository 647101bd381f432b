/* screen/text_views.h -- print that is seen only where the picture is brought to another shape.
 *
 * A page seen along a desk has letters several times wider than high, and the detector knows none
 * such: squeezed to a third of its width the whole picture shows them in about their own shape.
 * Measured on a court's page seen at a sixth of its height; below an eighth nothing is seen.
 *
 * Print whose letters are 2 to 4 px high, foreshortened pages from afar among it, is not seen
 * either, though a person who enlarges it reads its headings. Places with its marks (text_fine.h)
 * are stretched to twice their height, then to twice their width. Measured: a flat page whose
 * letters are 2 px high keeps 24 of its 25 lines, and no place without print shows any.
 *
 * What is seen so, and only so, is print that nobody can be sure to read: it is told as unread.
 * Private to screen. */
#pragma once

#include "base/region.h"
#include "base/str.h"
#include "screen/text_lines.h"

/* One place with such print, in pixels of the picture. */
struct view_print {
    struct region region;
    float presence; /* mean probability of the detector, 0..1 */
    str reason;     /* oblique or too_small */
};

struct view_prints {
    struct view_print *at;
    size_t n;
};

/* Find the places. Lines that lie within one of the n regions of known print are not looked at
 * twice; what is found may still touch known print. */
nodiscard bool views_find(const struct text_models *m, struct raster picture,
                          const struct region *known, size_t n, struct arena *a,
                          struct arena scratch, struct level_cost *cost, struct view_prints *ret,
                          struct err *err);
