#include "screen/text_oblique.h"

#include "screen/text_blocks.h"
#include "screen/text_confirm.h"
#include "screen/text_scratch.h"

#include <math.h>

enum {
    SQUEEZE = 3,
    WIDTH_LEAST_PX =
        300, /* of the picture: less is a detail, and the reader sees it larger anyway */
};
/* A line of print: long, and thick enough to be no scratch. In pixels of the squeezed picture. */
static const float BAND_LEAST_PX = 9;
static const float LENGTH_PER_BAND_LEAST = 4;
static const float PRESENCE_LEAST = 0.5F;
/* Squeezed things in a row, pegs and planks, pass for letters at one size and for half of their row
 * at another; lines of print keep more. */
static const struct confirm_need SURE = {.looks = CONFIRM_LOOKS - 1, .share = 0.65F};

/* Each pixel is the mean of SQUEEZE columns; what remains at the right edge is left out. */
static struct raster squeezed(struct raster picture, struct arena *a)
{
    int32_t w = picture.width_px / SQUEEZE;
    uint8_t *rgb = arena_new(a, uint8_t, (size_t)w * (size_t)picture.height_px * RASTER_CHANNELS);
    uint8_t *to = rgb;
    for (int32_t y = 0; y < picture.height_px; y++) {
        const uint8_t *from = raster_row(picture, y);
        for (int32_t x = 0; x < w; x++, from += SQUEEZE * RASTER_CHANNELS) {
            for (int c = 0; c < RASTER_CHANNELS; c++) {
                int sum = 0;
                for (int i = 0; i < SQUEEZE; i++)
                    sum += from[i * RASTER_CHANNELS + c];
                *to++ = (uint8_t)((sum + SQUEEZE / 2) / SQUEEZE);
            }
        }
    }
    return (struct raster){rgb, w, picture.height_px};
}

static bool like_a_line(const struct line *line)
{
    struct strip s = line->reading.strip;
    float band = strip_thickness(s, (s.from + s.to) / 2);
    /* Lines that lean lie along the line of sight no longer: those the reader sees itself. */
    return band >= BAND_LEAST_PX && s.to - s.from >= LENGTH_PER_BAND_LEAST * band &&
           line->presence >= PRESENCE_LEAST && fabsf(s.along.x) > fabsf(s.along.y);
}

/* In pixels of the picture. */
static struct region region_of(const struct line *line, struct raster small, struct arena scratch)
{
    struct region r = outline_region(
        strip_outline(line->reading.strip, small.width_px, small.height_px, &scratch));
    r.x_px *= SQUEEZE;
    r.w_px *= SQUEEZE;
    return r;
}

/* Nine tenths of r or more lie in one of the regions. */
static bool is_within(struct region r, const struct region *regions, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (10 * region_area(region_intersect(r, regions[i])) >= 9 * region_area(r))
            return true;
    return false;
}

static struct oblique make_oblique(const struct line *lines, struct block block,
                                   struct raster small, struct arena scratch)
{
    struct oblique out = {0};
    for (size_t i = 0; i < block.n; i++) {
        const struct line *line = &lines[block.at[i]];
        struct region r = region_of(line, small, scratch);
        out.region = i == 0 ? r : region_join(out.region, r);
        out.presence += line->presence / (float)block.n;
    }
    return out;
}

bool oblique_find(const struct text_models *m, struct raster picture, const struct region *known,
                  size_t n_known, struct arena *a, struct arena scratch, struct level_cost *cost,
                  struct obliques *ret, struct err *err)
{
    *ret = (struct obliques){0};
    if (picture.width_px < WIDTH_LEAST_PX)
        return true;
    struct raster small = squeezed(picture, &scratch);
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct lines found = {0};
    if (!level_lines(m, small, level_of(small, 1), &keep, work, &found, err))
        return false;
    cost->tiles += found.cost.tiles;
    cost->flat += found.cost.flat;
    struct strip *strips = arena_new(&keep, struct strip, found.n);
    size_t n = 0;
    for (size_t i = 0; i < found.n; i++) {
        bool print;
        struct region r = region_of(&found.at[i], small, work);
        if (!like_a_line(&found.at[i]) || is_within(r, known, n_known))
            continue;
        if (!print_confirm(m->detector, small, found.at[i].reading.strip, SURE, work, cost, &print,
                           err))
            return false;
        if (print) {
            strips[n] = found.at[i].reading.strip;
            found.at[n++] = found.at[i];
        }
    }
    struct blocks blocks = blocks_group(strips, n, &keep, work);
    ret->at = arena_new(a, struct oblique, blocks.n);
    for (size_t i = 0; i < blocks.n; i++)
        ret->at[ret->n++] = make_oblique(found.at, blocks.at[i], small, work);
    return true;
}
