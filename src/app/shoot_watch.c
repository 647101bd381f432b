#include "app/shoot_watch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "app/settling.h"
#include "app/shoot_screen_parts.h"
#include "app/watch_table.h"
#include "base/fd.h"

enum {
    WALK_ARENA_MIB = 1024,
    OPEN_ARENA_MIB = 8192, /* as a command has: what one opening of the inputs takes */
    BURST_MS = 200,        /* several reports make one walk */
    MOVING_MS = 300,       /* until the next look, while something is not at rest */
    QUIET_MS = 2000,       /* ... and otherwise, whatever is reported */
    RETRY_MS = 5000,       /* inputs that cannot be read */
    LANE_LOOK_MS = 100,
};

struct watch {
    const struct shoot_options *options;
    struct watch_listener listener;
    const volatile sig_atomic_t *stop;
    int inotify; /* -1: not to be had; the clock remains */
    struct shoot_screen *s;
    pthread_mutex_t lock; /* guards all below, and the listener */
    struct watch_table table;
    size_t skipped;
    bool leaving; /* lanes end */
    bool idle_told;
};

/* ---- lanes ---- */

static struct digest result_digest(const struct result *result)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&result_record, result, &json);
    return sha256(buf_str(&json));
}

static void give(struct watch *w, struct watched *file, const struct result *result)
{
    struct digest digest = result_digest(result);
    pthread_mutex_lock(&w->lock);
    if (!file->told || !digest_eq(digest, file->result))
        w->listener.picture(w->listener.self, result);
    file->told = true;
    file->result = digest;
    file->verdict = result->verdict;
    file->said = facts_rest_on_people(&result->facts);
    if (file->state == WATCHED_TAKEN) /* and not changed meanwhile */
        file->state = WATCHED_JUDGED;
    w->idle_told = false;
    pthread_mutex_unlock(&w->lock);
}

static void sleep_ms(int64_t ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* The file to judge is copied: its entry may change meanwhile. */
static bool take(struct watch *w, struct watched **ret_entry, struct walk_file *ret_file)
{
    for (;;) {
        pthread_mutex_lock(&w->lock);
        bool leaving = w->leaving || *w->stop;
        struct watched *entry = leaving ? NULL : watch_table_take(&w->table);
        if (entry)
            *ret_file = entry->file;
        pthread_mutex_unlock(&w->lock);
        *ret_entry = entry;
        if (entry || leaving)
            return entry != NULL;
        sleep_ms(LANE_LOOK_MS);
    }
}

static void *lane_thread(void *self)
{
    struct watch *w = self;
    struct lane lane;
    struct watched *entry;
    struct walk_file file;
    lane_init(&lane, &w->s->orders);
    while (take(w, &entry, &file)) {
        struct arena a = arena_open((size_t)PICTURE_ARENA_MIB << 20);
        struct result result;
        shoot_judge(w->s, &lane, &file, &a, &result);
        if (!*w->stop) /* else its worker may have been interrupted with us */
            give(w, entry, &result);
        arena_close(&a);
    }
    lane_done(&lane);
    return NULL;
}

/* ---- the folder ---- */

/* True if a folder is new to us: what came into it before it was watched is found by another walk.
 */
static bool watch_folders(struct watch *w, const struct walk *walk, int *last)
{
    bool more = false;
    for (size_t i = 0; w->inotify >= 0 && i < walk->folders_n; i++) {
        int id = inotify_add_watch(w->inotify, walk->folders[i].p,
                                   IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM |
                                       IN_DELETE | IN_MODIFY | IN_ONLYDIR);
        if (id > *last) {
            *last = id;
            more = true;
        }
    }
    return more;
}

/* Settlements are inputs, not pictures: a change of one is a change of the inputs. */
static void take_settlements_out(struct walk *walk, struct sha256 *inputs, struct arena *a)
{
    bool *kept = arena_new(a, bool, walk->n);
    for (size_t i = 0; i < walk->n; i++) {
        const struct walk_file *file = &walk->files[i];
        kept[i] = !settling_is_file(file->path) || file->problem.p;
        if (kept[i])
            continue;
        struct file_identity identity = file_identity(file->path.p);
        sha256_add(inputs, file->path.p, file->path.n + 1);
        sha256_add(inputs, &identity, sizeof identity);
    }
    walk_leave_out(walk, kept, S(SETTLEMENTS_FILE), a);
}

struct sight {
    struct digest settlements; /* over the identities of the files of settlements */
    bool moving;
    bool more; /* another walk is due */
};

static bool look(struct watch *w, int *last, struct sight *ret_look, struct err *err)
{
    struct arena a CLEANUP(arena_close) = arena_open((size_t)WALK_ARENA_MIB << 20);
    CLEANUP(sha256_closep) struct sha256 *inputs = sha256_open();
    struct walk walk;
    if (!shoot_walk(w->s, &a, &walk, err))
        return false;
    take_settlements_out(&walk, inputs, &a);
    struct sight seen = {.more = watch_folders(w, &walk, last)};
    seen.settlements = sha256_close(inputs);
    inputs = NULL;
    size_t skipped = 0;
    for (size_t i = 0; i < walk.skips; i++)
        skipped += walk.skipped[i].n;
    pthread_mutex_lock(&w->lock);
    w->skipped = skipped;
    watch_table_update(&w->table, &walk, clock_now_ms());
    seen.moving = watch_table_settle(&w->table, clock_now_ms());
    pthread_mutex_unlock(&w->lock);
    *ret_look = seen;
    return true;
}

/* Until something is reported or the time is over. What is reported plays no part: the next walk
 * sees it, and sees what was lost of it as well. */
static void wait_for_change(struct watch *w, int64_t ms)
{
    struct pollfd p = {.fd = w->inotify, .events = POLLIN};
    int64_t until_ms = clock_now_ms() + ms;
    while (!*w->stop && clock_now_ms() < until_ms) {
        if (poll(&p, w->inotify >= 0, (int)MIN(ms, (int64_t)LANE_LOOK_MS)) <= 0)
            continue;
        sleep_ms(BURST_MS);
        char events[16 << 10];
        while (read(w->inotify, events, sizeof events) > 0)
            ;
        return;
    }
}

static struct watch_counts count(struct watch *w)
{
    struct watch_counts c = {.skipped = w->skipped};
    for (size_t i = 0; i < w->table.n; i++) {
        const struct watched *file = w->table.files[i];
        if (!file->present)
            continue;
        c.waiting += file->state != WATCHED_JUDGED;
        if (file->state != WATCHED_JUDGED)
            continue;
        c.blocked += file->verdict == VERDICT_BLOCKED;
        c.needs += file->verdict == VERDICT_NEEDS;
        c.clear += file->verdict == VERDICT_CLEAR;
        c.said += file->said;
    }
    return c;
}

static void tell_idle(struct watch *w)
{
    pthread_mutex_lock(&w->lock);
    struct watch_counts c = count(w);
    if (!c.waiting && !w->idle_told && c.blocked + c.needs + c.clear) {
        w->listener.idle(w->listener.self, &c);
        w->idle_told = true;
    }
    pthread_mutex_unlock(&w->lock);
}

/* ---- the inputs ---- */

static bool open_inputs(struct watch *w, struct diags *diags, struct err *err)
{
    struct arena a = arena_open((size_t)OPEN_ARENA_MIB << 20);
    struct arena *lasting = malloc(sizeof *lasting);
    if (!lasting)
        abort();
    *lasting = a;
    struct shoot_screen *s = shoot_screen_open(w->options, lasting, diags, err);
    if (!s) {
        arena_close(&a);
        free(lasting);
        return false;
    }
    s->orders.opt_stop = w->stop;
    w->s = s;
    return true;
}

static void close_inputs(struct shoot_screen *s)
{
    struct arena *a = s->a;
    shoot_screen_close(s);
    arena_close(a);
    free(a);
}

static bool inputs_stand(const struct watch *w, const struct sight *first, const struct sight *now)
{
    return !own_files_changed(&w->s->own) && digest_eq(now->settlements, first->settlements);
}

/* Screen with the inputs as they are, until they change or the run is stopped. */
static bool with_these_inputs(struct watch *w, int *last, struct err *err)
{
    pthread_t threads[LANES_MAX];
    size_t started = 0;
    struct sight seen, first;
    bool ok = look(w, last, &first, err);
    w->leaving = false;
    while (ok && started < w->s->lanes &&
           pthread_create(&threads[started], NULL, lane_thread, w) == 0)
        started++;
    if (ok && !started)
        ok = err_set(err, ERR_UNAVAILABLE, "no thread could be started");
    seen = first;
    while (ok && !*w->stop && inputs_stand(w, &first, &seen)) {
        tell_idle(w);
        if (!seen.more)
            wait_for_change(w, seen.moving ? MOVING_MS : QUIET_MS);
        ok = look(w, last, &seen, err);
    }
    pthread_mutex_lock(&w->lock);
    w->leaving = true;
    pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    /* The end speaks of what is there then, not of what was there at the last look. */
    if (ok && *w->stop)
        ok = look(w, last, &seen, err);
    if (ok && *w->stop && !inputs_stand(w, &first, &seen))
        watch_table_again(&w->table);
    return ok;
}

/* Again and again until the changed inputs can be read. Nothing is judged meanwhile. */
static void reopen(struct watch *w)
{
    struct shoot_screen *old = w->s;
    char told[ERR_MSG_MAX] = "";
    int64_t tried_ms = 0;
    while (!*w->stop) {
        sleep_ms(MOVING_MS); /* an editor writes in several steps */
        if (own_files_changed(&old->own)) {
            own_files_look(&old->own);
            continue;
        }
        if (clock_now_ms() - tried_ms < RETRY_MS && *told)
            continue;
        struct arena a CLEANUP(arena_close) = arena_open(64 << 20);
        struct diags diags = {.a = &a};
        struct err err = {0};
        tried_ms = clock_now_ms();
        bool ok = open_inputs(w, &diags, &err);
        if (ok || strcmp(told, err.msg) != 0) {
            pthread_mutex_lock(&w->lock);
            w->listener.inputs(w->listener.self, &diags, ok ? NULL : &err);
            pthread_mutex_unlock(&w->lock);
            strcpy(told, err.msg);
        }
        if (ok)
            break;
    }
    if (w->s != old)
        close_inputs(old);
    watch_table_again(&w->table);
}

bool shoot_watch(const struct shoot_options *options, struct watch_listener listener,
                 const volatile sig_atomic_t *stop, struct arena *a, struct diags *diags,
                 struct watch_counts *ret_counts, struct err *err)
{
    struct watch w = {
        .options = options,
        .listener = listener,
        .stop = stop,
        .inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC),
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .table.a = a,
    };
    signal(SIGIO, SIG_IGN); /* a lease that somebody waits for (writer_of) */
    int last = -1;
    bool ok = open_inputs(&w, diags, err);
    if (ok)
        listener.inputs(listener.self, diags, NULL);
    while (ok && !*stop) {
        ok = with_these_inputs(&w, &last, err);
        if (ok && !*stop)
            reopen(&w);
    }
    *ret_counts = count(&w);
    if (w.s)
        close_inputs(w.s);
    fd_closep(&w.inotify);
    watch_table_done(&w.table);
    return ok;
}
