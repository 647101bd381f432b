#include "screen/text_components.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct labelled {
    struct run run;
    uint32_t label;
};

struct runs {
    struct labelled *at;
    size_t n;
};

static void add_runs(struct runs *runs, struct text_map map, int32_t y, int32_t from, int32_t to,
                     uint8_t threshold)
{
    const uint8_t *row = map.p + (size_t)y * (size_t)map.w;
    for (int32_t x = from; x < to;) {
        if (row[x] < threshold) {
            x++;
            continue;
        }
        int32_t start = x;
        while (x < to && row[x] >= threshold)
            x++;
        runs->at[runs->n] = (struct labelled){{y, start, x}, (uint32_t)runs->n};
        runs->n++;
    }
}

static uint32_t root(struct labelled *at, uint32_t i)
{
    while (at[i].label != i) {
        at[i].label = at[at[i].label].label;
        i = at[i].label;
    }
    return i;
}

/* Join runs of neighbouring rows that touch, corners included. The smaller index becomes the root,
 * so a component's label is its first run. */
static void join_runs(struct runs *runs)
{
    size_t above = 0;
    for (size_t i = 0; i < runs->n; i++) {
        struct run r = runs->at[i].run;
        while (above < i && (runs->at[above].run.y < r.y - 1 ||
                             (runs->at[above].run.y == r.y - 1 && runs->at[above].run.to < r.from)))
            above++;
        for (size_t j = above;
             j < i && runs->at[j].run.y == r.y - 1 && runs->at[j].run.from <= r.to; j++) {
            uint32_t p = root(runs->at, (uint32_t)i), q = root(runs->at, (uint32_t)j);
            if (p != q)
                runs->at[MAX(p, q)].label = MIN(p, q);
        }
    }
}

static float mean_of(struct text_map map, const struct run *runs, size_t n, size_t area)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        for (int32_t x = runs[i].from; x < runs[i].to; x++)
            sum += map.p[(size_t)runs[i].y * (size_t)map.w + (size_t)x];
    return (float)((double)sum / (255.0 * (double)area));
}

/* Sort labelled runs into components: counted, then laid out one after the other. */
static bool gather(struct text_map map, struct runs *runs, size_t min_area_px, struct arena *a,
                   struct arena scratch, struct components *ret, struct err *err)
{
    struct tally {
        size_t area, n, at;
    } *tally = arena_new(&scratch, struct tally, runs->n);
    size_t kept_runs = 0, kept = 0;
    for (size_t i = 0; i < runs->n; i++) {
        uint32_t label = root(runs->at, (uint32_t)i);
        tally[label].area += (size_t)(runs->at[i].run.to - runs->at[i].run.from);
        tally[label].n++;
    }
    for (size_t i = 0; i < runs->n; i++) {
        if (tally[i].n == 0 || tally[i].area < min_area_px)
            continue;
        tally[i].at = kept_runs;
        kept_runs += tally[i].n;
        kept++;
    }
    if (kept > COMPONENTS_MAX)
        return err_set(err, ERR_LIMIT, "more than %d pieces of print", COMPONENTS_MAX);
    struct run *laid = arena_new(a, struct run, kept_runs);
    *ret = (struct components){.at = arena_new(a, struct component, kept)};
    for (size_t i = 0; i < runs->n; i++) {
        struct tally *t = &tally[root(runs->at, (uint32_t)i)];
        if (t->area >= min_area_px)
            laid[t->at++] = runs->at[i].run;
    }
    for (size_t i = 0; i < runs->n; i++) {
        const struct tally *t = &tally[i];
        if (t->n == 0 || t->area < min_area_px)
            continue;
        const struct run *first = laid + (t->at - t->n);
        ret->at[ret->n++] = (struct component){.runs = first,
                                               .n_runs = t->n,
                                               .area_px = t->area,
                                               .mean = mean_of(map, first, t->n, t->area)};
    }
    return true;
}

bool components_find(struct text_map map, uint8_t threshold, size_t min_area_px, struct arena *a,
                     struct arena scratch, struct components *ret, struct err *err)
{
    size_t most = 0;
    for (int32_t y = 0; y < map.h; y++) {
        const uint8_t *row = map.p + (size_t)y * (size_t)map.w;
        for (int32_t x = 0; x < map.w; x++)
            most += row[x] >= threshold && (x == 0 || row[x - 1] < threshold);
    }
    if (most > COMPONENT_RUNS_MAX)
        return err_set(err, ERR_LIMIT, "more than %d runs of print", COMPONENT_RUNS_MAX);
    struct runs runs = {.at = arena_new(&scratch, struct labelled, most)};
    for (int32_t y = 0; y < map.h; y++)
        add_runs(&runs, map, y, 0, map.w, threshold);
    join_runs(&runs);
    return gather(map, &runs, min_area_px, a, scratch, ret, err);
}

static struct rect bounding_rect(const struct component *c, struct arena scratch)
{
    /* Only the first and last column of each row can be on the hull. */
    struct vec *points = arena_new(&scratch, struct vec, c->n_runs * 4);
    struct vec *corners = arena_new(&scratch, struct vec, c->n_runs * 4 + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->n_runs; i++) {
        struct run r = c->runs[i];
        for (int side = 0; side < 2; side++) {
            points[n++] = (struct vec){(float)r.from, (float)(r.y + side)};
            points[n++] = (struct vec){(float)r.to, (float)(r.y + side)};
        }
    }
    return rect_around(corners, hull(points, n, corners));
}

/* The middle and thickness of the component in steps along the rectangle. */
static size_t take_samples(const struct component *c, struct rect r, struct arena *a,
                           struct strip_sample **ret)
{
    float step = fmaxf(1.5F, r.length / 400);
    size_t n = (size_t)(r.length / step) + 1;
    struct {
        float low, high;
        uint32_t n;
    } *bins = arena_alloc(a, sizeof *bins, 8, n);
    for (size_t i = 0; i < c->n_runs; i++) {
        struct run run = c->runs[i];
        for (int32_t x = run.from; x < run.to; x++) {
            float dx = (float)x + 0.5F - r.centre.x, dy = (float)run.y + 0.5F - r.centre.y;
            float s = dx * r.along.x + dy * r.along.y + r.length / 2;
            float t = dy * r.along.x - dx * r.along.y;
            size_t bin = MIN((size_t)fmaxf(0, s / step), n - 1);
            if (bins[bin].n++ == 0) {
                bins[bin].low = bins[bin].high = t;
            } else {
                bins[bin].low = fminf(bins[bin].low, t);
                bins[bin].high = fmaxf(bins[bin].high, t);
            }
        }
    }
    struct strip_sample *samples = arena_new(a, struct strip_sample, n);
    size_t used = 0;
    /* The ends are round: they say nothing of the course. */
    size_t skip = n >= 16 ? (size_t)(r.thick / 2 / step) : 0;
    skip = MIN(skip, n / 4);
    for (size_t i = skip; i < n - skip; i++)
        if (bins[i].n > 0)
            samples[used++] = (struct strip_sample){
                .s = ((float)i + 0.5F) * step - r.length / 2,
                .middle = (bins[i].low + bins[i].high) / 2,
                .thickness = bins[i].high - bins[i].low + 1,
            };
    *ret = samples;
    return used;
}

struct strip component_strip(const struct component *c, struct arena scratch)
{
    struct rect r = bounding_rect(c, scratch);
    bool steep = fabsf(r.along.y) > fabsf(r.along.x);
    if (steep ? r.along.y < 0 : r.along.x < 0)
        r.along = (struct vec){-r.along.x, -r.along.y};
    struct strip strip = strip_of_rect(r);
    struct strip_sample *samples;
    size_t n = take_samples(c, r, &scratch, &samples);
    /* Short words have no course of their own, and a fit would follow their letters. */
    if (n == 0 || r.length < 3 * r.thick)
        return strip;
    strip_fit(samples, n, r.length > 5 * r.thick, &strip);
    float least = MIN(strip_thickness(strip, strip.from), strip_thickness(strip, strip.to));
    float most = MAX(strip_thickness(strip, strip.from), strip_thickness(strip, strip.to));
    if (least < most / 2 || least < 1) {
        strip.taper = 0;
        strip.thick = MAX(strip.thick, 1.0F);
    }
    return strip;
}
