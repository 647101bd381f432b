/* screen/text_resample.h -- parts of a picture at another size, and the strips along lines of
 * print.
 *
 * Enlarging is bicubic (Catmull-Rom), reducing averages over what a pixel covers. Results are bytes
 * B, G, R in planes: the order in which the text models were trained. Pure. Private to screen. */
#pragma once

#include "base/raster.h"
#include "screen/text_geometry.h"

/* The part of the picture whose scaled pixels start at (x, y), w wide and h high, in planes of
 * stride * rows pixels. Only pixels of the scaled picture may be asked for; what lies between
 * (w, h) and (stride, rows) is left alone. Values v become v * gain[c] + bias[c]. */
struct resample_to {
    float *planes; /* 3 * rows * stride */
    int32_t stride, rows;
    float gain[3], bias[3]; /* for B, G, R */
};
void resample_part(struct raster picture, float scale, int32_t x, int32_t y, int32_t w, int32_t h,
                   struct arena scratch, struct resample_to to);

/* A strip straightened into w * h pixels, as bytes: planes B, G, R of h * w. Outside the picture
 * its edge repeats. */
void resample_strip(struct raster picture, struct strip strip, int32_t w, int32_t h,
                    uint8_t *planes);

/* The same as a picture of its own, in a. */
struct raster resample_raster(struct raster picture, struct strip strip, int32_t w, int32_t h,
                              struct arena *a);
