/* A detect worker: orders, models, sandbox, and then one picture's pixels after another. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "screen/bank.h"
#include "screen/detector.h"
#include "screen/watchlist.h"
#include "worker/workers.h"

enum {
    DETECT_MEMORY_MIB = 8192, /* address space: 150 megapixels reserve some 5 GiB, and touch 2 */
    MODEL_MAX_BYTES = 256 << 20,
    MODELS_MIB = 512
};

static const struct sandbox_limits detect_limits = {
    .memory_bytes = (uint64_t)DETECT_MEMORY_MIB << 20,
    .file_bytes = 0,
    .cpu_s = 0, /* it lives as long as the run; the parent holds the clock for each picture */
};

/* The one screener of this process. */
static struct screener *screener;

static void switch_off(const struct worker_orders *orders, struct arena *a,
                       struct screener_options *options)
{
    str *off = arena_new(a, str, detector_count());
    for (size_t i = 0; i < detector_count(); i++)
        if (!worker_asked_for(orders, detector_at(i).name))
            off[options->off_n++] = detector_at(i).name;
    options->off = off;
}

/* Whatever this worker reads goes through here. */
static bool read_input(const char *path, size_t max_bytes, struct arena *a, struct sha256 *read,
                       str *ret_bytes, struct err *err)
{
    bool there = file_read(path, max_bytes, a, ret_bytes, err);
    struct digest digest = there ? sha256(*ret_bytes) : (struct digest){0};
    sha256_add(read, digest.b, sizeof digest.b);
    return there;
}

/* A model that is not there stays absent: its detector then fails and says so. */
static void read_models(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                        struct screener_options *options)
{
    for (size_t i = 0; i < MODEL_COUNT; i++) {
        struct err err;
        str path = str_format(a, "%.*s/%s", STR(orders->models), model_files[i].name);
        if (!worker_asked_for(orders, str_of(model_files[i].used_by)) ||
            !read_input(path.p, MODEL_MAX_BYTES, a, read, &options->models.at[i], &err))
            options->models.at[i] = (str){0};
    }
}

static const char *const *runtimes(const struct worker_orders *orders, struct arena *a)
{
    const char **paths = arena_new(a, const char *, orders->runtimes.n);
    for (size_t i = 0; i < orders->runtimes.n; i++)
        paths[i] = str_c(orders->runtimes.at[i], a);
    return paths;
}

/* A worker is started again in the middle of a run, and the results name what the run began with.
 */
static bool read_unchanged(str path, str sha256_wanted, size_t max_bytes, struct arena *a,
                           struct sha256 *read, str *ret_bytes, struct err *err)
{
    char *name = str_c(path, a);
    struct digest wanted;
    if (!read_input(name, max_bytes, a, read, ret_bytes, err))
        return false;
    return !sha256_wanted.p ||
           (digest_from_hex(sha256_wanted, &wanted) && digest_eq(sha256(*ret_bytes), wanted)) ||
           err_set(err, ERR_CONFLICT, "%s changed since the run began: start it again", name);
}

/* Lists and bank that do not parse make their detectors fail with the reason; the parent has
 * checked them already, so this is for files that changed under way. */
static void read_watchlists(const struct worker_orders *orders, struct arena *a,
                            struct sha256 *read, struct screener_options *options)
{
    struct watchlist *lists = arena_new(a, struct watchlist, orders->watchlists.n);
    for (size_t i = 0; i < orders->watchlists.n; i++) {
        struct err err;
        str bytes;
        struct diags *diags = arena_new(a, struct diags, 1);
        *diags = (struct diags){.a = a, .file = orders->watchlists.at[i]};
        str path = orders->watchlists.at[i];
        str wanted = i < orders->watchlists_sha256.n ? orders->watchlists_sha256.at[i] : (str){0};
        if (!read_unchanged(path, wanted, WATCHLIST_MAX_BYTES, a, read, &bytes, &err)) {
            options->lists_trouble = str_copy(str_of(err.msg), a);
            return;
        }
        if (!watchlist_read(bytes, a, diags, &lists[i])) {
            options->lists_trouble = str_format(a, "the watch-list %.*s is broken", STR(path));
            return;
        }
    }
    options->lists = lists;
    options->lists_n = orders->watchlists.n;
}

static void read_bank(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                      struct screener_options *options)
{
    struct err err;
    str bytes;
    if (!orders->bank.p)
        return;
    struct bank *bank = arena_new(a, struct bank, 1);
    struct diags *diags = arena_new(a, struct diags, 1);
    diags->a = a;
    if (!read_unchanged(orders->bank, orders->bank_sha256, BANK_MAX_BYTES, a, read, &bytes, &err))
        options->bank_trouble = str_copy(str_of(err.msg), a);
    else if (!bank_read(bytes, a, diags, bank))
        options->bank_trouble = S("the bank is broken");
    else if (orders->suppressions.p &&
             !read_unchanged(orders->suppressions, orders->suppressions_sha256, BANK_MAX_BYTES, a,
                             read, &bytes, &err))
        options->bank_trouble = str_copy(str_of(err.msg), a);
    else if (orders->suppressions.p && !bank_suppress(bank, bytes, orders->today, a, diags))
        options->bank_trouble = S("the suppressions are broken");
    else
        options->opt_bank = bank;
}

bool detect_worker_start(const struct worker_orders *orders, struct arena *a, struct sha256 *read,
                         struct err *err)
{
    struct screener_options options = {
        .ort_paths = runtimes(orders, a),
        .ort_paths_n = orders->runtimes.n,
        .today = orders->today,
    };
    switch_off(orders, a, &options);
    struct arena models = arena_open((size_t)MODELS_MIB << 20);
    read_models(orders, &models, read, &options);
    read_watchlists(orders, a, read, &options);
    read_bank(orders, a, read, &options);
    screener = screener_open(options);
    arena_close(&models);
    return sandbox_enter(detect_limits, orders->weak_sandbox, err);
}

static bool look(const struct detect_ask *ask, int fd, struct arena *a,
                 struct screening *ret_screening, struct err *err)
{
    size_t plane = (size_t)ask->width_px * (size_t)ask->height_px * RASTER_CHANNELS;
    size_t bytes = plane * (size_t)ask->planes;
    struct stat st;
    if (fstat(fd, &st) != 0 || (uint64_t)st.st_size != bytes)
        return err_set(err, ERR_CORRUPT, "the pixels have another size than was said");
    uint8_t *pixels = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);
    if (pixels == MAP_FAILED)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    struct picture picture = {
        .planes_n = (size_t)ask->planes, .only = ask->only, .asset = ask->asset};
    for (size_t i = 0; i < picture.planes_n; i++)
        picture.planes[i] =
            (struct raster){pixels + i * plane, (int32_t)ask->width_px, (int32_t)ask->height_px};
    screener_pixels(screener, picture, a, ret_screening);
    munmap(pixels, bytes);
    return true;
}

static int64_t peak_mib(void)
{
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss >> 10;
}

bool detect_worker_serve(int socket, struct arena *a, struct err *err)
{
    str question;
    int fd;
    if (!channel_receive(socket, a, 1, PATIENCE_ENDLESS, &question, &fd, err))
        return false;
    struct detect_ask ask;
    struct detect_answer answer = {0};
    if (!record_read_json(&detect_ask_record, question, a, &ask, err))
        return false;
    answer.detected.present = look(&ask, fd, a, &answer.detected.screening, err);
    close(fd);
    if (!answer.detected.present)
        answer.problem = str_copy(str_of(err->msg), a);
    answer.peak_mib = peak_mib();
    CLEANUP(buf_done) struct buf out = BUF_MAX(CHANNEL_MESSAGE_MAX_BYTES);
    record_write_json(&detect_answer_record, &answer, &out);
    if (!buf_ok(&out))
        return err_set(err, ERR_LIMIT, "the answer is too large");
    return channel_send(socket, buf_str(&out), NULL, 0, PATIENCE_ENDLESS, err);
}
