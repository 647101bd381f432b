#include "screen/text_blocks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far apart lines of one block are, in thicknesses of a line. */
static const float LINE_GAP = 2.8F; /* one empty line between paragraphs */
static const float WORD_GAP = 1.5F;
static const float SIZE_RATIO = 1.8F;
static const float DIRECTION_COSINE = 0.95F;

static struct vec centre_of(struct strip s)
{
    return strip_point(s, (s.from + s.to) / 2, 0);
}

static float thick_of(struct strip s)
{
    return strip_thickness(s, (s.from + s.to) / 2);
}

/* The direction at the middle: the parabola's slope turns it from `along`. */
static struct vec direction_of(struct strip s)
{
    float steep = s.bend * (s.from + s.to) + s.slope, norm = 1 / sqrtf(1 + steep * steep);
    return (struct vec){(s.along.x - s.along.y * steep) * norm,
                        (s.along.y + s.along.x * steep) * norm};
}

static bool are_neighbours(struct strip a, struct strip b)
{
    float ta = thick_of(a), tb = thick_of(b);
    if (fmaxf(ta, tb) > SIZE_RATIO * fminf(ta, tb))
        return false;
    struct vec u = direction_of(a), v = direction_of(b);
    if (u.x * v.x + u.y * v.y < DIRECTION_COSINE)
        return false;
    struct vec p = centre_of(a), q = centre_of(b);
    float dx = q.x - p.x, dy = q.y - p.y, thick = (ta + tb) / 2;
    float along = fabsf(dx * u.x + dy * u.y), across = fabsf(dy * u.x - dx * u.y);
    float gap = along - ((a.to - a.from) + (b.to - b.from)) / 2;
    /* Long lines drift apart across over their length where they are not quite parallel. */
    return across < LINE_GAP * thick && gap < (across < thick / 2 ? WORD_GAP * thick : 0);
}

/* Near enough to be one thing, whatever their directions and sizes: the boxes around both, grown by
 * twice their thickness, meet. */
static bool are_near(struct strip a, struct strip b)
{
    struct vec p = centre_of(a), q = centre_of(b), u = direction_of(a), v = direction_of(b);
    float grow = 2 * fmaxf(thick_of(a), thick_of(b));
    float la = (a.to - a.from) / 2, lb = (b.to - b.from) / 2;
    return fabsf(p.x - q.x) < la * fabsf(u.x) + lb * fabsf(v.x) + grow &&
           fabsf(p.y - q.y) < la * fabsf(u.y) + lb * fabsf(v.y) + grow;
}

static size_t root(size_t *parent, size_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* A line's place in its block. */
struct place {
    size_t line;
    float along, across, thick;
    size_t row;
};

static int by_across(const void *pa, const void *pb)
{
    const struct place *a = pa, *b = pb;
    if (a->across != b->across)
        return a->across < b->across ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static int by_row(const void *pa, const void *pb)
{
    const struct place *a = pa, *b = pb;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->along != b->along)
        return a->along < b->along ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static void order_lines(const struct strip *strips, struct block *block, struct arena scratch)
{
    struct strip longest = strips[block->at[0]];
    for (size_t i = 1; i < block->n; i++)
        if (strips[block->at[i]].to - strips[block->at[i]].from > longest.to - longest.from)
            longest = strips[block->at[i]];
    struct vec u = direction_of(longest);
    struct place *places = arena_new(&scratch, struct place, block->n);
    for (size_t i = 0; i < block->n; i++) {
        struct strip s = strips[block->at[i]];
        struct vec p = centre_of(s);
        places[i] = (struct place){.line = block->at[i],
                                   .along = p.x * u.x + p.y * u.y,
                                   .across = p.y * u.x - p.x * u.y,
                                   .thick = thick_of(s)};
    }
    qsort(places, block->n, sizeof *places, by_across);
    for (size_t i = 1; i < block->n; i++) {
        bool same = places[i].across - places[i - 1].across <
                    0.4F * fminf(places[i].thick, places[i - 1].thick);
        places[i].row = places[i - 1].row + !same;
    }
    qsort(places, block->n, sizeof *places, by_row);
    for (size_t i = 0; i < block->n; i++)
        block->at[i] = places[i].line;
}

static struct blocks group(const struct strip *strips, size_t n,
                           bool (*belong)(struct strip, struct strip), struct arena *a,
                           struct arena scratch)
{
    size_t *parent = arena_new(&scratch, size_t, n);
    for (size_t i = 0; i < n; i++)
        parent[i] = i;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (belong(strips[i], strips[j]) || belong(strips[j], strips[i])) {
                size_t p = root(parent, i), q = root(parent, j);
                parent[MAX(p, q)] = MIN(p, q);
            }
    size_t *count = arena_new(&scratch, size_t, n);
    size_t *index = arena_new(&scratch, size_t, n);
    struct blocks blocks = {0};
    for (size_t i = 0; i < n; i++)
        count[root(parent, i)]++;
    for (size_t i = 0; i < n; i++)
        if (count[i] > 0)
            index[i] = blocks.n++;
    blocks.at = arena_new(a, struct block, blocks.n);
    for (size_t i = 0; i < n; i++)
        if (count[i] > 0)
            blocks.at[index[i]].at = arena_new(a, size_t, count[i]);
    for (size_t i = 0; i < n; i++) {
        struct block *block = &blocks.at[index[root(parent, i)]];
        block->at[block->n++] = i;
    }
    for (size_t i = 0; i < blocks.n; i++)
        order_lines(strips, &blocks.at[i], scratch);
    return blocks;
}

struct blocks blocks_group(const struct strip *strips, size_t n, struct arena *a,
                           struct arena scratch)
{
    return group(strips, n, are_neighbours, a, scratch);
}

struct blocks blocks_gather(const struct strip *strips, size_t n, struct arena *a,
                            struct arena scratch)
{
    return group(strips, n, are_near, a, scratch);
}

struct outline strip_outline(struct strip s, int32_t width_px, int32_t height_px, struct arena *a)
{
    /* A step for each pixel that the curve leaves its chord, up to eight. */
    float half = (s.to - s.from) / 2, leaves = fabsf(s.bend) * half * half;
    size_t steps = (size_t)fminf(8, fmaxf(1, leaves));
    struct outline o = {.at = arena_new(a, struct point, 2 * (steps + 1))};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i <= steps; i++) {
            float share = (float)(side ? steps - i : i) / (float)steps;
            struct vec p = strip_point(s, s.from + (s.to - s.from) * share, side ? 0.5F : -0.5F);
            o.at[o.n++] = (struct point){
                .x_px = lroundf(fmaxf(0, fminf(p.x, (float)width_px))),
                .y_px = lroundf(fmaxf(0, fminf(p.y, (float)height_px))),
            };
        }
    return o;
}

struct region outline_region(struct outline o)
{
    struct point low = o.at[0], high = o.at[0];
    for (size_t i = 1; i < o.n; i++) {
        low.x_px = MIN(low.x_px, o.at[i].x_px);
        low.y_px = MIN(low.y_px, o.at[i].y_px);
        high.x_px = MAX(high.x_px, o.at[i].x_px);
        high.y_px = MAX(high.y_px, o.at[i].y_px);
    }
    return (struct region){low.x_px, low.y_px, MAX(1, high.x_px - low.x_px),
                           MAX(1, high.y_px - low.y_px)};
}
