/* Samples of every depth, alpha and colour space come to sRGB as the standards and libvips have it.
 */
#include "pictures.h"

static void test_grey_and_few_bits(void **state)
{
    (void)state;
    static const struct {
        const char *suffix;
        int bits;
    } rows[] = {{".png", 8},
                {".png[palette=true,bitdepth=4]", 4},
                {".png[bitdepth=1]", 1},
                {".tif[bitdepth=1]", 1},
                {".tif", 8},
                {".jpg[Q=100]", 8}};
    for (size_t i = 0; i < countof(rows); i++) {
        str file = encode(picture(64, 40, 1, VIPS_INTERPRETATION_B_W), rows[i].suffix, &arena);
        VipsImage *image = vips_image_new_from_buffer(file.p, file.n, "", NULL);
        int bands = vips_image_get_bands(image);
        str want = raw(image, &arena);
        struct decoded d = decode(file, &arena);
        if (!d.ok)
            fail_msg("%s: %s", rows[i].suffix, d.err.msg);
        assert_int_equal(d.bytes, 64 * 40 * 3);
        for (size_t k = 0; k < d.bytes; k++)
            assert_int_equal(d.pixels[k], (uint8_t)want.p[bands == 1 ? k / 3 : k]);
        decoded_done(&d);
    }
}

/* W3C PNG 13.12: a sample of 16 bits scales to 8 by v * 255 / 65535, rounded. */
static void test_sixteen_bits(void **state)
{
    (void)state;
    enum {
        N = 256
    };
    uint16_t samples[N * 3];
    for (int i = 0; i < N * 3; i++)
        samples[i] = (uint16_t)(i * 85 + i / 3);
    const char *suffixes[] = {".png", ".tif", ".tif[compression=deflate]"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        VipsImage *mem = vips_image_new_from_memory_copy(samples, sizeof samples, N, 1, 3,
                                                         VIPS_FORMAT_USHORT),
                  *image;
        assert_int_equal(vips_copy(mem, &image, "interpretation", VIPS_INTERPRETATION_RGB16, NULL),
                         0);
        g_object_unref(mem);
        struct decoded d = decode(encode(image, suffixes[i], &arena), &arena);
        assert_ok(d.ok, d.err);
        assert_int_equal(d.about.bits, 16);
        assert_str(d.about.colour, S("rgb16"));
        for (int k = 0; k < N * 3; k++)
            assert_int_equal(d.pixels[k], (int)(samples[k] * 255.0 / 65535.0 + 0.5));
        decoded_done(&d);
    }
}

/* Black and white marks on a see-through ground: each is lost over one of the two. */
static void test_alpha(void **state)
{
    (void)state;
    static const struct {
        uint8_t rgba[4], white[3], black[3];
    } rows[] = {
        {{255, 255, 255, 255}, {255, 255, 255}, {255, 255, 255}},
        {{0, 0, 0, 255}, {0, 0, 0}, {0, 0, 0}},
        {{10, 20, 30, 0}, {255, 255, 255}, {0, 0, 0}},
        {{255, 0, 100, 51}, {255, 204, 224}, {51, 0, 20}}, /* a fifth: 255*0.8 + c*0.2 */
    };
    const char *suffixes[] = {".png", ".tif", ".webp[lossless=true,exact=true]"};
    for (size_t i = 0; i < countof(suffixes); i++) {
        uint8_t p[countof(rows) * 4];
        for (size_t k = 0; k < countof(rows); k++)
            memcpy(p + 4 * k, rows[k].rgba, 4);
        VipsImage *mem = vips_image_new_from_memory_copy(p, sizeof p, countof(rows), 1, 4,
                                                         VIPS_FORMAT_UCHAR),
                  *image;
        assert_int_equal(vips_copy(mem, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL),
                         0);
        g_object_unref(mem);
        bool exact = i < 2; /* libvips 8.14's webpsave drops colour that cannot be seen */
        struct decoded d =
            decode(encode(image, exact ? suffixes[i] : ".webp[lossless=true]", &arena), &arena);
        assert_ok(d.ok, d.err);
        assert_true(d.about.alpha);
        assert_int_equal(d.bytes, 2 * countof(rows) * 3);
        for (size_t k = 0; k < countof(rows); k++) {
            assert_memory_equal(d.pixels + 3 * k, rows[k].white, 3);
            assert_memory_equal(d.pixels + 3 * (countof(rows) + k), rows[k].black, 3);
        }
        decoded_done(&d);
    }
    /* An alpha channel that hides nothing is none. */
    VipsImage *image = picture(20, 10, 3, VIPS_INTERPRETATION_sRGB), *opaque;
    assert_int_equal(vips_bandjoin_const1(image, &opaque, 255, NULL), 0);
    g_object_unref(image);
    struct decoded d = decode(encode(opaque, ".png", &arena), &arena);
    assert_ok(d.ok, d.err);
    assert_false(d.about.alpha);
    decoded_done(&d);
}

/* CMYK and profiles against libvips's own conversion with the same intent. */
static void test_colour(void **state)
{
    (void)state;
    static const struct {
        int bands;
        VipsInterpretation kind;
        const char *suffix, *profile; /* to embed; NULL: none */
        int step;                     /* tolerance: both round, at different places */
    } rows[] = {
        {4, VIPS_INTERPRETATION_CMYK, ".tif", NULL, 3},
        {4, VIPS_INTERPRETATION_CMYK, ".tif[profile=cmyk]", "cmyk", 3},
        {3, VIPS_INTERPRETATION_sRGB, ".png[profile=p3]", "p3", 2},
        {3, VIPS_INTERPRETATION_sRGB, ".png[profile=srgb]", "srgb", 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        VipsImage *image = picture(64, 48, rows[i].bands, rows[i].kind), *want_image;
        str file = encode(image, rows[i].suffix, &arena);
        image = vips_image_new_from_buffer(file.p, file.n, "", NULL);
        if (rows[i].profile && !strcmp(rows[i].profile, "srgb"))
            assert_int_equal(vips_copy(image, &want_image, NULL), 0);
        else
            assert_int_equal(vips_icc_transform(image, &want_image, "srgb", "embedded",
                                                rows[i].profile != NULL, "input_profile", "cmyk",
                                                "intent", VIPS_INTENT_RELATIVE,
                                                "black_point_compensation", TRUE, NULL),
                             0);
        g_object_unref(image);
        str want = raw(want_image, &arena);
        struct decoded d = decode(file, &arena);
        if (!d.ok)
            fail_msg("%s: %s", rows[i].suffix, d.err.msg);
        assert_int_equal(d.about.oddities.n, 0);
        assert_true((d.about.profile.p != NULL) == (rows[i].profile != NULL));
        assert_int_equal(d.bytes, want.n);
        for (size_t k = 0; k < want.n; k++)
            if (abs(d.pixels[k] - (uint8_t)want.p[k]) > rows[i].step)
                fail_msg("%s, byte %zu: got %d, want %d", rows[i].suffix, k, d.pixels[k],
                         (uint8_t)want.p[k]);
        decoded_done(&d);
    }
}

static void test_bad_profile_is_said(void **state)
{
    (void)state;
    char junk[200] = "no profile";
    VipsImage *image = picture(64, 48, 3, VIPS_INTERPRETATION_sRGB);
    vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, junk, sizeof junk);
    struct decoded d = decode(encode(image, ".tif", &arena), &arena);
    assert_ok(d.ok, d.err);
    assert_true(has_oddity(&d, "profile_unreadable"));
    decoded_done(&d);

    /* A profile for CMYK in a picture of RGB. */
    VipsBlob *blob;
    assert_int_equal(vips_profile_load("cmyk", &blob, NULL), 0);
    size_t n;
    const void *p = vips_blob_get(blob, &n);
    image = picture(64, 48, 3, VIPS_INTERPRETATION_sRGB);
    vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, p, n);
    vips_area_unref(VIPS_AREA(blob));
    d = decode(encode(image, ".tif", &arena), &arena);
    assert_ok(d.ok, d.err);
    assert_true(has_oddity(&d, "profile_unreadable"));
    decoded_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grey_and_few_bits),
        cmocka_unit_test(test_sixteen_bits),
        cmocka_unit_test(test_alpha),
        cmocka_unit_test(test_colour),
        cmocka_unit_test(test_bad_profile_is_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
