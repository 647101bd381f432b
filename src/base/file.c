#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"

bool file_read(const char *path, size_t max_bytes, struct arena *a, str *ret_bytes, struct err *err)
{
    /* O_NONBLOCK: opening a FIFO must not wait for a writer. */
    CLEANUP(fd_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(err, err_system_kind(errno), "%s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_INVALID, "%s: not a regular file", path);
    if ((uint64_t)st.st_size > max_bytes)
        return err_set(err, ERR_LIMIT, "%s: %lld bytes, the limit is %zu", path,
                       (long long)st.st_size, max_bytes);
    size_t size = (size_t)st.st_size;
    char *p = arena_new(a, char, size);
    size_t n = 0;
    while (n < size) {
        ssize_t got = read(fd, p + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_UNAVAILABLE, "%s: %s", path, strerror(errno));
        if (got == 0)
            return err_set(err, ERR_CONFLICT, "%s: changed while it was read", path);
        n += (size_t)got;
    }
    *ret_bytes = (str){p, size};
    return true;
}

bool file_write(const char *path, str bytes, struct err *err)
{
    return durable_write(path, bytes, DURABLE_BY_UMASK, err);
}

str file_leaf(str path)
{
    const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;
    return slash ? str_from(path, (size_t)(slash + 1 - path.p)) : path;
}
