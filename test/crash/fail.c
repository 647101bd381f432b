/* Preloaded into a program that is tested: the n-th call that changes or opens something below a
 * folder fails once, or kills the program before it happens.
 *
 *   FAIL_UNDER   the folder (a whole path); calls on other paths and descriptors do not count
 *   FAIL_AT      n, from 1; 0: none
 *   FAIL_WITH    EIO, ENOSPC, EROFS or KILL
 *   FAIL_COUNT   a file outside of the folder that gets how many calls there were, and the name of
 *                the one that failed */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long calls;
static const char *failed = "none";

static bool below(const char *path)
{
    const char *under = getenv("FAIL_UNDER");
    char whole[8192];
    if (!under || !path)
        return false;
    if (path[0] != '/' && getcwd(whole, 4096)) {
        size_t n = strlen(whole);
        snprintf(whole + n, sizeof whole - n, "/%s", path);
        path = whole;
    }
    return strncmp(path, under, strlen(under)) == 0;
}

static bool below_fd(int fd)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    path[n > 0 ? n : 0] = 0;
    return below(path);
}

static bool below_at(int dir, const char *path)
{
    return path[0] == '/' || dir == AT_FDCWD ? below(path) : below_fd(dir);
}

/* Whether this call is the one; errno is set. */
static bool fails(bool counts, const char *name)
{
    static const struct {
        const char *name;
        int number;
    } errors[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EROFS", EROFS}};
    const char *at = getenv("FAIL_AT"), *with = getenv("FAIL_WITH");
    if (!counts || !at || ++calls != strtoul(at, NULL, 10))
        return false;
    failed = name;
    for (size_t i = 0; with && i < sizeof errors / sizeof errors[0]; i++)
        if (strcmp(with, errors[i].name) == 0) {
            errno = errors[i].number;
            return true;
        }
    raise(SIGKILL);
    return false;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("FAIL_COUNT");
    FILE *f = path ? fopen(path, "w") : NULL;
    if (!f)
        return;
    fprintf(f, "%lu %s\n", calls, failed);
    fclose(f);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define FAILING(type, name, declared, given, counts)                                               \
    type name declared;                                                                            \
    type name declared                                                                             \
    {                                                                                              \
        return fails(counts, #name) ? (type)-1 : REAL(name) given;                                 \
    }

FAILING(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n), below_fd(fd))
FAILING(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at), below_fd(fd))
FAILING(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t at), (fd, p, n, at),
        below_fd(fd))
FAILING(int, fsync, (int fd), (fd), below_fd(fd))
FAILING(int, fdatasync, (int fd), (fd), below_fd(fd))
FAILING(int, ftruncate, (int fd, off_t n), (fd, n), below_fd(fd))
FAILING(int, ftruncate64, (int fd, off64_t n), (fd, n), below_fd(fd))
FAILING(int, fchmod, (int fd, mode_t mode), (fd, mode), below_fd(fd))
FAILING(int, chmod, (const char *path, mode_t mode), (path, mode), below(path))
FAILING(int, mkdir, (const char *path, mode_t mode), (path, mode), below(path))
FAILING(int, mkdirat, (int dir, const char *path, mode_t mode), (dir, path, mode),
        below_at(dir, path))
FAILING(int, unlink, (const char *path), (path), below(path))
FAILING(int, unlinkat, (int dir, const char *path, int flags), (dir, path, flags),
        below_at(dir, path))
FAILING(int, remove, (const char *path), (path), below(path))
FAILING(int, rename, (const char *from, const char *to), (from, to), below(to))
FAILING(int, renameat, (int dir, const char *from, int to_dir, const char *to),
        (dir, from, to_dir, to), below_at(to_dir, to))
FAILING(int, renameat2, (int dir, const char *from, int to_dir, const char *to, unsigned flags),
        (dir, from, to_dir, to, flags), below_at(to_dir, to))

/* The mode is there only where a file may be made. */
#define MODE_OF(flags)                                                                             \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                       \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode = va_arg(args, mode_t);                                                               \
        va_end(args);                                                                              \
    }

#define FAILING_OPEN(name)                                                                         \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        MODE_OF(flags)                                                                             \
        return fails(below(path), #name) ? -1 : REAL(name)(path, flags, mode);                     \
    }

#define FAILING_OPENAT(name)                                                                       \
    int name(int dir, const char *path, int flags, ...)                                            \
    {                                                                                              \
        MODE_OF(flags)                                                                             \
        return fails(below_at(dir, path), #name) ? -1 : REAL(name)(dir, path, flags, mode);        \
    }

FAILING_OPEN(open)
FAILING_OPEN(open64)
FAILING_OPENAT(openat)
FAILING_OPENAT(openat64)
