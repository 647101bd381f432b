/* screen/text_blocks.h -- lines that belong together, in the order in which they are read.
 * Pure. Private to screen. */
#pragma once

#include "base/region.h"
#include "codec/record.h"
#include "screen/text_geometry.h"

struct block {
    size_t *at; /* indices of its lines, in reading order */
    size_t n;
};

struct blocks {
    struct block *at; /* by top, then left */
    size_t n;
};

/* Group n strips: neighbours of one direction and size, on one line or the next. */
struct blocks blocks_group(const struct strip *strips, size_t n, struct arena *a,
                           struct arena scratch);

/* Group n strips that lie near each other, whatever their directions and sizes: what could not be
 * read has neither for sure. */
struct blocks blocks_gather(const struct strip *strips, size_t n, struct arena *a,
                            struct arena scratch);

/* The outline of a strip, clockwise from the top left of its reading direction, within the
 * picture; curved sides in steps. */
struct outline {
    struct point *at;
    size_t n;
};
struct outline strip_outline(struct strip s, int32_t width_px, int32_t height_px, struct arena *a);
struct region outline_region(struct outline o);
