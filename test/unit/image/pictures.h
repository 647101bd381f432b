/* pictures.h -- pictures made in the test by libvips, and a sink to decode into. */
#pragma once

#include <stdlib.h>

#include "../test.h"
#include "image/image.h"

#include <vips/vips.h>

struct decoded {
    uint8_t *pixels;
    size_t bytes;
    struct image_about about;
    struct err err;
    bool ok;
};

static inline uint8_t *sink_room(void *self, size_t bytes)
{
    struct decoded *d = self;
    d->bytes = bytes;
    return d->pixels = malloc(bytes);
}

static inline struct decoded decode(str bytes, struct arena *a)
{
    struct decoded d = {0};
    d.ok = image_decode(bytes, (struct image_sink){sink_room, &d}, a, &d.about, &d.err);
    return d;
}

static inline void decoded_done(struct decoded *d)
{
    free(d->pixels);
    *d = (struct decoded){0};
}

/* 8-bit picture of any number of bands: soft gradients with a hard-edged block, no symmetry. */
static inline VipsImage *picture(int w, int h, int bands, VipsInterpretation kind)
{
    uint8_t *p = malloc((size_t)w * h * bands);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            for (int k = 0; k < bands; k++) {
                bool block = x > w / 8 && x < w / 3 && y > h / 6 && y < h / 3;
                p[((size_t)y * w + x) * bands + k] =
                    (uint8_t)(block ? 250 - 60 * k : (x * 200 / w + k * 20 + y * 30 / h));
            }
    VipsImage *mem =
        vips_image_new_from_memory_copy(p, (size_t)w * h * bands, w, h, bands, VIPS_FORMAT_UCHAR);
    free(p);
    VipsImage *image;
    assert_int_equal(vips_copy(mem, &image, "interpretation", kind, NULL), 0);
    g_object_unref(mem);
    return image;
}

/* Encode by a libvips suffix and options (".jpg[Q=90]"), as bytes in a. Takes the image. */
static inline str encode(VipsImage *take_image, const char *suffix, struct arena *a)
{
    void *p;
    size_t n;
    if (vips_image_write_to_buffer(take_image, suffix, &p, &n, NULL))
        fail_msg("%s: %s", suffix, vips_error_buffer());
    g_object_unref(take_image);
    str s = str_copy((str){p, n}, a);
    g_free(p);
    return s;
}

/* The pixels of an image as 8-bit, for comparison. Takes the image. */
static inline str raw(VipsImage *take_image, struct arena *a)
{
    size_t n;
    void *p = vips_image_write_to_memory(take_image, &n);
    assert_non_null(p);
    g_object_unref(take_image);
    str s = str_copy((str){p, n}, a);
    g_free(p);
    return s;
}
