/* image/colour.h -- stored samples of one row to 8-bit sRGB, by lcms where a profile says how, and
 * alpha flattened over white and over black.
 *
 * A profile that does what sRGB does (most do) is recognised by trying it and costs nothing after.
 * Rendering is relative colorimetric with black point compensation, as browsers do. */
#pragma once

#include "base/str.h"

struct colour_layout {
    int channels;       /* of colour, without alpha: 1 grey, 3 RGB, 4 CMYK (255 is full ink) */
    int sample_bytes;   /* 1 or 2 (native byte order) */
    bool alpha;         /* one more channel, after the others */
    bool premultiplied; /* the colour was multiplied by alpha (TIFF "associated") */
};

struct colour;

/* Load what lcms loads once: the time zone (for the dates in profiles that it makes) and libvips's
 * CMYK profile. Before the sandbox. */
bool colour_start(void);

/* icc absent: sRGB is assumed, and libvips's own CMYK profile for CMYK. A profile that cannot be
 * used is left out: *ret_note then says why (a sentence without a full stop), otherwise it is NULL.
 * NULL only when there is no way at all (CMYK and no working profile). */
struct colour *colour_open(struct colour_layout from, str icc, const char **ret_note);
void colour_close(struct colour *c);
void colour_closep(struct colour **c);

/* Convert n pixels. `white` gets 3n bytes; so does `black` when the layout has alpha (it is not
 * touched otherwise). True if any pixel is not fully opaque. */
bool colour_row(struct colour *c, const void *in, size_t n, uint8_t *white, uint8_t *black);

/* Of the rows converted so far: the profile makes nothing of what other programs show. */
bool colour_hides(const struct colour *c);

/* Likewise: full transparency, which other programs leave out or take for a spare channel. */
bool colour_hides_under_alpha(const struct colour *c);

/* The words of a profile's description tag, absent if it has none or cannot be read. */
str colour_profile_name(str icc, struct arena *a);
