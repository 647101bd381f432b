/* A writer that is killed at random points: every event that it told as committed is there, none is
 * half there, the check has nothing to say, and the next writer goes on.
 * Usage: test_crash [KILLS [SEED]]; make soak runs 1,000. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "events.h"
#include "store/blobs.h"

enum {
    KILLS = 30,
    LIFE_US = 40000,   /* at most */
    START_OVER = 2000, /* events: then with a new store, so that checks stay quick */
};

static unsigned kills = KILLS;
static unsigned seed = 1;

static void must(bool ok, const struct err *err)
{
    if (ok)
        return;
    fprintf(stderr, "# writer: %s\n", err->msg);
    _exit(1);
}

/* Until it is killed: transactions of 1 to 8 events, some undone, a blob each; after each commit
 * the count goes into the pipe. */
static void write_on(const char *path, const char *blobs_path, int out)
{
    struct err err = {0};
    struct store *s = store_open(path, STORE_WRITE, &err);
    must(s, &err);
    struct blobs *b = blobs_folder(blobs_path, STORE_WRITE, &err);
    must(b, &err);
    uint64_t n;
    must(store_count(s, &n, &err), &err);
    for (unsigned round = 0;; round++) {
        struct digest name;
        enum blobs_did did;
        must(
            blobs_put(b, str_format(&arena, "blob %llu", (unsigned long long)n), &name, &did, &err),
            &err);
        must(store_begin(s, &err), &err);
        for (uint64_t until = n + 1 + round % 8; n < until; n++) {
            struct arena scratch = arena;
            struct event e = history(n, &scratch);
            must(store_mark(s, &err), &err);
            must(store_append(s, &e, &err), &err);
            if ((n + round) % 3 == 0) {
                store_undo(s);
                must(store_append(s, &e, &err), &err);
            } else {
                must(store_keep(s, &err), &err);
            }
        }
        must(store_commit(s, &err), &err);
        if (write(out, &n, sizeof n) != sizeof n)
            _exit(2);
    }
}

/* Let a writer live for a while, from its start or from its first commit on; what it acknowledged
 * last. */
static uint64_t one_life(const char *path, const char *blobs_path, uint64_t count, bool from_start)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_on(path, blobs_path, ends[1]);
    }
    close(ends[1]);
    if (!from_start)
        assert_int_equal(read(ends[0], &count, sizeof count), sizeof count);
    long us = rand_r(&seed) % LIFE_US;
    nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    uint64_t n;
    while (read(ends[0], &n, sizeof n) == sizeof n)
        count = n;
    close(ends[0]);
    return count;
}

static void tell(void *self, str line)
{
    (void)self;
    fail_msg("blobs: %.*s", STR(line));
}

static void count_blob(void *self, struct digest name, uint64_t bytes)
{
    (void)name, (void)bytes;
    ++*(uint64_t *)self;
}

static void assert_history(struct store *s, uint64_t n)
{
    struct err err;
    struct event_filter all = {0};
    CLEANUP(events_closep) struct events *events = events_open(s, &all, &err);
    for (uint64_t i = 0; i < n; i++) {
        struct arena scratch = arena;
        struct event e, want = history(i, &scratch);
        assert_ok(events_next(events, &scratch, &e, &err), err);
        assert_str(event_text(&e, &scratch), event_text(&want, &scratch));
    }
}

static void nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    struct err err;
    const char *folder = folder_new();
    uint64_t count = 0, acknowledged = 0, unacknowledged = 0;
    const char *path = NULL, *blobs_path = NULL;
    for (unsigned i = 0; i < kills; i++) {
        struct arena here = arena;
        if (!path || count > START_OVER) {
            path = path_in(folder, str_format(&arena, "store-%u", i).p);
            blobs_path = path_in(folder, str_format(&arena, "blobs-%u", i).p);
            here = arena;
            assert_ok(store_create(path, &err), err);
            assert_ok(blobs_create(blobs_path, &err), err);
            count = 0;
        }
        uint64_t before = count;
        acknowledged = one_life(path, blobs_path, before, i % 4 == 0);
        struct store *s = store_open(path, STORE_WRITE, &err);
        assert_ok(s, err);
        assert_ok(store_count(s, &count, &err), err);
        if (count < acknowledged)
            fail_msg("%llu events were acknowledged, %llu are there",
                     (unsigned long long)acknowledged, (unsigned long long)count);
        assert_true(count <= acknowledged + 8); /* one transaction more may be whole */
        unacknowledged += count > acknowledged;
        assert_clean(s);
        assert_history(s, count);
        append_until(s, count + 1);
        count++;
        store_close(s);
        struct blobs *b = blobs_folder(blobs_path, STORE_WRITE, &err);
        assert_ok(b, err);
        uint64_t blobs = 0;
        assert_ok(blobs_check(
                      b, (struct blobs_look){.self = &blobs, .wrong = tell, .opt_each = count_blob},
                      &err),
                  err);
        assert_true(blobs > 0 || acknowledged == before);
        blobs_close(b);
        arena = here;
    }
    print_message("# %u writers killed, %llu of them between commit and telling\n", kills,
                  (unsigned long long)unacknowledged);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        kills = (unsigned)strtoul(argv[1], NULL, 10);
    if (argc > 2)
        seed = (unsigned)strtoul(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
