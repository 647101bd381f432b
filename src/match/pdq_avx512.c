#include "match/pdq_filter.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define LANES        16
#define PIXELS_AHEAD 2
#define TARGET       __attribute__((target("avx512f,avx512bw")))
#define NAME(x)      avx512_##x

typedef __m512 vec;

static inline TARGET vec lanes_all(float x)
{
    return _mm512_set1_ps(x);
}

/* Markstein's corrected division; see PDQ_WINDOW_MAX. */
static inline TARGET vec lanes_divide(vec sum, vec count, vec reciprocal)
{
    vec q = _mm512_mul_ps(sum, reciprocal);
    return _mm512_fmadd_ps(_mm512_fnmadd_ps(q, count, sum), reciprocal, q);
}

static inline TARGET void lanes_transpose(vec x[LANES])
{
    vec t[LANES];
    for (int i = 0; i < LANES; i += 2) {
        t[i] = _mm512_unpacklo_ps(x[i], x[i + 1]);
        t[i + 1] = _mm512_unpackhi_ps(x[i], x[i + 1]);
    }
    for (int i = 0; i < LANES; i += 4)
        for (int k = 0; k < 2; k++) {
            x[i + 2 * k] = _mm512_shuffle_ps(t[i + k], t[i + k + 2], 0x44);
            x[i + 2 * k + 1] = _mm512_shuffle_ps(t[i + k], t[i + k + 2], 0xee);
        }
    /* Now x[4 * i + c] holds columns c, c + 4, c + 8, c + 12 of rows 4 i to 4 i + 3. */
    for (int i = 0; i < LANES; i += 8)
        for (int c = 0; c < 4; c++) {
            t[i + c] = _mm512_shuffle_f32x4(x[i + c], x[i + c + 4], 0x88);
            t[i + c + 4] = _mm512_shuffle_f32x4(x[i + c], x[i + c + 4], 0xdd);
        }
    for (int c = 0; c < 4; c++) {
        x[c] = _mm512_shuffle_f32x4(t[c], t[c + 8], 0x88);
        x[c + 8] = _mm512_shuffle_f32x4(t[c], t[c + 8], 0xdd);
        x[c + 4] = _mm512_shuffle_f32x4(t[c + 4], t[c + 12], 0x88);
        x[c + 12] = _mm512_shuffle_f32x4(t[c + 4], t[c + 12], 0xdd);
    }
}

/* Four loads of four pixels each; a shuffle of bytes spreads one channel to 32-bit integers. */
static inline TARGET vec lanes_luma(const uint8_t *rgb)
{
    const __m128i *at[4];
    for (int i = 0; i < 4; i++)
        at[i] = (const __m128i *)(const void *)(rgb + 12 * i);
    __m512i pixels = _mm512_castsi128_si512(_mm_loadu_si128(at[0]));
    pixels = _mm512_inserti32x4(pixels, _mm_loadu_si128(at[1]), 1);
    pixels = _mm512_inserti32x4(pixels, _mm_loadu_si128(at[2]), 2);
    pixels = _mm512_inserti32x4(pixels, _mm_loadu_si128(at[3]), 3);
    const __m512i red =
        _mm512_broadcast_i32x4(_mm_set_epi32(0x80808009, 0x80808006, 0x80808003, 0x80808000));
    const __m512i one = _mm512_set1_epi32(1);
    __m512i green = _mm512_add_epi32(red, one), blue = _mm512_add_epi32(green, one);
    vec r = _mm512_cvtepi32_ps(_mm512_shuffle_epi8(pixels, red));
    vec g = _mm512_cvtepi32_ps(_mm512_shuffle_epi8(pixels, green));
    vec b = _mm512_cvtepi32_ps(_mm512_shuffle_epi8(pixels, blue));
    return _mm512_add_ps(
        _mm512_add_ps(_mm512_mul_ps(lanes_all(0.299f), r), _mm512_mul_ps(lanes_all(0.587f), g)),
        _mm512_mul_ps(lanes_all(0.114f), b));
}

#include "match/pdq_kernel.inc"

static bool supported(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

const struct pdq_path pdq_avx512 = {"avx512", supported, avx512_luma, avx512_raster};
#endif
