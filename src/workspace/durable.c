#include "workspace/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

bool system_failed(const char *path, struct err *err)
{
    enum err_kind kind = ERR_UNAVAILABLE;
    const char *what_to_do = "";
    if (errno == ENOENT || errno == ENOTDIR)
        kind = ERR_NOT_FOUND;
    else if (errno == EACCES || errno == EPERM || errno == EROFS || errno == ELOOP)
        kind = ERR_DENIED, what_to_do = "; it must be yours to write";
    else if (errno == EEXIST)
        kind = ERR_CONFLICT;
    else if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        kind = ERR_LIMIT, what_to_do = "; make room on the disk and try again";
    return err_set(err, kind, "%s: %s%s", path, strerror(errno), what_to_do);
}

bool durable_folder_of(const char *path, struct err *err)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path)
                  : snprintf(folder, sizeof folder, ".");
    if (n < 0 || (size_t)n >= sizeof folder)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    CLEANUP(fd_closep) int fd = open(n ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || system_failed(path, err);
}

bool durable_write(const char *path, str bytes, mode_t mode, struct err *err)
{
    char temporary[4096];
    int n = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (n < 0 || (size_t)n >= sizeof temporary)
        return err_set(err, ERR_LIMIT, "%s: path too long", path);
    CLEANUP(fd_closep) int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return system_failed(path, err);
    if (!fd_write_all(fd, bytes) || fchmod(fd, mode) != 0 || fsync(fd) != 0 ||
        rename(temporary, path) != 0) {
        system_failed(path, err);
        unlink(temporary);
        return false;
    }
    return durable_folder_of(path, err);
}

bool folder_lock(const char *path, int how, int *ret_fd, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || flock(fd, how) != 0) {
        system_failed(path, err);
        fd_closep(&fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}
