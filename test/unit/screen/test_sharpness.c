#include "screen/sharpness.h"

#include <math.h>
#include <stdlib.h>

#include "../test.h"

enum {
    SIDE_PX = 400
};

/* Bars 40 px wide, dark and light, blurred by a Gaussian: each edge is an error function. */
static struct raster bars(float blur_px, int dark, int light, uint8_t *rgb)
{
    for (int y = 0; y < SIDE_PX; y++)
        for (int x = 0; x < SIDE_PX; x++) {
            float share = 0;
            for (int edge = 0; edge <= SIDE_PX / 40; edge++) {
                float at = ((float)x - 40.0F * (float)edge) / (blur_px * sqrtf(2));
                share += (edge % 2 ? -0.5F : 0.5F) * (1 + erff(at));
            }
            int v = (int)lroundf((float)dark + share * (float)(light - dark));
            memset(rgb + 3 * (y * SIDE_PX + x), v, 3);
        }
    return (struct raster){rgb, SIDE_PX, SIDE_PX};
}

static void the_blur_of_an_edge_is_its_width(void **state)
{
    (void)state;
    static const struct {
        float blur_px, least, most;
    } rows[] = {{0.3F, 0.7F, 1.3F}, {2, 1.9F, 2.4F}, {3, 2.8F, 3.3F}, {5, 4.7F, 5.4F}};
    struct arena a CLEANUP(arena_close) = arena_open(1 << 20);
    uint8_t *rgb = malloc(3 * SIDE_PX * SIDE_PX);
    for (size_t i = 0; i < countof(rows); i++) {
        float got = sharpness_blur_px(bars(rows[i].blur_px, 40, 220, rgb), a);
        if (got < rows[i].least || got > rows[i].most)
            fail_msg("blur of %.1f px: %.2f", (double)rows[i].blur_px, (double)got);
    }
    free(rgb);
}

static void without_an_edge_there_is_nothing_to_say(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_close) = arena_open(1 << 20);
    uint8_t *rgb = malloc(3 * SIDE_PX * SIDE_PX);
    assert_true(sharpness_blur_px(bars(5, 100, 140, rgb), a) == 0);
    assert_true(sharpness_blur_px((struct raster){rgb, 5, 5}, a) == 0);
    free(rgb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_blur_of_an_edge_is_its_width),
        cmocka_unit_test(without_an_edge_there_is_nothing_to_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
