#include "image/upright.h"

#include <string.h>

#include "base/raster.h"

static inline void copy_pixel(uint8_t *to, const uint8_t *from)
{
    to[0] = from[0];
    to[1] = from[1];
    to[2] = from[2];
}

/* Orientations 1 to 4: a stored row stays a row. */
static void put_rows(struct upright u, int64_t y, int64_t rows, const uint8_t *rgb, uint8_t *out)
{
    bool mirrored = u.orientation == 2 || u.orientation == 3;
    bool flipped = u.orientation == 3 || u.orientation == 4;
    size_t row_bytes = (size_t)u.stored_w_px * RASTER_CHANNELS;
    for (int64_t i = 0; i < rows; i++, rgb += row_bytes) {
        int64_t out_y = flipped ? u.stored_h_px - 1 - (y + i) : y + i;
        uint8_t *row = out + (size_t)out_y * row_bytes;
        if (!mirrored) {
            memcpy(row, rgb, row_bytes);
            continue;
        }
        for (int64_t x = 0; x < u.stored_w_px; x++)
            copy_pixel(row + 3 * (u.stored_w_px - 1 - x), rgb + 3 * x);
    }
}

/* n pixels, `step` bytes apart, to a packed run. Four bytes at a time, of which the next pixel
 * overwrites the fourth; `slack` says that a byte after each pixel may be read. */
static inline void copy_run(uint8_t *to, const uint8_t *from, ptrdiff_t step, int64_t n, bool slack)
{
    if (slack)
        for (; n > 1; n--, to += 3, from += step)
            memcpy(to, from, 4);
    for (; n > 0; n--, to += 3, from += step)
        copy_pixel(to, from);
}

/* Orientations 5 to 8: a stored row becomes a column. Goes along the output's rows, so that each
 * write run is as long as the strip is high. */
static void put_columns(struct upright u, int64_t y, int64_t rows, const uint8_t *rgb, uint8_t *out)
{
    if (!rows)
        return;
    bool columns_back = u.orientation == 6 || u.orientation == 7;
    bool rows_back = u.orientation == 7 || u.orientation == 8;
    int64_t w = u.stored_w_px, h = u.stored_h_px;
    ptrdiff_t row_bytes = w * RASTER_CHANNELS, step = columns_back ? -row_bytes : row_bytes;
    const uint8_t *from = columns_back ? rgb + (rows - 1) * row_bytes : rgb;
    uint8_t *to = out + (columns_back ? h - y - rows : y) * RASTER_CHANNELS;
    for (int64_t x = 0; x < w; x++) {
        int64_t out_y = rows_back ? w - 1 - x : x;
        copy_run(to + out_y * h * RASTER_CHANNELS, from + 3 * x, step, rows, x + 1 < w);
    }
}

void upright_put(struct upright u, int64_t y, int64_t rows, const uint8_t *rgb, uint8_t *out)
{
    assert(u.orientation >= 1 && u.orientation <= 8);
    assert(y >= 0 && rows >= 0 && y + rows <= u.stored_h_px);

    if (upright_turns(u))
        put_columns(u, y, rows, rgb, out);
    else
        put_rows(u, y, rows, rgb, out);
}
