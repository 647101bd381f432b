#include "image/image.h"

#include <vips/vips.h>

enum {
    JPEG_QUALITY = 84,
};

bool image_show_start(struct err *err)
{
    if (VIPS_INIT("gatefold"))
        return err_set(err, ERR_UNAVAILABLE, "libvips does not start: %s", vips_error_buffer());
    vips_concurrency_set(1); /* callers bring threads of their own */
    vips_cache_set_max(0);
    return true;
}

/* The pixels as libvips sees them, by reference. NULL on failure. */
static VipsImage *borrow(struct raster r)
{
    VipsImage *plain = vips_image_new_from_memory(r.rgb, raster_bytes(r), r.width_px, r.height_px,
                                                  RASTER_CHANNELS, VIPS_FORMAT_UCHAR);
    VipsImage *srgb = NULL;
    if (plain && vips_copy(plain, &srgb, "interpretation", VIPS_INTERPRETATION_sRGB, NULL))
        srgb = NULL;
    VIPS_UNREF(plain);
    return srgb;
}

/* What the encoder gave into out; take_bytes is freed. */
static bool hand_over(bool done, void *take_bytes, size_t n, const char *what, struct buf *out,
                      struct err *err)
{
    if (done)
        buf_put(out, (str){take_bytes, n});
    else
        err_set(err, ERR_INTERNAL, "cannot write the %s: %s", what, vips_error_buffer());
    vips_error_clear();
    g_free(take_bytes);
    return done &&
           (buf_ok(out) || err_set(err, ERR_LIMIT, "the %s is over the buffer's cap", what));
}

bool image_crop_png(struct raster r, int32_t x_px, int32_t y_px, int32_t w_px, int32_t h_px,
                    struct buf *out, struct err *err)
{
    if (x_px < 0 || y_px < 0 || w_px < 1 || h_px < 1 || w_px > r.width_px - x_px ||
        h_px > r.height_px - y_px)
        return err_set(err, ERR_INVALID, "crop %d,%d %dx%d is outside %dx%d px", x_px, y_px, w_px,
                       h_px, r.width_px, r.height_px);

    VipsImage *whole = borrow(r), *crop = NULL;
    void *png = NULL;
    size_t n = 0;
    bool done = whole && !vips_crop(whole, &crop, x_px, y_px, w_px, h_px, NULL) &&
                !vips_pngsave_buffer(crop, &png, &n, "compression", 6, "strip", TRUE, NULL);
    VIPS_UNREF(crop);
    VIPS_UNREF(whole);
    return hand_over(done, png, n, "crop as PNG", out, err);
}

bool image_preview_jpeg(struct raster r, int32_t side_px, struct buf *out, int32_t *ret_width_px,
                        int32_t *ret_height_px, struct err *err)
{
    assert(side_px >= 1);

    VipsImage *whole = borrow(r), *small = NULL;
    void *jpeg = NULL;
    size_t n = 0;
    bool done = whole &&
                !vips_thumbnail_image(whole, &small, side_px, "height", side_px, "size",
                                      VIPS_SIZE_DOWN, NULL) &&
                !vips_jpegsave_buffer(small, &jpeg, &n, "Q", JPEG_QUALITY, "optimize_coding", TRUE,
                                      "strip", TRUE, NULL);
    if (done) {
        *ret_width_px = vips_image_get_width(small);
        *ret_height_px = vips_image_get_height(small);
    }
    VIPS_UNREF(small);
    VIPS_UNREF(whole);
    return hand_over(done, jpeg, n, "preview as JPEG", out, err);
}
