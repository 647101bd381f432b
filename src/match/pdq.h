/* match/pdq.h -- PDQ, the 256-bit perceptual hash by Meta, bit for bit as its C++ reference
 * computes it from a full-size picture (the buffer interface: nothing is resized first).
 *
 * A picture gives a spectrum, and a spectrum gives the fingerprint of the picture and of its seven
 * turned and mirrored versions. The spectrum holds the quality: under PDQ_QUALITY_MIN the hash is
 * noise, and the caller must treat the picture as "not fingerprintable": say so aloud, never store
 * or search that hash, and never read "no match" from it.
 *
 * Portable C, AVX2 and AVX-512 paths are chosen at run time and are equal in every bit. Everything
 * is pure; any number of threads may call it, each with its own scratch.
 *
 * Source: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook,
 * 2019) and the reference implementation in the ThreatExchange repository. */
#pragma once

#include "base/err.h"
#include "base/raster.h"
#include "base/str.h"

enum {
    PDQ_QUALITY_MIN = 50, /* under it: not fingerprintable */
    PDQ_QUALITY_MAX = 100,
    PDQ_SIDE_MIN_PX = 5,     /* a smaller side gives the zero hash with quality 0 */
    PDQ_SIDE_MAX_PX = 65535, /* a larger side is refused */
    PDQ_FREQUENCIES = 16,    /* each way */
    FINGERPRINT_BITS = 256,
    FINGERPRINT_WORDS = FINGERPRINT_BITS / 64,
    FINGERPRINT_HEX_CHARS = FINGERPRINT_BITS / 4,
};

/* Bit k is bit k & 63 of word k >> 6. A value. */
struct fingerprint {
    uint64_t word[FINGERPRINT_WORDS];
};

struct pdq {
    struct fingerprint hash;
    int quality; /* 0 to PDQ_QUALITY_MAX */
};

/* The picture as it is, and what was done to it. "plus" mirrors at the falling diagonal (rows
 * become columns), "minus" at the other. */
enum pdq_variant {
    PDQ_AS_IS,
    PDQ_ROTATED_90,
    PDQ_ROTATED_180,
    PDQ_ROTATED_270,
    PDQ_FLIPPED_X,
    PDQ_FLIPPED_Y,
    PDQ_FLIPPED_PLUS,
    PDQ_FLIPPED_MINUS,
    PDQ_VARIANTS
};

/* A word for the variant, such as "rotated by 90 degrees". */
const char *pdq_variant_word(enum pdq_variant variant);

/* The 16 x 16 lowest frequencies but the zeroth of the filtered picture, and its quality. */
struct pdq_spectrum {
    float v[PDQ_FREQUENCIES][PDQ_FREQUENCIES];
    int quality;
};

/* Scratch that the function below takes for a picture of this size: rows of one filter window,
 * far less than the picture. Sides from 1 to PDQ_SIDE_MAX_PX. */
size_t pdq_scratch_bytes(int32_t width_px, int32_t height_px);

/* LIMIT if a side is under 1 or over PDQ_SIDE_MAX_PX. The raster's brightness is
 * 0.299 R + 0.587 G + 0.114 B in floats, in this order, as in the reference. */
nodiscard bool pdq_spectrum_of_raster(struct raster picture, struct arena scratch,
                                      struct pdq_spectrum *ret_spectrum, struct err *err);

/* The fingerprint of the picture itself, and of all eight variants in the order of the enum. */
struct pdq pdq_of(const struct pdq_spectrum *spectrum);
void pdq_variants(const struct pdq_spectrum *spectrum, struct fingerprint ret_hashes[PDQ_VARIANTS]);

/* How many bits differ, 0 to 256. */
static inline int fingerprint_distance(struct fingerprint a, struct fingerprint b)
{
    int distance = 0;
    for (int i = 0; i < FINGERPRINT_WORDS; i++)
        distance += __builtin_popcountll(a.word[i] ^ b.word[i]);
    return distance;
}

/* 64 lower-case digits, highest bit first, as other PDQ tools write them; and NUL-terminated. */
void fingerprint_hex(struct fingerprint f, char ret_hex[FINGERPRINT_HEX_CHARS + 1]);

/* INVALID unless it is exactly 64 hex digits; capitals are accepted. */
nodiscard bool fingerprint_parse(str hex, struct fingerprint *ret_fingerprint, struct err *err);
