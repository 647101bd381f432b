/* Whole, damaged and hostile files: decoded exactly, or refused before there is room for a pixel.
 */
#include "pictures.h"

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
        {S("%PDF-1.7\n"), S("pdf")},
        {S("8BPS\0\1"), S("psd")},
        {S("GIF89a\1\0\1\0"), S("gif")},
        {S("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0"), S("bmp")},
        {S("<svg/>"), S("svg")},
        {S("\xff\x0a"), S("jxl")},
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

static void test_truncated_heif_is_invalid(void **state)
{
    (void)state;
    const char *names[] = {"thumbnail.heic", "thumbnail.avif"};
    for (size_t i = 0; i < countof(names); i++) {
        str file = from_file(names[i], &arena);
        for (size_t n = 16; n < file.n; n += 7) {
            struct decoded d = decode(str_first(file, n), &arena);
            if (d.ok)
                fail_msg("%s cut to %zu of %zu bytes decodes", names[i], n, file.n);
            assert_int_equal(d.err.kind, ERR_INVALID);
            decoded_done(&d);
        }
    }
}

/* The same EXIF orientation in each format; libvips 8.14 does not write it to PNG. */
static str oriented(const char *suffix, int orientation)
{
    VipsImage *image = picture(151, 103, 3, VIPS_INTERPRETATION_sRGB);
    if (!strcmp(suffix, ".tif"))
        vips_image_set_int(image, "orientation", orientation);
    str file = encode(image, suffix, &arena);
    struct buf exif CLEANUP(buf_done) = {0};
    buf_put(&exif, S("MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1"));
    put_be(&exif, (uint64_t)orientation, 2);
    put_be(&exif, 0, 6);
    str tiff = buf_str(&exif);
    if (str_starts(str_of(suffix), S(".png")))
        return with_chunk(file, S("eXIf"), tiff, &arena);
    if (str_starts(str_of(suffix), S(".jpg")))
        return with_segment(file, 0xe1, splice(S("Exif\0\0"), 6, 0, tiff, &arena), &arena);
    return file;
}

/* libvips's own turning, of the picture in memory, is the outside opinion. */
static void test_orientation(void **state)
{
    (void)state;
    const char *suffixes[] = {".png", ".tif", ".jpg[strip=true]"};
    for (size_t i = 0; i < countof(suffixes); i++)
        for (int orientation = 1; orientation <= 8; orientation++) {
            str file = oriented(suffixes[i], orientation);
            VipsImage *lazy = vips_image_new_from_buffer(file.p, file.n, "", NULL),
                      *image = vips_image_copy_memory(lazy), *turned;
            assert_int_equal(vips_autorot(image, &turned, NULL), 0);
            int w = vips_image_get_width(turned), h = vips_image_get_height(turned);
            str want = raw(turned, &arena);
            g_object_unref(image);
            g_object_unref(lazy);
            struct decoded d = decode(file, &arena);
            assert_ok(d.ok, d.err);
            assert_int_equal(d.about.orientation, orientation);
            assert_int_equal(d.about.width_px, w);
            assert_int_equal(d.about.height_px, h);
            assert_int_equal(w, orientation < 5 ? 151 : 103);
            assert_memory_equal(d.pixels, want.p, want.n);
            decoded_done(&d);
        }
}

static str png_of_size(uint32_t w, uint32_t h)
{
    str png = encode(picture(16, 16, 3, VIPS_INTERPRETATION_sRGB), ".png[strip=true]", &arena);
    struct buf b CLEANUP(buf_done) = {0};
    put_be(&b, w, 4);
    put_be(&b, h, 4);
    buf_put(&b, S("\x08\2\0\0\0"));
    return splice(png, 8, 25, chunk(S("IHDR"), buf_str(&b), &arena), &arena);
}

/* The same bytes, with two numbers of two bytes replaced after a mark. */
static str resized(str file, str mark, size_t skip, uint32_t a, uint32_t b, int bytes, bool little)
{
    struct buf n CLEANUP(buf_done) = {0};
    put_be(&n, little ? __builtin_bswap16((uint16_t)a) : a, bytes);
    put_be(&n, little ? __builtin_bswap16((uint16_t)b) : b, bytes);
    return splice(file, find(file, mark) + skip, 2 * (size_t)bytes, buf_str(&n), &arena);
}

static uint8_t *no_room_wanted(void *self, size_t bytes)
{
    (void)self;
    fail_msg("room for %zu bytes was asked for", bytes);
    return NULL;
}

/* Declared sizes over the budget are refused before there is room for a pixel. */
static void test_bombs(void **state)
{
    (void)state;
    str jpeg = encode(picture(16, 16, 3, VIPS_INTERPRETATION_sRGB), ".jpg[strip=true]", &arena);
    str tiff = encode(picture(16, 16, 3, VIPS_INTERPRETATION_sRGB),
                      ".tif[strip=true,compression=deflate]", &arena);
    str webp = encode(picture(16, 16, 3, VIPS_INTERPRETATION_sRGB), ".webp[strip=true]", &arena);
    str heic = from_file("thumbnail.heic", &arena);
    str avif = from_file("thumbnail.avif", &arena);
    str sof = S("\xff\xc0\0\x11\x08");
    /* ImageWidth and ImageLength, each one SHORT, little-endian. */
    str wide_tag = S("\0\1\3\0\1\0\0\0"), high_tag = S("\1\1\3\0\1\0\0\0");
    tiff = splice(tiff, find(tiff, wide_tag) + 8, 2, S("\x00\xff"), &arena);
    tiff = splice(tiff, find(tiff, high_tag) + 8, 2, S("\x00\xff"), &arena);
    const struct {
        const char *what;
        str file;
    } rows[] = {
        {"png", png_of_size(100000, 100000)},
        {"png, one side", png_of_size(65501, 1)},
        {"jpeg", resized(jpeg, sof, 5, 65000, 65000, 2, false)},
        {"webp", resized(webp, S("\x9d\x01\x2a"), 3, 16383, 16383, 2, true)},
        {"heic", resized(heic, S("ispe"), 8, 30000, 30000, 4, false)},
        {"avif", resized(avif, S("ispe"), 8, 30000, 30000, 4, false)},
        {"tiff", tiff},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct image_about about;
        struct err err = {0};
        bool ok = image_decode(rows[i].file, (struct image_sink){no_room_wanted, NULL}, &arena,
                               &about, &err);
        if (ok)
            fail_msg("%s decodes", rows[i].what);
        if (err.kind != ERR_LIMIT && err.kind != ERR_INVALID)
            fail_msg("%s: %s", rows[i].what, err.msg);
        if (i < 3 && err.kind != ERR_LIMIT)
            fail_msg("%s: %s, want a limit", rows[i].what, err.msg);
    }
}

static void test_extreme_shapes(void **state)
{
    (void)state;
    static const struct {
        int w, h;
        const char *suffix;
    } rows[] = {
        {1, 1, ".png"},      {1, 1, ".jpg"},      {1, 1, ".webp"},    {1, 1, ".tif"},
        {65500, 1, ".png"},  {65500, 3, ".jpg"},  {3, 65500, ".jpg"}, {1, 65500, ".tif"},
        {16383, 1, ".webp"}, {1, 16383, ".webp"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        str file = encode(picture(rows[i].w, rows[i].h, 3, VIPS_INTERPRETATION_sRGB),
                          rows[i].suffix, &arena);
        struct decoded d = decode(file, &arena);
        if (!d.ok)
            fail_msg("%dx%d %s: %s", rows[i].w, rows[i].h, rows[i].suffix, d.err.msg);
        assert_int_equal(d.about.width_px, rows[i].w);
        assert_int_equal(d.about.height_px, rows[i].h);
        decoded_done(&d);
    }
}

/* Bytes changed inside the coded data must not pass for a picture when libjpeg notices. */
static void test_damaged_scan(void **state)
{
    (void)state;
    str jpeg = encode(picture(200, 150, 3, VIPS_INTERPRETATION_sRGB), ".jpg[strip=true]", &arena);
    size_t scan = find(jpeg, S("\xff\xda"));
    str cut = splice(jpeg, scan + 200, jpeg.n - 2 - (scan + 200), S(""), &arena);
    struct decoded d = decode(cut, &arena); /* half the data, and an end marker */
    assert_err(d.ok, d.err, ERR_INVALID);
    decoded_done(&d);
    /* Padding before the end marker: cameras do it. */
    str padded = splice(jpeg, jpeg.n - 2, 0, S("\0\0\0\0"), &arena);
    d = decode(padded, &arena);
    assert_ok(d.ok, d.err);
    assert_int_equal(d.about.oddities.n, 0);
    decoded_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lossless_is_exact),
        cmocka_unit_test(test_jpeg_equals_libvips),
        cmocka_unit_test(test_truncated_is_invalid),
        cmocka_unit_test(test_refused_by_name),
        cmocka_unit_test(test_truncated_heif_is_invalid),
        cmocka_unit_test(test_orientation),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_extreme_shapes),
        cmocka_unit_test(test_damaged_scan),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
