#include "screen/sharpness.h"

#include <stdlib.h>

enum {
    CELL_PX = 16,
    CELLS_LEAST = 7,  /* each way: in a smaller picture a slope of light is as steep as an edge */
    RANGE_LEAST = 80, /* of 255: an edge, not a slope of light */
    /* A few places of noise or of a caption do not make a picture sharp: so many must be, of a
     * small picture an eighth of those with an edge. */
    SHARP_CELLS = 40,
    CELLS_A_SHARP_ONE = 8,
};

struct cell {
    uint8_t least, most;
    uint8_t rise; /* over two pixels, so that the noise of one does not count as an edge */
};

static int luma(const uint8_t *rgb)
{
    return (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8;
}

static struct cell cell_of(struct raster r, int32_t x0, int32_t y0)
{
    int least = 255, most = 0, rise = 0;
    for (int32_t y = y0; y < y0 + CELL_PX; y++) {
        const uint8_t *row = raster_row(r, y), *below = raster_row(r, y + 2);
        for (int32_t x = x0; x < x0 + CELL_PX; x++) {
            int here = luma(row + (size_t)x * RASTER_CHANNELS);
            int right = luma(row + (size_t)(x + 2) * RASTER_CHANNELS);
            int down = luma(below + (size_t)x * RASTER_CHANNELS);
            least = MIN(least, here);
            most = MAX(most, here);
            rise = MAX(rise, MAX(abs(right - here), abs(down - here)));
        }
    }
    return (struct cell){(uint8_t)least, (uint8_t)most, (uint8_t)rise};
}

/* The blur of the edge in this cell, of which both sides lie in the cells around it; 0 for none.
 * The edge is steepest in the cell where it is centred: the others see a part of it. */
static float cell_blur_px(const struct cell *cells, int32_t columns, int32_t rows, int32_t x,
                          int32_t y)
{
    const struct cell *here = &cells[y * columns + x];
    int least = here->least, most = here->most;
    for (int32_t j = MAX(y - 1, 0); j <= MIN(y + 1, rows - 1); j++)
        for (int32_t i = MAX(x - 1, 0); i <= MIN(x + 1, columns - 1); i++) {
            const struct cell *c = &cells[j * columns + i];
            if (c->rise > here->rise)
                return 0;
            least = MIN(least, c->least);
            most = MAX(most, c->most);
        }
    if (most - least < RANGE_LEAST || !here->rise)
        return 0;
    static const float SQRT_2_PI = 2.5066283F;
    return 2 * (float)(most - least) / (SQRT_2_PI * (float)here->rise);
}

float sharpness_blur_px(struct raster picture, struct arena scratch)
{
    int32_t columns = (picture.width_px - 2) / CELL_PX, rows = (picture.height_px - 2) / CELL_PX;
    if (columns < CELLS_LEAST || rows < CELLS_LEAST)
        return 0;
    struct cell *cells = arena_new(&scratch, struct cell, (size_t)columns * (size_t)rows);
    for (int32_t y = 0; y < rows; y++)
        for (int32_t x = 0; x < columns; x++)
            cells[y * columns + x] = cell_of(picture, x * CELL_PX, y * CELL_PX);
    float sharpest[SHARP_CELLS];
    size_t n = 0, edges = 0;
    for (int32_t y = 0; y < rows; y++)
        for (int32_t x = 0; x < columns; x++) {
            float blur = cell_blur_px(cells, columns, rows, x, y);
            edges += blur > 0;
            if (blur <= 0 || (n == SHARP_CELLS && blur >= sharpest[n - 1]))
                continue;
            size_t at = n < SHARP_CELLS ? n++ : n - 1;
            for (; at > 0 && sharpest[at - 1] > blur; at--)
                sharpest[at] = sharpest[at - 1];
            sharpest[at] = blur;
        }
    return n ? sharpest[MIN(n, 1 + edges / CELLS_A_SHARP_ONE) - 1] : 0;
}
