#include "match/pdq_filter.h"

#include <string.h>

/* Four floats in GNU C's vector type: SSE2 on x86-64, NEON on AArch64, plain code elsewhere. */
#define LANES        4
#define PIXELS_AHEAD 0
#define TARGET
#define NAME(x) portable_##x

typedef float vec __attribute__((vector_size(16)));

static inline vec lanes_all(float x)
{
    return (vec){x, x, x, x};
}

static inline vec lanes_divide(vec sum, vec count, vec reciprocal)
{
    (void)reciprocal;
    return sum / count;
}

static inline void lanes_transpose(vec x[LANES])
{
    vec a = __builtin_shufflevector(x[0], x[1], 0, 4, 1, 5);
    vec b = __builtin_shufflevector(x[2], x[3], 0, 4, 1, 5);
    vec c = __builtin_shufflevector(x[0], x[1], 2, 6, 3, 7);
    vec d = __builtin_shufflevector(x[2], x[3], 2, 6, 3, 7);
    x[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5);
    x[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
    x[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5);
    x[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
}

static inline vec lanes_luma(const uint8_t *rgb)
{
    vec r = {rgb[0], rgb[3], rgb[6], rgb[9]};
    vec g = {rgb[1], rgb[4], rgb[7], rgb[10]};
    vec b = {rgb[2], rgb[5], rgb[8], rgb[11]};
    return lanes_all(0.299f) * r + lanes_all(0.587f) * g + lanes_all(0.114f) * b;
}

#include "match/pdq_kernel.inc"

static bool supported(void)
{
    return true;
}

const struct pdq_path pdq_portable = {"portable", supported, portable_luma, portable_raster};
