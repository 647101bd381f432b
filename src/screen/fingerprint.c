/* The detector "fingerprint": PDQ of the full-size picture, over white where it has alpha. */
#include "match/pdq.h"
#include "screen/detect.h"

static bool run(struct detection *d, void *state, struct err *err)
{
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
