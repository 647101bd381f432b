#include "image/image.h"

#include <vips/vips.h>

bool image_crop_png(struct raster r, int32_t x_px, int32_t y_px, int32_t w_px, int32_t h_px,
                    struct buf *out, struct err *err)
{
    if (x_px < 0 || y_px < 0 || w_px < 1 || h_px < 1 || w_px > r.width_px - x_px ||
        h_px > r.height_px - y_px)
        return err_set(err, ERR_INVALID, "crop %d,%d %dx%d is outside %dx%d px", x_px, y_px, w_px,
                       h_px, r.width_px, r.height_px);

    if (VIPS_INIT("gatefold")) /* the parent never called image_start */
        return err_set(err, ERR_UNAVAILABLE, "libvips does not start: %s", vips_error_buffer());
    VipsImage *whole = vips_image_new_from_memory(r.rgb, raster_bytes(r), r.width_px, r.height_px,
                                                  RASTER_CHANNELS, VIPS_FORMAT_UCHAR);
    VipsImage *crop = NULL, *srgb = NULL;
    void *png = NULL;
    size_t png_n = 0;
    bool done = whole && !vips_crop(whole, &crop, x_px, y_px, w_px, h_px, NULL) &&
                !vips_copy(crop, &srgb, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) &&
                !vips_pngsave_buffer(srgb, &png, &png_n, "compression", 6, "strip", TRUE, NULL);
    if (done)
        buf_put(out, (str){png, png_n});
    else
        err_set(err, ERR_INTERNAL, "cannot write the crop as PNG: %s", vips_error_buffer());
    vips_error_clear();
    g_free(png);
    VIPS_UNREF(srgb);
    VIPS_UNREF(crop);
    VIPS_UNREF(whole);
    return done && (buf_ok(out) || err_set(err, ERR_LIMIT, "the crop is over the buffer's cap"));
}
