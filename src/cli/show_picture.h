/* cli/show_picture.h -- a picture on a terminal that can show one: kitty's graphics, or sixel. */
#pragma once

#include "base/err.h"
#include "base/raster.h"
#include "base/str.h"

enum show_way {
    SHOW_NOT, /* the terminal shows text only */
    SHOW_KITTY,
    SHOW_SIXEL,
};

/* What the terminal on standard output can do, asked once: by what it calls itself, and by its
 * answer to "primary device attributes" (DEC STD 070), which must come within a fifth of a second.
 */
enum show_way show_way(void);

/* Write it to standard output, at most SHOW_SIDE_PX wide and high (thinned out where it is larger).
 * png is the same picture, which kitty takes. */
void show_picture(enum show_way way, struct raster picture, str png, struct arena scratch);

/* Thinned out until no side is over side_px; its pixels live in a. */
struct raster show_thinned(struct raster r, int32_t side_px, struct arena *a);

enum {
    SHOW_SIDE_PX = 900
};
