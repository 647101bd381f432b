/* Workers that lie. This program is started again as the worker (WORKER_NAME) and does what its
 * orders say: the orders' date is the number of the lie. Whatever comes, the lane must answer in
 * time, and what the parent makes of it must not say more than was looked at. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "codec/json.h"
#include "worker/lane.h"

enum {
    WIDTH_PX = 4,
    HEIGHT_PX = 2,
};

enum lie {
    TRUTH = 1,
    DECODE_CLOSES_AND_STAYS,
    DECODE_SAYS_MORE_PIXELS,
    DECODE_CLAIMS_PIXEL_ROWS,
    DETECT_CLOSES_AND_STAYS,
    DETECT_ANSWERS_TOO_MUCH,
    DETECT_SENDS_A_DESCRIPTOR,
    DETECT_CLAIMS_STATEMENT_ROWS,
    DETECT_LEAVES_ROWS_OUT,
    DETECT_READS_TOO_MUCH,
    DETECT_GROWS,
    DETECT_SAYS_NOTHING,
    INHERITS,
};

/* ---- the worker ---- */

static void answer(const char *json)
{
    struct err err;
    if (!channel_send(WORKER_FD, str_of(json), NULL, 0, PATIENCE_ENDLESS, &err))
        _exit(1);
}

static void close_and_stay(void)
{
    close(WORKER_FD);
    for (;;)
        pause();
}

#define ROW(name)     "{\"name\":\"" name "\",\"version\":\"1\",\"status\":\"done\"}"
#define STATEMENT_ROW ROW("metadata")
#define PIXEL_ROWS                                                                                 \
    ROW("text")                                                                                    \
    "," ROW("watchlist") "," ROW("people") "," ROW("fingerprint") "," ROW("known-bad")
#define SCREENING(rows, findings)                                                                  \
    "{\"version\":1,\"width_px\":4,\"height_px\":2,\"findings\":[" findings                        \
    "],\"detectors\":[" rows "]}"
#define FACE_BY(detector)                                                                          \
    "{\"kind\":\"face\",\"region\":{\"x_px\":0,\"y_px\":0,\"w_px\":1,\"h_px\":1},\"detector\":"    \
    "\"" detector "\",\"version\":\"1\"}"
#define ABOUT(height)                                                                              \
    "\"about\":{\"format\":\"png\",\"width_px\":4,\"height_px\":" height                           \
    ",\"bits\":8,\"colour\":\"srgb\",\"orientation\":1}"
#define DECODED(height, rows, findings)                                                            \
    "{\"decoded\":{\"planes\":1," ABOUT(height) ",\"screening\":" SCREENING(rows, findings) "}}"
#define TEXT_OF(placeholder)                                                                       \
    "{\"kind\":\"text\",\"region\":{\"x_px\":0,\"y_px\":0,\"w_px\":1,\"h_px\":1},\"detector\":"    \
    "\"text\",\"version\":\"1\",\"evidence\":\"" placeholder "\"}"
#define DETECTED(rows, findings)                                                                   \
    "{\"peak_mib\":1,\"detected\":{\"screening\":" SCREENING(rows, findings) "}}"

static void decode_lie(int lie)
{
    struct arena a = arena_open(8 << 20);
    struct err err;
    str empty;
    int fds[2];
    if (!channel_receive(WORKER_FD, &a, 2, PATIENCE_ENDLESS, &empty, fds, &err) ||
        ftruncate(fds[1], WIDTH_PX * HEIGHT_PX * 3) != 0)
        _exit(1);
    if (lie == DECODE_CLOSES_AND_STAYS)
        close_and_stay();
    answer(lie == DECODE_SAYS_MORE_PIXELS ? DECODED("3", STATEMENT_ROW, "")
           : lie == DECODE_CLAIMS_PIXEL_ROWS
               ? DECODED("2", PIXEL_ROWS "," STATEMENT_ROW, FACE_BY("people"))
               : DECODED("2", STATEMENT_ROW, ""));
}

static void answer_three_times(size_t bytes)
{
    char *text = calloc(bytes + 1, 1);
    struct buf json = {0};
    memset(text, 'a', bytes);
    buf_format(&json, DETECTED(PIXEL_ROWS, TEXT_OF("%s") "," TEXT_OF("%s") "," TEXT_OF("%s")), text,
               text, text);
    buf_byte(&json, 0);
    answer(json.p);
}

static void detect_lie(int lie)
{
    struct arena a = arena_open(8 << 20);
    struct err err;
    str question;
    int fd;
    if (!channel_receive(WORKER_FD, &a, 1, PATIENCE_ENDLESS, &question, &fd, &err))
        _exit(1);
    switch (lie) {
    case DECODE_CLAIMS_PIXEL_ROWS:
        _exit(1);
    case DETECT_CLOSES_AND_STAYS:
        close_and_stay();
        break;
    case DETECT_ANSWERS_TOO_MUCH:
        if (write(WORKER_FD, "\xff\xff\xff\xff{}", 6) != 6)
            _exit(1);
        break;
    case DETECT_SENDS_A_DESCRIPTOR:
        if (!channel_send(WORKER_FD, S(DETECTED(PIXEL_ROWS, "")), &fd, 1, PATIENCE_ENDLESS, &err))
            _exit(1);
        break;
    case DETECT_CLAIMS_STATEMENT_ROWS:
        answer(DETECTED(PIXEL_ROWS "," STATEMENT_ROW, FACE_BY("metadata")));
        break;
    case DETECT_LEAVES_ROWS_OUT:
        answer(DETECTED(ROW("text"), ""));
        break;
    case DETECT_READS_TOO_MUCH:
        answer_three_times(DETECTED_TEXT_MAX_BYTES / 3 + 1);
        break;
    case DETECT_SAYS_NOTHING:
        pause();
        break;
    case DETECT_GROWS:
        answer("{\"peak_mib\":100000,\"detected\":{\"screening\":" SCREENING(PIXEL_ROWS, "") "}}");
        break;
    case INHERITS:
        for (int i = WORKER_FD + 1; i < 256; i++)
            if (i != fd && fcntl(i, F_GETFD) != -1)
                _exit(1);
        __attribute__((fallthrough));
    default:
        answer(DETECTED(PIXEL_ROWS, ""));
    }
}

static int lying_worker(const char *kind)
{
    struct arena a = arena_open(8 << 20);
    struct err err;
    str json;
    struct worker_orders orders;
    if (!channel_receive(WORKER_FD, &a, 0, PATIENCE_ENDLESS, &json, NULL, &err) ||
        !record_read_json(&worker_orders_record, json, &a, &orders, &err))
        return 1;
    answer("{\"ok\":true}");
    if (strcmp(kind, "decode") == 0)
        decode_lie(orders.today.day);
    else
        detect_lie(orders.today.day);
    char last;
    return read(WORKER_FD, &last, 1) > 0; /* until the parent is done with it */
}

/* ---- the parent ---- */

static struct intake some_file(void)
{
    static const str png = S("\x89PNG\r\n\x1a\n"); /* what begins like no picture has no worker */
    struct intake file = {.fd = memfd_new("file"), .size_bytes = png.n};
    assert_int_equal(write(file.fd, png.p, png.n), png.n);
    return file;
}

static int status_of(const struct screening *s, const char *row)
{
    for (size_t i = 0; i < s->detectors.n; i++)
        if (str_eq(s->detectors.at[i].name, str_of(row)))
            return s->detectors.at[i].status;
    fail_msg("%s is not listed", row);
    return 0;
}

static void a_lying_worker_is_not_believed(void **state)
{
    (void)state;
    static const struct {
        enum lie lie;
        int text, people, metadata; /* how these rows must be said to have gone */
        const char *problem;        /* part of the reason, or NULL */
    } rows[] = {
        {TRUTH, RUN_DONE, RUN_DONE, RUN_DONE, NULL},
        {DECODE_CLOSES_AND_STAYS, RUN_FAILED, RUN_FAILED, RUN_FAILED, "did not end"},
        {DECODE_SAYS_MORE_PIXELS, RUN_FAILED, RUN_FAILED, RUN_FAILED, "other pixels"},
        {DECODE_CLAIMS_PIXEL_ROWS, RUN_FAILED, RUN_FAILED, RUN_DONE, "ended by itself"},
        {DETECT_CLOSES_AND_STAYS, RUN_FAILED, RUN_FAILED, RUN_DONE, "did not end"},
        {DETECT_ANSWERS_TOO_MUCH, RUN_FAILED, RUN_FAILED, RUN_DONE, "4294967295 bytes"},
        {DETECT_SENDS_A_DESCRIPTOR, RUN_FAILED, RUN_FAILED, RUN_DONE, "descriptors"},
        {DETECT_CLAIMS_STATEMENT_ROWS, RUN_DONE, RUN_DONE, RUN_DONE, NULL},
        {DETECT_LEAVES_ROWS_OUT, RUN_DONE, RUN_FAILED, RUN_DONE, NULL},
        {DETECT_READS_TOO_MUCH, RUN_FAILED, RUN_FAILED, RUN_DONE, "is judged by"},
        {DETECT_GROWS, RUN_DONE, RUN_DONE, RUN_DONE, NULL},
        {INHERITS, RUN_DONE, RUN_DONE, RUN_DONE, NULL},
    };
    int left_open = fcntl(STDERR_FILENO, F_DUPFD, 100); /* as a careless parent of ours would */
    assert_true(left_open >= 0);
    for (size_t i = 0; i < countof(rows); i++) {
        struct lane_orders orders = {
            .detect = {.today = {2022, 11, (uint8_t)rows[i].lie}},
            .decode_timeout_s = 20,
            .detect_timeout_s = 20,
        };
        struct arena a = arena_open((size_t)256 << 20);
        struct lane lane;
        struct lane_result result;
        struct intake file = some_file();
        lane_init(&lane, &orders);
        int64_t began_ms = clock_now_ms();
        lane_screen(&lane, &file, &a, &result);
        if (rows[i].lie == DETECT_GROWS && worker_running(&lane.detect))
            fail_msg("a worker that grew is kept");
        if (rows[i].lie == TRUTH && !worker_running(&lane.detect))
            fail_msg("a worker that may stay was ended");
        lane_done(&lane);
        close(file.fd);
        if (result.pixels >= 0)
            close(result.pixels);
        if (clock_now_ms() - began_ms >= 20 * 1000)
            fail_msg("lie %d: no answer in time", rows[i].lie);
        if (status_of(&result.screening, "text") != rows[i].text ||
            status_of(&result.screening, "people") != rows[i].people ||
            status_of(&result.screening, "metadata") != rows[i].metadata)
            fail_msg("lie %d: was believed (%.*s)", rows[i].lie, STR(result.problem));
        if (!rows[i].problem != !result.problem.p ||
            (rows[i].problem && !str_contains(result.problem, str_of(rows[i].problem))))
            fail_msg("lie %d: \"%.*s\"", rows[i].lie, STR(result.problem));
        for (size_t k = 0; k < result.screening.findings.n; k++)
            assert_int_not_equal(result.screening.findings.at[k].kind, FINDING_FACE);
        arena_close(&a);
    }
    close(left_open);
}

static volatile sig_atomic_t stop;

static void on_alarm(int number)
{
    (void)number;
    stop = 1;
}

/* A signal to the parent alone, while a worker keeps it waiting. */
static void a_signal_ends_the_wait(void **state)
{
    (void)state;
    struct lane_orders orders = {
        .detect = {.today = {2022, 11, DETECT_SAYS_NOTHING}},
        .decode_timeout_s = 600,
        .detect_timeout_s = 600,
        .opt_stop = &stop,
    };
    struct arena a = arena_open((size_t)256 << 20);
    struct lane lane;
    struct lane_result result;
    struct intake file = some_file();
    signal(SIGALRM, on_alarm);
    alarm(1);
    lane_init(&lane, &orders);
    int64_t began_ms = clock_now_ms();
    lane_screen(&lane, &file, &a, &result);
    assert_false(worker_running(&lane.detect));
    lane_done(&lane);
    close(file.fd);
    close(result.pixels);
    assert_true(clock_now_ms() - began_ms < 60 * 1000);
    assert_int_equal(status_of(&result.screening, "text"), RUN_FAILED);
    assert_int_equal(status_of(&result.screening, "metadata"), RUN_DONE);
    arena_close(&a);
}

int main(int argc, char **argv)
{
    json_start();
    if (argc == 2 && strcmp(argv[0], WORKER_NAME) == 0)
        return lying_worker(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lying_worker_is_not_believed),
        cmocka_unit_test(a_signal_ends_the_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
