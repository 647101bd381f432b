/* screen/text_scratch.h -- one scratch arena as two: what stays while a step runs, and what the
 * step itself uses. Private to screen. */
#pragma once

#include "base/arena.h"

static inline void scratch_halve(struct arena scratch, struct arena *ret_keep,
                                 struct arena *ret_work)
{
    char *middle = scratch.beg + arena_room(scratch) / 2;
    *ret_keep = (struct arena){.base = scratch.base, .beg = scratch.beg, .end = middle};
    *ret_work = (struct arena){.base = scratch.base, .beg = middle, .end = scratch.end};
}
