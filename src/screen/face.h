/* screen/face.h -- where faces are in a picture. It counts and boxes them; it knows nobody, keeps
 * no template, and judges no age.
 *
 * BlazeFace (back camera) is run over a pyramid of the picture: each level in tiles, the whole
 * frame last. The model was made for one face that fills a good part of 256 x 256 pixels, so on a
 * large picture it also answers where nothing is; hence every candidate is looked at again, alone,
 * at three sizes around that, and counts only if two of the three agree.
 *
 * What it cannot do: faces under about 16 px at the finest level (40 px in 24 megapixels),
 * profiles, backs of heads, masks, faces turned by more than about 45 degrees. Fewer faces than
 * people is the normal case. Some round dark things pass for faces.
 *
 * Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs"
 * (2019); thresholds measured on photographs of Debian's opencv-doc. */
#pragma once

#include "base/raster.h"
#include "base/region.h"
#include "screen/ort.h"

enum {
    FACE_CANDIDATES_MAX = 200, /* in one picture, after overlaps are merged */
    FACE_SCORE_MIN_PM = 600,
};

struct face {
    struct region region; /* within the picture */
    int64_t score_pm;
};

struct face_finder;

/* CORRUPT unless the model has BlazeFace's outputs. One thread at a time; close before the runtime.
 */
nodiscard struct face_finder *face_finder_open(struct ort *ort, str model, struct err *err);
void face_finder_close(struct face_finder *finder);

/* The faces of a picture, from top to bottom, in `a`, which needs room for 45 MB on the way. LIMIT
 * if there are more candidates than can be looked at; UNAVAILABLE if the runtime fails. */
nodiscard bool face_find(struct face_finder *finder, struct raster picture, struct arena *a,
                         struct face **ret_faces, size_t *ret_n, struct err *err);
