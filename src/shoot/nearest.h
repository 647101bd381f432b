/* shoot/nearest.h -- which items of a call sheet bear print most like a reading: where to begin to
 * look for whose paper it is. A hint for people; it accounts for nothing. */
#pragma once

#include "shoot/callsheet.h"

struct near_item {
    const struct item *item;
    int64_t found_pm; /* of the reading's letters, in the item's print that fits best; over 0 */
};

/* At most max items, best first; items in which nothing of the reading is found are left out.
 * Lines end with '\n'. scratch needs COVERAGE_SCRATCH_BYTES. */
size_t callsheet_nearest(const struct callsheet *c, str reading, struct near_item *ret_near,
                         size_t max, struct arena scratch);
