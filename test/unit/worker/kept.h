/* test/unit/worker/kept.h -- a cache in a folder of its own, and an answer to keep in it. */
#pragma once

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "screen/detector.h"
#include "worker/cache.h"
#include "worker/cache_folder.h"

static char folder[64];
static struct arena a;

static inline int begin(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/gatefold-cache.XXXXXX");
    a = arena_open((size_t)1 << 30);
    return mkdtemp(folder) ? 0 : -1;
}

static inline int end(void **state)
{
    (void)state;
    char command[256];
    arena_close(&a);
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", folder, folder);
    return system(command);
}

static const struct worker_orders orders = {
    .models = S("models"),
    .today = {2022, 11, 5},
};

static const struct lane_reads reads = {
    .decode = {true, {{1}}},
    .detect = {true, {{2}}},
};

static inline struct cache *open_cache(void)
{
    struct cache *cache;
    struct err err;
    assert_ok(cache_open(str_of(folder), &cache, &err), err);
    return cache;
}

static inline char *path_of(str name)
{
    return str_c(str_format(&a, "%s/%.*s", folder, STR(name)), &a);
}

static inline void write_file(str name, str bytes)
{
    FILE *f = fopen(path_of(name), "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    fclose(f);
    chmod(path_of(name), 0600);
}

static inline str read_back(str name)
{
    struct err err;
    str bytes;
    int fd = open(folder, O_RDONLY | O_DIRECTORY);
    assert_ok(cache_folder_read(fd, name, 1 << 20, &a, &bytes, &err), err);
    close(fd);
    return bytes;
}

/* An answer in which every detector ran, with one face. */
static inline struct lane_result whole_answer(void)
{
    struct lane_result r = {
        .decoded = true,
        .pixels = -1,
        .planes = 1,
        .about = {.format = S("png"),
                  .width_px = 640,
                  .height_px = 480,
                  .bits = 8,
                  .colour = S("srgb"),
                  .orientation = 1},
        .screening = {.version = SCREENING_VERSION,
                      .width_px = 640,
                      .height_px = 480,
                      .quality = INT_ABSENT},
    };
    struct screening *s = &r.screening;
    s->findings.at = arena_new(&a, struct finding, 1);
    s->findings.n = 1;
    s->findings.at[0] = (struct finding){
        .kind = FINDING_FACE,
        .region = {1, 2, 3, 4},
        .score_pm = 900,
        .detector = S(DETECTOR_PEOPLE),
        .version = S("1"),
        .distance_bits = INT_ABSENT,
    };
    s->detectors.at = arena_new(&a, struct detector_run, detector_count());
    for (size_t i = 0; i < detector_count(); i++)
        s->detectors.at[s->detectors.n++] = (struct detector_run){
            .name = detector_at(i).name, .version = S("1"), .status = RUN_DONE};
    return r;
}

static const struct digest asset = {{7}};
