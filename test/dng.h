/* test/dng.h -- a raw file of our own: a DNG (Adobe DNG 1.4, TIFF 6.0) of grey sensor samples, with
 * a JPEG as its preview. No camera made it, and nobody's picture is in it. */
#pragma once

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct dng {
    unsigned raw_w, raw_h;
    const void *preview; /* JPEG; NULL: none */
    size_t preview_bytes;
    unsigned preview_w, preview_h;
    unsigned orientation; /* EXIF */
};

enum {
    DNG_HEAD_BYTES = 1024
};

static inline void dng_put(uint8_t *at, uint32_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

/* One entry of a directory; text and more than four bytes go to *spare. */
static inline void dng_entry(uint8_t *head, uint32_t *at, uint32_t *spare, uint16_t tag,
                             uint16_t type, uint32_t count, const void *data)
{
    static const unsigned sizes[] = {0, 1, 1, 2, 4};
    unsigned bytes = count * sizes[type];
    dng_put(head + *at, tag, 2);
    dng_put(head + *at + 2, type, 2);
    dng_put(head + *at + 4, count, 4);
    if (bytes <= 4) {
        memcpy(head + *at + 8, data, bytes);
    } else {
        dng_put(head + *at + 8, *spare, 4);
        memcpy(head + *spare, data, bytes);
        *spare += bytes + bytes % 2;
    }
    *at += 12;
}

#define DNG_SHORT(tag, value)                                                                      \
    dng_entry(head, &at, &spare, tag, 3, 1, &(uint16_t){(uint16_t)(value)})
#define DNG_LONG(tag, value) dng_entry(head, &at, &spare, tag, 4, 1, &(uint32_t){(uint32_t)(value)})
#define DNG_TEXT(tag, text)  dng_entry(head, &at, &spare, tag, 2, sizeof(text), text)

/* The file's bytes, to be freed; *ret_bytes of them. */
static inline void *dng_make(struct dng d, size_t *ret_bytes)
{
    size_t raw_bytes = (size_t)d.raw_w * d.raw_h * 2;
    *ret_bytes = DNG_HEAD_BYTES + d.preview_bytes + raw_bytes;
    uint8_t *file = calloc(1, *ret_bytes), *head = file;
    if (!file)
        abort();
    enum {
        IFD0 = 8,
        IFD0_ENTRIES = 15,
        SUB = 200,
        SUB_ENTRIES = 13,
        SPARE = 400
    };
    memcpy(head, "II*\0", 4);
    dng_put(head + 4, IFD0, 4);
    uint32_t spare = SPARE, at = IFD0 + 2;
    dng_put(head + IFD0, IFD0_ENTRIES, 2);
    DNG_LONG(254, 1); /* NewSubfileType: a preview */
    DNG_LONG(256, d.preview ? d.preview_w : 1);
    DNG_LONG(257, d.preview ? d.preview_h : 1);
    dng_entry(head, &at, &spare, 258, 3, 3, (uint16_t[]){8, 8, 8});
    DNG_SHORT(259, d.preview ? 7 : 1); /* JPEG */
    DNG_SHORT(262, d.preview ? 6 : 2); /* YCbCr */
    DNG_TEXT(271, "Gatefold");
    DNG_TEXT(272, "Test");
    DNG_LONG(273, d.preview ? DNG_HEAD_BYTES : 0);
    DNG_SHORT(274, d.orientation);
    DNG_SHORT(277, 3);
    DNG_LONG(279, d.preview_bytes);
    DNG_LONG(330, SUB);
    dng_entry(head, &at, &spare, 50706, 1, 4, (uint8_t[]){1, 4, 0, 0});
    DNG_TEXT(50708, "Gatefold Test");

    at = SUB + 2;
    dng_put(head + SUB, SUB_ENTRIES, 2);
    DNG_LONG(254, 0);
    DNG_LONG(256, d.raw_w);
    DNG_LONG(257, d.raw_h);
    DNG_SHORT(258, 16);
    DNG_SHORT(259, 1);
    DNG_SHORT(262, 32803); /* colour filter array */
    DNG_LONG(273, DNG_HEAD_BYTES + d.preview_bytes);
    DNG_SHORT(277, 1);
    DNG_LONG(278, d.raw_h);
    DNG_LONG(279, raw_bytes);
    dng_entry(head, &at, &spare, 33421, 3, 2, (uint16_t[]){2, 2});
    dng_entry(head, &at, &spare, 33422, 1, 4, (uint8_t[]){0, 1, 1, 2});
    DNG_LONG(50717, 65535); /* white level */

    if (d.preview)
        memcpy(file + DNG_HEAD_BYTES, d.preview, d.preview_bytes);
    for (size_t i = 0; i < raw_bytes; i++)
        file[DNG_HEAD_BYTES + d.preview_bytes + i] = (uint8_t)(i * 37);
    return file;
}
