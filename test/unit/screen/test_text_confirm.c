/* The second look: a row of books that is a word from afar only, and print as large as it. */
#include "models.h"
#include "page.h"
#include "picture.h"

#include "screen/text_confirm.h"

enum {
    LARGER = 6
};
/* The whole row, as the detector saw it at 1500 px, and the first line of the page with the room
 * that a strip has around its letters; in pixels of the picture that is looked at. */
static const struct strip books = {
    .origin = {95.6F, 75.7F}, .along = {1, 0.05F}, .from = -116, .to = 116, .thick = 160};
static const struct strip line = {.origin = {189 * LARGER, 71 * LARGER},
                                  .along = {1, 0},
                                  .from = -155 * LARGER,
                                  .to = 155 * LARGER,
                                  .thick = 30 * LARGER};

static struct raster larger(struct raster from, struct arena *a)
{
    struct raster r = {NULL, from.width_px * LARGER, from.height_px * LARGER};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(r)), *to = rgb;
    for (int32_t y = 0; y < r.height_px; y++)
        for (int32_t x = 0; x < r.width_px; x++, to += RASTER_CHANNELS)
            memcpy(to, raster_row(from, y / LARGER) + (size_t)(x / LARGER) * RASTER_CHANNELS,
                   RASTER_CHANNELS);
    r.rgb = rgb;
    return r;
}

static void large_print_is_seen_closer_too(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    const char *path = getenv("GATEFOLD_BOOKS");
    assert_non_null(path);
    struct err err;
    assert_ok(image_start(&err), err);
    struct arena a = arena_open(256 << 20), scratch = arena_open(256 << 20);
    struct ort *ort = models_runtime();
    struct ort_model *detector =
        ort_model_open(ort, "detector", models_read(MODEL_TEXT_DETECT, &a), &err);
    assert_non_null(detector);
    const struct {
        struct raster picture;
        struct strip strip;
        bool print;
    } rows[] = {
        {picture_read(path, &a), books, false},
        {larger(page_turned(0, &a), &a), line, true},
    };
    const struct confirm_need need = {.looks = CONFIRM_LOOKS - 1, .share = 0.5F};
    for (size_t i = 0; i < countof(rows); i++) {
        struct level_cost cost = {0};
        bool print = !rows[i].print;
        assert_ok(print_confirm(detector, rows[i].picture, rows[i].strip, need, scratch, &cost,
                                &print, &err),
                  err);
        assert_int_equal(print, rows[i].print);
        /* Not for lack of looks: two agreed before the closer ones. */
        assert_true(cost.tiles > need.looks);
    }
    ort_model_close(detector);
    ort_close(ort);
    arena_close(&scratch);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_print_is_seen_closer_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
