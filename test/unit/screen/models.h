/* test/unit/screen/models.h -- the real runtime and models, for tests that need them. They are
 * fetched by `make setup`, and GATEFOLD_MODELS says where they lie; where they are absent a test
 * skips aloud. */
#pragma once

#include "base/file.h"
#include "screen/model.h"
#include "screen/ort.h"

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline const char *models_path(char path[static 512], const char *name)
{
    const char *folder = getenv("GATEFOLD_MODELS");
    snprintf(path, 512, "%s/%s", folder ? folder : "models", name);
    return path;
}

static inline bool models_present(void)
{
    char path[512];
    if (access(models_path(path, model_files[MODEL_TEXT_DETECT].name), R_OK) == 0)
        return true;
    fprintf(stderr, "SKIPPED: no models (%s); `make setup` fetches them\n", path);
    return false;
}

static inline struct ort *models_runtime(void)
{
    char path[512];
    const char *paths[] = {getenv("GATEFOLD_ORT"), models_path(path, "libonnxruntime.so")};
    size_t from = paths[0] ? 0 : 1;
    struct err err;
    struct ort *ort = ort_open(paths + from, countof(paths) - from, &err);
    if (!ort)
        fail_msg("%s", err.msg);
    return ort;
}

static inline str models_read(enum model_id id, struct arena *a)
{
    char path[512];
    str bytes;
    struct err err;
    assert_ok(file_read(models_path(path, model_files[id].name), 64 << 20, a, &bytes, &err), err);
    return bytes;
}
