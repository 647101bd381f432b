/* image/upright.h -- stored rows into the upright picture, by EXIF orientation (Exif 2.32, tag
 * 0x0112), while they are decoded, so that turning costs no second copy of the picture. */
#pragma once

#include "base/base.h"

struct upright {
    int64_t stored_w_px;
    int64_t stored_h_px;
    int orientation; /* 1..8 */
};

static inline bool upright_turns(struct upright u)
{
    return u.orientation >= 5;
}

static inline int64_t upright_width(struct upright u)
{
    return upright_turns(u) ? u.stored_h_px : u.stored_w_px;
}

static inline int64_t upright_height(struct upright u)
{
    return upright_turns(u) ? u.stored_w_px : u.stored_h_px;
}

/* Put `rows` stored rows, of which the first is row y, from `rgb` (packed) into `out`, the whole
 * upright plane. */
void upright_put(struct upright u, int64_t y, int64_t rows, const uint8_t *rgb, uint8_t *out);
