/* Pictures that are made: a part of one, and one made smaller. */
#include "pictures.h"

static void test_crop(void **state)
{
    (void)state;
    str want = raw(picture(40, 30, 3, VIPS_INTERPRETATION_sRGB), &arena);
    struct raster r = {(const uint8_t *)want.p, 40, 30};
    struct buf png CLEANUP(buf_done) = {0};
    struct err err;
    assert_ok(image_crop_png(r, 7, 5, 20, 11, &png, &err), err);
    struct decoded d = decode(buf_str(&png), &arena);
    assert_ok(d.ok, d.err);
    assert_int_equal(d.about.width_px, 20);
    assert_int_equal(d.about.height_px, 11);
    for (int y = 0; y < 11; y++)
        assert_memory_equal(d.pixels + y * 60, raster_row(r, y + 5) + 7 * 3, 60);
    decoded_done(&d);
    assert_err(image_crop_png(r, 30, 5, 11, 11, &png, &err), err, ERR_INVALID);
    assert_err(image_crop_png(r, -1, 5, 11, 11, &png, &err), err, ERR_INVALID);
}

/* Made smaller to fit the side, never larger, with nothing in it but a picture: of the segments of
 * a JPEG only those that its pixels need, and JFIF's. */
static void test_preview(void **state)
{
    (void)state;
    static const struct {
        int w, h, side, want_w, want_h;
    } rows[] = {
        {300, 200, 150, 150, 100}, {200, 300, 150, 100, 150}, {40, 30, 150, 40, 30},
        {900, 1, 90, 90, 1},       {1, 900, 90, 1, 90},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        str pixels = raw(picture(rows[i].w, rows[i].h, 3, VIPS_INTERPRETATION_sRGB), &arena);
        struct raster r = {(const uint8_t *)pixels.p, rows[i].w, rows[i].h};
        struct buf jpeg CLEANUP(buf_done) = {0};
        struct err err;
        int32_t w, h;
        assert_ok(image_preview_jpeg(r, rows[i].side, &jpeg, &w, &h, &err), err);
        assert_int_equal(w, rows[i].want_w);
        assert_int_equal(h, rows[i].want_h);
        str left = str_from(buf_str(&jpeg), 2);
        for (;;) {
            assert_int_equal((uint8_t)left.p[0], 0xFF);
            uint8_t marker = (uint8_t)left.p[1];
            if (marker == 0xDA)
                break;
            bool plain = marker == 0xE0 || marker == 0xDB || marker == 0xC0 || marker == 0xC4;
            if (!plain)
                fail_msg("a segment %02x", marker);
            left = str_from(left, 2 + (size_t)((uint8_t)left.p[2] << 8 | (uint8_t)left.p[3]));
        }
        struct decoded d = decode(buf_str(&jpeg), &arena);
        assert_ok(d.ok, d.err);
        assert_int_equal(d.about.width_px, rows[i].want_w);
        assert_int_equal(d.about.height_px, rows[i].want_h);
        assert_int_equal(d.about.statements.n, 0);
        decoded_done(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crop),
        cmocka_unit_test(test_preview),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
