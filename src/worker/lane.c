#include "worker/lane.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "screen/detector.h"
#include "worker/cache.h"

enum {
    GLANCE_ARENA_MIB = 512, /* address space for an answer, as a tree and as records */
    /* The runtime keeps what a large picture once took. A worker that came this far ends: loading
     * the models again costs less than a second, and so the next picture starts from what is
     * needed. */
    DETECT_PEAK_MIB = 400
};

void lane_init(struct lane *lane, const struct lane_orders *orders)
{
    *lane = (struct lane){.orders = orders};
}

void lane_done(struct lane *lane)
{
    worker_stop(&lane->decode);
    worker_stop(&lane->detect);
}

static bool start_decode(struct lane *lane, struct arena *a, struct err *err)
{
    struct worker_orders orders = {.weak_sandbox = lane->orders->detect.weak_sandbox,
                                   .today = lane->orders->detect.today,
                                   .pdf = lane->orders->detect.pdf};
    if (worker_running(&lane->decode))
        return true;
    if (!worker_open(WORKER_DECODE, &orders, lane->orders->opt_stop, a, &lane->decode, err))
        return false;
    lane->reads.decode = lane->decode.read;
    return true;
}

static bool start_detect(struct lane *lane, struct arena *a, struct err *err)
{
    if (worker_running(&lane->detect))
        return true;
    if (!worker_open(WORKER_DETECT, &lane->orders->detect, lane->orders->opt_stop, a, &lane->detect,
                     err))
        return false;
    lane->reads.detect = lane->detect.read;
    return true;
}

bool lane_decoder(struct lane *lane, struct arena *a, struct err *err)
{
    return lane->reads.decode.known || start_decode(lane, a, err);
}

bool lane_ready(struct lane *lane, struct arena *a, struct err *err)
{
    return lane_decoder(lane, a, err) && (lane->reads.detect.known || start_detect(lane, a, err));
}

/* The pixels are exactly as large as the worker says, and nobody can change them any more. */
static bool pixels_seal(int fd, const struct decoded *decoded, struct err *err)
{
    struct stat st;
    int64_t w = decoded->about.width_px, h = decoded->about.height_px;
    if (w < 1 || h < 1 || w > IMAGE_SIDE_MAX_PX || h > IMAGE_SIDE_MAX_PX ||
        w * h > IMAGE_PIXELS_MAX || decoded->planes < 1 || decoded->planes > SCREEN_PLANES_MAX)
        return err_set(err, ERR_CORRUPT, "the worker gave a size that cannot be");
    if (fstat(fd, &st) != 0 || st.st_size != w * h * RASTER_CHANNELS * decoded->planes)
        return err_set(err, ERR_CORRUPT, "the worker gave other pixels than it said");
    if (!memfd_seal(fd))
        return err_set(err, ERR_INTERNAL, "the pixels could not be sealed");
    return true;
}

/* Of ten thousand files that are no pictures none needs a worker. */
static bool begins(int file, struct err *err)
{
    char head[IMAGE_HEAD_BYTES];
    ssize_t n = pread(file, head, sizeof head, 0);
    if (n < 0)
        return err_set(err, ERR_UNAVAILABLE, "the copy cannot be read: %s", strerror(errno));
    return image_begins((str){head, (size_t)n}, err);
}

static bool decode(struct lane *lane, const struct intake *file, struct arena *a,
                   struct decoded *ret_decoded, int *ret_pixels, struct err *err)
{
    if (!file->page && !begins(file->fd, err))
        return false;
    CLEANUP(fd_closep) int pixels = memfd_new("pixels");
    if (pixels < 0)
        return err_set(err, ERR_UNAVAILABLE, "memfd: out of descriptors or memory");
    if (!start_decode(lane, a, err))
        return false;
    int fds[] = {file->fd, pixels};
    struct decode_ask what = {file->page};
    struct decode_answer answer;
    struct worker_ask question = {
        .opt_stop = lane->orders->opt_stop,
        .opt_record = &decode_ask_record,
        .value = &what,
        .fds = fds,
        .fds_n = countof(fds),
        .seconds = lane->orders->decode_timeout_s,
        .answer = &decode_answer_record,
    };
    bool ok = worker_query(&lane->decode, question, a, &answer, err);
    worker_stop(&lane->decode); /* before sealing: a living worker still maps the pixels */
    if (!ok)
        return err_wrap(err, "decoding");
    if (!answer.decoded.present)
        return err_set(err, ERR_INVALID, "%.*s", STR(answer.problem));
    if (!pixels_seal(pixels, &answer.decoded, err))
        return false;
    *ret_decoded = answer.decoded;
    *ret_pixels = pixels;
    pixels = -1;
    return true;
}

static bool detect(struct lane *lane, str asset, str only, const struct decoded *decoded,
                   int pixels, struct arena *a, struct screening *ret_screening, struct err *err)
{
    if (!start_detect(lane, a, err))
        return false;
    struct detect_ask picture = {
        .asset = asset,
        .only = only,
        .width_px = decoded->about.width_px,
        .height_px = decoded->about.height_px,
        .planes = decoded->planes,
    };
    struct worker_ask question = {
        .opt_stop = lane->orders->opt_stop,
        .opt_record = &detect_ask_record,
        .value = &picture,
        .fds = &pixels,
        .fds_n = 1,
        .seconds = lane->orders->detect_timeout_s,
        .answer = &detect_answer_record,
    };
    struct detect_answer answer;
    if (!worker_query(&lane->detect, question, a, &answer, err))
        return err_wrap(err, "looking at the pixels");
    if (answer.peak_mib > DETECT_PEAK_MIB)
        worker_stop(&lane->detect);
    if (!answer.detected.present)
        return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(answer.problem));
    if (!detected_within(&answer.detected.screening, err))
        return false;
    *ret_screening = answer.detected.screening;
    return true;
}

/* What was seen in the pixels of an odd file, if it was seen before; other answers are kept whole
 * (see_file). */
static str key_of_odd(struct lane *lane, const struct intake *file, const struct decoded *decoded,
                      struct arena *a)
{
    struct cache *cache = lane->orders->opt_cache;
    struct err err;
    if (!cache || !decoded->about.oddities.n || !lane_ready(lane, a, &err))
        return (str){0};
    return cache_key(cache, CACHE_PIXELS, &lane->orders->detect, &lane->reads, file->sha256, a);
}

static bool seen_before(struct lane *lane, str key, const struct decoded *decoded, struct arena *a,
                        struct screening *ret_screening)
{
    struct lane_result known;
    if (!key.p ||
        !cache_get(lane->orders->opt_cache, CACHE_PIXELS, &lane->orders->detect, key, a, &known))
        return false;
    *ret_screening = known.screening;
    return known.about.width_px == decoded->about.width_px &&
           known.about.height_px == decoded->about.height_px && known.planes == decoded->planes;
}

static void keep(struct lane *lane, str key, const struct decoded *decoded,
                 const struct screening *seen)
{
    struct lane_result result = {
        .decoded = true, .about = decoded->about, .screening = *seen, .pixels = -1};
    if (key.p)
        cache_put(lane->orders->opt_cache, CACHE_PIXELS, &lane->orders->detect, key, &result);
}

void lane_nothing(str why, struct arena *a, struct lane_result *ret_result)
{
    *ret_result = (struct lane_result){.problem = why, .pixels = -1};
    screening_merge(NULL, NULL, why, a, &ret_result->screening);
}

static struct lane_result of_decoded(const struct decoded *decoded, int pixels)
{
    return (struct lane_result){
        .decoded = true,
        .about = decoded->about,
        .pixels = pixels,
        .planes = decoded->planes,
    };
}

bool lane_decode(struct lane *lane, const struct intake *file, struct arena *a,
                 struct lane_result *ret_result, struct err *err)
{
    struct decoded decoded = {0};
    int pixels = -1;
    if (!decode(lane, file, a, &decoded, &pixels, err))
        return false;
    *ret_result = of_decoded(&decoded, pixels);
    return true;
}

/* What goes wrong here goes wrong again in the whole screening, and is told there. */
static void glance(struct lane *lane, const struct intake *file, const struct decoded *decoded,
                   int pixels)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)GLANCE_ARENA_MIB << 20);
    struct lane_result so_far = of_decoded(decoded, pixels);
    struct screening faces;
    struct err err;
    if (!detect(lane, digest_hex(file->sha256, &a), S(DETECTOR_PEOPLE), decoded, pixels, &a, &faces,
                &err))
        return;
    screening_merge(&faces, &decoded->screening, S("not looked at yet"), &a, &so_far.screening);
    lane->glance.seen(lane->glance.self, &so_far);
}

void lane_screen(struct lane *lane, const struct intake *file, struct arena *a,
                 struct lane_result *ret_result)
{
    struct err err = {0};
    struct decoded decoded;
    int pixels = -1;
    if (!decode(lane, file, a, &decoded, &pixels, &err)) {
        lane_nothing(str_copy(str_of(err.msg), a), a, ret_result);
        return;
    }
    *ret_result = of_decoded(&decoded, pixels);
    struct screening seen;
    str key = key_of_odd(lane, file, &decoded, a);
    bool known = seen_before(lane, key, &decoded, a, &seen);
    if (lane->glance.seen && !known)
        glance(lane, file, &decoded, pixels);
    bool ok = known ||
              detect(lane, digest_hex(file->sha256, a), (str){0}, &decoded, pixels, a, &seen, &err);
    if (ok && !known)
        keep(lane, key, &decoded, &seen);
    if (!ok)
        ret_result->problem = str_copy(str_of(err.msg), a);
    ret_result->reads = lane->reads;
    screening_merge(ok ? &seen : NULL, &decoded.screening, ret_result->problem, a,
                    &ret_result->screening);
}

void lane_outside(struct lane *lane, struct arena *a, struct lane_result *seen)
{
    struct outside_how how = {lane->orders->detect.weak_sandbox, lane->orders->detect_timeout_s,
                              lane->orders->opt_stop};
    for (size_t i = 0; seen->decoded && i < lane->orders->outside_n; i++)
        outside_screen(&lane->orders->outside[i], how, &seen->about, seen->planes, seen->pixels, a,
                       &seen->screening);
}
