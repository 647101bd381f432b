/* The folder of a cache: only files of our own in a folder of our own are believed, and the oldest
 * go first. */
#include "codec/json.h"
#include "kept.h"

static const char *name_c(str name)
{
    return str_c(name, &a);
}

static void only_files_of_our_own_are_read(void **state)
{
    (void)state;
    struct cache *cache = open_cache();
    struct lane_result put = whole_answer(), got;
    str key = cache_key(cache, CACHE_WHOLE, &orders, &reads, (struct digest){{60}}, &a);
    cache_put(cache, CACHE_WHOLE, &orders, key, &put);
    str good = read_back(key);
    const char *path = path_of(key);

    chmod(path, 0620);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    chmod(path, 0602);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    chmod(path, 0600);
    assert_true(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));

    write_file(S("elsewhere"), good);
    unlink(path);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    unlink(path);
    write_file(key, good);
    assert_int_equal(truncate(path, CACHE_ENTRY_MAX_BYTES + 1), 0);
    assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    if (geteuid() == 0) {
        write_file(key, good);
        assert_int_equal(chown(path, 12345, 12345), 0);
        assert_false(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    }
    assert_true(cache_counted(cache).ignored >= 5);
    cache_put(cache, CACHE_WHOLE, &orders, key, &put);
    assert_true(cache_get(cache, CACHE_WHOLE, &orders, key, &a, &got));
    cache_close(cache);
}

static void a_folder_that_others_may_write_to_is_refused(void **state)
{
    (void)state;
    struct cache *cache;
    struct err err;
    static const mode_t modes[] = {0770, 0707, 0777, 01777};
    for (size_t i = 0; i < countof(modes); i++) {
        chmod(folder, modes[i]);
        assert_err(cache_open(str_of(folder), &cache, &err), err, ERR_DENIED);
    }
    chmod(folder, 0755);
    assert_ok(cache_open(str_of(folder), &cache, &err), err);
    cache_close(cache);
    if (geteuid() == 0) {
        assert_int_equal(chown(folder, 12345, 12345), 0);
        assert_err(cache_open(str_of(folder), &cache, &err), err, ERR_DENIED);
        assert_int_equal(chown(folder, 0, 0), 0);
    }
    chmod(folder, 0700);
    write_file(S("file"), S("x"));
    assert_err(cache_open(str_of(path_of(S("file"))), &cache, &err), err, ERR_UNAVAILABLE);
}

static void the_oldest_go_first(void **state)
{
    (void)state;
    str names[6];
    int fd = open(folder, O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < 6; i++) {
        names[i] = digest_hex((struct digest){{200, (uint8_t)(i * 37)}}, &a);
        write_file(names[i], S("1234567890"));
        /* Written in the order 3 4 5 0 1 2. */
        struct timespec times[2] = {{.tv_sec = 1000 + (i + 3) % 6}, {.tv_sec = 1000 + (i + 3) % 6}};
        assert_int_equal(utimensat(fd, name_c(names[i]), times, 0), 0);
    }
    write_file(S("not-ours.txt"), S("a long text that is nobody's entry"));
    write_file(S(".gatefold-new-1-1"), S("x"));
    struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
    assert_int_equal(utimensat(fd, ".gatefold-new-1-1", old, 0), 0);
    write_file(S(".gatefold-new-2-2"), S("x"));

    cache_folder_sweep(fd, 60);
    for (int i = 0; i < 6; i++)
        assert_int_equal(faccessat(fd, name_c(names[i]), F_OK, 0), 0);
    cache_folder_sweep(fd, 59); /* three quarters are 44 bytes: four entries */
    static const bool stays[] = {true, true, true, false, false, true};
    for (int i = 0; i < 6; i++)
        if ((faccessat(fd, name_c(names[i]), F_OK, 0) == 0) != stays[i])
            fail_msg("entry %d", i);
    assert_int_equal(faccessat(fd, "not-ours.txt", F_OK, 0), 0);
    assert_int_equal(faccessat(fd, ".gatefold-new-2-2", F_OK, 0), 0);
    assert_int_not_equal(faccessat(fd, ".gatefold-new-1-1", F_OK, 0), 0);
    close(fd);
}

int main(void)
{
    json_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_files_of_our_own_are_read, begin, end),
        cmocka_unit_test_setup_teardown(a_folder_that_others_may_write_to_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(the_oldest_go_first, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
