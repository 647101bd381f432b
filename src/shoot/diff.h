/* shoot/diff.h -- what changed between two call sheets, in words.
 *
 * People are told by id. Their names, birth dates and the numbers of their papers are never shown:
 * of these only that they changed. The order of lists means nothing here. Pure. */
#pragma once

#include "shoot/callsheet.h"

/* One change a text: "talent child-1: release until: 2023-12-31, was 2022-12-31". Empty when both
 * say the same. In a. */
struct texts callsheet_diff(const struct callsheet *old, const struct callsheet *now,
                            struct arena *a);
