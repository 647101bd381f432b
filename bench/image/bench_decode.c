/* Decoding with metadata against libvips's own full decode to memory, in one run: a textured 24-MP
 * JPEG with EXIF, XMP and a thumbnail, upright and turned. Medians of CPU time, alternating. */
#include <stdio.h>
#include <stdlib.h>

#include "../bench.h"
#include "image/image.h"

#include <vips/vips.h>

enum {
    ROUNDS = 7,
    W = 6000,
    H = 4000,
};

__attribute__((noreturn)) static void die(const char *what)
{
    fprintf(stderr, "bench_decode: %s: %s\n", what, vips_error_buffer());
    exit(1);
}

/* Soft shapes with fine grain, as a photograph has. */
static VipsImage *scene(int orientation)
{
    VipsImage *perlin, *noise, *sum, *bands, *bytes, *srgb;
    if (vips_perlin(&perlin, W, H, "cell_size", 250, "uchar", TRUE, NULL) ||
        vips_gaussnoise(&noise, W, H, "sigma", 8.0, "mean", 0.0, NULL) ||
        vips_add(perlin, noise, &sum, NULL))
        die("scene");
    VipsImage *three[3] = {sum, perlin, sum};
    if (vips_bandjoin(three, &bands, 3, NULL) || vips_cast_uchar(bands, &bytes, NULL) ||
        vips_copy(bytes, &srgb, "interpretation", VIPS_INTERPRETATION_sRGB, NULL))
        die("scene");
    VipsImage *image = vips_image_copy_memory(srgb);
    vips_image_set_int(image, "orientation", orientation);
    static const char XMP[] =
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/' plus:ModelReleaseStatus='MR-NON'/>"
        "</rdf:RDF></x:xmpmeta>";
    vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, XMP, sizeof XMP - 1);
    VipsImage *all[] = {perlin, noise, sum, bands, bytes, srgb};
    for (size_t i = 0; i < countof(all); i++)
        g_object_unref(all[i]);
    return image;
}

static double vips_ms(const void *p, size_t n)
{
    double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
    VipsImage *image;
    size_t bytes;
    void *pixels = NULL;
    if (vips_jpegload_buffer((void *)(uintptr_t)p, n, &image, "access", VIPS_ACCESS_SEQUENTIAL,
                             NULL) ||
        !(pixels = vips_image_write_to_memory(image, &bytes)))
        die("libvips");
    g_free(pixels);
    g_object_unref(image);
    return 1e3 * (now_s(CLOCK_PROCESS_CPUTIME_ID) - start);
}

static uint8_t *room(void *self, size_t bytes)
{
    uint8_t **out = self;
    return *out = malloc(bytes);
}

static double ours_ms(str file, struct arena scratch)
{
    double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
    struct image_about about;
    struct err err;
    uint8_t *pixels = NULL;
    if (!image_decode(file, (struct image_sink){room, &pixels}, &scratch, &about, &err)) {
        fprintf(stderr, "bench_decode: %s\n", err.msg);
        exit(1);
    }
    free(pixels);
    return 1e3 * (now_s(CLOCK_PROCESS_CPUTIME_ID) - start);
}

static void round_of(int orientation, struct arena *a)
{
    VipsImage *image = scene(orientation);
    void *p;
    size_t n;
    if (vips_jpegsave_buffer(image, &p, &n, "Q", 90, NULL))
        die("jpegsave");
    g_object_unref(image);
    double vips[ROUNDS], ours[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        vips[i] = vips_ms(p, n);
        ours[i] = ours_ms((str){p, n}, *a);
    }
    double v = median(vips, ROUNDS), o = median(ours, ROUNDS);
    printf(
        "decode 24 MP jpeg (%.1f MB), orientation %d: %.0f ms, libvips alone %.0f ms, ratio %.2f\n",
        (double)n / 1e6, orientation, o, v, o / v);
    g_free(p);
}

int main(void)
{
    struct err err;
    double start = now_s(CLOCK_PROCESS_CPUTIME_ID);
    if (!image_start(&err)) {
        fprintf(stderr, "bench_decode: %s\n", err.msg);
        return 1;
    }
    printf("image_start: %.0f ms\n", 1e3 * (now_s(CLOCK_PROCESS_CPUTIME_ID) - start));
    struct arena a = arena_open(IMAGE_ARENA_BYTES);
    round_of(1, &a);
    round_of(6, &a);
    arena_close(&a);
    return 0;
}
