/* screen/sharpness.h -- is anything in the picture in focus?
 *
 * Print that is out of focus is seen by people and by no detector of print, so a picture in which
 * no edge is sharp must not pass for one without print. Pure. */
#pragma once

#include "base/arena.h"
#include "base/raster.h"

/* How wide the sharpest edges of the picture are: the standard deviation, in pixels, of the blur
 * that would make them of steps. 0 where there is no edge at all: then there is nothing in it that
 * a person could take for print either.
 *
 * An edge between two flat sides that differ by r, blurred by a Gaussian of deviation s, rises by
 * at most r / (s sqrt(2 pi)) a pixel. So each place with enough contrast gives r / (sqrt(2 pi) *
 * rise); the answer is that of one of the sharpest places, the 40th in a picture of common size. */
float sharpness_blur_px(struct raster picture, struct arena scratch);
