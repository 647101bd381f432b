#include "screen/text_confirm.h"

#include "screen/text_scratch.h"

#include <math.h>

enum {
    CONFIRM_SIDE_MAX_PX = 900,
    CONFIRM_SIDE_MIN_PX = 318, /* the detector wants surroundings; with both edges 320 at most */
    CONFIRM_SCALE_MAX = 4,
    CONFIRM_STEPS = 40,
};
/* Thicknesses that the line is brought to. */
static const float sizes_px[CONFIRM_LOOKS] = {18, 36, 72};
static const uint8_t SEEN = 77; /* 0.3, as everywhere */

/* From afar a row of books is a word, and from closer it is books: what is as thick as LARGE_PX
 * must be seen at one of these sizes too. Measured: of 198 bands of print so large, of many
 * scripts, drawn, blurred, cut off or before books, one was seen along 0.20 of its length at most,
 * the others along 0.43 and more; of 10 rows of books nothing. */
static const float LARGE_PX = 144;
static const float closer_px[] = {72, 100, 144};
static const float CLOSER_SHARE = 0.1F;

/* Share of the strip's length along which the map says print at its middle. */
static float share_seen(const struct level *level, struct strip s)
{
    int seen = 0;
    for (int i = 0; i < CONFIRM_STEPS; i++) {
        /* The ends were added when the band was unclipped. */
        float at = s.from + (s.to - s.from) * (0.1F + 0.8F * ((float)i + 0.5F) / CONFIRM_STEPS);
        bool here = false;
        for (int j = -2; j <= 2; j++) {
            struct vec p = strip_point(s, at, 0.1F * (float)j);
            float x = floorf(p.x * level->scale) - (float)level->x;
            float y = floorf(p.y * level->scale) - (float)level->y;
            if (x >= 0 && y >= 0 && x < (float)level->w && y < (float)level->h)
                here |= level->map.p[(size_t)y * (size_t)level->w + (size_t)x] >= SEEN;
        }
        seen += here;
    }
    return (float)seen / CONFIRM_STEPS;
}

/* The share of the strip that is seen when it is brought to this thickness, at most enlarged by
 * CONFIRM_SCALE_MAX. */
static bool look(struct ort_model *detector, struct raster picture, struct strip strip,
                 float size_px, struct arena scratch, struct level_cost *cost, float *ret_share,
                 struct err *err)
{
    float middle = (strip.from + strip.to) / 2;
    float thick = strip_thickness(strip, middle);
    struct vec p = strip_point(strip, middle, 0);
    float scale = fminf(CONFIRM_SCALE_MAX, size_px / thick);
    /* Of a long line its middle will do. */
    float length = fminf(strip.to - strip.from, CONFIRM_SIDE_MAX_PX / scale - 4 * thick);
    struct strip part = strip;
    part.from = middle - length / 2;
    part.to = middle + length / 2;
    float half = fmaxf(length / 2 + 2 * thick, CONFIRM_SIDE_MIN_PX / scale / 2);
    struct level level =
        level_of_part(picture, scale, p.x - half, p.y - half, p.x + half, p.y + half);
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    if (!level_detect(detector, picture, &keep, work, &level, cost, err))
        return false;
    *ret_share = share_seen(&level, part);
    return true;
}

/* Whether any of the closer looks sees something of the strip. */
static bool seen_closer(struct ort_model *detector, struct raster picture, struct strip strip,
                        struct arena scratch, struct level_cost *cost, bool *ret_seen,
                        struct err *err)
{
    float share = 0;
    for (size_t i = 0; i < countof(closer_px) && share < CLOSER_SHARE; i++)
        if (!look(detector, picture, strip, closer_px[i], scratch, cost, &share, err))
            return false;
    *ret_seen = share >= CLOSER_SHARE;
    return true;
}

bool print_confirm(struct ort_model *detector, struct raster picture, struct strip strip,
                   struct confirm_need need, struct arena scratch, struct level_cost *cost,
                   bool *ret_print, struct err *err)
{
    int kept = 0;
    for (int i = 0; i < CONFIRM_LOOKS; i++) {
        float share;
        if (!look(detector, picture, strip, sizes_px[i], scratch, cost, &share, err))
            return false;
        kept += share >= need.share;
        int left = CONFIRM_LOOKS - 1 - i;
        if (kept >= need.looks || kept + left < need.looks)
            break;
    }
    *ret_print = kept >= need.looks;
    if (!*ret_print || strip_thickness(strip, (strip.from + strip.to) / 2) < LARGE_PX)
        return true;
    return seen_closer(detector, picture, strip, scratch, cost, ret_print, err);
}
