#include <pthread.h>
#include <time.h>

#include "app/shoot_screen_parts.h"

enum {
    /* Results that may wait for an earlier file's: each holds memory and PICTURE_ARENA_MIB of
     * address space. */
    SLOTS = 256,
    STOP_LOOK_MS = 100,
};

struct slot {
    struct arena a;
    struct result result;
    bool done;
};

struct run {
    struct shoot_screen *s;
    struct shoot_watcher watcher;
    const volatile sig_atomic_t *stop;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t room;  /* something was delivered */
    size_t next;          /* the next file that no lane has taken */
    size_t delivered;     /* every file before this was delivered */
    size_t done;
    uint64_t done_bytes;
    struct slot slots[SLOTS]; /* of file i: slots[i % SLOTS] */
};

static struct slot *slot_of(struct run *run, size_t i)
{
    return &run->slots[i % SLOTS];
}

static void deliver(struct run *run, struct slot *slot)
{
    run->watcher.picture(run->watcher.self, &slot->result);
    arena_close(&slot->a);
    slot->done = false;
}

/* A signal wakes nobody, so the flag is looked at. */
static void wait_for_room(struct run *run)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += STOP_LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&run->room, &run->lock, &until);
}

static bool take(struct run *run, size_t *ret_i)
{
    pthread_mutex_lock(&run->lock);
    while (!*run->stop && run->next - run->delivered == SLOTS)
        wait_for_room(run);
    bool more = !*run->stop && run->next < run->s->walk.n;
    if (more)
        *ret_i = run->next++;
    pthread_mutex_unlock(&run->lock);
    return more;
}

static void give(struct run *run, size_t i, struct arena a, const struct result *result)
{
    pthread_mutex_lock(&run->lock);
    *slot_of(run, i) = (struct slot){.a = a, .result = *result, .done = true};
    run->done++;
    run->done_bytes += run->s->walk.files[i].size_bytes;
    while (run->delivered < run->next && slot_of(run, run->delivered)->done)
        deliver(run, slot_of(run, run->delivered++));
    pthread_cond_broadcast(&run->room);
    if (run->watcher.progress)
        run->watcher.progress(run->watcher.self, run->done, run->done_bytes);
    pthread_mutex_unlock(&run->lock);
}

/* The file that a lane is at. */
struct at {
    struct run *run;
    const struct walk_file *file;
};

static void on_glance(void *self, const struct lane_result *so_far)
{
    const struct at *at = self;
    struct run *run = at->run;
    struct arena a CLEANUP(arena_close) = arena_open((size_t)PICTURE_ARENA_MIB << 20);
    struct result result;
    shoot_so_far(run->s, at->file, so_far, &a, &result);
    pthread_mutex_lock(&run->lock);
    run->watcher.so_far(run->watcher.self, &result);
    pthread_mutex_unlock(&run->lock);
}

static void *lane_thread(void *self)
{
    struct run *run = self;
    struct lane lane;
    struct at at = {.run = run};
    lane_init(&lane, &run->s->orders);
    if (run->watcher.so_far)
        lane.glance = (struct lane_glance){on_glance, &at};
    size_t i;
    while (take(run, &i)) {
        struct arena a = arena_open((size_t)PICTURE_ARENA_MIB << 20);
        struct result result;
        at.file = &run->s->walk.files[i];
        shoot_judge(run->s, &lane, at.file, &a, &result);
        if (*run->stop) {
            /* Its worker may have been interrupted with us: no answer is better than a wrong one.
             */
            arena_close(&a);
            break;
        }
        give(run, i, a, &result);
    }
    lane_done(&lane);
    return NULL;
}

/* After an interruption: what is done and waits behind what is not. */
static void deliver_rest(struct run *run)
{
    for (size_t i = run->delivered; i < run->next; i++)
        if (slot_of(run, i)->done)
            deliver(run, slot_of(run, i));
}

bool shoot_screen_run(struct shoot_screen *s, struct shoot_watcher watcher,
                      const volatile sig_atomic_t *stop)
{
    struct run run = {
        .s = s,
        .watcher = watcher,
        .stop = stop,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .room = PTHREAD_COND_INITIALIZER,
    };
    s->orders.opt_stop = stop;
    pthread_t threads[LANES_MAX];
    size_t started = 0;
    while (started < shoot_screen_lanes(s) &&
           pthread_create(&threads[started], NULL, lane_thread, &run) == 0)
        started++;
    if (!started)
        lane_thread(&run);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    deliver_rest(&run);
    return run.done == s->walk.n;
}
