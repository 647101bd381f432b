/* PDQ against a straight transcription of the algorithm (test/unit/match/pdq_plain.c), in one run:
 * medians of several rounds, one thread. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../test/unit/match/pdq_plain.h"
#include "../bench.h"
#include "match/pdq_filter.h"

enum {
    ROUNDS_MAX = 101
};

struct picture {
    struct raster rgb;
    struct luma luma;
    float *copy, *spare; /* for the plain one, which overwrites */
    struct arena scratch;
};

static double plain_ms(struct picture *p)
{
    struct pdq_spectrum s;
    memcpy(p->copy, p->luma.v, raster_bytes(p->rgb) / RASTER_CHANNELS * sizeof(float));
    double start = now_s(CLOCK_MONOTONIC);
    pdq_plain_spectrum(p->copy, p->spare, p->luma.width_px, p->luma.height_px, &s);
    (void)pdq_of(&s);
    return 1e3 * (now_s(CLOCK_MONOTONIC) - start);
}

static double path_ms(const struct pdq_path *path, struct picture *p, bool from_raster)
{
    struct pdq_spectrum s;
    double start = now_s(CLOCK_MONOTONIC);
    if (from_raster)
        pdq_spectrum_by_raster(path, p->rgb, p->scratch, &s);
    else
        pdq_spectrum_by_luma(path, p->luma, p->scratch, &s);
    (void)pdq_of(&s);
    return 1e3 * (now_s(CLOCK_MONOTONIC) - start);
}

static void run(int width, int height, int rounds)
{
    size_t n = (size_t)width * (size_t)height;
    uint8_t *rgb = malloc(n * 3);
    float *luma = malloc(n * sizeof *luma);
    struct picture p = {.rgb = {rgb, width, height},
                        .luma = {luma, width, height},
                        .copy = malloc(n * sizeof *luma),
                        .spare = malloc(n * sizeof *luma),
                        .scratch = arena_open(pdq_scratch_bytes(width, height))};
    if (!rgb || !luma || !p.copy || !p.spare)
        abort();
    uint32_t s = 1;
    for (size_t i = 0; i < n * 3; i++) {
        s = s * 1664525 + 1013904223;
        rgb[i] = (uint8_t)(i / 9 + (s >> 28));
    }
    pdq_plain_luma(p.rgb, luma);

    double ms[ROUNDS_MAX];
    for (int i = 0; i < rounds; i++)
        ms[i] = plain_ms(&p);
    double plain = median(ms, (size_t)rounds);
    printf("%d x %d: plain from luma %.3f ms\n", width, height, plain);
    for (size_t k = 0; k < pdq_paths_n; k++) {
        if (!pdq_paths[k]->supported()) {
            printf("  %-9s not on this machine\n", pdq_paths[k]->name);
            continue;
        }
        double got[2];
        for (int raster = 0; raster < 2; raster++) {
            for (int i = 0; i < rounds; i++)
                ms[i] = path_ms(pdq_paths[k], &p, raster);
            got[raster] = median(ms, (size_t)rounds);
        }
        printf("  %-9s from luma %8.3f ms, %5.1f times; from a raster %8.3f ms, %5.1f times\n",
               pdq_paths[k]->name, got[0], plain / got[0], got[1], plain / got[1]);
    }
    arena_close(&p.scratch);
    free(p.spare);
    free(p.copy);
    free(luma);
    free(rgb);
}

int main(void)
{
    run(512, 512, 51);
    run(1024, 768, 31);
    run(6000, 4000, 5);
    return 0;
}
