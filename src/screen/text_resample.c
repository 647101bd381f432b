#include "screen/text_resample.h"

#include <math.h>
#include <string.h>

/* Weights of one axis: scaled pixel i is the sum of n source pixels from `first`. */
struct taps {
    int32_t *first;
    float *weights; /* n each */
    int32_t n;
};

static float catmull_rom(float d)
{
    d = fabsf(d);
    if (d < 1)
        return (1.5F * d - 2.5F) * d * d + 1;
    return d < 2 ? ((-0.5F * d + 2.5F) * d - 4) * d + 2 : 0;
}

/* How much of the interval [from, to) lies in pixel i. */
static float coverage(float from, float to, int32_t i)
{
    float low = fmaxf(from, (float)i), high = fminf(to, (float)(i + 1));
    return fmaxf(0, high - low);
}

static struct taps make_taps(float scale, int32_t at, int32_t count, int32_t source,
                             struct arena *a)
{
    struct taps taps = {.n = scale >= 1 ? 4 : (int32_t)ceilf(1 / scale) + 1};
    taps.n = MIN(taps.n, source);
    taps.first = arena_new(a, int32_t, count);
    taps.weights = arena_new(a, float, (size_t)count *(size_t)taps.n);
    for (int32_t i = 0; i < count; i++) {
        float from = (float)(at + i) / scale, to = (float)(at + i + 1) / scale;
        float middle = (from + to) / 2 - 0.5F;
        int32_t first = scale >= 1 ? (int32_t)floorf(middle) - 1 : (int32_t)floorf(from);
        first = MAX(0, MIN(first, source - taps.n));
        taps.first[i] = first;
        float *w = taps.weights + (size_t)i * (size_t)taps.n, sum = 0;
        for (int32_t k = 0; k < taps.n; k++) {
            w[k] = scale >= 1 ? catmull_rom((float)(first + k) - middle)
                              : coverage(from, to, first + k);
            sum += w[k];
        }
        /* At the edges weights are cut off: what remains must still sum to one. */
        for (int32_t k = 0; k < taps.n; k++)
            w[k] = sum > 0 ? w[k] / sum : (k == 0 ? 1.0F : 0.0F);
    }
    return taps;
}

static void copy_part(struct raster picture, int32_t x, int32_t y, int32_t w, int32_t h,
                      struct resample_to to)
{
    size_t plane = (size_t)to.rows * (size_t)to.stride;
    for (int32_t j = 0; j < h; j++) {
        const uint8_t *from = raster_row(picture, y + j) + (size_t)x * RASTER_CHANNELS;
        float *b = to.planes + (size_t)j * (size_t)to.stride;
        for (int32_t i = 0; i < w; i++, from += RASTER_CHANNELS) {
            b[i] = from[2] * to.gain[0] + to.bias[0];
            b[plane + (size_t)i] = from[1] * to.gain[1] + to.bias[1];
            b[2 * plane + (size_t)i] = from[0] * to.gain[2] + to.bias[2];
        }
    }
}

void resample_part(struct raster picture, float scale, int32_t x, int32_t y, int32_t w, int32_t h,
                   struct arena scratch, struct resample_to to)
{
    if (scale == 1) {
        copy_part(picture, x, y, w, h, to);
        return;
    }
    struct taps across = make_taps(scale, x, w, picture.width_px, &scratch);
    struct taps down = make_taps(scale, y, h, picture.height_px, &scratch);
    /* Source rows scaled across, kept in a ring as long as a column of taps. */
    float *ring = arena_new(&scratch, float, (size_t)down.n *(size_t)w * 3);
    int32_t done = down.first[0];
    size_t plane = (size_t)to.rows * (size_t)to.stride;
    for (int32_t j = 0; j < h; j++) {
        done = MAX(done, down.first[j]);
        for (; done < down.first[j] + down.n; done++) {
            const uint8_t *row = raster_row(picture, done);
            float *out = ring + (size_t)(done % down.n) * (size_t)w * 3;
            for (int32_t i = 0; i < w; i++) {
                const uint8_t *p = row + (size_t)across.first[i] * RASTER_CHANNELS;
                const float *weight = across.weights + (size_t)i * (size_t)across.n;
                float r = 0, g = 0, b = 0;
                for (int32_t k = 0; k < across.n; k++, p += RASTER_CHANNELS) {
                    r += weight[k] * p[0];
                    g += weight[k] * p[1];
                    b += weight[k] * p[2];
                }
                out[3 * i] = b;
                out[3 * i + 1] = g;
                out[3 * i + 2] = r;
            }
        }
        const float *weight = down.weights + (size_t)j * (size_t)down.n;
        for (int32_t c = 0; c < 3; c++) {
            float *out = to.planes + (size_t)c * plane + (size_t)j * (size_t)to.stride;
            for (int32_t i = 0; i < w; i++) {
                float sum = 0;
                for (int32_t k = 0; k < down.n; k++)
                    sum +=
                        weight[k] *
                        ring[((size_t)((down.first[j] + k) % down.n) * (size_t)w + (size_t)i) * 3 +
                             (size_t)c];
                out[i] = fminf(255, fmaxf(0, sum)) * to.gain[c] + to.bias[c];
            }
        }
    }
}

static const uint8_t *pixel(struct raster r, int32_t x, int32_t y)
{
    x = MAX(0, MIN(x, r.width_px - 1));
    y = MAX(0, MIN(y, r.height_px - 1));
    return raster_row(r, y) + (size_t)x * RASTER_CHANNELS;
}

static void sample_cubic(struct raster r, struct vec at, float rgb[3])
{
    float fx = floorf(at.x - 0.5F), fy = floorf(at.y - 0.5F);
    float dx = at.x - 0.5F - fx, dy = at.y - 0.5F - fy;
    float wx[4], wy[4];
    for (int k = 0; k < 4; k++) {
        wx[k] = catmull_rom(dx - (float)(k - 1));
        wy[k] = catmull_rom(dy - (float)(k - 1));
    }
    rgb[0] = rgb[1] = rgb[2] = 0;
    for (int j = 0; j < 4; j++)
        for (int i = 0; i < 4; i++) {
            const uint8_t *p = pixel(r, (int32_t)fx + i - 1, (int32_t)fy + j - 1);
            float w = wx[i] * wy[j];
            rgb[0] += w * p[0];
            rgb[1] += w * p[1];
            rgb[2] += w * p[2];
        }
}

static void sample_linear(struct raster r, struct vec at, float rgb[3])
{
    float fx = floorf(at.x - 0.5F), fy = floorf(at.y - 0.5F);
    float dx = at.x - 0.5F - fx, dy = at.y - 0.5F - fy;
    const uint8_t *p = pixel(r, (int32_t)fx, (int32_t)fy);
    const uint8_t *q = pixel(r, (int32_t)fx + 1, (int32_t)fy);
    const uint8_t *s = pixel(r, (int32_t)fx, (int32_t)fy + 1);
    const uint8_t *t = pixel(r, (int32_t)fx + 1, (int32_t)fy + 1);
    for (int c = 0; c < 3; c++)
        rgb[c] = (p[c] * (1 - dx) + q[c] * dx) * (1 - dy) + (s[c] * (1 - dx) + t[c] * dx) * dy;
}

void resample_strip(struct raster picture, struct strip strip, int32_t w, int32_t h,
                    uint8_t *planes)
{
    size_t plane = (size_t)w * (size_t)h;
    float step_s = (strip.to - strip.from) / (float)w;
    float step_t = strip_thickness(strip, (strip.from + strip.to) / 2) / (float)h;
    /* Reducing: several samples a pixel, so that nothing falls between them. More than 8 a side
     * belong to letters of 400 px and more. */
    int n_s = (int)fminf(8, fmaxf(1, ceilf(step_s - 0.25F)));
    int n_t = (int)fminf(8, fmaxf(1, ceilf(step_t - 0.25F)));
    bool enlarge = step_s < 1 && step_t < 1;
    for (int32_t i = 0; i < w; i++)
        for (int32_t j = 0; j < h; j++) {
            float sum[3] = {0};
            for (int a = 0; a < n_s; a++)
                for (int b = 0; b < n_t; b++) {
                    float s = strip.from + step_s * ((float)i + ((float)a + 0.5F) / (float)n_s);
                    float t = ((float)j + ((float)b + 0.5F) / (float)n_t) / (float)h - 0.5F;
                    struct vec at = strip_point(strip, s, t);
                    /* A strip may leave the picture; far outside its numbers mean nothing. */
                    at.x = fmaxf(-8, fminf(at.x, (float)picture.width_px + 8));
                    at.y = fmaxf(-8, fminf(at.y, (float)picture.height_px + 8));
                    float rgb[3];
                    (enlarge ? sample_cubic : sample_linear)(picture, at, rgb);
                    for (int c = 0; c < 3; c++)
                        sum[c] += rgb[c];
                }
            for (int c = 0; c < 3; c++) {
                float v = sum[c] / (float)(n_s * n_t);
                planes[(size_t)(2 - c) * plane + (size_t)j * (size_t)w + (size_t)i] =
                    (uint8_t)(fminf(255, fmaxf(0, v)) + 0.5F);
            }
        }
}

struct raster resample_raster(struct raster picture, struct strip strip, int32_t w, int32_t h,
                              struct arena *a)
{
    size_t pixels = (size_t)w * (size_t)h;
    uint8_t *rgb = arena_new(a, uint8_t, RASTER_CHANNELS * pixels);
    struct arena scratch = *a;
    uint8_t *planes = arena_new(&scratch, uint8_t, RASTER_CHANNELS * pixels);
    resample_strip(picture, strip, w, h, planes);
    for (size_t i = 0; i < pixels; i++)
        for (size_t c = 0; c < RASTER_CHANNELS; c++)
            rgb[RASTER_CHANNELS * i + c] = planes[(RASTER_CHANNELS - 1 - c) * pixels + i];
    return (struct raster){rgb, w, h};
}
