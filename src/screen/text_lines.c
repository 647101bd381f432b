#include "screen/text_lines.h"

#include <math.h>
#include <string.h>

enum {
    SMALL_PICTURE_PIXELS = 1500 * 1000,
    SMALL_PICTURE_SIDE_PX = 2000, /* ... is scaled to this */
    HEADLINE_SIDE_PX = 960,       /* of the level for large letters, or a fifth of the picture */
    LEVEL_LINES_MAX = 8000,
    LEVELS_MAX = 24,
};
static const uint8_t MAP_THRESHOLD = 77; /* 0.3 */
static const float UNCLIP = 1.6F;
/* Thickness of a line's band over its x-height, measured on rendered print. */
static const float BAND_PER_X_HEIGHT = 2.35F;

/* Grow a band by what the detector was trained to leave off at each side: area * ratio / perimeter
 * (Liao et al., Real-time scene text detection with differentiable binarization). */
static struct strip unclip(struct strip s)
{
    float length = s.to - s.from, thick = strip_thickness(s, (s.from + s.to) / 2);
    float d = length * thick * UNCLIP / (2 * (length + thick));
    float grow = (thick + 2 * d) / thick;
    s.thick *= grow;
    s.taper *= grow;
    s.from -= d;
    s.to += d;
    return s;
}

static void add_line(struct lines *lines, struct strip strip, float presence,
                     const struct level *level)
{
    if (lines->n == LEVEL_LINES_MAX)
        return;
    struct vec offset = {(float)level->x / level->scale, (float)level->y / level->scale};
    strip = strip_map(unclip(strip), 1 / level->scale, offset);
    float thick = strip_thickness(strip, (strip.from + strip.to) / 2);
    lines->at[lines->n++] = (struct line){
        .reading.strip = strip, .presence = presence, .x_height = thick / BAND_PER_X_HEIGHT};
}

static bool level_lines(struct level *level, struct arena *a, struct arena scratch,
                        struct lines *ret, struct err *err)
{
    /* Half for what stays while the level is looked at, half for each step. */
    char *middle = scratch.beg + arena_room(scratch) / 2;
    struct arena keep = {.base = scratch.base, .beg = scratch.beg, .end = middle};
    struct arena work = {.base = scratch.base, .beg = middle, .end = scratch.end};
    struct components found;
    if (!components_find(level->map, MAP_THRESHOLD, 6, &keep, work, &found, err))
        return false;
    ret->at = arena_new(a, struct line, MIN(found.n * 2 + 16, (size_t)LEVEL_LINES_MAX));
    for (size_t i = 0; i < found.n; i++) {
        float stray;
        struct strip strip = component_strip(&found.at[i], work, &stray);
        add_line(ret, strip, found.at[i].mean, level);
    }
    return true;
}

/* Share of a's area that lies in b. */
static float share_inside(struct strip a, struct strip b)
{
    int inside = 0;
    enum {
        ALONG = 9,
        ACROSS = 3
    };
    for (int i = 0; i < ALONG; i++)
        for (int j = 0; j < ACROSS; j++) {
            float at = a.from + (a.to - a.from) * ((float)i + 0.5F) / ALONG;
            struct vec p = strip_point(a, at, ((float)j + 0.5F) / ACROSS - 0.5F);
            float dx = p.x - b.origin.x, dy = p.y - b.origin.y;
            float s = dx * b.along.x + dy * b.along.y;
            float t = dy * b.along.x - dx * b.along.y;
            if (s < b.from || s > b.to)
                continue;
            float off = t - ((b.bend * s + b.slope) * s + b.shift);
            inside += fabsf(off) <= strip_thickness(b, s) / 2;
        }
    return (float)inside / (ALONG * ACROSS);
}

/* Most of the line is covered by what was read well already: reading it again gains nothing. */
static bool is_known(const struct lines *all, const struct line *line)
{
    float covered = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].reading.text.confidence >= RECOGNISE_SURE)
            covered += share_inside(line->reading.strip, all->at[i].reading.strip);
    return covered > 0.6F;
}

static float worth(const struct line *l)
{
    return l->reading.text.confidence * (float)l->reading.text.chars;
}

/* Add the lines of another level. Where both saw the same print, the reading that holds more,
 * weighed by confidence, stays. */
static struct lines merge(struct lines a, struct lines b, struct arena *arena)
{
    for (size_t i = 0; i < b.n; i++) {
        struct line *new = &b.at[i];
        float rivals = 0;
        for (size_t j = 0; j < a.n; j++)
            if (!a.at[j].dropped &&
                (share_inside(a.at[j].reading.strip, new->reading.strip) > 0.5F ||
                 share_inside(new->reading.strip, a.at[j].reading.strip) > 0.5F))
                rivals += worth(&a.at[j]);
        if (rivals >= worth(new) && rivals > 0) {
            new->dropped = true;
            continue;
        }
        for (size_t j = 0; j < a.n; j++)
            if (share_inside(a.at[j].reading.strip, new->reading.strip) > 0.5F)
                a.at[j].dropped = true;
    }
    struct lines all = {.at = arena_new(arena, struct line, a.n + b.n), .cost = a.cost};
    for (size_t i = 0; i < a.n; i++)
        if (!a.at[i].dropped)
            all.at[all.n++] = a.at[i];
    for (size_t i = 0; i < b.n; i++)
        if (!b.at[i].dropped)
            all.at[all.n++] = b.at[i];
    return all;
}

static bool read_level(const struct text_models *m, struct raster picture, struct level level,
                       float x_height_min, struct arena *a, struct arena scratch, struct lines *all,
                       struct err *err)
{
    char *middle = scratch.beg + arena_room(scratch) / 2;
    struct arena keep = {.base = scratch.base, .beg = scratch.beg, .end = middle};
    struct arena work = {.base = scratch.base, .beg = middle, .end = scratch.end};
    struct lines found = {0};
    if (!level_detect(m->detector, picture, &keep, work, &level, &all->cost, err) ||
        !level_lines(&level, a, work, &found, err))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < found.n; i++)
        if (found.at[i].x_height >= x_height_min && !is_known(all, &found.at[i]))
            found.at[kept++] = found.at[i];
    found.n = kept;
    struct reading *readings = arena_new(&keep, struct reading, found.n);
    for (size_t i = 0; i < found.n; i++)
        readings[i] = found.at[i].reading;
    if (!recognise(&m->recogniser, picture, readings, found.n, a, work, err))
        return false;
    for (size_t i = 0; i < found.n; i++)
        found.at[i].reading = readings[i];
    *all = merge(*all, found, a);
    return true;
}

bool lines_find(const struct text_models *m, struct raster picture, struct arena *a,
                struct arena scratch, struct lines *ret, struct err *err)
{
    int32_t side = MAX(picture.width_px, picture.height_px);
    float scale = 1;
    if ((int64_t)picture.width_px * picture.height_px < SMALL_PICTURE_PIXELS)
        scale = fminf(4, (float)SMALL_PICTURE_SIDE_PX / (float)side);
    struct lines all = {0};
    if (!read_level(m, picture, level_of(picture, scale), 0, a, scratch, &all, err))
        return false;
    float small = fmaxf(HEADLINE_SIDE_PX, (float)side / 5) / (float)side;
    if (small < 0.6F * scale) {
        if (!read_level(m, picture, level_of(picture, small), 6 / small, a, scratch, &all, err))
            return false;
    }
    *ret = all;
    return true;
}
