#include "match/pdq.h"

#include <stdio.h>
#include <stdlib.h>

#include "../test.h"
#include "match/pdq_filter.h"
#include "pdq_plain.h"

enum {
    SCRATCH_BYTES = 256 << 20
};

static struct arena scratch;

static int set_up(void **state)
{
    (void)state;
    scratch = arena_open(SCRATCH_BYTES);
    for (size_t i = 0; i < pdq_paths_n; i++)
        printf("# path %s: %s\n", pdq_paths[i]->name,
               pdq_paths[i]->supported() ? "tested" : "not on this machine");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&scratch);
    return 0;
}

/* The pictures of test/vectors/pdq_synthetic.tsv, by their formulas in the README there. */
static uint8_t pixel(const char *kind, uint64_t *s, int i, int j, int h, int w)
{
    if (!strcmp(kind, "noise")) {
        *s = *s * 6364136223846793005u + 1442695040888963407u;
        return (uint8_t)(*s >> 56);
    }
    if (!strcmp(kind, "gradient"))
        return (uint8_t)(((255 * i / (h > 1 ? h - 1 : 1)) + (255 * j / (w > 1 ? w - 1 : 1))) / 2);
    if (!strcmp(kind, "rings"))
        return (uint8_t)((((uint64_t)i * i + (uint64_t)j * j) >> 6) & 255);
    if (!strcmp(kind, "product"))
        return (uint8_t)(((uint64_t)(i + 1) * (uint64_t)(j + 1) >> 4) & 255);
    if (!strcmp(kind, "checker"))
        return ((i / 8) ^ (j / 8)) & 1 ? 255 : 0;
    if (!strcmp(kind, "flat"))
        return 127;
    if (!strcmp(kind, "blocks")) {
        uint64_t x = (uint64_t)(i * 16 / h) * 31 + (uint64_t)(j * 16 / w) * 17 + *s;
        x *= 0x9E3779B97F4A7C15u;
        x ^= x >> 29;
        x *= 0xBF58476D1CE4E5B9u;
        return (uint8_t)(x >> 56);
    }
    fail_msg("unknown kind %s", kind);
    return 0;
}

static void check_vector(const char *kind, uint64_t seed, int h, int w, int quality,
                         char hex[][FINGERPRINT_HEX_CHARS + 1], int hashes)
{
    struct arena a = scratch;
    float *v = arena_new(&a, float, (size_t)h *w);
    uint64_t s = seed;
    for (int i = 0; i < h; i++)
        for (int j = 0; j < w; j++)
            v[(size_t)i * w + j] = (float)pixel(kind, &s, i, j, h, w);
    for (size_t p = 0; p < pdq_paths_n; p++) {
        if (!pdq_paths[p]->supported())
            continue;
        struct pdq_spectrum spectrum;
        struct fingerprint got[PDQ_VARIANTS];
        char got_hex[FINGERPRINT_HEX_CHARS + 1];
        pdq_spectrum_by_luma(pdq_paths[p], (struct luma){v, w, h}, a, &spectrum);
        assert_int_equal(spectrum.quality, quality);
        pdq_variants(&spectrum, got);
        struct pdq whole = pdq_of(&spectrum);
        assert_int_equal(fingerprint_distance(whole.hash, got[PDQ_AS_IS]), 0);
        assert_int_equal(whole.quality, quality);
        for (int k = 0; k < hashes; k++) {
            struct fingerprint want;
            struct err err = {0};
            fingerprint_hex(got[k], got_hex);
            if (strcmp(got_hex, hex[k]))
                fail_msg("%s %d x %d on %s, %s: got %s, want %s", kind, w, h, pdq_paths[p]->name,
                         pdq_variant_word((enum pdq_variant)k), got_hex, hex[k]);
            assert_ok(fingerprint_parse(str_of(hex[k]), &want, &err), err);
            assert_int_equal(fingerprint_distance(want, got[k]), 0);
        }
    }
}

static void equals_every_vector_of_the_reference(void **state)
{
    (void)state;
    const char *folder = getenv("TEST_VECTORS");
    char path[4096], line[2048];
    assert_non_null(folder);
    snprintf(path, sizeof path, "%s/pdq_synthetic.tsv", folder);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    int n = 0;
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        char kind[16], hex[PDQ_VARIANTS][FINGERPRINT_HEX_CHARS + 1];
        unsigned long long seed;
        int h, w, quality;
        int fields = sscanf(line, "%15s %llu %d %d %d %64s %64s %64s %64s %64s %64s %64s %64s",
                            kind, &seed, &h, &w, &quality, hex[0], hex[1], hex[2], hex[3], hex[4],
                            hex[5], hex[6], hex[7]);
        assert_true(fields == 6 || fields == 13);
        check_vector(kind, seed, h, w, quality, hex, fields - 5);
        n++;
    }
    fclose(f);
    assert_int_equal(n, 312);
}

static uint64_t state_of_random = 88172645463325252u;

static uint32_t next_random(void)
{
    state_of_random ^= state_of_random << 13;
    state_of_random ^= state_of_random >> 7;
    state_of_random ^= state_of_random << 17;
    return (uint32_t)(state_of_random >> 32);
}

static void check_size(int w, int h)
{
    struct arena a = scratch;
    size_t n = (size_t)w * h;
    uint8_t *rgb = arena_new(&a, uint8_t, n * 3);
    float *luma = arena_new(&a, float, n), *picture = arena_new(&a, float, n);
    float *spare = arena_new(&a, float, n);
    /* smooth with noise, so that sums round differently everywhere */
    for (size_t i = 0; i < n * 3; i++)
        rgb[i] = (uint8_t)((i / 7 + i / (3 * (size_t)w) * 3 + (next_random() & 31)) & 255);
    struct raster r = {rgb, w, h};
    struct pdq_spectrum want;
    pdq_plain_luma(r, luma);
    memcpy(picture, luma, n * sizeof *luma);
    pdq_plain_spectrum(picture, spare, w, h, &want);
    for (size_t p = 0; p < pdq_paths_n; p++) {
        if (!pdq_paths[p]->supported())
            continue;
        struct pdq_spectrum by_luma, by_raster;
        memset(&by_luma, 0, sizeof by_luma);
        memset(&by_raster, 0, sizeof by_raster);
        pdq_spectrum_by_luma(pdq_paths[p], (struct luma){luma, w, h}, a, &by_luma);
        pdq_spectrum_by_raster(pdq_paths[p], r, a, &by_raster);
        if (memcmp(&by_luma, &want, sizeof want))
            fail_msg("%d x %d from luma on %s differs", w, h, pdq_paths[p]->name);
        if (memcmp(&by_raster, &want, sizeof want))
            fail_msg("%d x %d from a raster on %s differs", w, h, pdq_paths[p]->name);
    }
    /* what is promised about scratch is enough, and the rest of it is not touched */
    struct arena tight = {a.base, a.beg, a.beg + pdq_scratch_bytes(w, h)};
    struct err err = {0};
    struct pdq_spectrum got;
    assert_ok(pdq_spectrum_of_raster(r, tight, &got, &err), err);
    assert_memory_equal(&got, &want, sizeof want);
}

static void every_path_equals_the_plain_one_at_every_size(void **state)
{
    (void)state;
    for (int w = 1; w <= 70; w++)
        check_size(w, 1 + w * 29 % 83);
    static const int sides[] = {5, 63, 64, 65, 127, 128, 129, 255, 256, 257, 383, 640, 769};
    for (size_t i = 0; i < countof(sides); i++)
        for (size_t j = 0; j < countof(sides); j++)
            check_size(sides[i], sides[j]);
    check_size(4001, 37);
    check_size(37, 4001);
    check_size(65535, 9);
    check_size(9, 65535);
    check_size(2048, 1365);
}

static void dividing_by_reciprocal_is_exact(void **state)
{
    (void)state;
    /* The claim at PDQ_WINDOW_MAX, on random mantissas here; all of them were tried once. */
    for (int i = 0; i < 2000000; i++) {
        float count = (float)(1 + next_random() % PDQ_WINDOW_MAX);
        float sum = (float)(next_random() >> 8) * 0.001f, reciprocal = 1.0f / count;
        float q = sum * reciprocal;
        float corrected = __builtin_fmaf(__builtin_fmaf(-q, count, sum), reciprocal, q);
        if (corrected != sum / count)
            fail_msg("%a / %a", (double)sum, (double)count);
    }
}

static void median_is_that_of_torben(void **state)
{
    (void)state;
    /* Through the public door: the bits set are those over the median of the reference. */
    for (int round = 0; round < 300; round++) {
        struct pdq_spectrum s = {.quality = 100};
        uint32_t range = 1 + next_random() % 400; /* few values: many are equal */
        for (int i = 0; i < 256; i++)
            s.v[i / 16][i % 16] = (float)(next_random() % range) - (float)range / 2;
        float m = pdq_plain_median(&s.v[0][0], 256);
        struct fingerprint got = pdq_of(&s).hash;
        for (int i = 0; i < 256; i++)
            assert_int_equal(got.word[i / 64] >> (i % 64) & 1, s.v[i / 16][i % 16] > m);
    }
}

static void refuses_sides_it_cannot_take(void **state)
{
    (void)state;
    static const int bad[][2] = {{0, 5}, {5, 0}, {-1, 5}, {65536, 5}, {5, 65536}};
    struct err err = {0};
    struct pdq_spectrum s;
    for (size_t i = 0; i < countof(bad); i++) {
        struct raster r = {(const uint8_t *)"", bad[i][0], bad[i][1]};
        assert_err(pdq_spectrum_of_raster(r, scratch, &s, &err), err, ERR_LIMIT);
    }
}

static void hex_is_strict(void **state)
{
    (void)state;
    const char *good = "ABCDEF0123456789abcdef0123456789000000000000000000000000000000ff";
    const char *bad[] = {"",
                         "00",
                         "ABCDEF0123456789abcdef0123456789000000000000000000000000000000f",
                         "ABCDEF0123456789abcdef0123456789000000000000000000000000000000ff0",
                         "ABCDEF0123456789abcdef0123456789000000000000000000000000000000fg",
                         "ABCDEF0123456789abcdef012345678900000000000000000000000000000 ff"};
    struct fingerprint f;
    struct err err = {0};
    assert_ok(fingerprint_parse(str_of(good), &f, &err), err);
    assert_true(f.word[0] == 0xff && f.word[3] == 0xabcdef0123456789u);
    for (size_t i = 0; i < countof(bad); i++)
        assert_err(fingerprint_parse(str_of(bad[i]), &f, &err), err, ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_every_vector_of_the_reference),
        cmocka_unit_test(every_path_equals_the_plain_one_at_every_size),
        cmocka_unit_test(dividing_by_reciprocal_is_exact),
        cmocka_unit_test(median_is_that_of_torben),
        cmocka_unit_test(refuses_sides_it_cannot_take),
        cmocka_unit_test(hex_is_strict),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
