/* Blobs: what is put is there, whole, under its digest, and what is not what its name says is
 * told. Digests are sha256sum's. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "events.h"
#include "store/blobs.h"

/* printf abc | sha256sum */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct digest digest_of(const char *hex)
{
    struct digest d;
    assert_true(digest_from_hex(str_of(hex), &d));
    return d;
}

static struct blobs *create(const char **ret_path)
{
    struct err err;
    *ret_path = path_in(folder_new(), "blobs");
    assert_ok(blobs_create(*ret_path, &err), err);
    assert_err(blobs_create(*ret_path, &err), err, ERR_CONFLICT);
    struct blobs *b = blobs_folder(*ret_path, STORE_WRITE, &err);
    assert_ok(b, err);
    return b;
}

static const char *abc_file(const char *folder)
{
    return path_in(folder, "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void write_file(const char *path, str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0 && fd_write_all(fd, bytes));
    close(fd);
}

static int memfd_of(str bytes)
{
    int fd = memfd_create("blob", MFD_CLOEXEC);
    assert_true(fd >= 0 && fd_write_all(fd, bytes));
    return fd;
}

static void put_and_read(void **state)
{
    (void)state;
    struct err err;
    const char *folder;
    struct blobs *b = create(&folder);
    struct digest name;
    enum blobs_did did;
    str bytes;
    assert_err(blobs_read(b, digest_of(ABC), 9, &arena, &bytes, &err), err, ERR_NOT_FOUND);
    assert_ok(blobs_put(b, S("abc"), &name, &did, &err), err);
    assert_int_equal(did, BLOBS_WROTE);
    assert_str(digest_hex(name, &arena), S(ABC));
    struct stat st;
    assert_int_equal(stat(abc_file(folder), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0400);
    assert_ok(blobs_read(b, name, 3, &arena, &bytes, &err), err);
    assert_str(bytes, S("abc"));
    assert_err(blobs_read(b, name, 2, &arena, &bytes, &err), err, ERR_LIMIT);
    assert_ok(blobs_put(b, S("abc"), &name, &did, &err), err);
    assert_int_equal(did, BLOBS_HAD);
    int fd;
    char buffer[8];
    assert_ok(blobs_open(b, name, &fd, &err), err);
    assert_int_equal(read(fd, buffer, sizeof buffer), 3);
    close(fd);
    assert_ok(blobs_put(b, S(""), &name, &did, &err), err);
    assert_ok(blobs_read(b, name, 0, &arena, &bytes, &err), err);
    assert_int_equal(bytes.n, 0);
    assert_ok(blobs_remove(b, name, &err), err);
    assert_err(blobs_remove(b, name, &err), err, ERR_NOT_FOUND);
    blobs_close(b);
}

static void from_a_descriptor(void **state)
{
    (void)state;
    struct err err;
    const char *folder;
    struct blobs *b = create(&folder);
    size_t n = (1 << 20) + 7; /* several pieces */
    char *p = malloc(n);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 7 + i / 256);
    int fd = memfd_of((str){p, n}), other;
    struct digest name = sha256((str){p, n});
    enum blobs_did did;
    assert_ok(blobs_put_fd(b, fd, name, &did, &err), err);
    assert_int_equal(did, BLOBS_WROTE);
    assert_ok(blobs_open(b, name, &other, &err), err);
    close(other);
    /* Other bytes than were read before: nothing is left. */
    assert_err(blobs_put_fd(b, fd, digest_of(ABC), &did, &err), err, ERR_CORRUPT);
    assert_int_equal(access(abc_file(folder), F_OK), -1);
    close(fd);
    free(p);
    blobs_close(b);
}

static void a_damaged_one_is_told_and_replaced(void **state)
{
    (void)state;
    struct err err;
    const char *folder;
    struct blobs *b = create(&folder);
    struct digest name;
    enum blobs_did did;
    str bytes;
    int fd;
    static const struct str damages[] = {{"abd", 3}, {"ab", 2}, {"abcd", 4}, {"", 0}};
    for (size_t i = 0; i < countof(damages); i++) {
        assert_ok(blobs_put(b, S("abc"), &name, &did, &err), err);
        chmod(abc_file(folder), 0600);
        write_file(abc_file(folder), damages[i]);
        assert_err(blobs_read(b, name, 9, &arena, &bytes, &err), err, ERR_CORRUPT);
        assert_err(blobs_open(b, name, &fd, &err), err, ERR_CORRUPT);
        assert_ok(blobs_put(b, S("abc"), &name, &did, &err), err);
        assert_int_equal(did, BLOBS_REPAIRED);
        assert_ok(blobs_read(b, name, 9, &arena, &bytes, &err), err);
    }
    /* A link to the right bytes is no blob either: they could change behind it. */
    const char *right = path_in(folder_new(), "abc");
    write_file(right, S("abc"));
    unlink(abc_file(folder));
    assert_int_equal(symlink(right, abc_file(folder)), 0);
    assert_err(blobs_open(b, name, &fd, &err), err, ERR_DENIED);
    blobs_close(b);
}

struct told {
    size_t wrong, right;
    str last;
};

static void wrong(void *self, str line)
{
    struct told *told = self;
    told->wrong++;
    told->last = str_copy(line, &arena);
}

static void right(void *self, struct digest name, uint64_t bytes)
{
    (void)name, (void)bytes;
    ((struct told *)self)->right++;
}

static struct told check(struct blobs *b)
{
    struct err err;
    struct told told = {0};
    assert_ok(
        blobs_check(b, (struct blobs_look){.self = &told, .wrong = wrong, .opt_each = right}, &err),
        err);
    return told;
}

static void the_check(void **state)
{
    (void)state;
    struct err err;
    const char *folder;
    struct blobs *b = create(&folder);
    struct digest name;
    enum blobs_did did;
    for (int i = 0; i < 20; i++)
        assert_ok(blobs_put(b, str_format(&arena, "blob %d", i), &name, &did, &err), err);
    assert_ok(blobs_put(b, S("abc"), &name, &did, &err), err);
    struct told told = check(b);
    assert_int_equal(told.wrong, 0);
    assert_int_equal(told.right, 21);
    static const char *const strangers[] = {
        "stranger",
        ".new-0000000000000000",
        "ba/stranger",
        "ba/.new-1",
        /* the digest of "abc", with a capital */
        "ba/7816BF8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        /* not the digest of nothing */
        "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae",
    };
    for (size_t i = 0; i < countof(strangers); i++) {
        write_file(path_in(folder, strangers[i]), S(""));
        told = check(b);
        assert_int_equal(told.wrong, 1);
        assert_int_equal(told.right, 21);
        assert_true(str_contains(told.last, str_of(strangers[i])));
        unlink(path_in(folder, strangers[i]));
    }
    assert_int_equal(mkdir(path_in(folder, "zz"), 0700), 0);
    assert_int_equal(check(b).wrong, 1);
    blobs_close(b);
}

static void leftovers(void **state)
{
    (void)state;
    struct err err;
    const char *folder;
    struct blobs *b = create(&folder);
    blobs_close(b);
    const char *left = path_in(folder, ".new-1111111111111111");
    const char *in_work = path_in(folder, ".new-2222222222222222");
    write_file(left, S("half"));
    write_file(in_work, S("half"));
    int writer = open(in_work, O_RDONLY | O_CLOEXEC); /* as another process holds it */
    assert_int_equal(flock(writer, LOCK_EX), 0);
    b = blobs_folder(folder, STORE_READ, &err);
    assert_ok(b, err);
    assert_int_equal(access(left, F_OK), 0); /* who reads only removes nothing */
    blobs_close(b);
    b = blobs_folder(folder, STORE_WRITE, &err);
    assert_ok(b, err);
    assert_int_equal(access(left, F_OK), -1);
    assert_int_equal(access(in_work, F_OK), 0);
    assert_int_equal(check(b).wrong, 0);
    close(writer);
    assert_int_equal(check(b).wrong, 1);
    blobs_close(b);
}

static void folders_that_others_may_write(void **state)
{
    (void)state;
    struct err err;
    const char *folder;
    blobs_close(create(&folder));
    chmod(folder, 0770);
    assert_err(blobs_folder(folder, STORE_READ, &err), err, ERR_DENIED);
    chmod(folder, 0700);
    assert_err(blobs_folder(path_in(folder, "none"), STORE_READ, &err), err, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_and_read),
        cmocka_unit_test(from_a_descriptor),
        cmocka_unit_test(a_damaged_one_is_told_and_replaced),
        cmocka_unit_test(the_check),
        cmocka_unit_test(leftovers),
        cmocka_unit_test(folders_that_others_may_write),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
