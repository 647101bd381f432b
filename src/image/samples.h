/* image/samples.h -- one tiny picture of each format that is decoded, to warm the decoders up. */
#pragma once

#include "base/str.h"

enum {
    IMAGE_SAMPLES_N = 6
};

extern const str IMAGE_SAMPLES[IMAGE_SAMPLES_N];
extern const str IMAGE_SAMPLE_PDF; /* a page of an inch square with a line on it */

/* Room for a sample's pixels; self is a uint8_t * that the caller frees. */
uint8_t *image_spare_room(void *self, size_t bytes);
