#include "match/pdq.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "match/pdq_filter.h"

const struct pdq_path *const pdq_paths[] = {
#if defined(__x86_64__)
    &pdq_avx512,
    &pdq_avx2,
#endif
    &pdq_portable,
};
const size_t pdq_paths_n = countof(pdq_paths);

static const struct pdq_path *path_of_machine(void)
{
    size_t i = 0;
    while (!pdq_paths[i]->supported())
        i++;
    return pdq_paths[i];
}

struct pdq_axis pdq_axis_of(int n)
{
    struct pdq_axis axis = {.n = n, .window = (n + PDQ_WINDOWS - 1) / PDQ_WINDOWS};
    axis.lead = (axis.window + 2) / 2 - 1;
    for (int i = 0; i < PDQ_SIDE; i++)
        axis.sample[i] = (int)(((i + 0.5) * n) / PDQ_SIDE);
    return axis;
}

size_t pdq_scratch_bytes(int32_t width_px, int32_t height_px)
{
    struct pdq_axis across = pdq_axis_of(width_px), down = pdq_axis_of(height_px);
    size_t rows = ((size_t)down.window + 3) * pdq_row_floats(width_px) * sizeof(float);
    size_t rings = 2 * (size_t)pdq_ring_columns(across.window) * PDQ_VEC_BYTES;
    size_t last = ((size_t)down.window + 1) * PDQ_SIDE * sizeof(float);
    enum {
        BLOCKS = 6 /* allocations; each may be aligned to a vector and end in a red zone */
    };
    return rows + rings + last + (size_t)BLOCKS * 2 * PDQ_VEC_BYTES;
}

/* What the spectrum is multiplied from: the 16 x 64 matrix of a discrete cosine transform without
 * its zeroth row, and its transpose. The reference rounds the scale to float, multiplies in double
 * and stores float; with the scale in double, pictures of equal blocks get other bits. */
static float dct[PDQ_FREQUENCIES][PDQ_SIDE];
static float dct_turned[PDQ_SIDE][PDQ_FREQUENCIES];
static pthread_once_t dct_once = PTHREAD_ONCE_INIT;

static void dct_fill(void)
{
    const float scale = (float)sqrt(2.0 / PDQ_SIDE);
    for (int i = 0; i < PDQ_FREQUENCIES; i++)
        for (int j = 0; j < PDQ_SIDE; j++) {
            double angle = M_PI / (2.0 * PDQ_SIDE) * (i + 1) * (2 * j + 1);
            dct[i][j] = (float)((double)scale * cos(angle));
            dct_turned[j][i] = dct[i][j];
        }
}

/* Sums run over k in order for each value; the loops are turned so that neighbouring values, whose
 * sums do not depend on each other, are computed together. */
static void transform(const struct pdq_filtered *in, float out[PDQ_FREQUENCIES][PDQ_FREQUENCIES])
{
    pthread_once(&dct_once, dct_fill);
    for (int i = 0; i < PDQ_FREQUENCIES; i++) {
        float line[PDQ_SIDE] = {0};
        for (int k = 0; k < PDQ_SIDE; k++)
            for (int j = 0; j < PDQ_SIDE; j++)
                line[j] += dct[i][k] * in->v[k][j];
        float sums[PDQ_FREQUENCIES] = {0};
        for (int k = 0; k < PDQ_SIDE; k++)
            for (int j = 0; j < PDQ_FREQUENCIES; j++)
                sums[j] += line[k] * dct_turned[k][j];
        memcpy(out[i], sums, sizeof sums);
    }
}

/* Each step between neighbours counts in whole hundredths of the range, cut towards zero. */
static int step(float u, float v)
{
    return abs((int)(((u - v) * 100) / 255));
}

static int quality_of(const struct pdq_filtered *in)
{
    int sum = 0;
    for (int i = 0; i < PDQ_SIDE - 1; i++)
        for (int j = 0; j < PDQ_SIDE; j++)
            sum += step(in->v[i][j], in->v[i + 1][j]);
    for (int i = 0; i < PDQ_SIDE; i++)
        for (int j = 0; j < PDQ_SIDE - 1; j++)
            sum += step(in->v[i][j], in->v[i][j + 1]);
    return MIN(sum / 90, (int)PDQ_QUALITY_MAX);
}

static void spectrum_of(const struct pdq_filtered *filtered, struct pdq_spectrum *ret)
{
    ret->quality = quality_of(filtered);
    transform(filtered, ret->v);
}

void pdq_spectrum_by_luma(const struct pdq_path *path, struct luma picture, struct arena scratch,
                          struct pdq_spectrum *ret_spectrum)
{
    struct pdq_filtered filtered;
    if (picture.width_px < PDQ_SIDE_MIN_PX || picture.height_px < PDQ_SIDE_MIN_PX) {
        *ret_spectrum = (struct pdq_spectrum){0};
        return;
    }
    if (picture.width_px == PDQ_SIDE && picture.height_px == PDQ_SIDE)
        memcpy(filtered.v, picture.v, sizeof filtered.v);
    else
        path->luma(picture, scratch, &filtered);
    spectrum_of(&filtered, ret_spectrum);
}

void pdq_spectrum_by_raster(const struct pdq_path *path, struct raster picture,
                            struct arena scratch, struct pdq_spectrum *ret_spectrum)
{
    struct pdq_filtered filtered;
    if (picture.width_px < PDQ_SIDE_MIN_PX || picture.height_px < PDQ_SIDE_MIN_PX) {
        *ret_spectrum = (struct pdq_spectrum){0};
        return;
    }
    if (picture.width_px == PDQ_SIDE && picture.height_px == PDQ_SIDE)
        for (int i = 0; i < PDQ_SIDE * PDQ_SIDE; i++) {
            const uint8_t *p = picture.rgb + (size_t)i * RASTER_CHANNELS;
            filtered.v[i / PDQ_SIDE][i % PDQ_SIDE] = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
        }
    else
        path->raster(picture, scratch, &filtered);
    spectrum_of(&filtered, ret_spectrum);
}

bool pdq_spectrum_of_raster(struct raster picture, struct arena scratch,
                            struct pdq_spectrum *ret_spectrum, struct err *err)
{
    int32_t w = picture.width_px, h = picture.height_px;
    if (w < 1 || w > PDQ_SIDE_MAX_PX || h < 1 || h > PDQ_SIDE_MAX_PX)
        return err_set(err, ERR_LIMIT,
                       "a picture of %d x %d px: a fingerprint takes sides of 1 to %d", w, h,
                       PDQ_SIDE_MAX_PX);
    pdq_spectrum_by_raster(path_of_machine(), picture, scratch, ret_spectrum);
    return true;
}
