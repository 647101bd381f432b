#include "screen/text_lines.h"

#include "screen/text_patches.h"
#include "screen/text_resample.h"
#include "screen/text_scratch.h"

#include <math.h>
#include <string.h>

enum {
    SMALL_PICTURE_PIXELS = 1500 * 1000,
    SMALL_PICTURE_SIDE_PX = 2000, /* ... is scaled to this */
    HEADLINE_SIDE_PX = 960,       /* of the level for large letters, or a fifth of the picture */
    LINES_MAX = 8000,
    HEADLINE_LEAST_PX = 9, /* x-height on that level: below it the larger level sees better */
    MARK_LEAST_PX = 6,     /* of a component's area: less is no letter */
};
/* More would make ordinary print so large that its words fall apart; small lines are seen again
 * closer (text_patches.h). */
static const float SMALL_PICTURE_SCALE_MAX = 2;
static const uint8_t MAP_THRESHOLD = 77; /* 0.3 */

/* The detector was trained to mark the core of a line. Measured on rendered print of x-height 6 to
 * 50 px, the core is 3.3 px and 0.46 x-heights thick, less by up to 2.2 px where the line slants.
 * The line with its ascenders and descenders is 1.95 x-heights, and on photographs of books, where
 * lines stand closer, 3.3 cores at most. */
static const float CORE_PX = 3.3F;
static const float CORE_SLANT_PX = 2.2F;
static const float CORE_PER_X_HEIGHT = 0.46F;
static const float BAND_PER_X_HEIGHT = 1.95F;
static const float BAND_PER_CORE_LEAST = 2.6F;
static const float BAND_PER_CORE_MOST = 3.3F;

/* From the core to the whole line, on the level where it was seen. */
static struct strip unclip(struct strip s, float *ret_x_height)
{
    float core = strip_thickness(s, (s.from + s.to) / 2);
    float slant = fabsf(2 * s.along.x * s.along.y);
    float x_height = (core - CORE_PX + CORE_SLANT_PX * slant) / CORE_PER_X_HEIGHT;
    float band = fmaxf(BAND_PER_CORE_LEAST * core,
                       fminf(BAND_PER_CORE_MOST * core, BAND_PER_X_HEIGHT * x_height));
    s.thick *= band / core;
    s.taper *= band / core;
    s.from -= (band - core) / 2;
    s.to += (band - core) / 2;
    *ret_x_height = fmaxf(x_height, core / 2);
    return s;
}

static float band_of(struct strip s)
{
    return strip_thickness(s, (s.from + s.to) / 2);
}

/* The lines of a map, in its pixels. */
static bool map_lines(struct text_map map, struct arena *a, struct arena scratch, struct lines *ret,
                      struct err *err)
{
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct components found;
    if (!components_find(map, MAP_THRESHOLD, MARK_LEAST_PX, &keep, work, &found, err))
        return false;
    if (found.n > LINES_MAX)
        return err_set(err, ERR_LIMIT, "more than %d marks that look like print", LINES_MAX);
    ret->at = arena_new(a, struct line, found.n);
    ret->n = found.n;
    for (size_t i = 0; i < found.n; i++) {
        struct line *l = &ret->at[i];
        l->reading.strip = unclip(component_strip(&found.at[i], work), &l->x_height);
        l->presence = found.at[i].mean;
    }
    return true;
}

bool level_lines(const struct text_models *m, struct raster picture, struct level level,
                 struct arena *a, struct arena scratch, struct lines *ret, struct err *err)
{
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    if (!level_detect(m->detector, picture, &keep, work, &level, &ret->cost, err) ||
        !map_lines(level.map, a, work, ret, err))
        return false;
    struct vec offset = {(float)level.x / level.scale, (float)level.y / level.scale};
    for (size_t i = 0; i < ret->n; i++) {
        struct line *l = &ret->at[i];
        l->reading.strip = strip_map(l->reading.strip, 1 / level.scale, offset);
        l->x_height /= level.scale;
    }
    return true;
}

/* Either end of the line, or a side, is at the edge. */
static bool touches_edge(struct strip s, struct raster r)
{
    float reach = band_of(s) / 2;
    for (int i = 0; i < 3; i++) {
        struct vec p = strip_point(s, s.from + (s.to - s.from) * (float)i / 2, 0);
        if (p.x < reach || p.y < reach || p.x > (float)r.width_px - reach ||
            p.y > (float)r.height_px - reach)
            return true;
    }
    return false;
}

static bool patch_lines(const struct text_models *m, struct raster picture,
                        const struct patch *patch, struct arena *a, struct arena scratch,
                        struct lines *ret, struct err *err)
{
    struct raster cut = resample_raster(picture, patch->frame, patch->w, patch->h, &scratch);
    if (!level_lines(m, cut, level_of(cut, 1), a, scratch, ret, err))
        return false;
    for (size_t i = 0; i < ret->n; i++) {
        struct line *l = &ret->at[i];
        l->at_edge = touches_edge(l->reading.strip, cut);
        l->reading.strip = patch_strip(patch, l->reading.strip);
        l->x_height /= patch->scale;
    }
    return true;
}

/* Share of a's area that lies in b. */
static float share_inside(struct strip a, struct strip b)
{
    enum {
        ALONG = 9,
        ACROSS = 3
    };
    struct vec p = strip_point(a, (a.from + a.to) / 2, 0);
    struct vec q = strip_point(b, (b.from + b.to) / 2, 0);
    float reach = (a.to - a.from + b.to - b.from + band_of(a) + band_of(b)) / 2;
    if (hypotf(p.x - q.x, p.y - q.y) > reach)
        return 0;
    int inside = 0;
    for (int i = 0; i < ALONG; i++)
        for (int j = 0; j < ACROSS; j++) {
            float at = a.from + (a.to - a.from) * ((float)i + 0.5F) / ALONG;
            p = strip_point(a, at, ((float)j + 0.5F) / ACROSS - 0.5F);
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

static float covered_by(struct strip s, const struct line *lines, size_t n)
{
    float sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += share_inside(s, lines[i].reading.strip);
    return sum;
}

/* A mark that ran over two lines is covered to a third by either of them. */
static const float REPLACED_SHARE = 0.3F;

/* Lines of a patch in place of what they cover. A line that the patch's edge may have cut is left
 * out where a longer one is known. */
static void take_patch(struct lines *all, struct lines more, struct arena *a)
{
    size_t kept = 0;
    for (size_t i = 0; i < more.n; i++) {
        struct strip s = more.at[i].reading.strip;
        bool known = false;
        for (size_t j = 0; more.at[i].at_edge && j < all->n && !known; j++) {
            struct strip other = all->at[j].reading.strip;
            known = other.to - other.from > s.to - s.from && share_inside(s, other) > 0.5F;
        }
        if (!known)
            more.at[kept++] = more.at[i];
    }
    struct line *at = arena_new(a, struct line, all->n + kept);
    memcpy(at, more.at, kept * sizeof *at);
    size_t n = kept;
    for (size_t i = 0; i < all->n; i++)
        if (covered_by(all->at[i].reading.strip, more.at, kept) < REPLACED_SHARE)
            at[n++] = all->at[i];
    all->at = at;
    all->n = n;
    all->cost.tiles += more.cost.tiles;
    all->cost.flat += more.cost.flat;
}

static bool look_closer(const struct text_models *m, struct raster picture, float level_scale,
                        struct lines *all, struct arena *a, struct arena scratch, struct err *err)
{
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct patch_line *seen = arena_new(&keep, struct patch_line, all->n);
    for (size_t i = 0; i < all->n; i++)
        seen[i] = (struct patch_line){all->at[i].reading.strip, all->at[i].x_height};
    struct patches patches = patches_plan(seen, all->n, level_scale, &keep, work);
    for (size_t i = 0; i < patches.n; i++) {
        struct lines more = {0};
        if (!patch_lines(m, picture, &patches.at[i], &keep, work, &more, err))
            return false;
        take_patch(all, more, a);
    }
    return true;
}

/* On the small level lines of a page melt into blobs, of which half are gaps between lines. */
static const float KNOWN_SHARE = 0.4F;

/* The line is covered by what was read well already: reading it again gains nothing. */
static bool is_known(const struct lines *all, const struct line *line)
{
    float covered = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].reading.text.confidence >= RECOGNISE_SURE)
            covered += share_inside(line->reading.strip, all->at[i].reading.strip);
    return covered > KNOWN_SHARE;
}

static float worth(const struct line *l)
{
    return l->reading.text.confidence * (float)l->reading.text.chars;
}

/* Add the lines of the level for headlines, before the others. Where both levels saw the same
 * print, the readings that hold more, weighed by confidence, come first: the others stay behind. */
static void merge(struct lines *all, struct lines more, struct arena *a)
{
    struct line *at = arena_new(a, struct line, all->n + more.n);
    size_t n = 0;
    for (size_t i = 0; i < more.n; i++) {
        struct strip s = more.at[i].reading.strip;
        float rivals = 0;
        for (size_t j = 0; j < all->n; j++)
            if (!all->at[j].behind && (share_inside(all->at[j].reading.strip, s) > 0.5F ||
                                       share_inside(s, all->at[j].reading.strip) > 0.5F))
                rivals += worth(&all->at[j]);
        if (rivals > 0 && rivals >= worth(&more.at[i]))
            continue;
        at[n++] = more.at[i];
        for (size_t j = 0; j < all->n; j++)
            if (share_inside(all->at[j].reading.strip, s) > 0.5F)
                all->at[j].behind = n;
    }
    if (all->n)
        memcpy(at + n, all->at, all->n * sizeof *at);
    all->at = at;
    all->n += n;
    all->cost.tiles += more.cost.tiles;
    all->cost.flat += more.cost.flat;
}

/* Tiles and strips of every shape fill the shared arena with gaps: give back what is not used
 * whenever the work changes from one to the other. */
static bool trim(const struct text_models *m, struct err *err)
{
    enum {
        LEAST_SIDE = 32
    };
    static const float grey[3 * LEAST_SIDE * LEAST_SIDE];
    struct ort_tensor small = {grey, {1, 3, LEAST_SIDE, LEAST_SIDE}, 4, countof(grey)};
    return ort_model_trim(m->detector, small, err);
}

static bool read_lines(const struct text_models *m, struct raster picture, struct lines *lines,
                       struct arena *a, struct arena scratch, struct err *err)
{
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct reading *readings = arena_new(&keep, struct reading, lines->n);
    for (size_t i = 0; i < lines->n; i++)
        readings[i] = lines->at[i].reading;
    if (!trim(m, err) || !recognise(&m->recogniser, picture, readings, lines->n, a, work, err) ||
        !trim(m, err))
        return false;
    for (size_t i = 0; i < lines->n; i++)
        lines->at[i].reading = readings[i];
    return true;
}

static void keep_headlines(struct lines *lines, const struct lines *known, float scale)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->n; i++)
        if (lines->at[i].x_height * scale >= HEADLINE_LEAST_PX && !is_known(known, &lines->at[i]))
            lines->at[kept++] = lines->at[i];
    lines->n = kept;
}

bool lines_find(const struct text_models *m, struct raster picture, struct arena *a,
                struct arena scratch, struct lines *ret, struct err *err)
{
    float side = (float)MAX(picture.width_px, picture.height_px);
    float scale = 1;
    if ((int64_t)picture.width_px * picture.height_px < SMALL_PICTURE_PIXELS)
        scale = fminf(SMALL_PICTURE_SCALE_MAX, SMALL_PICTURE_SIDE_PX / side);
    struct lines all = {0};
    if (!level_lines(m, picture, level_of(picture, scale), a, scratch, &all, err) ||
        !look_closer(m, picture, scale, &all, a, scratch, err) ||
        !read_lines(m, picture, &all, a, scratch, err))
        return false;
    float small = fmaxf(HEADLINE_SIDE_PX, side / 5) / side;
    if (small < 0.6F * scale) {
        struct lines more = {0};
        if (!level_lines(m, picture, level_of(picture, small), a, scratch, &more, err))
            return false;
        keep_headlines(&more, &all, small);
        if (!read_lines(m, picture, &more, a, scratch, err))
            return false;
        merge(&all, more, a);
    }
    *ret = all;
    return true;
}
