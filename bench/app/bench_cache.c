/* A second run over an unchanged shoot: 400 files of 8 MB, each with bytes of its own, whose
 * answers are in the cache. Looking at 400 pictures takes an hour, so one is looked at, and its
 * answer is put into the cache for the others, which are the same picture with other padding
 * (comment segments). What is measured is the whole second run: opening, walking, hashing every
 * byte, facts and verdicts; files are in the system's own cache. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/orders.h"
#include "app/shoot_screen.h"
#include "base/file.h"
#include "codec/json.h"
#include "worker/worker_main.h"

enum {
    PICTURES = 400,
    PICTURE_BYTES = 8 << 20,
    COMMENT_BYTES = 65000,
    RUNS = 3,
};

static const char picture[] = "demo/office/office-03.jpg";
static const char callsheet[] = "demo/office/callsheet.yaml";

static void fail(const char *what, const struct err *err)
{
    fprintf(stderr, "bench_cache: %s: %s\n", what, err->msg);
    exit(1);
}

/* The picture with comments after its first marker, up to PICTURE_BYTES. */
static void padded(str jpeg, int number, struct buf *out)
{
    buf_put(out, str_first(jpeg, 2));
    while (out->n + jpeg.n < PICTURE_BYTES) {
        const char head[] = {'\xff', '\xfe', (char)((COMMENT_BYTES + 2) >> 8),
                             (char)((COMMENT_BYTES + 2) & 0xff)};
        buf_put(out, (str){head, sizeof head});
        buf_format(out, "%0*d", COMMENT_BYTES, number);
    }
    buf_put(out, str_from(jpeg, 2));
}

static void make_shoot(const char *folder, struct arena *a)
{
    struct err err;
    str jpeg;
    if (!file_read(picture, 64 << 20, a, &jpeg, &err))
        fail("run it in the source tree", &err);
    for (int i = 0; i < PICTURES; i++) {
        CLEANUP(buf_done) struct buf out = {0};
        padded(jpeg, i, &out);
        char path[256];
        snprintf(path, sizeof path, "%s/office-03-%03d.jpg", folder, i);
        FILE *f = fopen(path, "w");
        if (!f || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0) {
            perror(path);
            exit(1);
        }
    }
}

/* A run names the lists that it began with, and answers are kept for those. */
static void name_lists(struct worker_orders *orders, struct arena *a)
{
    struct texts *digests = &orders->watchlists_sha256;
    digests->at = arena_new(a, str, orders->watchlists.n);
    for (size_t i = 0; i < orders->watchlists.n; i++) {
        struct err err;
        str list;
        if (!file_read(str_c(orders->watchlists.at[i], a), 64 << 20, a, &list, &err))
            fail("a watch-list", &err);
        digests->at[digests->n++] = digest_hex(sha256(list), a);
    }
}

/* One picture is looked at; its answer is kept under the names of all. */
static void prime(const char *folder, const char *kept, struct arena *a)
{
    struct err err;
    struct orders_options options = {0};
    struct lane_orders orders;
    struct cache *cache;
    struct lane lane;
    struct intake file;
    struct lane_result seen;
    if (!orders_make(&options, a, &orders, &err) || !cache_open(str_of(kept), &cache, &err) ||
        !intake_open(picture, &file, &err))
        fail("priming", &err);
    name_lists(&orders.detect, a);
    lane_init(&lane, &orders);
    lane_screen(&lane, &file, a, &seen);
    for (int i = 0; i < PICTURES; i++) {
        char path[256];
        struct digest digest;
        snprintf(path, sizeof path, "%s/office-03-%03d.jpg", folder, i);
        if (!intake_digest(path, &digest, &err))
            fail(path, &err);
        str key = cache_key(cache, CACHE_WHOLE, &orders.detect, &seen.reads, digest, a);
        if (key.p)
            cache_put(cache, CACHE_WHOLE, &orders.detect, key, &seen);
    }
    if (cache_counted(cache).stored != PICTURES) {
        fprintf(stderr, "bench_cache: the answer is not whole: are the models here?\n");
        exit(1);
    }
    cache_close(cache);
    lane_done(&lane);
    close(file.fd);
    close(seen.pixels);
}

static void on_picture(void *self, const struct result *result)
{
    size_t *n = self;
    *n += result->sha256.n != 0;
}

static void on_progress(void *self, size_t done, uint64_t done_bytes)
{
    (void)self, (void)done, (void)done_bytes;
}

static double cpu_s(int who)
{
    struct rusage u;
    getrusage(who, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void again(const char *folder, const char *kept)
{
    static const volatile sig_atomic_t never;
    struct arena a = arena_open((size_t)8 << 30);
    struct diags diags = {.a = &a};
    struct err err = {0};
    str path = str_of(folder);
    struct shoot_options options = {
        .paths = &path,
        .paths_n = 1,
        .callsheet = str_of(callsheet),
        .cache = str_of(kept),
        .today = {2022, 11, 5},
    };
    size_t n = 0;
    int64_t began_ms = clock_now_ms();
    double began_s = cpu_s(RUSAGE_SELF) + cpu_s(RUSAGE_CHILDREN);
    struct shoot_screen *s = shoot_screen_open(&options, &a, &diags, &err);
    if (!s)
        fail("opening", &err);
    shoot_screen_run(
        s, (struct shoot_watcher){.picture = on_picture, .progress = on_progress, .self = &n},
        &never);
    size_t found = shoot_screen_cached(s).found;
    shoot_screen_close(s);
    if (found != n) {
        fprintf(stderr,
                "bench_cache: %zu of %zu answers were in the cache: this is no second run\n", found,
                n);
        exit(1);
    }
    printf("%zu pictures, %zu seen before: %.1f s, %.1f s of processor\n", n, found,
           (double)(clock_now_ms() - began_ms) / 1000,
           cpu_s(RUSAGE_SELF) + cpu_s(RUSAGE_CHILDREN) - began_s);
    arena_close(&a);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[0], WORKER_NAME) == 0)
        return worker_main(argv[1]);
    json_start();
    setenv("GATEFOLD_DATA", "data", 0);
    setenv("GATEFOLD_MODELS", "models", 0);
    char root[] = "/tmp/gatefold-bench.XXXXXX", folder[64], kept[64], remove[96];
    if (!mkdtemp(root))
        return 1;
    snprintf(folder, sizeof folder, "%s/shoot", root);
    snprintf(kept, sizeof kept, "%s/kept", root);
    snprintf(remove, sizeof remove, "rm -r %s", root);
    mkdir(folder, 0700);
    struct arena a = arena_open((size_t)4 << 30);
    make_shoot(folder, &a);
    prime(folder, kept, &a);
    printf("an unchanged shoot of %d files of %d MB, two lanes or one a core\n", PICTURES,
           PICTURE_BYTES >> 20);
    for (int i = 0; i < RUNS; i++)
        again(folder, kept);
    arena_close(&a);
    return system(remove) == 0 ? 0 : 1;
}
