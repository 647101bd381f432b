/* image/thumbnail.h -- whether an embedded thumbnail shows the picture.
 *
 * Both are averaged to a small grid of luminance. A thumbnail may differ in tone (it is often made
 * before the last correction), and cameras letterbox it; it may not show something else, or more
 * than the picture shows. */
#pragma once

#include "image/container.h"

/* Decode and compare every thumbnail of c; leaves an oddity for each that differs or cannot be
 * read. orientation is the picture's. */
void thumbnails_judge(struct container *c, struct raster picture, int orientation);
