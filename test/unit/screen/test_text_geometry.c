/* Hulls, rectangles, bands, blocks and patches: expected values by hand. */
#include "screen/text_blocks.h"
#include "screen/text_patches.h"

#include "../test.h"

#include <math.h>

#define NEAR(got, want) assert_float_equal(got, want, 1e-3F)

static void a_hull_drops_what_is_inside_or_on_an_edge(void **state)
{
    (void)state;
    struct vec points[] = {{0, 0}, {4, 0}, {4, 3}, {0, 3}, {2, 1}, {2, 0}, {4, 1}, {0, 0}};
    struct vec corners[countof(points) + 1];
    assert_int_equal(hull(points, countof(points), corners), 4);
    float twice_area = 0;
    for (int i = 0; i < 4; i++)
        twice_area += corners[i].x * corners[(i + 1) % 4].y - corners[(i + 1) % 4].x * corners[i].y;
    NEAR(fabsf(twice_area), 24);
    struct vec one[] = {{5, 6}, {5, 6}};
    assert_int_equal(hull(one, 2, corners), 1);
    NEAR(corners[0].x, 5);
    struct vec line[] = {{0, 0}, {1, 1}, {3, 3}, {2, 2}};
    assert_int_equal(hull(line, 4, corners), 2);
}

static void the_least_rectangle_follows_the_points(void **state)
{
    (void)state;
    /* 10 x 2 along the direction (4, 3) / 5, around (20, 30). */
    struct vec u = {0.8F, 0.6F}, c = {20, 30}, points[4], corners[5];
    for (int i = 0; i < 4; i++) {
        float s = i & 1 ? 5 : -5, t = i & 2 ? 1 : -1;
        points[i] = (struct vec){c.x + s * u.x - t * u.y, c.y + s * u.y + t * u.x};
    }
    size_t n = hull(points, 4, corners);
    struct rect r = rect_around(corners, n);
    NEAR(r.length, 10);
    NEAR(r.thick, 2);
    NEAR(r.centre.x, 20);
    NEAR(r.centre.y, 30);
    NEAR(fabsf(r.along.x * u.x + r.along.y * u.y), 1);
    struct rect dot = rect_around(&c, 1);
    NEAR(dot.length, 0);
}

static void a_band_has_its_points_where_they_belong(void **state)
{
    (void)state;
    struct strip s = {.origin = {10, 20}, .along = {1, 0}, .from = -5, .to = 5, .thick = 4};
    struct vec p = strip_point(s, -5, -0.5F);
    NEAR(p.x, 5);
    NEAR(p.y, 18); /* the top left */
    s.bend = 0.1F;
    p = strip_point(s, 5, 0);
    NEAR(p.x, 15);
    NEAR(p.y, 22.5F); /* 0.1 * 25 below */
    /* Across the curve where its slope is 1: half of 4 along (-1, 1) / sqrt 2. */
    p = strip_point(s, 5, 0.5F);
    NEAR(p.x, 15 - sqrtf(2));
    NEAR(p.y, 22.5F + sqrtf(2));
    s.taper = 0.2F;
    NEAR(strip_thickness(s, 5), 5);

    struct strip turned = strip_turn(s);
    for (float at = -5; at <= 5; at += 2.5F) {
        struct vec a = strip_point(s, at, 0.3F), b = strip_point(turned, -at, -0.3F);
        NEAR(a.x, b.x);
        NEAR(a.y, b.y);
    }
    struct strip mapped = strip_map(s, 3, (struct vec){100, 200});
    struct vec a = strip_point(s, 2, 0.5F), b = strip_point(mapped, 6, 0.5F);
    NEAR(b.x, 3 * a.x + 100);
    NEAR(b.y, 3 * a.y + 200);
}

static void a_fit_finds_the_parabola_despite_a_stray(void **state)
{
    (void)state;
    struct strip_sample samples[21];
    for (int i = 0; i < 21; i++) {
        float s = (float)(i - 10) * 10;
        samples[i] = (struct strip_sample){s, 0.002F * s * s - 0.1F * s + 3, 8 + 0.02F * s};
    }
    samples[4].middle += 40;
    samples[4].thickness += 60;
    struct strip strip = {0};
    strip_fit(samples, countof(samples), true, &strip);
    assert_float_equal(strip.bend, 0.002F, 1e-5F);
    assert_float_equal(strip.slope, -0.1F, 1e-4F);
    assert_float_equal(strip.shift, 3, 1e-2F);
    assert_float_equal(strip.thick, 8, 1e-2F);
    assert_float_equal(strip.taper, 0.02F, 1e-4F);
    strip_fit(samples, 1, true, &strip);
    assert_float_equal(strip.bend, 0, 1e-6F);
}

static struct strip straight(float x, float y, float length, float thick, float degrees)
{
    float a = degrees * (float)M_PI / 180;
    return strip_of_rect((struct rect){{x, y}, {cosf(a), sinf(a)}, length, thick});
}

static void lines_become_blocks_in_reading_order(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20), scratch = arena_open(1 << 20);
    const struct strip strips[] = {
        straight(300, 60, 200, 20, 0),  /* second line of the page */
        straight(300, 30, 200, 20, 1),  /* first */
        straight(260, 90, 80, 20, 0),   /* third, left half */
        straight(350, 92, 80, 20, 0),   /* third, right half */
        straight(900, 60, 200, 20, 0),  /* far away */
        straight(300, 120, 200, 60, 0), /* near, but much larger */
        straight(300, 62, 200, 20, 90), /* crosses the page */
    };
    struct blocks b = blocks_group(strips, countof(strips), &a, scratch);
    assert_int_equal(b.n, 4);
    assert_int_equal(b.at[0].n, 4);
    const size_t want[] = {1, 0, 2, 3};
    assert_memory_equal(b.at[0].at, want, sizeof want);
    assert_int_equal(blocks_group(strips, 0, &a, scratch).n, 0);

    /* What could not be read is one thing with all that is near. */
    struct blocks near = blocks_gather(strips, countof(strips), &a, scratch);
    assert_int_equal(near.n, 2);
    assert_int_equal(near.at[0].n, 6);
    assert_int_equal(near.at[1].at[0], 4);

    /* The same page upside down is read from its own top. */
    struct strip turned[4];
    for (int i = 0; i < 4; i++)
        turned[i] = strip_turn(strips[i]);
    b = blocks_group(turned, 4, &a, scratch);
    assert_int_equal(b.n, 1);
    const size_t reversed[] = {3, 2, 0, 1};
    assert_memory_equal(b.at[0].at, reversed, sizeof reversed);
    arena_close(&a);
    arena_close(&scratch);
}

static void an_outline_is_clockwise_and_stays_in_the_picture(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct outline o = strip_outline(straight(50, 40, 60, 20, 0), 70, 100, &a);
    assert_int_equal(o.n, 4);
    const struct point want[] = {{20, 30}, {70, 30}, {70, 50}, {20, 50}};
    assert_memory_equal(o.at, want, sizeof want);
    struct region r = outline_region(o);
    assert_int_equal(r.x_px, 20);
    assert_int_equal(r.w_px, 50);
    assert_int_equal(r.h_px, 20);
    struct strip bent = straight(500, 400, 400, 20, 0);
    bent.bend = 0.001F;
    assert_int_equal(strip_outline(bent, 1000, 1000, &a).n, 18);
    arena_close(&a);
}

static void patches_are_for_small_and_slanting_lines(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20), scratch = arena_open(1 << 20);
    const struct {
        struct patch_line line;
        float level_scale;
        size_t patches;
    } rows[] = {
        {{straight(500, 500, 300, 30, 0), 13}, 1, 0},  /* level, large enough */
        {{straight(500, 500, 300, 30, 90), 13}, 1, 0}, /* upright */
        {{straight(500, 500, 300, 30, 30), 13}, 1, 1}, /* slanting */
        {{straight(500, 500, 300, 90, 30), 40}, 1, 0}, /* slanting, large */
        {{straight(500, 500, 300, 16, 0), 7}, 1, 1},   /* small */
        {{straight(500, 500, 300, 16, 0), 7}, 2, 0},   /* seen at twice the size already */
        {{straight(500, 500, 30, 16, 0), 7}, 1, 0},    /* a letter or two */
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct patches p = patches_plan(&rows[i].line, 1, rows[i].level_scale, &a, scratch);
        assert_int_equal(p.n, rows[i].patches);
    }
    /* Two lines of one page, and one elsewhere. */
    const struct patch_line lines[] = {{straight(500, 500, 300, 20, 30), 8},
                                       {straight(485, 526, 300, 20, 30), 8},
                                       {straight(2500, 500, 300, 20, -30), 6}};
    struct patches p = patches_plan(lines, 3, 1, &a, scratch);
    assert_int_equal(p.n, 2);
    NEAR(p.at[0].scale, 1.5F); /* from 8 px to 12 */
    NEAR(p.at[1].scale, 2);
    /* Level in the patch: its own frame, and back. */
    struct strip level = {.origin = {100, 50}, .along = {1, 0}, .from = 0, .to = 60, .thick = 30};
    struct strip back = patch_strip(&p.at[0], level);
    NEAR(back.along.x, cosf((float)M_PI / 6));
    NEAR(back.along.y, sinf((float)M_PI / 6));
    NEAR(back.to, 40);
    NEAR(back.thick, 20);
    arena_close(&a);
    arena_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hull_drops_what_is_inside_or_on_an_edge),
        cmocka_unit_test(the_least_rectangle_follows_the_points),
        cmocka_unit_test(a_band_has_its_points_where_they_belong),
        cmocka_unit_test(a_fit_finds_the_parabola_despite_a_stray),
        cmocka_unit_test(lines_become_blocks_in_reading_order),
        cmocka_unit_test(an_outline_is_clockwise_and_stays_in_the_picture),
        cmocka_unit_test(patches_are_for_small_and_slanting_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
