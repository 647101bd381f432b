/* The walkers and packet readers of image, without libvips: what they find must lie within the
 * file or the arena (the address sanitizer watches), and statements must be UTF-8 within limits. */
#include "../fuzz.h"
#include "image/container.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "image/xmp.h"

#if defined(TARGET_JPEG)
#define FORMAT S("jpeg")
#elif defined(TARGET_PNG)
#define FORMAT S("png")
#elif defined(TARGET_TIFF)
#define FORMAT S("tiff")
#elif defined(TARGET_WEBP)
#define FORMAT S("webp")
#elif defined(TARGET_HEIF)
#define FORMAT S("heic")
#elif defined(TARGET_EXIF)
#define KIND PACKET_EXIF
#elif defined(TARGET_IIM)
#define KIND PACKET_IPTC
#elif defined(TARGET_XMP)
#define KIND PACKET_XMP
#elif !defined(TARGET_IRB)
#error "no target"
#endif

static void look(struct container *c)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < c->packets_n; i++)
        for (size_t k = 0; k < c->packets[i].bytes.n; k++)
            sum += (uint8_t)c->packets[i].bytes.p[k];
    for (size_t i = 0; i < c->thumbnails_n; i++) {
        struct thumbnail *t = &c->thumbnails[i];
        for (size_t k = 0; k < t->source.bytes.n; k++)
            sum += (uint8_t)t->source.bytes.p[k];
        for (size_t k = 0; t->raw.rgb && k < raster_bytes(t->raw); k++)
            sum += t->raw.rgb[k];
    }
    volatile uint64_t keep = sum;
    (void)keep;
    for (size_t i = 0; i < c->statements_n; i++) {
        struct statement s = c->statements[i];
        if (!s.value.n || s.value.n > IMAGE_STATEMENT_MAX_BYTES || !utf8_valid(s.value) ||
            !utf8_valid(s.property))
            abort();
    }
    for (size_t i = 0; i < c->oddities_n; i++)
        if (!c->oddities[i].words.n || !utf8_valid(c->oddities[i].words))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct err err;
    if (!arena.base) {
        arena = arena_open(IMAGE_ARENA_BYTES);
        if (!xmp_start(&err))
            abort();
    }
    struct arena scratch = arena;
    str bytes = {(const char *)data, size};
    struct container c;
#if defined(FORMAT)
    /* As in image_decode: a walker sees only what was recognised as its format. */
    str format = image_sniff(bytes);
    if (str_eq(format, S("avif")))
        format = S("heic");
    if (!str_eq(format, FORMAT))
        return 0;
    container_init(&c, bytes, FORMAT, &scratch);
    if (!container_walk(&c, &err))
        return 0;
#else
    container_init(&c, bytes, S("jpeg"), &scratch);
#if defined(TARGET_IRB)
    irb_walk(&c, bytes);
#else
    container_packet(&c, (struct packet){.kind = KIND, .bytes = bytes});
#endif
#endif
    container_read_packets(&c);
    look(&c);
    return 0;
}
