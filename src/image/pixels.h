/* image/pixels.h -- one encoded picture to upright sRGB by libvips, strip by strip, with nothing
 * decoded before its size is known. The loader is named by the format: libvips never guesses. */
#pragma once

#include "base/err.h"
#include "image/colour.h"
#include "image/upright.h"

enum pixels_part {
    PIXELS_MAIN,      /* the picture (of a TIFF, the first page) */
    PIXELS_THUMBNAIL, /* HEIC and AVIF: the primary item's thumbnail */
    PIXELS_PAGE,      /* TIFF, PDF: the page `index` */
    PIXELS_SUBIFD,    /* TIFF: the sub-directory `index` of the first page */
};

struct pixels_source {
    str format; /* as image_sniff says: jpeg, png, tiff, webp, heic, avif or pdf */
    str bytes;
    enum pixels_part part;
    int index;
    bool premultiplied;
    int orientation; /* EXIF 1..8, where the bytes state none; 0: upright */
};

struct pixels; /* an opened picture whose header was read */

/* Let pages of PDF be drawn, which libvips blocks as untrusted. Before image_start. */
void pixels_allow_pdf(void);
bool pixels_pdf_allowed(void);

/* What libvips's PDF reader complained of since the last pixels_open, or NULL. */
const char *pixels_complaint(void);

/* INVALID, UNSUPPORTED. source.bytes must outlive it. */
nodiscard bool pixels_open(struct pixels_source source, struct pixels **ret_pixels,
                           struct err *err);
void pixels_close(struct pixels *p);
void pixels_closep(struct pixels **p);

struct upright pixels_upright(const struct pixels *p);
int64_t pixels_pages(const struct pixels *p); /* of a PDF */
bool pixels_alpha(const struct pixels *p);    /* there is an alpha channel */
int pixels_bits(const struct pixels *p);      /* a sample, as stored */
str pixels_colour(const struct pixels *p);    /* "srgb", "rgb16", "grey", "cmyk", ... */
str pixels_profile(const struct pixels *p);   /* the embedded ICC profile, absent if none */

/* What shows only while the pixels are written. */
struct pixels_written {
    bool see_through;           /* some pixel is not fully opaque */
    const char *opt_no_profile; /* why the profile could not be honoured */
    bool profile_hides;         /* what other programs show (image/look.h) */
    bool alpha_hides;           /* likewise */
};

/* Decode it all into `out` (the plane over white, then, with alpha, the plane over black), once.
 * INVALID if anything at all is damaged or missing. */
nodiscard bool pixels_write(struct pixels *p, uint8_t *out, struct pixels_written *ret_written,
                            struct err *err);
