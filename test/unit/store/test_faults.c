/* Each system call that writes failed once, with a broken and with a full disk, while a store is
 * made, written, copied and given blobs; and what is said to be written is synced.
 *
 * The calls below take the C library's place for this program, SQLite included. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "paths.h"

static long fault_in = -1; /* calls until the one that fails; below 0: none */
static int fault_errno;
static bool faulted;

static bool due(void)
{
    if (fault_in < 0 || fault_in-- > 0)
        return false;
    faulted = true;
    errno = fault_errno;
    return true;
}

/* What a power cut would take: written and not synced, by descriptor; and names whose folder was
 * not. Left out: -count may lag behind (store/count.h), -shm is made anew. */
enum {
    FDS = 256
};
static bool dirty[FDS], may_lag[FDS], lost, name_unsynced;

static int opened(long result, const char *path, int flags)
{
    int fd = (int)result;
    if (fd >= 0 && fd < FDS) {
        lost |= dirty[fd] && !may_lag[fd]; /* closed without a sync, and its number given anew */
        dirty[fd] = false;
        may_lag[fd] = str_ends(str_of(path), S("-count")) || str_ends(str_of(path), S("-shm"));
        name_unsynced |= (flags & O_CREAT) && !may_lag[fd];
    }
    return fd;
}

static ssize_t wrote(int fd, ssize_t n)
{
    if (fd >= 0 && fd < FDS)
        dirty[fd] = true;
    return n;
}

static int synced(int fd)
{
    struct stat st;
    if (fd >= 0 && fd < FDS)
        dirty[fd] = false;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        name_unsynced = false;
    return 0; /* it takes time, and no power is cut here */
}

static int named(long result)
{
    name_unsynced |= result == 0;
    return (int)result;
}

static void assert_synced(void)
{
    assert_false(lost || name_unsynced);
    for (int fd = 3; fd < FDS; fd++)
        if (dirty[fd] && !may_lag[fd])
            fail_msg("descriptor %d is not synced", fd);
}

int open64(const char *path, int flags, ...);
int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int mode = flags & O_CREAT ? va_arg(args, int) : 0;
    va_end(args);
    return due() ? -1 : opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int mode = flags & O_CREAT ? va_arg(args, int) : 0;
    va_end(args);
    return due() ? -1 : opened(syscall(SYS_openat, folder, path, flags, mode), path, flags);
}

ssize_t write(int fd, const void *p, size_t n)
{
    return due() ? -1 : wrote(fd, syscall(SYS_write, fd, p, n));
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return due() ? -1 : wrote(fd, syscall(SYS_pwrite64, fd, p, n, at));
}

int fsync(int fd)
{
    return due() ? -1 : synced(fd);
}

int fdatasync(int fd)
{
    return due() ? -1 : synced(fd);
}

int ftruncate64(int fd, off64_t n)
{
    return due() ? -1 : (int)wrote(fd, syscall(SYS_ftruncate, fd, n));
}

int renameat(int a, const char *from, int b, const char *to)
{
    return due() ? -1 : named(syscall(SYS_renameat2, a, from, b, to, 0));
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    return due() ? -1 : named(syscall(SYS_renameat2, a, from, b, to, flags));
}

int mkdir(const char *path, mode_t mode)
{
    return due() ? -1 : named(syscall(SYS_mkdir, path, mode));
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return due() ? -1 : named(syscall(SYS_mkdirat, folder, path, mode));
}

/* ---- one command, with the n-th call failed ---- */

enum {
    MORE = 6, /* events */
};

struct done {
    uint64_t acknowledged;
    struct digest blob;
    bool blob_there, copied;
    struct err err;
};

/* Everything that writes; stops at the first error. */
static bool command(struct paths p, struct done *d)
{
    CLEANUP(store_closep) struct store *s = store_open(p.store, STORE_WRITE, &d->err);
    CLEANUP(blobs_closep) struct blobs *b = NULL;
    enum blobs_did did;
    if (!s || !(b = blobs_folder(p.blobs, STORE_WRITE, &d->err)))
        return false;
    for (uint64_t n = AT_FIRST; n < AT_FIRST + MORE; n += 2) {
        if (!store_begin(s, &d->err))
            return false;
        for (uint64_t i = n; i < n + 2; i++) {
            struct event e = history(i, &arena);
            if (!store_append(s, &e, &d->err))
                return false;
        }
        if (!store_commit(s, &d->err))
            return false;
        d->acknowledged = n + 2;
    }
    if (!blobs_put(b, S("abc"), &d->blob, &did, &d->err))
        return false;
    d->blob_there = true;
    if (!store_rebuild(s, &d->err) || !store_backup(s, p.copy, &d->err))
        return false;
    return d->copied = true;
}

static void fail_line(void *self, str line)
{
    (void)self;
    fail_msg("%.*s", STR(line));
}

static void assert_whole(struct paths p, const struct done *d)
{
    struct err err;
    struct store *s = store_open(p.store, STORE_WRITE, &err);
    assert_ok(s, err);
    uint64_t n;
    assert_ok(store_count(s, &n, &err), err);
    assert_true(n >= d->acknowledged && n % 2 == 0 && n <= AT_FIRST + MORE);
    assert_clean(s);
    append_until(s, n + 1);
    assert_clean(s);
    store_close(s);
    struct blobs *b = blobs_folder(p.blobs, STORE_WRITE, &err);
    assert_ok(b, err);
    assert_ok(blobs_check(b, (struct blobs_look){.wrong = fail_line}, &err), err);
    str bytes;
    if (d->blob_there)
        assert_ok(blobs_read(b, d->blob, 3, &arena, &bytes, &err), err);
    blobs_close(b);
    if (d->copied) {
        s = store_open(p.copy, STORE_WRITE, &err);
        assert_ok(s, err);
        assert_clean(s);
        store_close(s);
    }
}

static unsigned fail_calls(int error, unsigned every)
{
    for (unsigned n = 0;; n += every) {
        struct arena here = arena;
        struct paths p = fresh();
        struct done d = {.acknowledged = AT_FIRST};
        faulted = false;
        fault_errno = error;
        fault_in = (long)n;
        bool ok = command(p, &d);
        fault_in = -1;
        if (!ok && d.err.kind != ERR_UNAVAILABLE && d.err.kind != ERR_LIMIT)
            fail_msg("call %u: %s: %s", n, err_kind_word(d.err.kind), d.err.msg);
        if (!ok && error == ENOSPC && d.err.kind != ERR_LIMIT)
            print_message("# call %u on a full disk: %s\n", n, d.err.msg);
        assert_whole(p, &d);
        folder_remove();
        arena = here;
        if (!faulted) {
            assert_true(ok);
            return n;
        }
    }
}

static void each_call_failed_once(void **state)
{
    (void)state;
    unsigned broken = fail_calls(EIO, 1), full = fail_calls(ENOSPC, 3);
    print_message("# each of %u calls failed, then every third of %u\n", broken, full);
    assert_true(broken > 40); /* or the calls above are not the ones that are called */
}

static void made_whole_or_not_at_all(void **state)
{
    (void)state;
    struct err err;
    for (long n = 0;; n++) {
        struct arena here = arena;
        const char *path = path_in(folder_new(), "store");
        faulted = false;
        fault_errno = EIO;
        fault_in = n;
        bool ok = store_create(path, &err);
        fault_in = -1;
        /* The last sync may fail when it already has its name. */
        if (!ok && store_create(path, &err) == false)
            assert_int_equal(err.kind, ERR_CONFLICT);
        struct store *s = store_open(path, STORE_WRITE, &err);
        assert_ok(s, err);
        assert_clean(s);
        store_close(s);
        folder_remove();
        arena = here;
        if (!faulted) {
            assert_true(ok && n > 10);
            return;
        }
    }
}

static void what_is_acknowledged_is_synced(void **state)
{
    (void)state;
    struct err err;
    lost = name_unsynced = false;
    memset(dirty, 0, sizeof dirty);
    struct paths p = fresh();
    assert_synced();
    struct store *s = store_open(p.store, STORE_WRITE, &err);
    assert_ok(s, err);
    for (uint64_t n = AT_FIRST; n < AT_FIRST + MORE; n++) {
        append_until(s, n + 1);
        assert_synced();
    }
    assert_ok(store_backup(s, p.copy, &err), err);
    assert_synced();
    assert_ok(store_rebuild(s, &err), err);
    assert_synced();
    store_close(s);
    assert_synced();
    struct blobs *b = blobs_folder(p.blobs, STORE_WRITE, &err);
    assert_ok(b, err);
    struct digest name;
    enum blobs_did did;
    for (int i = 0; i < 3; i++) {
        assert_ok(blobs_put(b, str_format(&arena, "%d", i / 2), &name, &did, &err), err);
        assert_synced();
    }
    assert_ok(blobs_remove(b, name, &err), err);
    blobs_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_call_failed_once),
        cmocka_unit_test(made_whole_or_not_at_all),
        cmocka_unit_test(what_is_acknowledged_is_synced),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
