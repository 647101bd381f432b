/* Files of a watched folder: taken at rest, once, and again when they change. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "app/watch_table.h"

enum {
    LATER_MS = 10000, /* after which a file that nobody changed is at rest, on any file system */
};

static char folder[64];
static struct arena a;
static struct watch_table table;

static int begin(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/gatefold-table.XXXXXX");
    a = arena_open(16 << 20);
    table = (struct watch_table){.a = &a};
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    char command[128];
    watch_table_done(&table);
    arena_close(&a);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *at(const char *name)
{
    return str_format(&a, "%s/%s", folder, name).p;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(at(name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* What a walk finds: these names, in this order. */
static void update(const char *const *names, size_t n, int64_t now_ms)
{
    struct walk walk = {.files = arena_new(&a, struct walk_file, n), .n = n};
    for (size_t i = 0; i < n; i++) {
        str path = str_of(at(names[i]));
        walk.files[i] = (struct walk_file){.path = path, .name = str_of(names[i])};
    }
    watch_table_update(&table, &walk, now_ms);
}

static void assert_taken(const char *opt_name)
{
    struct watched *w = watch_table_take(&table);
    assert_int_equal(w != NULL, opt_name != NULL);
    if (opt_name)
        assert_str(w->file.name, str_of(opt_name));
}

static void a_file_is_taken_once_when_it_is_at_rest(void **state)
{
    (void)state;
    static const char *const both[] = {"b.jpg", "a.jpg"};
    put("a.jpg", "1");
    put("b.jpg", "2");
    update(both, 2, 0);
    assert_true(watch_table_settle(&table, 1)); /* it came just now */
    assert_taken(NULL);
    update(both, 2, LATER_MS);
    assert_false(watch_table_settle(&table, LATER_MS));
    assert_taken("a.jpg");
    assert_taken("b.jpg");
    assert_taken(NULL);
    update(both, 2, 2 * LATER_MS);
    assert_false(watch_table_settle(&table, 2 * LATER_MS));
    assert_taken(NULL);
    watch_table_again(&table);
    assert_taken("a.jpg");
}

static void what_changes_is_taken_again(void **state)
{
    (void)state;
    static const char *const one[] = {"a.jpg"};
    put("a.jpg", "1");
    update(one, 1, 0);
    assert_false(watch_table_settle(&table, LATER_MS));
    struct watched *w = watch_table_take(&table);
    assert_non_null(w);
    put("a.jpg", "longer"); /* while a lane has it */
    update(one, 1, LATER_MS);
    assert_int_equal(w->state, WATCHED_MOVING);
    assert_true(watch_table_settle(&table, LATER_MS + 1));
    watch_table_again(&table); /* not before it is at rest */
    assert_taken(NULL);
    assert_false(watch_table_settle(&table, 2 * LATER_MS));
    assert_taken("a.jpg");
}

static void what_somebody_writes_waits(void **state)
{
    (void)state;
    static const char *const one[] = {"a.jpg"};
    int fd = open(at("a.jpg"), O_WRONLY | O_CREAT, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "half", 4), 4);
    update(one, 1, 0);
    /* Who cannot get a lease (a file of another user's, some file systems) waits by the clock. */
    int reader = open(at("a.jpg"), O_RDONLY);
    bool leases = fcntl(reader, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
    close(reader);
    if (leases)
        assert_true(watch_table_settle(&table, LATER_MS));
    close(fd);
    assert_false(watch_table_settle(&table, LATER_MS));
    assert_taken("a.jpg");
}

static void what_goes_is_not_there_and_may_come_back(void **state)
{
    (void)state;
    static const char *const old[] = {"a.jpg"}, *const new[] = {"b.jpg"};
    put("a.jpg", "1");
    update(old, 1, 0);
    assert_false(watch_table_settle(&table, LATER_MS));
    assert_int_equal(rename(at("a.jpg"), at("b.jpg")), 0);
    update(new, 1, LATER_MS);
    assert_int_equal(table.n, 2);
    assert_false(table.files[0]->present);
    assert_true(table.files[1]->present);
    assert_false(watch_table_settle(&table, 2 * LATER_MS));
    assert_taken("b.jpg"); /* under its new name, and nothing under the old */
    assert_taken(NULL);
    assert_int_equal(rename(at("b.jpg"), at("a.jpg")), 0);
    update(old, 1, 2 * LATER_MS);
    assert_false(watch_table_settle(&table, 3 * LATER_MS));
    assert_taken("a.jpg");
}

static void what_cannot_be_taken_in_is_told_at_once(void **state)
{
    (void)state;
    struct walk_file pipe = {
        .path = S("/nowhere/pipe.jpg"), .name = S("pipe.jpg"), .problem = S("a named pipe")};
    watch_table_update(&table, &(struct walk){.files = &pipe, .n = 1}, 0);
    assert_false(watch_table_settle(&table, 0));
    struct watched *w = watch_table_take(&table);
    assert_non_null(w);
    assert_str(w->file.problem, S("a named pipe"));
    pipe.problem = (str){0}; /* another file of this name */
    watch_table_update(&table, &(struct walk){.files = &pipe, .n = 1}, 1);
    assert_int_equal(w->state, WATCHED_MOVING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_taken_once_when_it_is_at_rest, begin, end),
        cmocka_unit_test_setup_teardown(what_changes_is_taken_again, begin, end),
        cmocka_unit_test_setup_teardown(what_somebody_writes_waits, begin, end),
        cmocka_unit_test_setup_teardown(what_goes_is_not_there_and_may_come_back, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_taken_in_is_told_at_once, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
