/* arena, err, hash, region, file. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"
#include "base/durable.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/region.h"

static void arenas_align_zero_and_scratch(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    char *c = arena_new(&a, char, 3);
    memset(c, 1, 3);
    double *d = arena_new(&a, double, 2);
    assert_int_equal((uintptr_t)d % _Alignof(double), 0);
    assert_true(d[0] == 0 && d[1] == 0);
    size_t room = arena_room(a);
    struct arena scratch = a; /* what it takes is free again with it */
    memset(arena_new(&scratch, char, 1000), 7, 1000);
    assert_int_equal(arena_room(a), room);
    char *again = arena_new(&a, char, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
    assert_non_null(arena_new(&a, char, 0));
    arena_close(&a);
    arena_close(&a); /* closing what is closed does nothing */
}

static int ends_by_abort(size_t size, size_t count)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct arena a = arena_open(1 << 16);
        arena_alloc(&a, size, 1, count);
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status);
}

static void an_arena_never_gives_more_than_it_has(void **state)
{
    (void)state;
    assert_false(ends_by_abort(1, 1 << 15));
    assert_true(ends_by_abort(1, (1 << 16) + 1));
    assert_true(ends_by_abort(SIZE_MAX / 2, 3)); /* the product overflows */
    assert_true(ends_by_abort(1, SIZE_MAX));
}

static void errors_carry_their_way_up(void **state)
{
    (void)state;
    struct err err;
    assert_false(err_set(&err, ERR_CORRUPT, "tile %d", 7));
    assert_false(err_wrap(&err, "rebuild"));
    assert_string_equal(err.msg, "rebuild: tile 7");
    assert_int_equal(err.kind, ERR_CORRUPT);
    for (int i = 0; i < 200; i++)
        err_wrap(&err, "and again %d", i);
    assert_true(strlen(err.msg) < ERR_MSG_MAX);
    assert_string_equal(err.msg + strlen(err.msg) - 3, "...");
}

/* FIPS 180-2, appendix B. */
static void sha256_of_the_standard(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    assert_str(digest_hex(sha256(S("abc")), &a),
               S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    struct sha256 *h = sha256_open();
    sha256_add(h, "abcdbcdecdefdefgefghfghi", 24);
    sha256_add(h, "ghijhijkijkljklmklmnlmnomnopnopq", 32);
    struct digest d = sha256_close(h);
    assert_str(digest_hex(d, &a),
               S("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    struct digest back;
    assert_true(digest_from_hex(digest_hex(d, &a), &back));
    assert_true(digest_eq(d, back));
    back.b[31] ^= 1;
    assert_false(digest_eq(d, back));
    assert_false(digest_from_hex(S("00"), &back));
    arena_close(&a);

    str parts[] = {S("abcdbcdecdefdefgefghfghi"), S(""), S("ghijhijkijkljklmklmnlmnomnopnopq")};
    assert_true(digest_eq(d, sha256_parts(parts, countof(parts))));
}

static void regions_join_and_meet(void **state)
{
    (void)state;
    struct region a = {0, 0, 10, 10}, b = {5, 5, 10, 10}, far = {100, 100, 1, 1};
    struct region both = region_intersect(a, b), either = region_join(a, b);
    assert_true(both.x_px == 5 && both.y_px == 5 && both.w_px == 5 && both.h_px == 5);
    assert_true(either.x_px == 0 && either.y_px == 0 && either.w_px == 15 && either.h_px == 15);
    assert_int_equal(region_area(region_intersect(a, far)), 0);
    assert_int_equal(region_overlap_pm(a, b), 25 * 1000 / 175);
    assert_int_equal(region_overlap_pm(a, a), 1000);
    assert_int_equal(region_overlap_pm(a, far), 0);
}

static void files_are_whole_or_an_error(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    char folder[] = "/tmp/gatefold-file.XXXXXX", path[64], fifo[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/text", folder);
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    struct err err;
    str got;
    assert_err(file_read(path, 100, &a, &got, &err), err, ERR_NOT_FOUND);
    assert_ok(file_write(path, S("one"), &err), err);
    assert_ok(file_write(path, S("two"), &err), err);
    assert_ok(file_read(path, 3, &a, &got, &err), err);
    assert_str(got, S("two"));
    assert_err(file_read(path, 2, &a, &got, &err), err, ERR_LIMIT);
    assert_err(file_read(folder, 100, &a, &got, &err), err, ERR_INVALID);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_err(file_read(fifo, 100, &a, &got, &err), err, ERR_INVALID);
    assert_err(file_write("/nowhere/at/all", S("x"), &err), err, ERR_NOT_FOUND);
    unlink(path);
    unlink(fifo);
    assert_int_equal(rmdir(folder), 0); /* no temporary file is left */
    arena_close(&a);
}

static void durable_files_have_their_mode_and_no_twin(void **state)
{
    (void)state;
    char folder[] = "/tmp/gatefold-durable.XXXXXX", path[64], temporary[DURABLE_PATH_MAX];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/text", folder);
    struct err err;
    struct stat st;
    mode_t mask = umask(027);
    assert_ok(durable_write(path, S("one"), DURABLE_BY_UMASK, &err), err);
    assert_true(stat(path, &st) == 0 && (st.st_mode & 07777) == 0640);
    assert_ok(durable_write(path, S("two"), 0644, &err), err); /* for all to read, umask or not */
    assert_true(stat(path, &st) == 0 && (st.st_mode & 07777) == 0644);
    umask(mask);
    assert_err(durable_begin(path, temporary, &err), err, ERR_CONFLICT);
    unlink(path);
    assert_ok(durable_begin(path, temporary, &err), err);
    assert_str(durable_temporary_of(str_of(temporary)), str_of(path));
    assert_ok(file_write(path, S("another's"), &err), err);
    assert_err(durable_end(temporary, path, &err), err, ERR_CONFLICT);
    unlink(path);
    assert_ok(durable_end(temporary, path, &err), err);
    assert_true(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600 && st.st_size == 0);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

static void temporaries_are_known_by_their_names(void **state)
{
    (void)state;
    static const char *const none[] = {"log.signed",
                                       ".new-0123456789abcdef",
                                       "log.signed.new-0123456789abcde",
                                       "log.signed.new-0123456789abcdeF",
                                       "log.signed-new-0123456789abcdef",
                                       "log.new-0123456789abcdef.signed",
                                       ""};
    for (size_t i = 0; i < countof(none); i++)
        assert_null(durable_temporary_of(str_of(none[i])).p);
    assert_str(durable_temporary_of(S("log.signed.new-0123456789abcdef")), S("log.signed"));
}

static void a_folder_is_held_by_one(void **state)
{
    (void)state;
    char folder[] = "/tmp/gatefold-lock.XXXXXX";
    struct err err;
    int first = -1, second = -1;
    assert_non_null(mkdtemp(folder));
    assert_ok(fd_lock_folder(folder, LOCK_EX, &first, &err), err);
    assert_err(fd_lock_folder(folder, LOCK_SH | LOCK_NB, &second, &err), err, ERR_CONFLICT);
    fd_closep(&first);
    assert_ok(fd_lock_folder(folder, LOCK_SH | LOCK_NB, &second, &err), err);
    fd_closep(&second);
    rmdir(folder);
    assert_err(fd_lock_folder(folder, LOCK_EX, &first, &err), err, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arenas_align_zero_and_scratch),
        cmocka_unit_test(an_arena_never_gives_more_than_it_has),
        cmocka_unit_test(errors_carry_their_way_up),
        cmocka_unit_test(sha256_of_the_standard),
        cmocka_unit_test(regions_join_and_meet),
        cmocka_unit_test(files_are_whole_or_an_error),
        cmocka_unit_test(durable_files_have_their_mode_and_no_twin),
        cmocka_unit_test(temporaries_are_known_by_their_names),
        cmocka_unit_test(a_folder_is_held_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
