/* screen/text_fine.h -- where print may be that is too fine to be seen at the picture's own size.
 *
 * The detector sees nothing of print whose letters are 3 px high, foreshortened pages among it,
 * though a person who enlarges it reads its headings. Such print leaves a mark that needs no model:
 * an even ground, lighter or darker than the marks on it, which are many, everywhere and uneven.
 * Cloth, leaves and gravel leave it too, so a place is only worth a closer look; a page of fine
 * print always is. Pure. Private to screen. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/raster.h"
#include "base/region.h"

enum {
    FINE_PIXELS_MAX = 4 * 1000 * 1000, /* of all places: what exceeds it is not looked at */
};

struct fine_places {
    struct region *at; /* those most filled with such marks first; margins around them included */
    size_t n;
};

nodiscard bool fine_places(struct raster picture, struct arena *a, struct arena scratch,
                           struct fine_places *ret, struct err *err);
