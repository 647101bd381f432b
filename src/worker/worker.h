/* worker/worker.h -- the parent's hold on one sandboxed worker process.
 *
 * A worker is this program started again (/proc/self/exe) with an empty environment and one socket.
 * It gets its instructions, shuts itself in, says so, and then answers. Whatever it answers is
 * read as a stranger's bytes. One thread uses a worker at a time; different threads may have
 * workers of their own. */
#pragma once

#include <sys/types.h>

#include "base/hash.h"
#include "worker/channel.h"
#include "worker/protocol.h"

enum worker_kind {
    WORKER_DECODE,  /* one file each: bytes in, pixels and metadata out */
    WORKER_MARKS,   /* one picture each: sidecars and packets in, rating and label out */
    WORKER_OUTSIDE, /* one picture each: becomes a detector from outside */
    WORKER_DETECT,  /* long-lived, holds the models: pixels in, findings out */
    WORKER_SHEET,   /* one spreadsheet: bytes in, cells out */
};

struct worker {
    pid_t pid; /* 0: not running */
    int fd;
    struct worker_read {
        bool known;
        struct digest digest;
    } read; /* what it said that it read (worker_ready.read) */
};

/* Descriptor on which a worker finds its socket, and its first argument. */
enum {
    WORKER_FD = 3
};
#define WORKER_NAME "gatefold-worker"

static inline bool worker_running(const struct worker *w)
{
    return w->pid != 0;
}

/* Send one message and wait for one answer. On failure the worker is stopped, and the message says
 * how it ended: "no answer in 60 s", "killed by signal 11 (Segmentation fault)", ... LIMIT when it
 * took too long, UNAVAILABLE otherwise. */
nodiscard bool worker_ask(struct worker *w, str payload, const int *fds, size_t n,
                          struct patience patience, struct arena *a, str *ret_answer,
                          struct err *err);

/* Start one, send it its orders and wait until it is shut in and ready. The kernel kills it when
 * the calling thread ends. */
nodiscard bool worker_open(enum worker_kind kind, const struct worker_orders *orders,
                           const volatile sig_atomic_t *opt_stop, struct arena *a,
                           struct worker *ret_worker, struct err *err);

/* What is asked of a worker, as records. */
struct worker_ask {
    const volatile sig_atomic_t *opt_stop; /* set: the wait ends */
    const struct record *opt_record;       /* NULL: an empty message */
    const void *value;
    const int *fds;
    size_t fds_n;
    int64_t seconds; /* to answer in */
    const struct record *answer;
};

/* Ask and read the answer as a record: a worker that answers nonsense is as good as dead, and is
 * stopped. Errors as worker_ask has them. */
nodiscard bool worker_query(struct worker *w, struct worker_ask question, struct arena *a,
                            void *ret_answer, struct err *err);

/* Wait for its end, which must be near, and reap it. UNAVAILABLE unless it ended with status 0. */
nodiscard bool worker_wait(struct worker *w, struct err *err);

/* Kill it if it still runs, and reap it. Accepts a worker that does not run. */
void worker_stop(struct worker *w);
