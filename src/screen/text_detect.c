#include "screen/text_detect.h"

#include "screen/text_resample.h"

#include <math.h>
#include <string.h>

enum {
    TILE_STEP_PX = TILE_PX - TILE_OVERLAP_PX,
    TILE_MULTIPLE = 32, /* the detector halves its input five times */
    FLAT_CELL_PX = 8,
    FLAT_CONTRAST = 12, /* of 255, between blocks of 2 x 2 pixels in a cell of 8 x 8 */
};

/* One axis of the tiling: n tiles of `size`, tile i from tile_at(i). */
struct axis {
    int32_t length, n, size;
};

static struct axis axis_of(int32_t length)
{
    int32_t n =
        length <= TILE_PX ? 1 : (length - TILE_OVERLAP_PX + TILE_STEP_PX - 1) / TILE_STEP_PX;
    int32_t size = (length + (n - 1) * TILE_OVERLAP_PX + n - 1) / n;
    return (struct axis){length, n, size};
}

static int32_t tile_at(struct axis axis, int32_t i)
{
    if (axis.n == 1)
        return 0;
    return (int32_t)((int64_t)(axis.length - axis.size) * i / (axis.n - 1));
}

/* Where tile i ends being the one that is believed: the middle of its overlap with the next. */
static int32_t seam(struct axis axis, int32_t i)
{
    if (i < 0)
        return 0;
    if (i == axis.n - 1)
        return axis.length;
    return (tile_at(axis, i) + axis.size + tile_at(axis, i + 1)) / 2;
}

static int32_t scaled(int32_t length, float scale)
{
    return MAX(1, (int32_t)lroundf((float)length * scale));
}

struct level level_of(struct raster picture, float scale)
{
    return (struct level){.scale = scale,
                          .w = scaled(picture.width_px, scale),
                          .h = scaled(picture.height_px, scale)};
}

struct level level_of_part(struct raster picture, float scale, float x0, float y0, float x1,
                           float y1)
{
    int32_t w = scaled(picture.width_px, scale), h = scaled(picture.height_px, scale);
    int32_t left = MAX(0, MIN(w - 1, (int32_t)floorf(x0 * scale)));
    int32_t top = MAX(0, MIN(h - 1, (int32_t)floorf(y0 * scale)));
    int32_t right = MAX(left + 1, MIN(w, (int32_t)ceilf(x1 * scale)));
    int32_t bottom = MAX(top + 1, MIN(h, (int32_t)ceilf(y1 * scale)));
    return (struct level){
        .scale = scale, .x = left, .y = top, .w = right - left, .h = bottom - top};
}

/* Nothing in the tile has the contrast of print. Blocks of 2 x 2 pixels take the noise of one
 * pixel away; a stroke of print covers one even at the smallest size that can be seen. */
static bool is_flat(const float *planes, int32_t stride, int32_t rows, int32_t w, int32_t h)
{
    size_t plane = (size_t)rows * (size_t)stride;
    for (int32_t y = 0; y + FLAT_CELL_PX <= h; y += FLAT_CELL_PX / 2)
        for (int32_t x = 0; x + FLAT_CELL_PX <= w; x += FLAT_CELL_PX / 2)
            for (size_t c = 0; c < 3; c++) {
                float low = INFINITY, high = -INFINITY;
                for (int32_t j = 0; j < FLAT_CELL_PX; j += 2) {
                    const float *p = planes + c * plane + (size_t)(y + j) * (size_t)stride + x;
                    for (int32_t i = 0; i < FLAT_CELL_PX; i += 2) {
                        float v = p[i] + p[i + 1] + p[i + stride] + p[i + stride + 1];
                        low = fminf(low, v);
                        high = fmaxf(high, v);
                    }
                }
                if (high - low > 4 * FLAT_CONTRAST)
                    return false;
            }
    return true;
}

static bool detect_tile(struct ort_model *detector, struct raster picture, struct level *level,
                        struct axis across, struct axis down, int32_t tx, int32_t ty,
                        struct arena scratch, struct level_cost *cost, struct err *err)
{
    int32_t x = tile_at(across, tx), y = tile_at(down, ty);
    int32_t w = across.size, h = down.size;
    int32_t stride = (w + TILE_MULTIPLE - 1) / TILE_MULTIPLE * TILE_MULTIPLE;
    int32_t rows = (h + TILE_MULTIPLE - 1) / TILE_MULTIPLE * TILE_MULTIPLE;
    size_t plane = (size_t)stride * (size_t)rows;
    struct resample_to to = {.planes = arena_new(&scratch, float, 3 * plane),
                             .stride = stride,
                             .rows = rows,
                             .gain = {1, 1, 1}};
    resample_part(picture, level->scale, level->x + x, level->y + y, w, h, scratch, to);
    if (is_flat(to.planes, stride, rows, w, h)) {
        cost->flat++;
        return true;
    }
    /* The constants of the training set, in the order in which the model was trained with them. */
    static const float mean[3] = {0.485F, 0.456F, 0.406F}, deviation[3] = {0.229F, 0.224F, 0.225F};
    for (size_t c = 0; c < 3; c++)
        for (int32_t j = 0; j < rows; j++) {
            float *p = to.planes + c * plane + (size_t)j * (size_t)stride;
            for (int32_t i = 0; i < stride; i++)
                /* The margin that fills up to 32 is the mean colour: zero. */
                p[i] = i < w && j < h ? (p[i] / 255 - mean[c]) / deviation[c] : 0;
        }
    struct ort_tensor input = {to.planes, {1, 3, rows, stride}, 4, 3 * plane};
    struct ort_answer answer = {0};
    if (!ort_model_run(detector, input, &answer, err))
        return false;
    cost->tiles++;
    if (answer.at[0].count != plane) {
        ort_answer_done(&answer);
        return err_set(err, ERR_CORRUPT, "the text detector's map has %zu values, want %zu",
                       answer.at[0].count, plane);
    }
    for (int32_t j = seam(down, ty - 1); j < seam(down, ty); j++)
        for (int32_t i = seam(across, tx - 1); i < seam(across, tx); i++) {
            float v = answer.at[0].values[(size_t)(j - y) * (size_t)stride + (size_t)(i - x)];
            level->map.p[(size_t)j * (size_t)level->w + (size_t)i] =
                (uint8_t)(fminf(1, fmaxf(0, v)) * 255 + 0.5F);
        }
    ort_answer_done(&answer);
    return true;
}

bool level_detect(struct ort_model *detector, struct raster picture, struct arena *a,
                  struct arena scratch, struct level *level, struct level_cost *cost,
                  struct err *err)
{
    level->map = (struct text_map){arena_new(a, uint8_t, (size_t)level->w * (size_t)level->h),
                                   level->w, level->h};
    struct axis across = axis_of(level->w), down = axis_of(level->h);
    for (int32_t ty = 0; ty < down.n; ty++)
        for (int32_t tx = 0; tx < across.n; tx++)
            if (!detect_tile(detector, picture, level, across, down, tx, ty, scratch, cost, err))
                return false;
    return true;
}
