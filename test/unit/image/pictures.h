/* pictures.h -- pictures made in the test by libvips, and a sink to decode into. */
#pragma once

#include <stdlib.h>

#include "../test.h"
#include "base/file.h"
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

/* Bytes under construction in an arena-free buffer: numbers big-endian. */
static inline void put_be(struct buf *b, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--)
        buf_byte(b, (char)(v >> (8 * i)));
}

/* a[..at] + insert + a[at + drop ..] */
static inline str splice(str s, size_t at, size_t drop, str insert, struct arena *a)
{
    struct buf b CLEANUP(buf_done) = {0};
    buf_put(&b, str_first(s, at));
    buf_put(&b, insert);
    buf_put(&b, str_from(s, at + drop));
    assert_true(buf_ok(&b));
    return str_copy(buf_str(&b), a);
}

static inline size_t find(str s, str part)
{
    for (size_t i = 0; i + part.n <= s.n; i++)
        if (!memcmp(s.p + i, part.p, part.n))
            return i;
    fail_msg("not found");
    return 0;
}

/* A JPEG with one more segment right after its start marker. */
static inline str with_segment(str jpeg, int marker, str body, struct arena *a)
{
    struct buf b CLEANUP(buf_done) = {0};
    put_be(&b, 0xff00u | (unsigned)marker, 2);
    put_be(&b, body.n + 2, 2);
    buf_put(&b, body);
    return splice(jpeg, 2, 0, buf_str(&b), a);
}

/* CRC-32 as PNG has it (W3C PNG, annex D), bit by bit. */
static inline uint32_t crc_of(str s)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < s.n; i++) {
        crc ^= (uint8_t)s.p[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

static inline str chunk(str type, str data, struct arena *a)
{
    struct buf b CLEANUP(buf_done) = {0};
    put_be(&b, data.n, 4);
    buf_put(&b, type);
    buf_put(&b, data);
    put_be(&b, crc_of(str_from(buf_str(&b), 4)), 4);
    return str_copy(buf_str(&b), a);
}

/* A PNG with one more chunk right after its header chunk. */
static inline str with_chunk(str png, str type, str data, struct arena *a)
{
    return splice(png, 8 + 25, 0, chunk(type, data, a), a);
}

static inline bool has_oddity(const struct decoded *d, const char *code)
{
    for (size_t i = 0; i < d->about.oddities.n; i++)
        if (str_eq(d->about.oddities.at[i].code, str_of(code)))
            return true;
    return false;
}

/* The value that `packet` states for `property`; absent if it does not. */
static inline str stated(const struct decoded *d, const char *packet, const char *property)
{
    for (size_t i = 0; i < d->about.statements.n; i++) {
        const struct statement *s = &d->about.statements.at[i];
        if (str_eq(s->packet, str_of(packet)) && str_eq(s->property, str_of(property)))
            return s->value;
    }
    return (str){0};
}

static struct arena arena; /* the test's */

static inline int set_up(void **state)
{
    (void)state;
    struct err err;
    arena = arena_open((size_t)1 << 30);
    assert_ok(image_start(&err), err);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

/* A committed picture of test/pictures/image. */
static inline str from_file(const char *name, struct arena *a)
{
    str bytes;
    struct err err;
    char path[512];
    snprintf(path, sizeof path, "%s/pictures/image/%s", TEST_ROOT, name);
    assert_ok(file_read(path, 1 << 20, a, &bytes, &err), err);
    return bytes;
}
