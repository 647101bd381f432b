/* image/raw.h -- the largest preview that a camera put into its raw file, by LibRaw.
 *
 * A preview is not the picture: it is smaller, and the picture can be developed and cropped anew.
 * So it is looked at, to say early what is wrong, and never clears (image_decode says so). */
#pragma once

#include "base/err.h"
#include "base/str.h"

struct raw_preview {
    str jpeg;                       /* in the arena */
    int orientation;                /* EXIF 1..8, how to turn it where it does not say so itself */
    int picture_w_px, picture_h_px; /* of the sensor's picture, not turned */
};

/* Before the sandbox. */
nodiscard bool raw_start(struct err *err);

/* INVALID: damaged, or no raw file that LibRaw knows; UNSUPPORTED: no preview, or none in JPEG. */
nodiscard bool raw_preview(str bytes, struct arena *a, struct raw_preview *ret_preview,
                           struct err *err);
