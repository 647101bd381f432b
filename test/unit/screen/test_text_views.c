/* Print that is seen in another shape only: the page of test/vectors, widened as a page along the
 * line of sight looks, and from afar. */
#include "models.h"
#include "page.h"

#include "screen/text_views.h"

enum {
    WIDER = 3
};
/* Where the label with its two lines lies in the widened page. */
static const struct region label = {40 * WIDER, 60, 344 * WIDER, 70};

struct eye {
    struct ort *ort;
    struct text_models models;
    struct arena scratch;
};

static struct view_prints look(const struct eye *eye, struct raster picture,
                               const struct region *known, size_t n, struct level_cost *cost,
                               struct arena *a)
{
    struct view_prints found;
    struct err err;
    assert_ok(views_find(&eye->models, picture, known, n, a, eye->scratch, cost, &found, &err),
              err);
    return found;
}

static void finds_wide_print_and_nothing_else(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    struct arena a = arena_open(64 << 20);
    struct eye eye = {.ort = models_runtime(), .scratch = arena_open(256 << 20)};
    struct err err;
    eye.models.detector =
        ort_model_open(eye.ort, "detector", models_read(MODEL_TEXT_DETECT, &a), &err);
    assert_non_null(eye.models.detector);

    struct raster wide = page_widened(WIDER, &a);
    struct level_cost cost = {0};
    struct view_prints seen = look(&eye, wide, NULL, 0, &cost, &a);
    assert_true(cost.tiles > 1); /* the picture, and a second look at each line */
    assert_true(seen.n >= 1);
    struct region all = seen.at[0].region;
    for (size_t i = 0; i < seen.n; i++) {
        all = region_join(all, seen.at[i].region);
        assert_true(seen.at[i].presence >= 0.5F && seen.at[i].presence <= 1);
    }
    /* It is where the print is, and all of it. */
    assert_true(region_overlap_pm(all, label) >= 600);

    /* What is known is not looked at twice. */
    const struct region everything = {0, 0, wide.width_px, wide.height_px};
    struct level_cost less = {0};
    assert_int_equal(look(&eye, wide, &everything, 1, &less, &a).n, 0);
    assert_int_equal(less.tiles, 1);

    /* A picture too narrow is left to the reader, and of a flat one no part is looked at. */
    struct level_cost none = {0};
    assert_int_equal(look(&eye, page_turned(1, &a), NULL, 0, &none, &a).n, 0);
    struct raster flat = {NULL, 600, 600};
    uint8_t *grey = arena_new(&a, uint8_t, raster_bytes(flat));
    memset(grey, 90, raster_bytes(flat));
    flat.rgb = grey;
    assert_int_equal(look(&eye, flat, NULL, 0, &none, &a).n, 0);
    assert_int_equal(none.tiles, 0);
    assert_int_equal(none.flat, 1);

    ort_model_close(eye.models.detector);
    ort_close(eye.ort);
    arena_close(&eye.scratch);
    arena_close(&a);
}

enum {
    AFAR_W = 1500,
    AFAR_H = 1100,
    AFAR_LINES = 6, /* of two lines of print each */
    ACROSS = 2,     /* the print is so many times narrower, and so many times lower */
    DOWN = 6,
};
static const struct region afar = {700, 500, 344 / ACROSS, AFAR_LINES * 70 / DOWN};

/* Letters 2.5 px high and three times too wide, line under line on white. */
static struct raster page_afar(bool sideways, struct arena *a)
{
    struct page from = page_read(a);
    struct raster r = {NULL, AFAR_W, AFAR_H};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(r));
    memset(rgb, 120, raster_bytes(r));
    for (int y = 0; y < afar.h_px; y++)
        for (int x = 0; x < afar.w_px; x++) {
            int sum = 0;
            for (int j = 0; j < DOWN; j++)
                for (int i = 0; i < ACROSS; i++)
                    sum += from.grey[(60 + (y * DOWN + j) % 70) * from.w + 40 + x * ACROSS + i];
            int64_t to_x = afar.x_px + (sideways ? y : x), to_y = afar.y_px + (sideways ? x : y);
            memset(rgb + (to_y * AFAR_W + to_x) * RASTER_CHANNELS, sum / (DOWN * ACROSS),
                   RASTER_CHANNELS);
        }
    r.rgb = rgb;
    return r;
}

static void finds_fine_print(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    for (int sideways = 0; sideways < 2; sideways++) {
        struct arena a = arena_open(64 << 20);
        struct eye eye = {.ort = models_runtime(), .scratch = arena_open(256 << 20)};
        struct err err;
        eye.models.detector =
            ort_model_open(eye.ort, "detector", models_read(MODEL_TEXT_DETECT, &a), &err);
        assert_non_null(eye.models.detector);
        struct raster far = page_afar(sideways, &a);
        struct region where = afar;
        if (sideways)
            where = (struct region){afar.x_px, afar.y_px, afar.h_px, afar.w_px};
        struct level_cost cost = {0};
        struct view_prints seen = look(&eye, far, NULL, 0, &cost, &a);
        assert_true(seen.n >= 1);
        struct region all = seen.at[0].region;
        for (size_t i = 0; i < seen.n; i++) {
            all = region_join(all, seen.at[i].region);
            assert_str(seen.at[i].reason, S("too_small"));
        }
        assert_true(region_overlap_pm(all, where) >= 600);

        /* What known print covers is not looked at. */
        struct level_cost less = {0};
        assert_int_equal(look(&eye, far, &where, 1, &less, &a).n, 0);
        assert_true(less.tiles < cost.tiles);

        ort_model_close(eye.models.detector);
        ort_close(eye.ort);
        arena_close(&eye.scratch);
        arena_close(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_wide_print_and_nothing_else),
        cmocka_unit_test(finds_fine_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
