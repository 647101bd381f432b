#include "base/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

#define TEMPORARY ".new-" /* and a number of its own */

enum {
    NUMBER_DIGITS = 16,
    ENDING_BYTES = sizeof TEMPORARY - 1 + NUMBER_DIGITS,
};

static bool temporary_name(const char *path, char ret[DURABLE_PATH_MAX], struct err *err)
{
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number)
        return err_system(err, path);
    int n =
        snprintf(ret, DURABLE_PATH_MAX, "%s" TEMPORARY "%016llx", path, (unsigned long long)number);
    return (n >= 0 && n < DURABLE_PATH_MAX) || err_set(err, ERR_LIMIT, "%s: path too long", path);
}

str durable_temporary_of(str name)
{
    if (name.n <= ENDING_BYTES || !str_starts(str_from(name, name.n - ENDING_BYTES), S(TEMPORARY)))
        return (str){0};
    for (size_t i = name.n - NUMBER_DIGITS; i < name.n; i++)
        if (!memchr("0123456789abcdef", name.p[i], 16))
            return (str){0};
    return str_first(name, name.n - ENDING_BYTES);
}

static int create(const char *path, mode_t mode)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
}

bool durable_folder_of(const char *path, struct err *err)
{
    char folder[DURABLE_PATH_MAX];
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path)
                  : snprintf(folder, sizeof folder, ".");
    if (n < 0 || (size_t)n >= sizeof folder)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    CLEANUP(fd_closep) int fd = open(n ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || err_system(err, path);
}

bool durable_write(const char *path, str bytes, mode_t mode, struct err *err)
{
    char temporary[DURABLE_PATH_MAX];
    bool by_umask = mode == DURABLE_BY_UMASK;
    if (!temporary_name(path, temporary, err))
        return false;
    CLEANUP(fd_closep) int fd = create(temporary, by_umask ? 0666 : 0600);
    if (fd < 0)
        return err_system(err, path);
    if (!fd_write_all(fd, bytes) || (!by_umask && fchmod(fd, mode) != 0) || fsync(fd) != 0 ||
        rename(temporary, path) != 0) {
        err_system(err, path);
        unlink(temporary);
        return false;
    }
    return durable_folder_of(path, err);
}

bool durable_begin(const char *path, char ret_temporary[DURABLE_PATH_MAX], struct err *err)
{
    if (access(path, F_OK) == 0) {
        errno = EEXIST;
        return err_system(err, path);
    }
    if (!temporary_name(path, ret_temporary, err))
        return false;
    CLEANUP(fd_closep) int fd = create(ret_temporary, 0600);
    return fd >= 0 || err_system(err, path);
}

bool durable_end(const char *temporary, const char *path, struct err *err)
{
    CLEANUP(fd_closep) int fd = open(temporary, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0 ||
        renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
        return err_system(err, path);
    return durable_folder_of(path, err);
}
