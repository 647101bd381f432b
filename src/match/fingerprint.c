/* From a spectrum to fingerprints, and fingerprints as text. */
#include <string.h>

#include "match/pdq.h"

enum {
    VALUES = PDQ_FREQUENCIES * PDQ_FREQUENCIES
};

/* What a variant does to the spectrum: mirroring an axis turns the sign of its odd frequencies,
 * which are at even indices as the zeroth is left out. */
static const struct {
    const char *word;
    bool turned; /* rows become columns */
    bool down;   /* sign by the row of the source */
    bool across; /* sign by its column */
} variants[PDQ_VARIANTS] = {
    [PDQ_AS_IS] = {"as it is", false, false, false},
    [PDQ_ROTATED_90] = {"rotated by 90 degrees", true, false, true},
    [PDQ_ROTATED_180] = {"rotated by 180 degrees", false, true, true},
    [PDQ_ROTATED_270] = {"rotated by 270 degrees", true, true, false},
    [PDQ_FLIPPED_X] = {"mirrored top to bottom", false, true, false},
    [PDQ_FLIPPED_Y] = {"mirrored left to right", false, false, true},
    [PDQ_FLIPPED_PLUS] = {"mirrored at the falling diagonal", true, false, false},
    [PDQ_FLIPPED_MINUS] = {"mirrored at the rising diagonal", true, true, true},
};

const char *pdq_variant_word(enum pdq_variant variant)
{
    return variants[variant].word;
}

/* The 128th smallest of 256 values: Hoare's selection. It equals what the reference finds by
 * Torben's method, which is a value of the list too. */
static float median(const float *in)
{
    float v[VALUES];
    memcpy(v, in, sizeof v);
    int low = 0, high = VALUES - 1, want = VALUES / 2 - 1;
    while (low < high) {
        float pivot = v[low + (high - low) / 2];
        int i = low, j = high;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                float swap = v[i];
                v[i++] = v[j];
                v[j--] = swap;
            }
        }
        if (want <= j)
            high = j;
        else if (want >= i)
            low = i;
        else
            break;
    }
    return v[want];
}

static struct fingerprint threshold(const float *v)
{
    struct fingerprint f = {{0}};
    float m = median(v);
    for (int k = 0; k < VALUES; k++)
        f.word[k >> 6] |= (uint64_t)(v[k] > m) << (k & 63);
    return f;
}

static struct fingerprint variant_of(const struct pdq_spectrum *s, enum pdq_variant variant)
{
    float v[VALUES];
    for (int i = 0; i < PDQ_FREQUENCIES; i++)
        for (int j = 0; j < PDQ_FREQUENCIES; j++) {
            bool negative =
                (variants[variant].down && i % 2 == 0) != (variants[variant].across && j % 2 == 0);
            int at = variants[variant].turned ? j * PDQ_FREQUENCIES + i : i * PDQ_FREQUENCIES + j;
            v[at] = negative ? -s->v[i][j] : s->v[i][j];
        }
    return threshold(v);
}

struct pdq pdq_of(const struct pdq_spectrum *spectrum)
{
    return (struct pdq){variant_of(spectrum, PDQ_AS_IS), spectrum->quality};
}

void pdq_variants(const struct pdq_spectrum *spectrum, struct fingerprint ret_hashes[PDQ_VARIANTS])
{
    for (int i = 0; i < PDQ_VARIANTS; i++)
        ret_hashes[i] = variant_of(spectrum, (enum pdq_variant)i);
}

void fingerprint_hex(struct fingerprint f, char ret_hex[FINGERPRINT_HEX_CHARS + 1])
{
    for (int i = 0; i < FINGERPRINT_HEX_CHARS; i++) {
        int bit = FINGERPRINT_BITS - 4 * (i + 1);
        ret_hex[i] = "0123456789abcdef"[f.word[bit >> 6] >> (bit & 63) & 15];
    }
    ret_hex[FINGERPRINT_HEX_CHARS] = 0;
}

bool fingerprint_parse(str hex, struct fingerprint *ret_fingerprint, struct err *err)
{
    struct fingerprint f = {{0}};
    if (hex.n != FINGERPRINT_HEX_CHARS)
        return err_set(err, ERR_INVALID, "a fingerprint has %d hex digits, not %zu",
                       FINGERPRINT_HEX_CHARS, hex.n);
    for (size_t i = 0; i < hex.n; i++) {
        unsigned char c = (unsigned char)hex.p[i];
        uint64_t digit;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            digit = (c | 32) - 'a' + 10;
        else
            return err_set(err, ERR_INVALID, "character %zu of a fingerprint is not a hex digit",
                           i + 1);
        int bit = FINGERPRINT_BITS - 4 * ((int)i + 1);
        f.word[bit >> 6] |= digit << (bit & 63);
    }
    *ret_fingerprint = f;
    return true;
}
