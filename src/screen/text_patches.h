/* screen/text_patches.h -- which parts of a picture deserve another look, turned and enlarged.
 *
 * The detector sees lines best when they are level and their x-height is 10 px or more. Where it
 * found small or slanting lines, the part of the picture around them is cut out along their
 * direction, so that they become level, and enlarged. Pure. Private to screen. */
#pragma once

#include "screen/text_geometry.h"

struct patch_line {
    struct strip strip; /* unclipped, in pixels of the picture */
    float x_height;     /* px of the picture */
};

struct patch {
    struct strip frame; /* straight: the part of the picture, in its pixels */
    int32_t w, h;       /* size to bring it to */
    float scale;        /* w / length of the frame */
};

struct patches {
    struct patch *at; /* those with most lines first */
    size_t n;
};

enum {
    PATCHES_PIXELS_MAX = 16 * 1000 * 1000, /* of all patches: what exceeds it is not looked at */
};

/* level_scale: at which the lines were found. */
struct patches patches_plan(const struct patch_line *lines, size_t n, float level_scale,
                            struct arena *a, struct arena scratch);

/* From a patch's pixels back to the picture. */
struct strip patch_strip(const struct patch *patch, struct strip strip);
