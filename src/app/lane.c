#include "app/lane.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "screen/detector.h"

enum {
    READY_TIMEOUT_S = 60
};

static int64_t deadline(int64_t seconds)
{
    return clock_now_ms() + seconds * 1000;
}

void lane_init(struct lane *lane, const struct lane_orders *orders)
{
    *lane = (struct lane){.orders = orders};
}

void lane_done(struct lane *lane)
{
    worker_stop(&lane->detect);
}

/* Ask and read the answer as a record: a worker that answers nonsense is as good as dead. */
static bool ask(struct worker *worker, const struct record *ask_record, const void *question,
                const int *fds, size_t n, int64_t seconds, const struct record *answer_record,
                struct arena *a, void *ret_answer, struct err *err)
{
    CLEANUP(buf_done) struct buf payload = {0};
    if (ask_record)
        record_write_json(ask_record, question, &payload);
    str answer;
    if (!worker_ask(worker, buf_str(&payload), fds, n, deadline(seconds), a, &answer, err)) {
        if (err->kind == ERR_LIMIT)
            return err_set(err, ERR_LIMIT, "the worker gave no answer in %lld s",
                           (long long)seconds);
        return false;
    }
    if (record_read_json(answer_record, answer, a, ret_answer, err))
        return true;
    worker_stop(worker);
    return err_wrap(err, "the worker's answer");
}

static bool start(enum worker_kind kind, const struct worker_orders *orders, struct arena *a,
                  struct worker *ret_worker, struct err *err)
{
    struct worker worker;
    struct worker_ready ready;
    if (!worker_start(kind, &worker, err))
        return false;
    if (!ask(&worker, &worker_orders_record, orders, NULL, 0, READY_TIMEOUT_S, &worker_ready_record,
             a, &ready, err)) {
        worker_stop(&worker);
        return err_wrap(err, "starting the %s worker", worker_kind_word(kind));
    }
    if (!ready.ok) {
        worker_stop(&worker);
        return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(ready.problem));
    }
    *ret_worker = worker;
    return true;
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

static bool decode(struct lane *lane, const struct intake *file, struct arena *a,
                   struct decoded *ret_decoded, int *ret_pixels, struct err *err)
{
    CLEANUP(fd_closep) int pixels = memfd_new("pixels");
    if (pixels < 0)
        return err_set(err, ERR_UNAVAILABLE, "memfd: out of descriptors or memory");
    struct worker_orders orders = {.weak_sandbox = lane->orders->detect.weak_sandbox,
                                   .today = lane->orders->detect.today};
    struct worker worker;
    if (!start(WORKER_DECODE, &orders, a, &worker, err))
        return false;
    int fds[] = {file->fd, pixels};
    struct decode_answer answer;
    bool ok = ask(&worker, NULL, NULL, fds, countof(fds), lane->orders->decode_timeout_s,
                  &decode_answer_record, a, &answer, err);
    worker_stop(&worker); /* before sealing: a living worker still maps the pixels */
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

static bool detect(struct lane *lane, str asset, const struct decoded *decoded, int pixels,
                   struct arena *a, struct screening *ret_screening, struct err *err)
{
    if (!worker_running(&lane->detect) &&
        !start(WORKER_DETECT, &lane->orders->detect, a, &lane->detect, err))
        return false;
    struct detect_ask question = {
        .asset = asset,
        .width_px = decoded->about.width_px,
        .height_px = decoded->about.height_px,
        .planes = decoded->planes,
    };
    struct detect_answer answer;
    if (!ask(&lane->detect, &detect_ask_record, &question, &pixels, 1,
             lane->orders->detect_timeout_s, &detect_answer_record, a, &answer, err))
        return err_wrap(err, "looking at the pixels");
    if (!answer.detected.present)
        return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(answer.problem));
    *ret_screening = answer.detected.screening;
    return true;
}

void lane_nothing(str why, struct arena *a, struct lane_result *ret_result)
{
    *ret_result = (struct lane_result){.problem = why, .pixels = -1};
    screening_merge(NULL, NULL, why, a, &ret_result->screening);
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
    *ret_result = (struct lane_result){
        .decoded = true,
        .about = decoded.about,
        .pixels = pixels,
        .planes = decoded.planes,
    };
    struct screening seen;
    bool ok = detect(lane, digest_hex(file->sha256, a), &decoded, pixels, a, &seen, &err);
    if (!ok)
        ret_result->problem = str_copy(str_of(err.msg), a);
    screening_merge(ok ? &seen : NULL, &decoded.screening, ret_result->problem, a,
                    &ret_result->screening);
}
