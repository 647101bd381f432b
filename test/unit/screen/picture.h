/* test/unit/screen/picture.h -- a picture file as pixels. */
#pragma once

#include "base/file.h"
#include "image/image.h"

#include "../test.h"

struct picture_room {
    struct arena *a;
    uint8_t *rgb;
};

static inline uint8_t *picture_room(void *self, size_t bytes)
{
    struct picture_room *room = self;
    return room->rgb = arena_new(room->a, uint8_t, bytes);
}

static inline struct raster picture_read(const char *path, struct arena *a)
{
    str bytes;
    struct err err;
    struct image_about about;
    assert_ok(file_read(path, 64 << 20, a, &bytes, &err), err);
    struct picture_room room = {.a = a};
    struct image_sink sink = {picture_room, &room};
    assert_ok(image_decode(bytes, sink, a, &about, &err), err);
    return (struct raster){room.rgb, (int32_t)about.width_px, (int32_t)about.height_px};
}
