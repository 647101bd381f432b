/* Expected pictures are drawn by hand from Exif 2.32, table for tag 0x0112: where the stored row 0
 * and column 0 are to be seen. */
#include "image/upright.h"

#include "../test.h"

enum {
    W = 3,
    H = 2
};

/* Stored:  a b c
 *          d e f  */
static const struct {
    int orientation;
    int64_t w, h;
    const char *upright;
} ROWS[] = {
    {1, 3, 2, "abcdef"}, /* row 0 top, column 0 left */
    {2, 3, 2, "cbafed"}, /* top, right */
    {3, 3, 2, "fedcba"}, /* bottom, right */
    {4, 3, 2, "defabc"}, /* bottom, left */
    {5, 2, 3, "adbecf"}, /* row 0 left, column 0 top */
    {6, 2, 3, "daebfc"}, /* row 0 right, column 0 top */
    {7, 2, 3, "fcebda"}, /* row 0 right, column 0 bottom */
    {8, 2, 3, "cfbead"}, /* row 0 left, column 0 bottom */
};

static void test_upright(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(ROWS); i++)
        for (int step = 1; step <= H; step++) {
            struct upright u = {W, H, ROWS[i].orientation};
            uint8_t stored[W * H * 3], out[W * H * 3] = {0};
            for (int k = 0; k < W * H * 3; k++)
                stored[k] = (uint8_t)("abcdef"[k / 3] + 32 * (k % 3));
            for (int y = 0; y < H; y += step)
                upright_put(u, y, step, stored + y * W * 3, out);
            assert_int_equal(upright_width(u), ROWS[i].w);
            assert_int_equal(upright_height(u), ROWS[i].h);
            for (int k = 0; k < W * H * 3; k++)
                if (out[k] != (uint8_t)(ROWS[i].upright[k / 3] + 32 * (k % 3)))
                    fail_msg("orientation %d, byte %d", ROWS[i].orientation, k);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_upright)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
