#include "screen/text_fine.h"

#include "screen/text_components.h"
#include "screen/text_scratch.h"

#include <stdlib.h>
#include <string.h>

enum {
    CELL_PX = 8,
    BLOCK_CELLS = 4, /* a side: long enough for two lines of fine print and the gap between them */
    BLOCK_STEP = 2,  /* cells */
    CELLS = BLOCK_CELLS * BLOCK_CELLS,
    /* Of 255, measured on pages whose letters are 2 to 4 px high, noise of a camera on them. */
    BUSY_CONTRAST = 32,
    BUSY_LEAST = 10,    /* cells of a block */
    GROUND_SPREAD = 24, /* of the ground in a block, its two lightest and darkest cells aside */
    INK_LEAST = 8,      /* mean distance from the ground */
    UNEVEN_SHARE = 5,   /* the ink's deviation from cell to cell is a fifth of it: cloth is even */
    PLACE_BLOCKS = 3,   /* less is a twig */
    MARGIN_PX = 24,
};

struct cell {
    uint8_t least, mean, most;
};

static int by_value(const void *a, const void *b)
{
    return *(const uint8_t *)a - *(const uint8_t *)b;
}

static struct cell cell_at(struct raster picture, int32_t x, int32_t y)
{
    int least = 255, most = 0, sum = 0;
    for (int32_t j = 0; j < CELL_PX; j++) {
        const uint8_t *p = raster_row(picture, y + j) + (size_t)x * RASTER_CHANNELS;
        for (int32_t i = 0; i < CELL_PX; i++, p += RASTER_CHANNELS) {
            int light = (p[0] + 2 * p[1] + p[2]) / 4;
            least = MIN(least, light);
            most = MAX(most, light);
            sum += light;
        }
    }
    return (struct cell){(uint8_t)least, (uint8_t)(sum / (CELL_PX * CELL_PX)), (uint8_t)most};
}

/* Marks on an even ground: the lightest of each cell, or the darkest. */
static bool has_marks(const struct cell *first, int32_t stride, bool light)
{
    uint8_t ground[CELLS];
    int busy = 0, ink = 0, squares = 0;
    for (int32_t i = 0; i < CELLS; i++) {
        struct cell c = first[(i / BLOCK_CELLS) * stride + i % BLOCK_CELLS];
        int mark = light ? c.most - c.mean : c.mean - c.least;
        ground[i] = light ? c.most : c.least;
        busy += c.most - c.least >= BUSY_CONTRAST;
        ink += mark;
        squares += mark * mark;
    }
    if (busy < BUSY_LEAST || ink < INK_LEAST * CELLS)
        return false;
    /* deviation > ink / UNEVEN_SHARE, both over all cells and squared */
    if (UNEVEN_SHARE * UNEVEN_SHARE * (squares * CELLS - ink * ink) <= ink * ink)
        return false;
    qsort(ground, CELLS, sizeof *ground, by_value);
    return ground[CELLS - 3] - ground[2] <= GROUND_SPREAD;
}

struct place {
    struct region region;
    size_t blocks; /* with marks */
    size_t room;   /* blocks in its box */
};

/* Blocks around the component, in pixels, margins included. */
static struct place place_of(const struct component *c, struct raster picture)
{
    int32_t left = INT32_MAX, right = 0;
    for (size_t i = 0; i < c->n_runs; i++) {
        left = MIN(left, c->runs[i].from);
        right = MAX(right, c->runs[i].to);
    }
    int32_t top = c->runs[0].y, bottom = c->runs[c->n_runs - 1].y + 1;
    int32_t step = BLOCK_STEP * CELL_PX;
    int32_t beyond = (BLOCK_CELLS - BLOCK_STEP) * CELL_PX + MARGIN_PX;
    struct region box = {left * step - MARGIN_PX, top * step - MARGIN_PX,
                         (right - left) * step + MARGIN_PX + beyond,
                         (bottom - top) * step + MARGIN_PX + beyond};
    struct region whole = {0, 0, picture.width_px, picture.height_px};
    return (struct place){region_intersect(box, whole), c->area_px,
                          (size_t)(right - left) * (size_t)(bottom - top)};
}

static int by_fill(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    size_t x = p->blocks * q->room, y = q->blocks * p->room;
    return (x < y) - (x > y);
}

bool fine_places(struct raster picture, struct arena *a, struct arena scratch,
                 struct fine_places *ret, struct err *err)
{
    *ret = (struct fine_places){0};
    int32_t w = picture.width_px / CELL_PX, h = picture.height_px / CELL_PX;
    if (w < BLOCK_CELLS || h < BLOCK_CELLS)
        return true;
    struct cell *cells = arena_new(&scratch, struct cell, (size_t)w * (size_t)h);
    for (int32_t y = 0; y < h; y++)
        for (int32_t x = 0; x < w; x++)
            cells[(size_t)y * (size_t)w + (size_t)x] = cell_at(picture, x * CELL_PX, y * CELL_PX);
    struct text_map marks = {.w = (w - BLOCK_CELLS) / BLOCK_STEP + 1,
                             .h = (h - BLOCK_CELLS) / BLOCK_STEP + 1};
    marks.p = arena_new(&scratch, uint8_t, (size_t)marks.w * (size_t)marks.h);
    for (int32_t y = 0; y < marks.h; y++)
        for (int32_t x = 0; x < marks.w; x++) {
            const struct cell *first =
                &cells[(size_t)(y * BLOCK_STEP) * (size_t)w + (size_t)(x * BLOCK_STEP)];
            if (has_marks(first, w, true) || has_marks(first, w, false))
                marks.p[(size_t)y * (size_t)marks.w + (size_t)x] = UINT8_MAX;
        }
    struct arena keep, work;
    scratch_halve(scratch, &keep, &work);
    struct components found;
    if (!components_find(marks, UINT8_MAX, PLACE_BLOCKS, &keep, work, &found, err))
        return false;
    struct place *places = arena_new(&keep, struct place, found.n);
    for (size_t i = 0; i < found.n; i++)
        places[i] = place_of(&found.at[i], picture);
    if (found.n)
        qsort(places, found.n, sizeof *places, by_fill);
    int64_t left = FINE_PIXELS_MAX;
    ret->at = arena_new(a, struct region, found.n);
    for (size_t i = 0; i < found.n; i++) {
        int64_t area = region_area(places[i].region);
        if (area > left)
            continue;
        left -= area;
        ret->at[ret->n++] = places[i].region;
    }
    return true;
}
