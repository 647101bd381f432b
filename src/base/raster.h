/* base/raster.h -- decoded pixels: 8-bit sRGB, upright, three interleaved bytes (R, G, B) a pixel,
 * rows packed without padding. A view; whoever made the pixels owns them. */
#pragma once

#include "base/base.h"

enum {
    RASTER_CHANNELS = 3
};

struct raster {
    const uint8_t *rgb; /* height_px * width_px * 3 bytes */
    int32_t width_px;   /* 1 or more */
    int32_t height_px;  /* 1 or more */
};

static inline size_t raster_bytes(struct raster r)
{
    return (size_t)r.width_px * (size_t)r.height_px * RASTER_CHANNELS;
}

static inline const uint8_t *raster_row(struct raster r, int32_t y)
{
    return r.rgb + (size_t)y * (size_t)r.width_px * RASTER_CHANNELS;
}
