#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

void fd_closep(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

bool fd_write_all(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t put = write(fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes = str_from(bytes, (size_t)put);
    }
    return true;
}

bool fd_lock_folder(const char *path, int how, int *ret_fd, struct err *err)
{
    CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, how) == 0) {
        *ret_fd = fd;
        fd = -1;
        return true;
    }
    return fd >= 0 && errno == EWOULDBLOCK
               ? err_set(err, ERR_CONFLICT, "%s: another process works here", path)
               : err_system(err, path);
}
