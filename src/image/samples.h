/* image/samples.h -- one tiny picture of each format that is decoded, to warm the decoders up. */
#pragma once

#include "base/str.h"

enum {
    IMAGE_SAMPLES_N = 6
};

extern const str IMAGE_SAMPLES[IMAGE_SAMPLES_N];
