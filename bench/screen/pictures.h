/* bench/screen/pictures.h -- pictures, the runtime and models for the benches of screen. Models:
 * $GATEFOLD_MODELS, or the folder models. */
#pragma once

#include "base/file.h"
#include "image/image.h"
#include "screen/model.h"
#include "screen/ort.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double cpu_s(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static inline uint8_t *picture_room(void *self, size_t bytes)
{
    return arena_new((struct arena *)self, uint8_t, bytes);
}

/* The pixels live in `pixels`, which is empty. */
static inline bool picture_read(const char *path, struct arena *pixels, struct arena scratch,
                                struct raster *ret, struct err *err)
{
    str bytes;
    struct image_about about;
    const uint8_t *start = (const uint8_t *)pixels->beg;
    if (!file_read(path, IMAGE_FILE_MAX_BYTES, &scratch, &bytes, err) ||
        !image_decode(bytes, (struct image_sink){picture_room, pixels}, &scratch, &about, err))
        return err_wrap(err, "%s", path);
    *ret = (struct raster){start, (int32_t)about.width_px, (int32_t)about.height_px};
    return true;
}

static inline struct ort *models_runtime(struct err *err)
{
    const char *folder = getenv("GATEFOLD_MODELS");
    char path[4096];
    snprintf(path, sizeof path, "%s/libonnxruntime.so", folder ? folder : "models");
    const char *paths[] = {getenv("GATEFOLD_ORT") ? getenv("GATEFOLD_ORT") : path};
    return ort_open(paths, countof(paths), err);
}

static inline bool models_read(enum model_id id, struct arena *a, str *ret, struct err *err)
{
    const char *folder = getenv("GATEFOLD_MODELS");
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "models", model_files[id].name);
    return file_read(path, 64 << 20, a, ret, err);
}
