/* Places that may hold fine print: pictures drawn by hand, with and without its marks. */
#include "screen/text_fine.h"

#include "../test.h"

enum {
    W = 640,
    H = 480,
};
static const struct region page = {160, 120, 320, 200};

/* Lines of print from afar: strokes of uneven length, 3 px high, 6 px apart. */
static uint8_t print(int x, int y)
{
    uint32_t stroke = (uint32_t)(x / 2) * 2654435761U ^ (uint32_t)(y / 6) * 40503U;
    return y % 6 < 3 && (stroke >> 13) % 5 < 3 ? 90 : 225;
}

static uint8_t white_print(int x, int y)
{
    return (uint8_t)(255 - print(x, y));
}

static uint8_t weave(int x, int y)
{
    return (x / 2 + y / 2) % 2 ? 120 : 200;
}

/* Every 12 px another shade, as leaves are. */
static uint8_t leaves(int x, int y)
{
    uint32_t leaf = ((uint32_t)(x / 12) * 73856093U) ^ ((uint32_t)(y / 12) * 19349663U);
    return (uint8_t)(40 + (leaf >> 7) % 160 + (unsigned)(x % 2) * 30);
}

static uint8_t plain(int x, int y)
{
    return (uint8_t)(60 + x / 8 + y / 16);
}

static const uint8_t grey = 170;

/* `what` within the page, an even grey around it. */
static struct raster paint(uint8_t (*what)(int, int), int32_t w, int32_t h, struct region where,
                           struct arena *a)
{
    struct raster r = {NULL, w, h};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(r)), *to = rgb;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++, to += RASTER_CHANNELS) {
            bool in = x >= where.x_px && x < where.x_px + where.w_px && y >= where.y_px &&
                      y < where.y_px + where.h_px;
            memset(to, in ? what(x, y) : grey, RASTER_CHANNELS);
        }
    r.rgb = rgb;
    return r;
}

static struct fine_places look(struct raster r, struct arena *a)
{
    CLEANUP(arena_close) struct arena scratch = arena_open(64 << 20);
    struct fine_places places;
    struct err err;
    assert_ok(fine_places(r, a, scratch, &places, &err), err);
    return places;
}

static void finds_a_page_of_fine_print(void **state)
{
    (void)state;
    uint8_t (*const inks[])(int, int) = {print, white_print};
    for (size_t i = 0; i < countof(inks); i++) {
        CLEANUP(arena_close) struct arena a = arena_open(16 << 20);
        struct fine_places places = look(paint(inks[i], W, H, page, &a), &a);
        assert_int_equal(places.n, 1);
        /* All of the page, and its margins: no more than two blocks to each side. */
        struct region r = places.at[0];
        assert_int_equal(region_area(region_intersect(r, page)), region_area(page));
        assert_in_range(page.x_px - r.x_px, 0, 64);
        assert_in_range(page.y_px - r.y_px, 0, 64);
        assert_in_range(r.w_px - page.w_px, 0, 128);
        assert_in_range(r.h_px - page.h_px, 0, 128);
    }
}

static void passes_over_what_has_no_such_marks(void **state)
{
    (void)state;
    uint8_t (*const others[])(int, int) = {weave, leaves, plain};
    for (size_t i = 0; i < countof(others); i++) {
        CLEANUP(arena_close) struct arena a = arena_open(16 << 20);
        assert_int_equal(look(paint(others[i], W, H, page, &a), &a).n, 0);
    }
    CLEANUP(arena_close) struct arena a = arena_open(1 << 20);
    assert_int_equal(look(paint(print, 31, 31, (struct region){0, 0, 31, 31}, &a), &a).n, 0);
}

/* More than may be looked at is left out; what is smaller beside it is not. */
static void looks_at_so_many_pixels_only(void **state)
{
    (void)state;
    CLEANUP(arena_close) struct arena a = arena_open(64 << 20);
    const int32_t w = 2400, h = 2200;
    struct region wide = {0, 0, w, 1900}, narrow = {64, 1990, 320, 160};
    assert_true(region_area(wide) > FINE_PIXELS_MAX);
    struct raster r = paint(print, w, h, wide, &a);
    struct raster more = paint(print, w, h, narrow, &a);
    memcpy((uint8_t *)r.rgb + (size_t)1900 * (size_t)w * RASTER_CHANNELS,
           more.rgb + (size_t)1900 * (size_t)w * RASTER_CHANNELS,
           (size_t)(h - 1900) * (size_t)w * RASTER_CHANNELS);
    struct fine_places places = look(r, &a);
    assert_int_equal(places.n, 1);
    assert_true(places.at[0].y_px > 1900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_page_of_fine_print),
        cmocka_unit_test(passes_over_what_has_no_such_marks),
        cmocka_unit_test(looks_at_so_many_pixels_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
