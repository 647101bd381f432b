/* test/unit/screen/page.h -- test/vectors/text_page.pgm, grey on grey: two lines of print on a
 * white label that covers x 40 to 384, y 60 to 130 of 440 x 200 pixels; x-height 15. */
#pragma once

#include "base/file.h"
#include "base/raster.h"

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

struct page {
    const uint8_t *grey;
    int w, h;
};

static inline struct page page_read(struct arena *a)
{
    const char *path = getenv("GATEFOLD_TEXT_PAGE");
    assert_non_null(path);
    str bytes;
    struct err err;
    assert_ok(file_read(path, 1 << 20, a, &bytes, &err), err);
    struct page page;
    int most, used;
    assert_int_equal(sscanf(str_c(bytes, a), "P5 %d %d %d%n", &page.w, &page.h, &most, &used), 3);
    page.grey = (const uint8_t *)bytes.p + used + 1;
    assert_int_equal(bytes.n, used + 1 + page.w * page.h);
    return page;
}

/* Turned clockwise by quarters. */
static inline struct raster page_turned(int quarters, struct arena *a)
{
    struct page page = page_read(a);
    int w = page.w, h = page.h;
    bool side = quarters % 2;
    struct raster r = {NULL, side ? h : w, side ? w : h};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(r));
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            int tx = quarters == 0 ? x : quarters == 1 ? h - 1 - y : quarters == 2 ? w - 1 - x : y;
            int ty = quarters == 0 ? y : quarters == 1 ? x : quarters == 2 ? h - 1 - y : w - 1 - x;
            memset(rgb + ((size_t)ty * (size_t)r.width_px + (size_t)tx) * 3, page.grey[y * w + x],
                   3);
        }
    r.rgb = rgb;
    return r;
}

/* Every column `times` times: a page that is seen along a desk, brought closer. */
static inline struct raster page_widened(int times, struct arena *a)
{
    struct page page = page_read(a);
    struct raster r = {NULL, page.w * times, page.h};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(r)), *to = rgb;
    for (int i = 0; i < page.w * page.h; i++)
        for (int k = 0; k < times * RASTER_CHANNELS; k++)
            *to++ = page.grey[i];
    r.rgb = rgb;
    return r;
}
