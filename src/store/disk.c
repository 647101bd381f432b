#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

bool disk_failed(const char *name, struct err *err)
{
    const char *why = strerror(errno);
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return err_set(err, ERR_NOT_FOUND, "%s: %s", name, why);
    case EEXIST:
        return err_set(err, ERR_CONFLICT, "%s: there is something by this name already", name);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return err_set(err, ERR_LIMIT,
                       "%s: %s; make room on the disk (or lift the limit on file sizes) and try "
                       "again",
                       name, why);
    case EACCES:
    case EPERM:
    case EROFS:
    case ELOOP:
        return err_set(err, ERR_DENIED,
                       "%s: %s; the folder and what is in it must be yours to write", name, why);
    default:
        return err_set(err, ERR_UNAVAILABLE, "%s: %s", name, why);
    }
}

bool disk_temporary(const char *path, char *ret_temporary, struct err *err)
{
    int n = snprintf(ret_temporary, PATH_MAX, "%s.XXXXXX", path);
    if (n < 0 || n >= PATH_MAX)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    if (access(path, F_OK) == 0) {
        errno = EEXIST;
        return disk_failed(path, err);
    }
    CLEANUP(fd_closep) int fd = mkostemp(ret_temporary, O_CLOEXEC); /* mode 0600 */
    return fd >= 0 || disk_failed(path, err);
}

bool disk_folder_sync(const char *path, struct err *err)
{
    char folder[PATH_MAX];
    if (snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    CLEANUP(fd_closep) int dir = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (dir >= 0 && fsync(dir) == 0) || disk_failed(path, err);
}

bool disk_settle(const char *temporary, const char *path, struct err *err)
{
    CLEANUP(fd_closep) int fd = open(temporary, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0 ||
        renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
        return disk_failed(path, err);
    return disk_folder_sync(path, err);
}
