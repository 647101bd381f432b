/* Single bits flipped in the file and in its write-ahead log. Whatever SQLite makes of it, one of
 * three must come out: the content is equal, the check names what is wrong, or the file is refused;
 * and the events before the first bad one are as they were written.
 * Usage: test_damage [FLIPS [SEED]]; make soak runs 2,000. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "events.h"

enum {
    CHECKPOINTED = 60, /* events in the file itself */
    EVENTS = 120,      /* and in its log */
    TRANSACTION = 10,
    FLIPS = 200,
    VERSION_AT = 60, /* user_version in SQLite's header, 4 bytes */
};

static unsigned flips = FLIPS;
static uint64_t seed = 1;

static uint64_t next_random(void)
{
    seed += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static const char *const endings[] = {"", "-wal", "-count"};
enum {
    FILE_STORE,
    FILE_LOG,
    FILE_COUNT,
    FILES = countof(endings),
};

/* The files of a store. */
struct image {
    str files[FILES];
    struct digest events;
};

static str path_of(const char *path, int file)
{
    return str_format(&arena, "%s%s", path, endings[file]);
}

static void copy_files(const char *path, struct image *ret)
{
    struct err err;
    for (int i = 0; i < FILES; i++)
        if (!file_read(path_of(path, i).p, 64 << 20, &arena, &ret->files[i], &err))
            assert_int_equal(err.kind, ERR_NOT_FOUND);
}

/* While it is being written, with half of the events in the log only; and closed. */
static void make_images(struct image *ret_open, struct image *ret_closed)
{
    struct err err;
    const char *path = path_in(folder_new(), "store");
    assert_ok(store_create(path, &err), err);
    for (uint64_t from = 0; from < EVENTS; from += CHECKPOINTED) {
        struct store *s = store_open(path, STORE_WRITE, &err);
        assert_ok(s, err);
        for (uint64_t n = from; n < from + CHECKPOINTED; n += TRANSACTION)
            append_until(s, n + TRANSACTION);
        assert_clean(s);
        assert_ok(events_digest(s, &ret_open->events, &err), err);
        copy_files(path, ret_open);
        store_close(s);
    }
    copy_files(path, ret_closed);
    ret_closed->events = ret_open->events;
    assert_true(ret_open->files[FILE_LOG].n > 0 && ret_closed->files[FILE_LOG].n == 0);
}

static void write_image(const struct image *image, const char *path)
{
    for (int i = 0; i < FILES; i++) {
        unlink(path_of(path, i).p);
        if (!image->files[i].p)
            continue;
        int fd = open(path_of(path, i).p, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(fd >= 0 && fd_write_all(fd, image->files[i]));
        close(fd);
    }
    unlink(str_format(&arena, "%s-shm", path).p);
}

struct told {
    unsigned lines;
    char first[256];
};

static void tell(void *self, str line)
{
    struct told *told = self;
    if (told->lines++ == 0)
        snprintf(told->first, sizeof told->first, "%.*s", STR(line));
}

/* The events before `n` are those of the history. */
static void assert_begins_right(struct store *s, uint64_t n)
{
    struct err err;
    struct event_filter filter = {.until = n};
    if (n == 0)
        return;
    struct events *events = events_open(s, &filter, &err);
    assert_ok(events, err);
    for (uint64_t i = 0; i < n; i++) {
        struct event e, want = history(i, &arena);
        assert_ok(events_next(events, &arena, &e, &err), err);
        assert_str(event_text(&e, &arena), event_text(&want, &arena));
    }
    events_close(events);
}

enum outcome {
    EQUAL,
    NAMED,
    NAMED_ELSEWHERE, /* in views, indexes, pages: the events are whole */
    REFUSED,
    OUTCOMES,
};

static enum outcome open_and_check(const struct image *image, const char *path,
                                   enum store_access access, bool in_version)
{
    struct err err;
    struct store *s = store_open(path, access, &err);
    if (!s) {
        if (err.kind != ERR_CORRUPT && !(in_version && err.kind == ERR_UNSUPPORTED))
            fail_msg("refused as %s: %s", err_kind_word(err.kind), err.msg);
        return REFUSED;
    }
    struct told told = {0};
    uint64_t bad;
    struct digest events;
    assert_ok(store_check(s, (struct store_wrong){&told, tell}, &bad, &err), err);
    bool same = events_digest(s, &events, &err) && digest_eq(events, image->events);
    if (bad != UINT64_MAX) {
        assert_true(told.lines > 0);
        assert_begins_right(s, bad);
    } else if (!same && told.lines == 0) {
        fail_msg("other events than were written, and nothing said");
    } else if (!same) {
        fail_msg("other events than were written, and none named; the first line: %s", told.first);
    }
    store_close(s);
    return bad != UINT64_MAX ? NAMED : told.lines ? NAMED_ELSEWHERE : EQUAL;
}

/* Where: the file of the closed store or either of the open one, now and then its header. */
static char *choose_byte(struct image *image, unsigned i, bool *ret_in_version)
{
    uint64_t r = next_random();
    size_t sizes[] = {image->files[FILE_STORE].n, image->files[FILE_LOG].n};
    int file = sizes[FILE_LOG] && r % 3 ? FILE_LOG : FILE_STORE;
    size_t at = (r >> 8) % (i % 16 < 2 ? 100 : sizes[file]);
    print_message("# flip %u: %s of a store %s, byte %zu\n", i, file ? "log" : "file",
                  sizes[FILE_LOG] ? "in work" : "closed", at);
    *ret_in_version = file == FILE_STORE && at >= VERSION_AT && at < VERSION_AT + 4;
    return (char *)image->files[file].p + at;
}

static void each_flip_is_seen(void **state)
{
    (void)state;
    struct image images[2] = {0};
    make_images(&images[0], &images[1]);
    const char *path = path_in(folder_new(), "store");
    unsigned outcomes[OUTCOMES] = {0};
    for (unsigned i = 0; i < flips; i++) {
        struct arena here = arena;
        struct image *image = &images[i % 2];
        bool in_version;
        char *byte = choose_byte(image, i, &in_version);
        char bit = (char)(1 << next_random() % 8);
        *byte ^= bit;
        write_image(image, path);
        outcomes[open_and_check(image, path, i / 2 % 2 ? STORE_READ : STORE_WRITE, in_version)]++;
        *byte ^= bit;
        arena = here;
    }
    print_message("# %u flips: %u change nothing, %u named by event, %u named elsewhere, %u "
                  "refused\n",
                  flips, outcomes[EQUAL], outcomes[NAMED], outcomes[NAMED_ELSEWHERE],
                  outcomes[REFUSED]);
    assert_true(outcomes[EQUAL] < flips);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        flips = (unsigned)strtoul(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_flip_is_seen),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
