/* Components of a map, and pictures at another size: expected values by hand. */
#include "screen/text_components.h"
#include "screen/text_resample.h"

#include "../test.h"

#include <math.h>

/* A map from a drawing: '.' is 0, digits are tenths. */
static struct text_map draw(const char *const *rows, int32_t h, struct arena *a)
{
    struct text_map m = {.w = (int32_t)strlen(rows[0]), .h = h};
    m.p = arena_new(a, uint8_t, (size_t)m.w * (size_t)h);
    for (int32_t y = 0; y < h; y++)
        for (int32_t x = 0; x < m.w; x++)
            m.p[y * m.w + x] = rows[y][x] == '.' ? 0 : (uint8_t)((rows[y][x] - '0') * 25);
    return m;
}

static void finds_what_is_connected(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20), scratch = arena_open(1 << 20);
    const char *const rows[] = {
        "88..88....",               /* a U: two runs that meet below */
        "88..88..8.",               /* a dot */
        "888888....", "......88..", /* touches the U at a corner */
        "2222......",               /* under the threshold */
        "99......4.",
    };
    struct text_map map = draw(rows, 6, &a);
    struct components c;
    struct err err;
    assert_ok(components_find(map, 75, 1, &a, scratch, &c, &err), err);
    assert_int_equal(c.n, 4);
    assert_int_equal(c.at[0].area_px, 16);
    assert_float_equal(c.at[0].mean, 200.0 / 255, 1e-5);
    assert_int_equal(c.at[0].n_runs, 6);
    assert_int_equal(c.at[1].area_px, 1);
    assert_int_equal(c.at[2].area_px, 2);
    assert_int_equal(c.at[3].area_px, 1);
    for (size_t i = 1; i < c.at[0].n_runs; i++)
        assert_true(c.at[0].runs[i].y >= c.at[0].runs[i - 1].y);
    assert_ok(components_find(map, 75, 2, &a, scratch, &c, &err), err);
    assert_int_equal(c.n, 2);
    assert_ok(components_find(map, 255, 1, &a, scratch, &c, &err), err);
    assert_int_equal(c.n, 0);
    arena_close(&a);
    arena_close(&scratch);
}

static void refuses_more_marks_than_print_has(void **state)
{
    (void)state;
    struct arena a = arena_open(64 << 20), scratch = arena_open(64 << 20);
    struct text_map map = {.w = 1000, .h = 1000};
    map.p = arena_new(&a, uint8_t, 1000 * 1000);
    for (int32_t y = 0; y < map.h; y += 2)
        for (int32_t x = 0; x < map.w; x += 2)
            map.p[y * map.w + x] = 255;
    struct components c;
    struct err err;
    assert_err(components_find(map, 77, 1, &a, scratch, &c, &err), err, ERR_LIMIT);
    arena_close(&a);
    arena_close(&scratch);
}

static void a_component_becomes_a_band(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    /* A bar 100 x 8 from (10, 20), its middle bent down by 0.002 (x - 60)^2. */
    struct run runs[100 * 8];
    struct component c = {.runs = runs};
    for (int32_t y = 0; y < 60; y++)
        for (int32_t x = 10; x < 110; x++) {
            float middle = 24 + 0.002F * (float)((x - 60) * (x - 60));
            if (fabsf((float)y + 0.5F - middle) <= 4)
                runs[c.n_runs++] = (struct run){y, x, x + 1};
        }
    c.area_px = c.n_runs;
    struct strip s = component_strip(&c, a);
    assert_true(s.along.x > 0.99F);
    assert_float_equal(s.bend, 0.002F, 4e-4F);
    assert_float_equal(s.thick, 8, 0.8F);
    assert_float_equal(s.to - s.from, 100, 1.5F);
    struct vec p = strip_point(s, 0, 0);
    assert_float_equal(p.x, 60, 1);
    assert_float_equal(p.y, 24, 0.6F);
    /* One pixel. */
    struct run dot = {5, 5, 6};
    c = (struct component){&dot, 1, 1, 1};
    s = component_strip(&c, a);
    assert_float_equal(s.thick, 1, 0.01F);
    arena_close(&a);
}

/* Red rises with x, green with y, blue is 7. */
static struct raster ramp(int32_t w, int32_t h, struct arena *a)
{
    uint8_t *p = arena_new(a, uint8_t, (size_t)w * (size_t)h * 3);
    for (int32_t y = 0; y < h; y++)
        for (int32_t x = 0; x < w; x++) {
            uint8_t *q = p + (y * w + x) * 3;
            q[0] = (uint8_t)(4 * x);
            q[1] = (uint8_t)(4 * y);
            q[2] = 7;
        }
    return (struct raster){p, w, h};
}

static void scaled_parts_keep_a_ramp(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20), scratch = arena_open(1 << 20);
    struct raster r = ramp(48, 40, &a);
    const float scales[] = {1, 1.5F, 2, 0.5F, 0.4F};
    for (size_t i = 0; i < countof(scales); i++) {
        float scale = scales[i];
        float *planes = arena_new(&a, float, 3 * 16 * 20);
        struct resample_to to = {planes, 20, 16, {1, 1, 2}, {0, 0, 1}};
        resample_part(r, scale, 4, 3, 8, 6, scratch, to);
        for (int32_t y = 0; y < 6; y++)
            for (int32_t x = 0; x < 8; x++) {
                /* Pixel i of the scaled picture has its middle at (i + 1/2) / scale. */
                float wx = 4 * (((float)(x + 4) + 0.5F) / scale - 0.5F);
                float wy = 4 * (((float)(y + 3) + 0.5F) / scale - 0.5F);
                assert_float_equal(planes[y * 20 + x], 7, 1e-3F);
                /* Pixels that are covered in part count in full: a sixteenth of a pixel off. */
                assert_float_equal(planes[320 + y * 20 + x], wy, 0.25F);
                assert_float_equal(planes[640 + y * 20 + x], 2 * wx + 1, 0.5F);
            }
    }
    arena_close(&a);
    arena_close(&scratch);
}

static void a_strip_is_read_along_its_line(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct raster r = ramp(48, 40, &a);
    /* Straight down, 20 long and 10 wide: x falls across from 29.5 to 20.5, y rises along. */
    struct strip s = {.origin = {25, 20}, .along = {0, 1}, .from = -10, .to = 10, .thick = 10};
    uint8_t out[3 * 20 * 10];
    resample_strip(r, s, 20, 10, out);
    for (int j = 0; j < 10; j++)
        for (int i = 0; i < 20; i++) {
            assert_int_equal(out[j * 20 + i], 7);
            assert_in_range(out[200 + j * 20 + i], 4 * (10 + i) - 1, 4 * (10 + i) + 1);
            assert_in_range(out[400 + j * 20 + i], 4 * (29 - j) - 1, 4 * (29 - j) + 1);
        }
    /* Outside the picture its edge goes on. */
    s.origin = (struct vec){-500, 1e9F};
    resample_strip(r, s, 20, 10, out);
    assert_int_equal(out[200], 4 * 39);
    assert_int_equal(out[400], 0);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_connected),
        cmocka_unit_test(refuses_more_marks_than_print_has),
        cmocka_unit_test(a_component_becomes_a_band),
        cmocka_unit_test(scaled_parts_keep_a_ramp),
        cmocka_unit_test(a_strip_is_read_along_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
