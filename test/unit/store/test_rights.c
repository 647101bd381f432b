/* Files that are not to be trusted, disks that are full, and folders that may only be read. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "paths.h"

static void files_that_are_not_trusted(void **state)
{
    (void)state;
    struct err err;
    struct paths p = fresh();
    const char *folder = folder_new(), *link = path_in(folder, "link");
    assert_int_equal(symlink(p.store, link), 0);
    assert_err(store_open(link, STORE_READ, &err), err, ERR_DENIED);
    assert_err(store_open(folder, STORE_READ, &err), err, ERR_DENIED);
    chmod(p.store, 0660);
    assert_err(store_open(p.store, STORE_READ, &err), err, ERR_DENIED);
    chmod(p.store, 0600);
    if (geteuid() == 0) {
        assert_int_equal(chown(p.store, 65534, 65534), 0);
        assert_err(store_open(p.store, STORE_READ, &err), err, ERR_DENIED);
        assert_int_equal(chown(p.store, 0, 0), 0);
    }
    const char *log = str_format(&arena, "%s-wal", p.store).p;
    assert_int_equal(symlink(p.store, log), 0);
    assert_err(store_open(p.store, STORE_READ, &err), err, ERR_DENIED);
    unlink(log);
    /* A folder may be reached by a link; what is in it may not. */
    const char *other = path_in(folder, "other");
    str parent = str_of(p.store);
    assert_int_equal(symlink(str_c(str_first(parent, parent.n - 6), &arena), other), 0);
    struct store *s = store_open(path_in(other, "store"), STORE_READ, &err);
    assert_ok(s, err);
    store_close(s);
    assert_err(store_open(path_in(folder, "x"), STORE_WRITE, &err), err, ERR_NOT_FOUND);
    int fd = open(path_in(folder, "text"), O_WRONLY | O_CREAT, 0600);
    for (int i = 0; i < 1000; i++)
        assert_true(fd_write_all(fd, S("this is no store\n")));
    close(fd);
    assert_err(store_open(path_in(folder, "text"), STORE_WRITE, &err), err, ERR_CORRUPT);
    close(open(path_in(folder, "empty"), O_WRONLY | O_CREAT, 0600));
    assert_err(store_open(path_in(folder, "empty"), STORE_WRITE, &err), err, ERR_CORRUPT);
}

/* What a child says of a step of its own: its exit status is the error's kind. */
static enum err_kind in_child(enum err_kind (*step)(struct paths), struct paths p)
{
    pid_t child = fork();
    if (child == 0)
        _exit((int)step(p));
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    return (enum err_kind)WEXITSTATUS(status);
}

static enum err_kind write_within_limit(struct paths p)
{
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){256 << 10, 256 << 10});
    struct err err;
    struct store *s = store_open(p.store, STORE_WRITE, &err);
    if (!s)
        return err.kind;
    for (uint64_t n = AT_FIRST;; n += 2) {
        bool ok = store_begin(s, &err);
        for (uint64_t i = n; ok && i < n + 2; i++) {
            struct event e = history(i, &arena);
            ok = store_append(s, &e, &err);
        }
        if (!ok || !store_commit(s, &err))
            break;
    }
    store_close(s);
    fprintf(stderr, "# %s\n", err.msg);
    return err.kind;
}

static enum err_kind put_within_limit(struct paths p)
{
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096});
    struct err err;
    struct digest name;
    enum blobs_did did;
    struct blobs *b = blobs_folder(p.blobs, STORE_WRITE, &err);
    char *bytes = calloc(1, 8192);
    if (blobs_put(b, (str){bytes, 8192}, &name, &did, &err))
        return ERR_NONE;
    fprintf(stderr, "# %s\n", err.msg);
    return err.kind;
}

static void a_full_disk(void **state)
{
    (void)state;
    struct paths p = fresh();
    assert_int_equal(in_child(write_within_limit, p), ERR_LIMIT);
    assert_int_equal(in_child(put_within_limit, p), ERR_LIMIT);
    struct err err;
    struct store *s = store_open(p.store, STORE_WRITE, &err);
    assert_ok(s, err);
    uint64_t n;
    assert_ok(store_count(s, &n, &err), err);
    assert_true(n > AT_FIRST && n % 2 == 0);
    assert_clean(s);
    append_until(s, n + 1);
    store_close(s);
}

/* Root may write everywhere, so it becomes nobody. */
static bool give_away(const char *path)
{
    return geteuid() != 0 || chown(path, 65534, 65534) == 0;
}

static bool become_plain(void)
{
    return geteuid() != 0 ||
           (setresgid(65534, 65534, 65534) == 0 && setresuid(65534, 65534, 65534) == 0);
}

static enum err_kind open_plainly(struct paths p)
{
    struct err err = {0};
    if (!become_plain())
        return ERR_INTERNAL;
    CLEANUP(store_closep) struct store *s = store_open(p.store, STORE_WRITE, &err);
    if (s && store_begin(s, &err))
        return ERR_NONE;
    fprintf(stderr, "# %s\n", err.msg);
    return err.kind;
}

static enum err_kind read_plainly(struct paths p)
{
    struct err err = {0};
    if (!become_plain())
        return ERR_INTERNAL;
    CLEANUP(store_closep) struct store *s = store_open(p.store, STORE_READ, &err);
    uint64_t n;
    if (s && store_count(s, &n, &err))
        return ERR_NONE;
    fprintf(stderr, "# %s\n", err.msg);
    return err.kind;
}

static enum err_kind create_plainly(struct paths p)
{
    struct err err = {0};
    if (!become_plain())
        return ERR_INTERNAL;
    if (store_create(p.copy, &err))
        return ERR_NONE;
    fprintf(stderr, "# %s\n", err.msg);
    return err.kind;
}

static enum err_kind put_plainly(struct paths p)
{
    struct err err = {0};
    struct digest name;
    enum blobs_did did;
    if (!become_plain())
        return ERR_INTERNAL;
    struct blobs *b = blobs_folder(p.blobs, STORE_WRITE, &err);
    if (b && blobs_put(b, S("abc"), &name, &did, &err))
        return ERR_NONE;
    fprintf(stderr, "# %s\n", err.msg);
    return err.kind;
}

static void folders_that_may_only_be_read(void **state)
{
    (void)state;
    struct paths p = fresh();
    char *folder = str_c(str_first(str_of(p.store), strlen(p.store) - 6), &arena);
    const char *count = str_format(&arena, "%s-count", p.store).p;
    assert_true(give_away(folder) && give_away(p.store) && give_away(p.blobs) && give_away(count));
    assert_int_equal(in_child(open_plainly, p), ERR_NONE);
    assert_int_equal(in_child(read_plainly, p), ERR_NONE);
    unlink(str_format(&arena, "%s-wal", p.store).p); /* who only reads leaves them */
    unlink(str_format(&arena, "%s-shm", p.store).p);
    chmod(folder, 0500);
    chmod(p.blobs, 0500);
    assert_int_equal(in_child(open_plainly, p), ERR_DENIED);
    assert_int_equal(in_child(read_plainly, p), ERR_DENIED);
    assert_int_equal(in_child(create_plainly, p), ERR_DENIED);
    assert_int_equal(in_child(put_plainly, p), ERR_DENIED);
    chmod(folder, 0700);
    chmod(p.store, 0400);
    assert_int_equal(in_child(open_plainly, p), ERR_DENIED);
    assert_int_equal(in_child(read_plainly, p), ERR_NONE);
    chmod(p.blobs, 0700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_are_not_trusted),
        cmocka_unit_test(a_full_disk),
        cmocka_unit_test(folders_that_may_only_be_read),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
