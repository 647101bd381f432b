#include "worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *kind_word(enum worker_kind kind)
{
    static const char *const words[] = {
        [WORKER_DECODE] = "decode", [WORKER_MARKS] = "marks", [WORKER_OUTSIDE] = "outside",
        [WORKER_DETECT] = "detect", [WORKER_SHEET] = "sheet",
    };
    return words[kind];
}

/* The only variables that a worker inherits: where to find the C library's words (none) and what
 * the sanitizers of a test build want. */
static size_t worker_environment(char *env[], size_t max)
{
    static const char *const kept[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
    size_t n = 0;
    static char locale[] = "LC_ALL=C.UTF-8";
    env[n++] = locale;
    for (char **e = environ; *e && n + 1 < max; e++)
        for (size_t i = 0; i < countof(kept); i++)
            if (strncmp(*e, kept[i], strlen(kept[i])) == 0 && (*e)[strlen(kept[i])] == '=')
                env[n++] = *e;
    env[n] = NULL;
    return n;
}

static bool spawn(enum worker_kind kind, int socket, pid_t *ret_pid, struct err *err)
{
    char name[] = WORKER_NAME, word[16];
    strcpy(word, kind_word(kind));
    char *argv[] = {name, word, NULL};
    char *env[8];
    worker_environment(env, countof(env));

    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    int error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!error)
        error = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    /* The libraries' chatter about a bad file is no message of ours; what matters comes back as an
     * answer. */
    if (!error && !getenv("GATEFOLD_WORKER_STDERR"))
        error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (!error)
        error = posix_spawn_file_actions_adddup2(&actions, socket, WORKER_FD);
    /* What our own parent left open is nothing for a worker. */
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions, WORKER_FD + 1);
    if (!error)
        error = posix_spawn(ret_pid, "/proc/self/exe", &actions, NULL, argv, env);
    posix_spawn_file_actions_destroy(&actions);
    return !error || err_set(err, ERR_UNAVAILABLE, "starting a worker: %s", strerror(error));
}

static bool start(enum worker_kind kind, struct worker *ret_worker, struct err *err)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return err_set(err, ERR_UNAVAILABLE, "socketpair: %s", strerror(errno));
    pid_t pid;
    bool ok = spawn(kind, pair[1], &pid, err);
    close(pair[1]);
    if (!ok) {
        close(pair[0]);
        return false;
    }
    *ret_worker = (struct worker){.pid = pid, .fd = pair[0]};
    return true;
}

enum {
    END_WAIT_MS = 2000,
    END_LOOK_MS = 10,
    READY_TIMEOUT_S = 60
};

/* Its end by itself, if it comes soon; otherwise it is killed, and that is told. */
static bool ends_by_itself(pid_t pid, int *ret_status)
{
    for (int waited_ms = 0; waited_ms < END_WAIT_MS; waited_ms += END_LOOK_MS) {
        if (waitpid(pid, ret_status, WNOHANG) == pid)
            return true;
        nanosleep(&(struct timespec){.tv_nsec = END_LOOK_MS * 1000000L}, NULL);
    }
    kill(pid, SIGKILL);
    return false;
}

/* Reap, and say how it ended if that was not our doing. A worker that closed its end and lives on
 * must not keep us waiting. */
static void reap(struct worker *w, bool by_us, struct err *opt_err)
{
    int status = 0;
    bool ended = !by_us && ends_by_itself(w->pid, &status);
    while (!ended && waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(w->fd);
    *w = (struct worker){0};
    if (!opt_err || by_us)
        return;
    if (!ended)
        err_set(opt_err, ERR_UNAVAILABLE, "the worker closed its end and did not end");
    else if (WIFSIGNALED(status))
        err_set(opt_err, ERR_UNAVAILABLE, "the worker was killed by signal %d (%s)",
                WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        err_set(opt_err, ERR_UNAVAILABLE, "the worker ended by itself (status %d)",
                WEXITSTATUS(status));
}

bool worker_wait(struct worker *w, struct err *err)
{
    int status = 0;
    bool ended = ends_by_itself(w->pid, &status);
    while (!ended && waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(w->fd);
    *w = (struct worker){0};
    if (!ended)
        return err_set(err, ERR_UNAVAILABLE, "it closed its end and did not end");
    if (WIFSIGNALED(status))
        return err_set(err, ERR_UNAVAILABLE, "it was killed by signal %d (%s)", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
    return WEXITSTATUS(status) == 0 ||
           err_set(err, ERR_UNAVAILABLE, "it ended with status %d", WEXITSTATUS(status));
}

void worker_stop(struct worker *w)
{
    if (!worker_running(w))
        return;
    kill(w->pid, SIGKILL);
    reap(w, true, NULL);
}

bool worker_ask(struct worker *w, str payload, const int *fds, size_t n, struct patience patience,
                struct arena *a, str *ret_answer, struct err *err)
{
    assert(worker_running(w));

    if (channel_send(w->fd, payload, fds, n, patience, err) &&
        channel_receive(w->fd, a, 0, patience, ret_answer, NULL, err))
        return true;
    if (err->kind == ERR_UNAVAILABLE) {
        reap(w, false, err); /* it closed its end: it is dead or dying */
    } else {
        worker_stop(w);
    }
    return false;
}

bool worker_query(struct worker *worker, struct worker_ask q, struct arena *a, void *ret_answer,
                  struct err *err)
{
    CLEANUP(buf_done) struct buf payload = {0};
    if (q.opt_record)
        record_write_json(q.opt_record, q.value, &payload);
    struct patience patience = {clock_now_ms() + q.seconds * 1000, q.opt_stop};
    str answer;
    if (!worker_ask(worker, buf_str(&payload), q.fds, q.fds_n, patience, a, &answer, err)) {
        if (err->kind == ERR_LIMIT)
            return err_set(err, ERR_LIMIT, "the worker gave no answer in %lld s",
                           (long long)q.seconds);
        return false;
    }
    if (record_read_json(q.answer, answer, a, ret_answer, err))
        return true;
    worker_stop(worker);
    return err_wrap(err, "the worker's answer");
}

bool worker_open(enum worker_kind kind, const struct worker_orders *orders,
                 const volatile sig_atomic_t *opt_stop, struct arena *a, struct worker *ret_worker,
                 struct err *err)
{
    struct worker worker;
    struct worker_ready ready;
    if (!start(kind, &worker, err))
        return false;
    struct worker_ask question = {
        .opt_stop = opt_stop,
        .opt_record = &worker_orders_record,
        .value = orders,
        .seconds = READY_TIMEOUT_S,
        .answer = &worker_ready_record,
    };
    if (!worker_query(&worker, question, a, &ready, err)) {
        worker_stop(&worker);
        return err_wrap(err, "starting the %s worker", kind_word(kind));
    }
    if (!ready.ok) {
        worker_stop(&worker);
        return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(ready.problem));
    }
    worker.read.known = digest_from_hex(ready.read, &worker.read.digest);
    *ret_worker = worker;
    return true;
}
