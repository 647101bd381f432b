#include "pictures.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    struct err err;
    arena = arena_open(1 << 30);
    return !image_start(&err);
}

static int teardown(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void test_lossless_is_exact(void **state)
{
    (void)state;
    const char *suffixes[] = {".png",
                              ".png[interlace=true]",
                              ".tif",
                              ".tif[compression=lzw]",
                              ".tif[tile=true,compression=deflate]",
                              ".webp[lossless=true]"};
    str want = raw(picture(301, 203, 3, VIPS_INTERPRETATION_sRGB), &arena);
    for (size_t i = 0; i < countof(suffixes); i++) {
        str file = encode(picture(301, 203, 3, VIPS_INTERPRETATION_sRGB), suffixes[i], &arena);
        struct decoded d = decode(file, &arena);
        if (!d.ok)
            fail_msg("%s: %s", suffixes[i], d.err.msg);
        assert_int_equal(d.about.width_px, 301);
        assert_int_equal(d.about.height_px, 203);
        assert_int_equal(d.about.bits, 8);
        assert_str(d.about.colour, S("srgb"));
        assert_false(d.about.alpha);
        assert_int_equal(d.bytes, want.n);
        assert_memory_equal(d.pixels, want.p, want.n);
        decoded_done(&d);
    }
}

static void test_jpeg_equals_libvips(void **state)
{
    (void)state;
    const char *suffixes[] = {".jpg[Q=90]", ".jpg[Q=75,interlace=true]"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        str file = encode(picture(317, 211, 3, VIPS_INTERPRETATION_sRGB), suffixes[i], &arena);
        VipsImage *image = vips_image_new_from_buffer(file.p, file.n, "", NULL);
        str want = raw(image, &arena);
        struct decoded d = decode(file, &arena);
        assert_ok(d.ok, d.err);
        assert_int_equal(d.bytes, want.n);
        assert_memory_equal(d.pixels, want.p, want.n);
        decoded_done(&d);
    }
}

static void test_truncated_is_invalid(void **state)
{
    (void)state;
    const char *suffixes[] = {".jpg[Q=90]", ".jpg[interlace=true]", ".png", ".tif", ".webp"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        str file = encode(picture(200, 150, 3, VIPS_INTERPRETATION_sRGB), suffixes[i], &arena);
        for (size_t n = 0; n < file.n; n += 1 + file.n / 60) {
            struct decoded d = decode(str_first(file, n), &arena);
            if (d.ok)
                fail_msg("%s cut to %zu of %zu bytes decodes", suffixes[i], n, file.n);
            assert_int_equal(d.err.kind, ERR_INVALID);
            decoded_done(&d);
        }
    }
}

static void test_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        str bytes;
        str word;
    } rows[] = {
        {S("%PDF-1.7\n"), S("pdf")},     {S("8BPS\0\1"), S("psd")},
        {S("GIF89a\1\0\1\0"), S("gif")}, {S("II*\0\x10\0\0\0CR\2\0"), S("raw")},
        {S("<svg/>"), S("svg")},         {S("\xff\x0a"), S("jxl")},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct decoded d = decode(rows[i].bytes, &arena);
        assert_err(d.ok, d.err, ERR_UNSUPPORTED);
        assert_true(str_contains(str_of(d.err.msg), rows[i].word));
    }
    struct decoded d = decode(S(""), &arena);
    assert_err(d.ok, d.err, ERR_INVALID);
    d = decode(S("no picture at all"), &arena);
    assert_err(d.ok, d.err, ERR_INVALID);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lossless_is_exact),
        cmocka_unit_test(test_jpeg_equals_libvips),
        cmocka_unit_test(test_truncated_is_invalid),
        cmocka_unit_test(test_refused_by_name),
        cmocka_unit_test(test_crop),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
