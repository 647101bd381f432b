/* match/pdq_filter.h -- private to match: the first half of PDQ, from a picture to 64 x 64 floats.
 *
 * Two repetitions of a box filter along the rows and along the columns (a Jarosz filter), read at
 * 64 x 64 points. The reference filters two full float images in place; here a few rows pass
 * through all four boxes at once. The order of floating-point operations on each value is that of
 * the reference, so the result is the same in every bit. */
#pragma once

#include "match/pdq.h"

enum {
    PDQ_SIDE = 64,     /* points each way after the filter */
    PDQ_WINDOWS = 128, /* a window is this fraction of a side, rounded up */
    /* A count in a window. For all counts up to this one, division by reciprocal and one corrected
     * step (Markstein) was compared with true division for every one of the 2^23 mantissas. */
    PDQ_WINDOW_MAX = (PDQ_SIDE_MAX_PX + PDQ_WINDOWS - 1) / PDQ_WINDOWS,
};

/* One box filter of width `window` over n values. Output j is the sum of the values from
 * j + lead - window + 1 to j + lead, as far as they exist, divided by how many exist. */
struct pdq_axis {
    int n;
    int window;
    int lead;
    int sample[PDQ_SIDE]; /* which outputs are kept; never falling */
};

struct pdq_axis pdq_axis_of(int n);

/* How many values the window of output j holds. */
static inline int pdq_axis_count(const struct pdq_axis *axis, int j)
{
    int last = MIN(j + axis->lead, axis->n - 1);
    int first = MAX(j + axis->lead - axis->window + 1, 0);
    return last - first + 1;
}

enum {
    PDQ_LANES_MAX = 16, /* the widest vector of any path, in floats */
    PDQ_VEC_BYTES = PDQ_LANES_MAX * (int)sizeof(float),
};

/* Floats from one row of a picture to the next in scratch: whole tiles and one more, so that rows
 * of a power of two do not all fall into one set of the cache. */
static inline size_t pdq_row_floats(int32_t width)
{
    return ((size_t)width / PDQ_LANES_MAX + 2) * PDQ_LANES_MAX;
}

/* Columns in a ring, a power of two: a window, and a tile on either side. */
static inline int pdq_ring_columns(int window)
{
    int columns = 2 * PDQ_LANES_MAX;
    while (columns < window + 2 * PDQ_LANES_MAX)
        columns *= 2;
    return columns;
}

struct pdq_filtered {
    float v[PDQ_SIDE][PDQ_SIDE];
};

/* Brightness as 32-bit floats, 0 to 255, rows packed without padding. A value that is not zero is
 * at least 2^-32 (any weighting of 8- or 16-bit samples is), so that no step works with denormals.
 */
struct luma {
    const float *v; /* height_px * width_px */
    int32_t width_px;
    int32_t height_px;
};

/* One way to compute it; `luma` and `raster` give equal bits for equal brightness. Both sides are
 * from PDQ_SIDE_MIN_PX to PDQ_SIDE_MAX_PX. */
struct pdq_path {
    const char *name;
    bool (*supported)(void);
    void (*luma)(struct luma picture, struct arena scratch, struct pdq_filtered *ret);
    void (*raster)(struct raster picture, struct arena scratch, struct pdq_filtered *ret);
};

extern const struct pdq_path pdq_portable;
#if defined(__x86_64__)
extern const struct pdq_path pdq_avx2;
extern const struct pdq_path pdq_avx512;
#endif

/* All paths of this build, the preferred one first; the last is supported everywhere. */
extern const struct pdq_path *const pdq_paths[];
extern const size_t pdq_paths_n;

/* The whole of PDQ on one path, so that tests and benchmarks can compare them. */
void pdq_spectrum_by_luma(const struct pdq_path *path, struct luma picture, struct arena scratch,
                          struct pdq_spectrum *ret_spectrum);
void pdq_spectrum_by_raster(const struct pdq_path *path, struct raster picture,
                            struct arena scratch, struct pdq_spectrum *ret_spectrum);
