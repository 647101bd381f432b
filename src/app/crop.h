/* app/crop.h -- a place of a picture, taken out of it again for people to look at. */
#pragma once

#include "app/shoot_screen.h"
#include "base/raster.h"

struct cropper; /* opaque; one thread */

/* Crops of the pictures of an open shoot, which outlives it. */
struct cropper *crop_open(const struct shoot_screen *s, struct arena *a);
void crop_close(struct cropper *c); /* accepts NULL */

/* The region with a margin, at 100 %, of the picture that the shoot shows as `path`: by the same
 * workers, and only while it has these bytes (CONFLICT otherwise). The pixels live in a; over white
 * where the picture is see-through. LIMIT: larger than CROP_MAX_BYTES. */
nodiscard bool crop_take(struct cropper *c, str path, str sha256, struct region region,
                         struct arena *a, struct raster *ret_crop, struct err *err);

/* The whole picture, in the same way. */
nodiscard bool crop_whole(struct cropper *c, str path, str sha256, struct arena *a,
                          struct raster *ret_picture, struct err *err);

enum {
    CROP_MARGIN_PX = 24,
    CROP_MAX_BYTES = 256 << 20,
};
