/* The detector "known-bad": every plane, in eight variants, against the bank. Each plane is
 * fingerprinted again here, so that this row stands alone when the fingerprint's fails. */
#include "screen/bank.h"
#include "screen/detect.h"

static str told(str so_far, struct arena *a, str more)
{
    return so_far.p ? str_format(a, "%.*s; %.*s", STR(so_far), STR(more)) : more;
}

static bool report(struct detection *d, struct bank_match match, struct err *err)
{
    const struct bank_entry *entry = match.entry;
    if (match.suppressed) {
        str until = date_print(match.suppressed->until, d->a);
        d->run->reason =
            told(d->run->reason, d->a,
                 str_format(d->a, "match with \"%.*s\" suppressed by %.*s until %.*s: %.*s",
                            STR(entry->label), STR(match.suppressed->who), STR(until),
                            STR(match.suppressed->reason)));
        return true;
    }
    struct finding *f = detection_add(d, FINDING_KNOWN_BAD, err);
    if (!f)
        return false;
    f->label = entry->label;
    f->source = entry->source;
    f->reason = entry->reason;
    f->distance_bits = match.distance_bits;
    f->variant = str_of(pdq_variant_word(match.variant));
    f->evidence =
        str_format(d->a, "like \"%.*s\" of the bank (%.*s), %d of %d bits apart", STR(entry->label),
                   STR(entry->reason), match.distance_bits, FINGERPRINT_BITS);
    return true;
}

static bool run(struct detection *d, void *state, struct err *err)
{
    (void)state;
    const struct screener_options *given = screener_given(d->screener);
    if (given->bank_trouble.p)
        return err_set(err, ERR_INVALID, "the bank could not be read: %.*s",
                       STR(given->bank_trouble));
    const struct bank *bank = given->opt_bank;
    if (!bank) {
        d->run->reason = S("no bank was given: there is nothing to compare with");
        return true;
    }
    for (size_t p = 0; p < d->picture.planes_n; p++) {
        struct pdq_spectrum spectrum;
        if (!pdq_spectrum_of_raster(d->picture.planes[p], *d->a, &spectrum, err))
            return err_wrap(err, "known-bad");
        /* A washed-out copy has the fingerprint of the original, and what is like it is told all
         * the same. */
        if (spectrum.quality < PDQ_QUALITY_MIN)
            d->run->reason =
                told(d->run->reason, d->a,
                     str_format(d->a,
                                "PDQ quality is %d, under %d: a copy of what is in the "
                                "bank may not be found",
                                spectrum.quality, PDQ_QUALITY_MIN));
        struct fingerprint variants[PDQ_VARIANTS];
        pdq_variants(&spectrum, variants);
        struct bank_match *matches;
        size_t n;
        bank_search(bank, variants, d->picture.asset, given->today, d->a, &matches, &n);
        for (size_t i = 0; i < n; i++)
            if (!report(d, matches[i], err))
                return false;
    }
    return true;
}

const struct detector known_bad_detector = {
    .name = DETECTOR_KNOWN_BAD,
    .version = "1",
    .needs = NEEDS_PIXELS,
    .run = run,
};
