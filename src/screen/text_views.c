#include "screen/text_views.h"

#include "screen/text_blocks.h"
#include "screen/text_confirm.h"
#include "screen/text_fine.h"
#include "screen/text_resample.h"
#include "screen/text_scratch.h"

#include <math.h>
#include <string.h>

enum {
    SQUEEZE = 3,
    WIDTH_LEAST_PX =
        300, /* of the picture: less is a detail, and the reader sees it larger anyway */
    STRETCH = 2,
    /* Smaller pictures are seen enlarged to begin with. */
    FINE_PICTURE_PIXELS_LEAST = 1500 * 1000,
    FINE_COVERED_PM = 400, /* of a place that known print covers: it is seen well enough */
};

/* A part of the picture in another shape. */
struct view {
    struct region of; /* pixels of the picture */
    struct raster raster;
};

/* What counts as a line of print in a view, in its pixels, and what it is told as. */
struct rule {
    float band_least_px; /* thick enough to be no scratch */
    float band_most_px;  /* ... and no thicker than such print can be */
    float length_per_band_least;
    float presence_least;
    bool level; /* lines that lean more than 45 degrees are none */
    struct confirm_need sure;
    size_t enough; /* so many that are sure vouch for the rest of the view */
    const char *reason;
};

/* Squeezed things in a row, pegs and planks, pass for letters at one size and for half of their row
 * at another; lines of print keep more. */
static const struct rule lying = {.band_least_px = 9,
                                  .band_most_px = INFINITY,
                                  .length_per_band_least = 4,
                                  .presence_least = 0.5F,
                                  .level = true, /* those that lean the reader sees itself */
                                  .sure = {CONFIRM_LOOKS - 1, 0.65F},
                                  .enough = SIZE_MAX,
                                  .reason = "oblique"};
static const struct rule fine = {.band_least_px = 6,
                                 .band_most_px = 28, /* of letters 7 px high in the picture */
                                 .length_per_band_least = 3,
                                 .presence_least = 0.5F,
                                 .sure = {CONFIRM_LOOKS - 1, 0.65F},
                                 .enough = 4,
                                 .reason = "too_small"};

/* Each pixel is the mean of SQUEEZE columns; what remains at the right edge is left out. */
static struct view squeezed(struct raster picture, struct arena *a)
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
    return (struct view){{0, 0, (int64_t)w * SQUEEZE, picture.height_px},
                         {rgb, w, picture.height_px}};
}

static struct view stretched(struct raster picture, struct region of, int32_t across, int32_t down,
                             struct arena *a)
{
    struct strip strip = {.origin = {(float)of.x_px, (float)of.y_px + (float)of.h_px / 2},
                          .along = {1, 0},
                          .to = (float)of.w_px,
                          .thick = (float)of.h_px};
    return (struct view){
        of, resample_raster(picture, strip, (int32_t)of.w_px * across, (int32_t)of.h_px * down, a)};
}

static bool like_a_line(const struct line *line, const struct rule *rule)
{
    struct strip s = line->reading.strip;
    float band = strip_thickness(s, (s.from + s.to) / 2);
    return band >= rule->band_least_px && band <= rule->band_most_px &&
           s.to - s.from >= rule->length_per_band_least * band &&
           line->presence >= rule->presence_least &&
           (!rule->level || fabsf(s.along.x) > fabsf(s.along.y));
}

/* In pixels of the picture. */
static struct region region_of(const struct line *line, const struct view *view,
                               struct arena scratch)
{
    struct raster seen = view->raster;
    struct region r =
        outline_region(strip_outline(line->reading.strip, seen.width_px, seen.height_px, &scratch));
    int64_t left = view->of.x_px + r.x_px * view->of.w_px / seen.width_px;
    int64_t top = view->of.y_px + r.y_px * view->of.h_px / seen.height_px;
    int64_t right = view->of.x_px + (r.x_px + r.w_px) * view->of.w_px / seen.width_px;
    int64_t bottom = view->of.y_px + (r.y_px + r.h_px) * view->of.h_px / seen.height_px;
    return (struct region){left, top, MAX(1, right - left), MAX(1, bottom - top)};
}

/* Nine tenths of r or more lie in one of the regions. */
static bool is_within(struct region r, const struct region *regions, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (10 * region_area(region_intersect(r, regions[i])) >= 9 * region_area(r))
            return true;
    return false;
}

static struct view_print make_print(const struct line *lines, struct block block,
                                    const struct view *view, const struct rule *rule,
                                    struct arena scratch)
{
    struct view_print out = {.reason = str_of(rule->reason)};
    for (size_t i = 0; i < block.n; i++) {
        const struct line *line = &lines[block.at[i]];
        struct region r = region_of(line, view, scratch);
        out.region = i == 0 ? r : region_join(out.region, r);
        out.presence += line->presence / (float)block.n;
    }
    return out;
}

/* What is sure to be print in one view. */
static bool view_look(const struct text_models *m, struct view view, const struct rule *rule,
                      const struct region *known, size_t n_known, struct arena *a,
                      struct arena scratch, struct level_cost *cost, struct view_prints *ret,
                      struct err *err)
{
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct lines found = {0};
    if (!level_lines(m, view.raster, level_of(view.raster, 1), &keep, work, &found, err))
        return false;
    cost->tiles += found.cost.tiles;
    cost->flat += found.cost.flat;
    struct strip *strips = arena_new(&keep, struct strip, found.n);
    size_t n = 0;
    for (size_t i = 0; i < found.n; i++) {
        bool print = n >= rule->enough;
        struct strip strip = found.at[i].reading.strip;
        if (!like_a_line(&found.at[i], rule) ||
            is_within(region_of(&found.at[i], &view, work), known, n_known))
            continue;
        if (!print &&
            !print_confirm(m->detector, view.raster, strip, rule->sure, work, cost, &print, err))
            return false;
        if (print) {
            strips[n] = strip;
            found.at[n++] = found.at[i];
        }
    }
    struct blocks blocks = blocks_group(strips, n, &keep, work);
    *ret = (struct view_prints){.at = arena_new(a, struct view_print, blocks.n)};
    for (size_t i = 0; i < blocks.n; i++)
        ret->at[ret->n++] = make_print(found.at, blocks.at[i], &view, rule, work);
    return true;
}

/* Of a place that is covered so far nothing more is to be told. */
static bool is_covered(struct region place, const struct region *known, size_t n)
{
    int64_t covered = 0;
    for (size_t i = 0; i < n; i++)
        covered += region_area(region_intersect(place, known[i]));
    return covered * 1000 >= region_area(place) * FINE_COVERED_PM;
}

static bool look_at_place(const struct text_models *m, struct raster picture, struct region place,
                          const struct region *known, size_t n_known, struct arena *a,
                          struct arena scratch, struct level_cost *cost, struct view_prints *ret,
                          struct err *err)
{
    static const struct {
        int32_t across, down;
    } shapes[] = {{1, STRETCH}, {STRETCH, 1}};
    for (size_t i = 0; i < countof(shapes); i++) {
        struct arena scratch_here = scratch;
        struct view view =
            stretched(picture, place, shapes[i].across, shapes[i].down, &scratch_here);
        if (!view_look(m, view, &fine, known, n_known, a, scratch_here, cost, ret, err))
            return false;
        if (ret->n > 0)
            break;
    }
    return true;
}

static void append(struct view_prints *all, struct view_prints more, struct arena *a)
{
    struct view_print *at = arena_new(a, struct view_print, all->n + more.n);
    if (all->n)
        memcpy(at, all->at, all->n * sizeof *at);
    if (more.n)
        memcpy(at + all->n, more.at, more.n * sizeof *at);
    all->at = at;
    all->n += more.n;
}

static bool add_fine(const struct text_models *m, struct raster picture, const struct region *known,
                     size_t n_known, struct arena *a, struct arena scratch, struct level_cost *cost,
                     struct view_prints *all, struct err *err)
{
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct fine_places places;
    if (!fine_places(picture, &keep, work, &places, err))
        return false;
    /* What lies along the line of sight is known by now. */
    struct region *seen = arena_new(&keep, struct region, n_known + all->n);
    size_t n = n_known;
    if (n)
        memcpy(seen, known, n * sizeof *seen);
    for (size_t i = 0; i < all->n; i++)
        seen[n++] = all->at[i].region;
    for (size_t i = 0; i < places.n; i++) {
        struct view_prints more = {0};
        if (is_covered(places.at[i], seen, n))
            continue;
        if (!look_at_place(m, picture, places.at[i], seen, n, a, work, cost, &more, err))
            return false;
        append(all, more, a);
    }
    return true;
}

bool views_find(const struct text_models *m, struct raster picture, const struct region *known,
                size_t n_known, struct arena *a, struct arena scratch, struct level_cost *cost,
                struct view_prints *ret, struct err *err)
{
    *ret = (struct view_prints){0};
    if (picture.width_px < WIDTH_LEAST_PX)
        return true;
    struct view_prints all = {0};
    struct arena work = scratch;
    struct view whole = squeezed(picture, &work);
    if (!view_look(m, whole, &lying, known, n_known, a, work, cost, &all, err))
        return false;
    if ((int64_t)picture.width_px * picture.height_px >= FINE_PICTURE_PIXELS_LEAST &&
        !add_fine(m, picture, known, n_known, a, scratch, cost, &all, err))
        return false;
    *ret = all;
    return true;
}
