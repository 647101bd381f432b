#include "match/pdq_filter.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define LANES        8
#define PIXELS_AHEAD 2
#define TARGET       __attribute__((target("avx2,fma")))
#define NAME(x)      avx2_##x

typedef __m256 vec;

static inline TARGET vec lanes_all(float x)
{
    return _mm256_set1_ps(x);
}

/* Markstein's corrected division; see PDQ_WINDOW_MAX. */
static inline TARGET vec lanes_divide(vec sum, vec count, vec reciprocal)
{
    vec q = _mm256_mul_ps(sum, reciprocal);
    return _mm256_fmadd_ps(_mm256_fnmadd_ps(q, count, sum), reciprocal, q);
}

static inline TARGET void lanes_transpose(vec x[LANES])
{
    vec t[LANES], u[LANES];
    for (int i = 0; i < LANES; i += 2) {
        t[i] = _mm256_unpacklo_ps(x[i], x[i + 1]);
        t[i + 1] = _mm256_unpackhi_ps(x[i], x[i + 1]);
    }
    for (int i = 0; i < LANES; i += 4)
        for (int k = 0; k < 2; k++) {
            u[i + 2 * k] = _mm256_shuffle_ps(t[i + k], t[i + k + 2], 0x44);
            u[i + 2 * k + 1] = _mm256_shuffle_ps(t[i + k], t[i + k + 2], 0xee);
        }
    for (int i = 0; i < LANES / 2; i++) {
        x[i] = _mm256_permute2f128_ps(u[i], u[i + 4], 0x20);
        x[i + 4] = _mm256_permute2f128_ps(u[i], u[i + 4], 0x31);
    }
}

/* Two loads of four pixels each; a shuffle of bytes spreads one channel to 32-bit integers. */
static inline TARGET vec lanes_luma(const uint8_t *rgb)
{
    __m256i pixels = _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)rgb)),
        _mm_loadu_si128((const __m128i *)(const void *)(rgb + 12)), 1);
    const __m256i red = _mm256_set_epi32(0x80808009, 0x80808006, 0x80808003, 0x80808000, 0x80808009,
                                         0x80808006, 0x80808003, 0x80808000);
    const __m256i one = _mm256_set1_epi32(1);
    __m256i green = _mm256_add_epi32(red, one), blue = _mm256_add_epi32(green, one);
    vec r = _mm256_cvtepi32_ps(_mm256_shuffle_epi8(pixels, red));
    vec g = _mm256_cvtepi32_ps(_mm256_shuffle_epi8(pixels, green));
    vec b = _mm256_cvtepi32_ps(_mm256_shuffle_epi8(pixels, blue));
    return _mm256_add_ps(
        _mm256_add_ps(_mm256_mul_ps(lanes_all(0.299f), r), _mm256_mul_ps(lanes_all(0.587f), g)),
        _mm256_mul_ps(lanes_all(0.114f), b));
}

#include "match/pdq_kernel.inc"

static bool supported(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

const struct pdq_path pdq_avx2 = {"avx2", supported, avx2_luma, avx2_raster};
#endif
