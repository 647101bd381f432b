/* What events cost: durable ones in groups of 64 (goal: 10,000 a second) and one by one, and a
 * million of them replayed into views (goal: 30 s). Written to $TMPDIR or /tmp: put that on the
 * disk that is meant. Usage: bench_store [EVENTS] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../bench.h"
#include "events.h"

enum {
    GROUP = 64,
    GROUPS = 500,
    SINGLES = 2000,
    BULK = 20000,
};

static struct store *create(const char *path)
{
    struct err err;
    struct store *s = NULL;
    if (store_create(path, &err))
        s = store_open(path, STORE_WRITE, &err);
    if (!s) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    return s;
}

/* From what the store has up to `until`, so many a transaction; wall seconds. */
static double append_in(struct store *s, uint64_t from, uint64_t until, uint64_t group)
{
    double start = now_s(CLOCK_MONOTONIC);
    for (uint64_t n = from; n < until; n += group)
        append_until(s, MIN(n + group, until));
    return now_s(CLOCK_MONOTONIC) - start;
}

int main(int argc, char **argv)
{
    uint64_t million = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    arena_up(NULL);
    const char *folder = folder_new(), *path = path_in(folder, "small");
    struct store *s = create(path);
    append_until(s, 1000);
    double groups = append_in(s, 1000, 1000 + GROUP * GROUPS, GROUP);
    printf("durable events in groups of %d: %.0f a second (goal 10,000)\n", GROUP,
           GROUP * GROUPS / groups);
    uint64_t at = 1000 + GROUP * GROUPS;
    double singles = append_in(s, at, at + SINGLES, 1);
    printf("durable events one by one: %.0f a second\n", SINGLES / singles);
    store_close(s);

    struct err err;
    path = path_in(folder, "large");
    s = create(path);
    double bulk = append_in(s, 0, million, BULK);
    struct stat st;
    stat(path, &st);
    printf(
        "%llu events in groups of %d: %.1f s, %.0f a second; %.0f bytes an event with its views\n",
        (unsigned long long)million, BULK, bulk, (double)million / bulk,
        (double)st.st_size / (double)million);
    double start = now_s(CLOCK_MONOTONIC), cpu = now_s(CLOCK_PROCESS_CPUTIME_ID);
    if (!store_rebuild(s, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    printf("replayed into views: %.1f s (goal 30 s for a million), %.1f s of processor\n",
           now_s(CLOCK_MONOTONIC) - start, now_s(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    start = now_s(CLOCK_MONOTONIC);
    assert_clean(s);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("checked: %.1f s, %ld MiB at most\n", now_s(CLOCK_MONOTONIC) - start,
           use.ru_maxrss / 1024);
    store_close(s);
    arena_down(NULL);
    return 0;
}
