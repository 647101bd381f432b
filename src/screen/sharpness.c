#include "screen/sharpness.h"

#include <math.h>
#include <stdlib.h>

enum {
    TILE_PX = 32,
    RANGE_LEAST = 80, /* of 255: an edge, not a slope of light */
    /* A few tiles of noise or of a caption do not make a picture sharp: so many must be, of a small
     * picture an eighth of its tiles. */
    SHARP_TILES = 12,
    TILES_A_SHARP_ONE = 8,
};

static int luma(const uint8_t *rgb)
{
    return (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8;
}

/* The blur of the sharpest edge in a tile, or 0 where it has none. The rise is over two pixels, so
 * that the noise of one does not count as an edge. */
static float tile_blur_px(struct raster r, int32_t x0, int32_t y0)
{
    int least = 255, most = 0, rise = 1;
    for (int32_t y = y0; y < y0 + TILE_PX; y++) {
        const uint8_t *row = raster_row(r, y), *below = raster_row(r, y + 2);
        for (int32_t x = x0; x < x0 + TILE_PX; x++) {
            int here = luma(row + (size_t)x * RASTER_CHANNELS);
            int right = luma(row + (size_t)(x + 2) * RASTER_CHANNELS);
            int down = luma(below + (size_t)x * RASTER_CHANNELS);
            least = MIN(least, here);
            most = MAX(most, here);
            rise = MAX(rise, MAX(abs(right - here), abs(down - here)));
        }
    }
    if (most - least < RANGE_LEAST)
        return 0;
    static const float SQRT_2_PI = 2.5066283F;
    return 2 * (float)(most - least) / (SQRT_2_PI * (float)rise);
}

float sharpness_blur_px(struct raster picture)
{
    float sharpest[SHARP_TILES];
    size_t n = 0, edges = 0;
    for (int32_t y = 0; y + TILE_PX + 2 <= picture.height_px; y += TILE_PX)
        for (int32_t x = 0; x + TILE_PX + 2 <= picture.width_px; x += TILE_PX) {
            float blur = tile_blur_px(picture, x, y);
            edges += blur > 0;
            if (blur <= 0 || (n == SHARP_TILES && blur >= sharpest[n - 1]))
                continue;
            size_t at = n < SHARP_TILES ? n++ : n - 1;
            for (; at > 0 && sharpest[at - 1] > blur; at--)
                sharpest[at] = sharpest[at - 1];
            sharpest[at] = blur;
        }
    return n ? sharpest[MIN(n, 1 + edges / TILES_A_SHARP_ONE) - 1] : 0;
}
