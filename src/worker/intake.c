#include "worker/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "image/image.h"

enum {
    COPY_BYTES = 256 << 10 /* stays in the processor's cache between reading and hashing */
};

static void freep(char **p)
{
    free(*p);
}

int memfd_new(const char *name)
{
    return memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

bool memfd_seal(int fd)
{
    return fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool unchanged(const struct stat *before, const struct stat *after)
{
    return before->st_size == after->st_size && same_time(before->st_mtim, after->st_mtim) &&
           same_time(before->st_ctim, after->st_ctim);
}

/* Read to the end; `to` is -1 for no copy. */
static bool copy(int from, int to, struct sha256 *hash, uint64_t *ret_size, struct err *err)
{
    CLEANUP(freep) char *chunk = malloc(COPY_BYTES);
    if (!chunk)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    uint64_t size = 0;
    for (;;) {
        ssize_t got = read(from, chunk, COPY_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_UNAVAILABLE, "reading: %s", strerror(errno));
        if (got == 0)
            break;
        size += (uint64_t)got;
        if (size > IMAGE_FILE_MAX_BYTES)
            return err_set(err, ERR_LIMIT, "over %d MiB", IMAGE_FILE_MAX_BYTES >> 20);
        sha256_add(hash, chunk, (size_t)got);
        if (to >= 0 && !fd_write_all(to, (str){chunk, (size_t)got}))
            return err_set(err, ERR_UNAVAILABLE, "copying: %s", strerror(errno));
    }
    *ret_size = size;
    return true;
}

void intake_page(struct intake *intake, int64_t page, struct arena scratch)
{
    str file = digest_hex(intake->sha256, &scratch);
    intake->page = page;
    intake->sha256 = sha256(str_format(&scratch, "%.*s#page=%lld", STR(file), (long long)page));
}

/* One reading of the file, which did not change meanwhile. */
static bool take(const char *path, int to, struct sha256 *hash, uint64_t *ret_size, struct err *err)
{
    CLEANUP(fd_closep) int from = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat before, after;
    if (from < 0 || fstat(from, &before) != 0)
        return err_set(err,
                       errno == ENOENT                     ? ERR_NOT_FOUND
                       : errno == EACCES || errno == EPERM ? ERR_DENIED
                                                           : ERR_UNAVAILABLE,
                       "%s", strerror(errno));
    if (!S_ISREG(before.st_mode))
        return err_set(err, ERR_INVALID, "not a regular file");
    if (before.st_size > IMAGE_FILE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "%lld bytes, the limit is %d MiB", (long long)before.st_size,
                       IMAGE_FILE_MAX_BYTES >> 20);
    uint64_t size = 0;
    if (!copy(from, to, hash, &size, err))
        return false;
    if (fstat(from, &after) != 0 || !unchanged(&before, &after) || size != (uint64_t)after.st_size)
        return err_set(err, ERR_CONFLICT,
                       "changed while it was read; screen it again when it is "
                       "at rest");
    if (size == 0)
        return err_set(err, ERR_INVALID, "empty file");
    *ret_size = size;
    return true;
}

bool intake_digest(const char *path, struct digest *ret_sha256, struct err *err)
{
    CLEANUP(sha256_closep) struct sha256 *hash = sha256_open();
    uint64_t size = 0;
    if (!take(path, -1, hash, &size, err))
        return false;
    *ret_sha256 = sha256_close(hash);
    hash = NULL;
    return true;
}

bool intake_open(const char *path, struct intake *ret_intake, struct err *err)
{
    CLEANUP(fd_closep) int to = memfd_new("picture");
    if (to < 0)
        return err_set(err, ERR_UNAVAILABLE, "memfd: %s", strerror(errno));
    CLEANUP(sha256_closep) struct sha256 *hash = sha256_open();
    struct intake intake = {0};
    if (!take(path, to, hash, &intake.size_bytes, err))
        return false;
    if (!memfd_seal(to))
        return err_set(err, ERR_INTERNAL, "sealing: %s", strerror(errno));
    intake.sha256 = sha256_close(hash);
    hash = NULL;
    intake.fd = to;
    to = -1;
    *ret_intake = intake;
    return true;
}
