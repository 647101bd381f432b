/* Raw files: the preview is looked at, turned as the camera was held, and never passes for the
 * picture. Where a corner goes is EXIF 2.32, 4.6.4 (Orientation). */
#include "../../dng.h"
#include "pictures.h"

enum {
    W = 60,
    H = 40
};

/* Black, with a white corner at the top left. */
static str preview(int w, int h)
{
    VipsImage *image;
    assert_int_equal(vips_black(&image, w, h, "bands", 3, NULL), 0);
    VipsImage *copy = vips_image_copy_memory(image);
    g_object_unref(image);
    assert_int_equal(
        vips_draw_rect(copy, (double[]){255, 255, 255}, 3, 0, 0, w / 2, h / 2, "fill", TRUE, NULL),
        0);
    assert_int_equal(vips_copy(copy, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), 0);
    g_object_unref(copy);
    return encode(image, ".jpg[Q=95,strip=true]", &arena);
}

static str dng(str jpeg, int w, int h, unsigned orientation)
{
    size_t n;
    void *bytes = dng_make((struct dng){.raw_w = 64,
                                        .raw_h = 48,
                                        .preview = jpeg.p,
                                        .preview_bytes = jpeg.n,
                                        .preview_w = (unsigned)w,
                                        .preview_h = (unsigned)h,
                                        .orientation = orientation},
                           &n);
    str file = str_copy((str){bytes, n}, &arena);
    free(bytes);
    return file;
}

static bool white_at(const struct decoded *d, int64_t x, int64_t y)
{
    return d->pixels[(y * d->about.width_px + x) * 3] > 128;
}

static void the_preview_is_turned(void **state)
{
    (void)state;
    static const struct {
        unsigned orientation;
        int w, h;         /* of the preview, as stored */
        bool right, down; /* where the white corner is seen */
        int seen_w, seen_h;
    } rows[] =
        {
            {1, W, H, false, false, W, H}, {3, W, H, true, true, W, H},
            {6, W, H, true, false, H, W},  {8, W, H, false, true, H, W},
            {6, H, W, false, false, H, W}, /* the camera turned it itself */
        };
    for (size_t i = 0; i < countof(rows); i++) {
        struct decoded d = decode(
            dng(preview(rows[i].w, rows[i].h), rows[i].w, rows[i].h, rows[i].orientation), &arena);
        assert_ok(d.ok, d.err);
        assert_str(d.about.format, S("raw"));
        assert_int_equal(d.about.width_px, rows[i].seen_w);
        assert_int_equal(d.about.height_px, rows[i].seen_h);
        for (int corner = 0; corner < 4; corner++) {
            bool right = corner & 1, down = corner & 2;
            bool white =
                white_at(&d, right ? d.about.width_px - 3 : 2, down ? d.about.height_px - 3 : 2);
            if (white != (right == rows[i].right && down == rows[i].down))
                fail_msg("row %zu, corner %d: %s", i, corner, white ? "white" : "black");
        }
        assert_int_equal(d.about.oddities.n, 1);
        assert_str(d.about.oddities.at[0].code, S("preview_only"));
        assert_true(str_contains(d.about.oddities.at[0].words, S("64 x 48 px")));
        decoded_done(&d);
    }
}

static void what_the_preview_hides_is_told_too(void **state)
{
    (void)state;
    str jpeg = preview(W, H);
    str two = splice(jpeg, jpeg.n, 0, jpeg, &arena);
    struct decoded d = decode(dng(two, W, H, 1), &arena);
    assert_ok(d.ok, d.err);
    assert_int_equal(d.about.oddities.n, 2);
    assert_str(d.about.oddities.at[0].code, S("preview_only"));
    assert_str(d.about.oddities.at[1].code, S("appended_data"));
    decoded_done(&d);
}

static void without_a_preview_nothing_is_seen(void **state)
{
    (void)state;
    struct decoded d = decode(dng((str){0}, 0, 0, 1), &arena);
    assert_false(d.ok);
    assert_non_null(strstr(d.err.msg, "export the picture"));
    str whole = dng(preview(W, H), W, H, 1);
    for (size_t n = 0; n < whole.n; n += 101) {
        d = decode(str_first(whole, n), &arena);
        /* The samples are last, and nobody looks at them: what is left may be seen, and is told. */
        if (d.ok &&
            (d.about.oddities.n == 0 || !str_eq(d.about.oddities.at[0].code, S("preview_only"))))
            fail_msg("cut at %zu: taken for a picture", n);
        decoded_done(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_preview_is_turned),
        cmocka_unit_test(what_the_preview_hides_is_told_too),
        cmocka_unit_test(without_a_preview_nothing_is_seen),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
