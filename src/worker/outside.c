#include "worker/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/utf8.h"
#include "worker/intake.h"
#include "worker/worker.h"

#define NAME_PREFIX "outside/"

enum {
    NAME_MAX_BYTES = 64,
    WORDS_MAX_BYTES = 1000,
    VERSION_MAX_BYTES = 64,
    READ_BYTES = 64 << 10,
};

/* ---- the protocol ---- */

#define AT(member) .offset = offsetof(struct outside_ask, member)
static const struct field ask_fields[] = {
    {"height_px", FIELD_INT, AT(height_px), .required = true, .doc = "Height of each plane."},
    {"planes", FIELD_INT, AT(planes), .required = true, .doc = "1; 2: over white, over black."},
    {"protocol", FIELD_INT, AT(protocol), .required = true, .doc = "Version of the protocol."},
    {"width_px", FIELD_INT, AT(width_px), .required = true, .doc = "Width of each plane."},
};
#undef AT
const struct record outside_ask_record =
    RECORD("outside_ask", struct outside_ask, "A picture to look at.", ask_fields);

#define AT(member) .offset = offsetof(struct outside_seen, member)
static const struct field seen_fields[] = {
    {"kind", FIELD_TEXT, AT(kind), .required = true, .pattern = "id", .doc = "What was seen."},
    {"region", FIELD_RECORD, AT(region), .required = true, .record = &region_record,
     .doc = "Where; the whole picture for what has no place."},
    {"score_pm", FIELD_INT, AT(score_pm), .max = 1000, .doc = "How sure, per mille."},
    {"words", FIELD_TEXT, AT(words), .required = true, .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "The same in a sentence for people."},
};
#undef AT
static const struct record seen_record =
    RECORD("outside_finding", struct outside_seen, "One thing that was seen.", seen_fields);

#define AT(member) .offset = offsetof(struct outside_answer, member)
static const struct field answer_fields[] = {
    {"findings", FIELD_RECORDS, AT(findings), .required = true, .record = &seen_record,
     .max_items = OUTSIDE_FINDINGS_MAX, .doc = "All that was seen; [] for nothing."},
    {"problem", FIELD_TEXT, AT(problem), .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "Why it could not tell; then the findings do not count."},
    {"protocol", FIELD_INT, AT(protocol), .required = true, .min = OUTSIDE_PROTOCOL,
     .max = OUTSIDE_PROTOCOL, .doc = "Version of the protocol."},
    {"version", FIELD_TEXT, AT(version), .required = true, .min = 1, .max = VERSION_MAX_BYTES,
     .doc = "Version of the detector."},
};
#undef AT
const struct record outside_answer_record =
    RECORD("outside_answer", struct outside_answer, "What a detector saw.", answer_fields);

static bool inside(struct region r, int64_t w, int64_t h)
{
    return r.x_px >= 0 && r.y_px >= 0 && r.w_px >= 1 && r.h_px >= 1 && r.x_px <= w - r.w_px &&
           r.y_px <= h - r.h_px;
}

bool outside_answer_read(str bytes, int64_t width_px, int64_t height_px, struct arena *a,
                         struct outside_answer *ret_answer, struct err *err)
{
    struct outside_answer answer;
    if (!record_read_json(&outside_answer_record, bytes, a, &answer, err))
        return err_wrap(err, "its answer");
    if (answer.problem.p)
        return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(answer.problem));
    for (size_t i = 0; i < answer.findings.n; i++)
        if (!inside(answer.findings.at[i].region, width_px, height_px))
            return err_set(err, ERR_CORRUPT, "its answer: finding %zu lies outside of the picture",
                           i + 1);
    *ret_answer = answer;
    return true;
}

/* ---- the program ---- */

static bool name_good(str name)
{
    if (name.n == 0 || name.n > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && (i == 0 || !memchr("_.-", c, 3)))
            return false;
    }
    return true;
}

static bool is_there(str path)
{
    struct stat st;
    return stat(path.p, &st) == 0;
}

/* The first word, and the others; any number of spaces between. */
static bool split(str command, struct arena *a, str *ret_program, struct texts *ret_arguments,
                  struct err *err)
{
    struct texts words = {arena_new(a, str, OUTSIDE_ARGUMENTS_MAX + 1), 0};
    str rest = command, word;
    for (size_t i = 0; i < command.n; i++)
        if (memchr("'\"\\", command.p[i], 3))
            return err_set(err, ERR_INVALID,
                           "detector %s: no shell reads it: words end at spaces, and quotes and "
                           "backslashes mean nothing; put what needs them into a script",
                           command.p);
    if (!utf8_valid(command))
        return err_set(err, ERR_INVALID,
                       "detector %s: there is no such file, and arguments must "
                       "be UTF-8",
                       command.p);
    while (str_cut(&rest, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (words.n > OUTSIDE_ARGUMENTS_MAX || word.n > OUTSIDE_ARGUMENT_MAX_BYTES)
            return err_set(err, ERR_LIMIT,
                           "detector %s: more than %d arguments, or one of over %d "
                           "bytes",
                           command.p, OUTSIDE_ARGUMENTS_MAX, OUTSIDE_ARGUMENT_MAX_BYTES);
        words.at[words.n++] = (str){str_c(word, a), word.n};
    }
    if (words.n == 0)
        return err_set(err, ERR_INVALID, "--detector names no program");
    *ret_program = words.at[0];
    *ret_arguments = (struct texts){words.at + 1, words.n - 1};
    return true;
}

static bool command_read(str command, struct arena *a, str *ret_program,
                         struct texts *ret_arguments, struct err *err)
{
    bool whole = is_there(command);
    if (whole && !memchr(command.p, ' ', command.n)) {
        *ret_program = command;
        *ret_arguments = (struct texts){0};
        return true;
    }
    if (!whole)
        return split(command, a, ret_program, ret_arguments, err);
    str first = command, word;
    (void)str_cut(&first, ' ', &word);
    if (is_there((str){str_c(word, a), word.n}))
        return err_set(err, ERR_CONFLICT,
                       "detector %s: there is a file of this name, and one of its first word: "
                       "rename one of them",
                       command.p);
    *ret_program = command;
    *ret_arguments = (struct texts){0};
    return true;
}

bool outside_open(str command, struct arena *a, struct outside *ret_outside, struct err *err)
{
    char real[PATH_MAX];
    struct stat st;
    struct digest digest;
    str path;
    struct texts arguments;
    if (!command_read(command, a, &path, &arguments, err))
        return false;
    if (!realpath(path.p, real) || stat(real, &st) != 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED, "detector %s: %s", path.p,
                       strerror(errno));
    if (!S_ISREG(st.st_mode) || access(real, X_OK) != 0)
        return err_set(err, ERR_INVALID, "detector %s: not a program that can be run", path.p);
    str name = file_leaf(path);
    if (!name_good(name))
        return err_set(err, ERR_INVALID,
                       "detector %s: its name goes into results, so it must be of small letters, "
                       "digits, _ . and -, at most %d",
                       path.p, NAME_MAX_BYTES);
    if (!intake_digest(real, &digest, err))
        return err_wrap(err, "detector %s", path.p);
    str kept = str_of(real);
    str listed = str_format(a, NAME_PREFIX "%.*s", STR(name));
    *ret_outside = (struct outside){
        .name = listed,
        .path = {str_c(kept, a), kept.n},
        .arguments = arguments,
        .sha256 = digest_hex(digest, a),
    };
    for (size_t i = 0; i < arguments.n; i++)
        listed = str_format(a, "%.*s %.*s", STR(listed), STR(arguments.at[i]));
    ret_outside->command = utf8_clean(listed, a);
    return true;
}

/* ---- asking ---- */

static bool read_all(int stream, struct patience patience, struct buf *out, struct err *err)
{
    for (;;) {
        char piece[READ_BYTES];
        if (!channel_wait(stream, POLLIN, patience, err))
            return err_wrap(err, "it did not finish");
        ssize_t n = recv(stream, piece, sizeof piece, 0);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        /* Reset: it ended without having read its question, and how it ended says why. */
        if (n == 0 || (n < 0 && errno == ECONNRESET))
            return true;
        if (n < 0)
            return err_set(err, ERR_UNAVAILABLE, "reading its answer: %s", strerror(errno));
        buf_put(out, (str){piece, (size_t)n});
        if (!buf_ok(out))
            return err_set(err, ERR_LIMIT, "its answer is over %d bytes", OUTSIDE_ANSWER_MAX_BYTES);
    }
}

static bool converse(int stream, const struct outside_ask *ask, struct patience patience,
                     struct buf *out, struct err *err)
{
    CLEANUP(buf_done) struct buf header = {0};
    record_write_json(&outside_ask_record, ask, &header);
    buf_put(&header, S("\n"));
    str line = buf_str(&header);
    /* A line fits into a socket's buffer: either it goes at once, or nobody is there. */
    if (send(stream, line.p, line.n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)line.n)
        return err_set(err, ERR_UNAVAILABLE, "it ended before it was asked");
    shutdown(stream, SHUT_WR);
    return read_all(stream, patience, out, err);
}

/* The program, shut in and waiting for its question on *ret_stream. */
static bool start(const struct outside *outside, struct outside_how how, int pixels,
                  struct arena *a, struct worker *ret_worker, int *ret_stream, struct err *err)
{
    struct worker_orders orders = {.weak_sandbox = how.weak_sandbox,
                                   .program = outside->path,
                                   .arguments = outside->arguments};
    char here[64];
    snprintf(here, sizeof here, "/proc/self/fd/%d", pixels);
    /* Opened anew: a place in the file of its own, and no right to write. */
    CLEANUP(fd_closep) int view = open(here, O_RDONLY | O_CLOEXEC);
    int pair[2];
    if (view < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return err_set(err, ERR_UNAVAILABLE, "out of descriptors");
    int fds[] = {view, pair[1]};
    struct patience patience = {clock_now_ms() + how.seconds * 1000, how.opt_stop};
    bool ok = worker_open(WORKER_OUTSIDE, &orders, how.opt_stop, a, ret_worker, err);
    if (ok && !channel_send(ret_worker->fd, S("{}"), fds, countof(fds), patience, err)) {
        worker_stop(ret_worker);
        ok = false;
    }
    close(pair[1]);
    if (!ok)
        close(pair[0]);
    *ret_stream = pair[0];
    return ok;
}

static bool ask(const struct outside *outside, struct outside_how how,
                const struct image_about *about, int64_t planes, int pixels, struct arena *a,
                struct outside_answer *ret_answer, struct err *err)
{
    struct outside_ask question = {OUTSIDE_PROTOCOL, about->width_px, about->height_px, planes};
    struct patience patience = {clock_now_ms() + how.seconds * 1000, how.opt_stop};
    CLEANUP(buf_done) struct buf out = BUF_MAX(OUTSIDE_ANSWER_MAX_BYTES);
    CLEANUP(fd_closep) int stream = -1;
    struct worker worker;
    if (!start(outside, how, pixels, a, &worker, &stream, err))
        return false;
    if (!converse(stream, &question, patience, &out, err)) {
        worker_stop(&worker);
        return false;
    }
    return worker_wait(&worker, err) && outside_answer_read(buf_str(&out), about->width_px,
                                                            about->height_px, a, ret_answer, err);
}

/* ---- into the screening ---- */

static void add_run(struct screening *screening, struct detector_run run, struct arena *a)
{
    size_t n = screening->detectors.n;
    struct detector_run *rows = arena_new(a, struct detector_run, n + 1);
    memcpy(rows, screening->detectors.at, n * sizeof *rows);
    rows[n] = run;
    screening->detectors.at = rows;
    screening->detectors.n = n + 1;
}

static void add_findings(const struct outside *outside, const struct outside_answer *answer,
                         struct arena *a, struct screening *screening)
{
    size_t n = screening->findings.n;
    struct finding *all = arena_new(a, struct finding, n + answer->findings.n);
    str *program = arena_new(a, str, 1);
    *program = outside->sha256;
    if (n)
        memcpy(all, screening->findings.at, n * sizeof *all);
    for (size_t i = 0; i < answer->findings.n; i++) {
        const struct outside_seen *seen = &answer->findings.at[i];
        all[n++] = (struct finding){
            .kind = FINDING_OUTSIDE,
            .region = seen->region,
            .evidence = seen->words,
            .label = seen->kind,
            .score_pm = seen->score_pm,
            .detector = outside->name,
            .version = answer->version,
            .models = {program, 1},
            .distance_bits = INT_ABSENT,
        };
    }
    screening->findings.at = all;
    screening->findings.n = n;
}

void outside_screen(const struct outside *outside, struct outside_how how,
                    const struct image_about *about, int64_t planes, int pixels, struct arena *a,
                    struct screening *screening)
{
    struct err err = {0};
    struct outside_answer answer = {.version = S("")};
    struct model_used *program = arena_new(a, struct model_used, 1);
    *program = (struct model_used){outside->command, outside->sha256};
    struct detector_run run = {.name = outside->name, .status = RUN_DONE, .models = {program, 1}};
    if (ask(outside, how, about, planes, pixels, a, &answer, &err)) {
        add_findings(outside, &answer, a, screening);
    } else {
        answer.version = S("");
        run.status = RUN_FAILED;
        run.reason = str_copy(str_of(err.msg), a);
    }
    run.version = answer.version;
    add_run(screening, run, a);
}
