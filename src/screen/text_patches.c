#include "screen/text_patches.h"

#include <math.h>
#include <stdlib.h>

/* x-heights in pixels of the level, measured on rendered print. */
static const float SMALL_PX = 9.5F;      /* lines run into each other or break */
static const float SLANTING_PX = 24;     /* slanting lines break up to here */
static const float GOOD_PX = 12;         /* what a patch is enlarged to */
static const float SCALE_MAX = 4;        /* beyond it there is nothing more to see */
static const float SLANTING_SINE = 0.3F; /* of twice the angle: 9 degrees from level or upright */
/* Lines of one patch. */
static const float SAME_DIRECTION = 0.9F; /* cosine of twice the angle between them */
static const float SIZE_RATIO = 2.5F;
static const float GAP = 4; /* in thicknesses */
static const float MARGIN = 2;

struct member {
    struct vec twice; /* unit vector at twice the line's angle: the same for both directions */
    struct vec centre, along;
    float length, thick;
};

static struct member member_of(struct strip s)
{
    struct vec p = strip_point(s, s.from, 0), q = strip_point(s, s.to, 0);
    float length = fmaxf(1e-3F, hypotf(q.x - p.x, q.y - p.y));
    struct vec u = {(q.x - p.x) / length, (q.y - p.y) / length};
    return (struct member){
        .twice = {u.x * u.x - u.y * u.y, 2 * u.x * u.y},
        .centre = {(p.x + q.x) / 2, (p.y + q.y) / 2},
        .along = u,
        .length = length,
        .thick = strip_thickness(s, (s.from + s.to) / 2),
    };
}

/* Only a line of several letters has a direction to go by. */
static bool wants_patch(const struct member *m, float x_height, float level_scale)
{
    float px = x_height * level_scale;
    return m->length > 4 * m->thick &&
           (px < SMALL_PX || (fabsf(m->twice.y) > SLANTING_SINE && px < SLANTING_PX));
}

static bool belong_together(const struct member *a, const struct member *b)
{
    if (a->twice.x * b->twice.x + a->twice.y * b->twice.y < SAME_DIRECTION ||
        fmaxf(a->thick, b->thick) > SIZE_RATIO * fminf(a->thick, b->thick))
        return false;
    float dx = b->centre.x - a->centre.x, dy = b->centre.y - a->centre.y;
    float along = fabsf(dx * a->along.x + dy * a->along.y) - (a->length + b->length) / 2;
    float across = fabsf(dy * a->along.x - dx * a->along.y) - (a->thick + b->thick) / 2;
    return fmaxf(along, across) < GAP * (a->thick + b->thick) / 2;
}

static size_t root(size_t *parent, size_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static int by_value(const void *pa, const void *pb)
{
    const float *a = pa, *b = pb;
    return (*a > *b) - (*a < *b);
}

static struct patch make_patch(const struct patch_line *lines, const struct member *members,
                               const size_t *at, size_t n, float level_scale, struct arena scratch)
{
    struct vec twice = {0};
    float *heights = arena_new(&scratch, float, n);
    float margin = 0;
    for (size_t i = 0; i < n; i++) {
        const struct member *m = &members[at[i]];
        twice.x += m->twice.x * m->length;
        twice.y += m->twice.y * m->length;
        heights[i] = lines[at[i]].x_height;
        margin = fmaxf(margin, MARGIN * m->thick);
    }
    qsort(heights, n, sizeof *heights, by_value);
    /* Half the angle, in (-90, 90]: lines that point right; steep ones point down, as elsewhere. */
    float angle = atan2f(twice.y, twice.x) / 2;
    if (angle < -(float)M_PI_4)
        angle += (float)M_PI;
    struct vec u = {cosf(angle), sinf(angle)};
    float s0 = INFINITY, s1 = -INFINITY, t0 = INFINITY, t1 = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        struct strip s = lines[at[i]].strip;
        for (int k = 0; k < 6; k++) {
            struct vec p =
                strip_point(s, s.from + (s.to - s.from) * (float)(k / 2) / 2, k % 2 ? 0.5F : -0.5F);
            s0 = fminf(s0, p.x * u.x + p.y * u.y);
            s1 = fmaxf(s1, p.x * u.x + p.y * u.y);
            t0 = fminf(t0, p.y * u.x - p.x * u.y);
            t1 = fmaxf(t1, p.y * u.x - p.x * u.y);
        }
    }
    float s = (s0 + s1) / 2, t = (t0 + t1) / 2;
    struct rect r = {.centre = {s * u.x - t * u.y, s * u.y + t * u.x},
                     .along = u,
                     .length = s1 - s0 + 2 * margin,
                     .thick = t1 - t0 + 2 * margin};
    float scale = GOOD_PX / fmaxf(1, heights[n / 2]);
    scale = fmaxf(level_scale, fminf(scale, SCALE_MAX));
    return (struct patch){.frame = strip_of_rect(r),
                          .w = (int32_t)ceilf(r.length * scale),
                          .h = (int32_t)ceilf(r.thick * scale),
                          .scale = scale};
}

struct ranked {
    struct patch patch;
    float worth;
};

static int by_worth(const void *pa, const void *pb)
{
    const struct ranked *a = pa, *b = pb;
    return (a->worth < b->worth) - (a->worth > b->worth);
}

struct patches patches_plan(const struct patch_line *lines, size_t n, float level_scale,
                            struct arena *a, struct arena scratch)
{
    struct member *members = arena_new(&scratch, struct member, n);
    size_t *parent = arena_new(&scratch, size_t, n);
    bool *wanted = arena_new(&scratch, bool, n);
    for (size_t i = 0; i < n; i++) {
        members[i] = member_of(lines[i].strip);
        parent[i] = i;
        wanted[i] = wants_patch(&members[i], lines[i].x_height, level_scale);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; wanted[i] && j < i; j++)
            if (wanted[j] && belong_together(&members[i], &members[j])) {
                size_t p = root(parent, i), q = root(parent, j);
                parent[MAX(p, q)] = MIN(p, q);
            }
    size_t *at = arena_new(&scratch, size_t, n);
    struct ranked *ranked = arena_new(&scratch, struct ranked, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!wanted[i] || parent[i] != i)
            continue;
        size_t k = 0;
        float worth = 0;
        for (size_t j = i; j < n; j++)
            if (wanted[j] && root(parent, j) == i) {
                at[k++] = j;
                worth += members[j].length / members[j].thick;
            }
        ranked[count++] =
            (struct ranked){make_patch(lines, members, at, k, level_scale, scratch), worth};
    }
    qsort(ranked, count, sizeof *ranked, by_worth);
    struct patches patches = {.at = arena_new(a, struct patch, count)};
    int64_t pixels = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t more = (int64_t)ranked[i].patch.w * ranked[i].patch.h;
        if (pixels + more > PATCHES_PIXELS_MAX)
            continue;
        pixels += more;
        patches.at[patches.n++] = ranked[i].patch;
    }
    return patches;
}

struct strip patch_strip(const struct patch *patch, struct strip s)
{
    struct strip f = patch->frame;
    struct vec across = {-f.along.y, f.along.x};
    struct vec corner = strip_point(f, f.from, -0.5F);
    s = strip_map(s, 1 / patch->scale, (struct vec){0, 0});
    struct vec o = s.origin, u = s.along;
    s.origin = (struct vec){corner.x + f.along.x * o.x + across.x * o.y,
                            corner.y + f.along.y * o.x + across.y * o.y};
    s.along = (struct vec){f.along.x * u.x + across.x * u.y, f.along.y * u.x + across.y * u.y};
    return s;
}
