/* The detector "fingerprint": PDQ of the full-size picture, over white where it has alpha, and of
 * each place with print that cannot be read. */
#include <string.h>

#include "match/pdq.h"
#include "screen/detect.h"

enum {
    LOOK_SIDE_PX = 1024, /* a larger region is thinned out: its look is for finding it again only */
};

/* What a region looks like; absent where that says too little. */
static str look_of(struct raster picture, struct region r, struct arena *a)
{
    struct region whole = {0, 0, picture.width_px, picture.height_px};
    r = region_intersect(r, whole);
    int64_t step = 1 + MAX(r.w_px, r.h_px) / LOOK_SIDE_PX;
    int32_t w = (int32_t)(r.w_px / step), h = (int32_t)(r.h_px / step);
    if (w < PDQ_SIDE_MIN_PX || h < PDQ_SIDE_MIN_PX)
        return (str){0};
    struct arena scratch = *a;
    uint8_t *rgb = arena_new(&scratch, uint8_t, (size_t)w * (size_t)h * RASTER_CHANNELS);
    for (int32_t y = 0; y < h; y++) {
        const uint8_t *from =
            raster_row(picture, (int32_t)(r.y_px + y * step)) + r.x_px * RASTER_CHANNELS;
        for (int32_t x = 0; x < w; x++)
            memcpy(rgb + ((size_t)y * (size_t)w + (size_t)x) * RASTER_CHANNELS,
                   from + x * step * RASTER_CHANNELS, RASTER_CHANNELS);
    }
    struct raster crop = {rgb, w, h};
    struct pdq_spectrum spectrum;
    struct err err;
    if (!pdq_spectrum_of_raster(crop, scratch, &spectrum, &err))
        return (str){0};
    struct pdq pdq = pdq_of(&spectrum);
    char hex[FINGERPRINT_HEX_CHARS + 1];
    fingerprint_hex(pdq.hash, hex);
    return pdq.quality >= PDQ_QUALITY_MIN ? str_copy(str_of(hex), a) : (str){0};
}

static bool run(struct detection *d, void *state, struct err *err)
{
    for (size_t i = 0; i < d->screening->findings.n; i++) {
        struct finding *f = &d->screening->findings.at[i];
        if (f->kind == FINDING_UNREAD_PRINT)
            f->look = look_of(d->picture.planes[0], f->region, d->a);
    }

    (void)state;
    struct pdq_spectrum spectrum;
    if (!pdq_spectrum_of_raster(d->picture.planes[0], *d->a, &spectrum, err))
        return err_wrap(err, "fingerprint");
    struct pdq pdq = pdq_of(&spectrum);
    d->screening->quality = pdq.quality;
    if (pdq.quality >= PDQ_QUALITY_MIN) {
        char hex[FINGERPRINT_HEX_CHARS + 1];
        fingerprint_hex(pdq.hash, hex);
        d->screening->fingerprint = str_copy(str_of(hex), d->a);
        return true;
    }
    struct finding *f = detection_add(d, FINDING_NOT_FINGERPRINTABLE, err);
    if (!f)
        return false;
    f->reason = S("low_quality");
    f->evidence = str_format(d->a,
                             "PDQ quality is %d of 100, under %d: its fingerprint would be noise, "
                             "so copies of this picture cannot be found by it",
                             pdq.quality, PDQ_QUALITY_MIN);
    return true;
}

const struct detector fingerprint_detector = {
    .name = DETECTOR_FINGERPRINT,
    .version = "1",
    .needs = NEEDS_PIXELS,
    .run = run,
};
