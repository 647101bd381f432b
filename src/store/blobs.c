#include "store/blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "store/blobs_parts.h"

enum {
    CHUNK_BYTES = 1 << 18,
    TRIES = 8,
};

/* ---- the folder ---- */

bool blobs_failed(const struct blobs *b, const char *name, struct err *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", b->path, name);
    return err_system(err, path);
}

bool blobs_create(const char *path, struct err *err)
{
    return mkdir(path, 0700) == 0 ? durable_folder_of(path, err) : err_system(err, path);
}

struct blobs *blobs_folder(const char *path, enum store_access access, struct err *err)
{
    struct blobs *b = calloc(1, sizeof *b);
    char *copy = strdup(path);
    if (!b || !copy)
        abort();
    *b = (struct blobs){copy, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), access};
    struct stat st;
    bool ok = b->fd >= 0 && fstat(b->fd, &st) == 0 ? true : err_system(err, path);
    if (ok && (st.st_uid != geteuid() || (st.st_mode & (S_IWGRP | S_IWOTH))))
        ok = err_set(err, ERR_DENIED,
                     "%s: must be your own folder, and writable by nobody else; chmod go-w it",
                     path);
    if (ok && access == STORE_WRITE)
        ok = blobs_sweep(b, err);
    if (!ok) {
        blobs_close(b);
        return NULL;
    }
    return b;
}

void blobs_close(struct blobs *b)
{
    if (!b)
        return;
    fd_closep(&b->fd);
    free(b->path);
    free(b);
}

void blobs_closep(struct blobs **b)
{
    blobs_close(*b);
}

struct blob_path {
    char at[DIGEST_HEX + 2]; /* "ab/cdef..." */
};

static struct blob_path blob_path(struct digest name)
{
    static const char digits[] = "0123456789abcdef";
    struct blob_path path;
    char *p = path.at;
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        *p++ = digits[name.b[i] >> 4];
        *p++ = digits[name.b[i] & 15];
        if (i == 0)
            *p++ = '/';
    }
    *p = 0;
    return path;
}

/* ---- reading ---- */

bool blobs_hash(int fd, struct digest *ret)
{
    static _Thread_local char chunk[CHUNK_BYTES];
    CLEANUP(sha256_closep) struct sha256 *h = sha256_open();
    off_t at = 0;
    for (;;) {
        ssize_t n = pread(fd, chunk, sizeof chunk, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        sha256_add(h, chunk, (size_t)n);
        at += n;
    }
    *ret = sha256_close(h);
    h = NULL;
    return true;
}

str blobs_path(const struct blobs *b, struct digest name, struct arena *a)
{
    return str_format(a, "%s/%s", b->path, blob_path(name).at);
}

static bool damaged(const struct blobs *b, struct blob_path path, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "%s/%s: damaged: it does not hold what its name says", b->path,
                   path.at);
}

static int open_regular(const struct blobs *b, struct blob_path path, struct stat *ret_st,
                        struct err *err)
{
    int fd = openat(b->fd, path.at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, ret_st) != 0)
        blobs_failed(b, path.at, err);
    else if (!S_ISREG(ret_st->st_mode))
        damaged(b, path, err);
    else
        return fd;
    fd_closep(&fd);
    return -1;
}

bool blobs_open(struct blobs *b, struct digest name, int *ret_fd, struct err *err)
{
    struct blob_path path = blob_path(name);
    struct stat st;
    struct digest is;
    CLEANUP(fd_closep) int fd = open_regular(b, path, &st, err);
    if (fd < 0)
        return false;
    if (!blobs_hash(fd, &is))
        return blobs_failed(b, path.at, err);
    if (!digest_eq(is, name))
        return damaged(b, path, err);
    *ret_fd = fd;
    fd = -1;
    return true;
}

bool blobs_read(struct blobs *b, struct digest name, size_t max_bytes, struct arena *a,
                str *ret_bytes, struct err *err)
{
    struct blob_path path = blob_path(name);
    struct stat st;
    CLEANUP(fd_closep) int fd = open_regular(b, path, &st, err);
    if (fd < 0)
        return false;
    if ((uint64_t)st.st_size > max_bytes)
        return err_set(err, ERR_LIMIT, "%s/%s: %lld bytes, the limit is %zu", b->path, path.at,
                       (long long)st.st_size, max_bytes);
    size_t size = (size_t)st.st_size, n = 0;
    char *p = arena_new(a, char, size);
    while (n < size) {
        ssize_t got = pread(fd, p + n, size - n, (off_t)n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return blobs_failed(b, path.at, err);
        if (got == 0)
            break;
        n += (size_t)got;
    }
    if (!digest_eq(sha256((str){p, n}), name))
        return damaged(b, path, err);
    *ret_bytes = (str){p, n};
    return true;
}

/* ---- writing ---- */

/* A temporary that this process alone holds. blobs_sweep of another may take it away between its
 * making and its lock; then it has no name left. */
static int open_temporary(const struct blobs *b, struct blob_temporary *ret, struct err *err)
{
    for (int i = 0; i < TRIES; i++) {
        uint64_t number;
        if (getrandom(&number, sizeof number, 0) != sizeof number)
            break;
        snprintf(ret->at, sizeof ret->at, BLOB_TEMPORARY "%016llx", (unsigned long long)number);
        CLEANUP(fd_closep)
        int fd = openat(b->fd, ret->at, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400);
        if (fd < 0 && errno == EEXIST)
            continue;
        struct stat st;
        if (fd < 0 || flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0)
            break;
        if (st.st_nlink == 1) {
            int out = fd;
            fd = -1;
            return out;
        }
    }
    blobs_failed(b, BLOB_TEMPORARY, err);
    return -1;
}

/* Bytes in memory, or those of a descriptor. */
struct content {
    int fd; /* -1: bytes */
    str bytes;
};

static bool copy(const struct blobs *b, const struct content *from, int to, struct digest *ret,
                 struct err *err)
{
    static _Thread_local char chunk[CHUNK_BYTES];
    CLEANUP(sha256_closep) struct sha256 *h = sha256_open();
    for (off_t at = 0;;) {
        str piece = {chunk, 0};
        if (from->fd < 0) {
            piece = str_from(from->bytes, (size_t)at);
        } else {
            ssize_t n = pread(from->fd, chunk, sizeof chunk, at);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return err_set(err, ERR_UNAVAILABLE, "what is to be stored cannot be read: %s",
                               strerror(errno));
            piece.n = (size_t)n;
        }
        if (piece.n == 0)
            break;
        sha256_add(h, piece.p, piece.n);
        if (!fd_write_all(to, piece))
            return blobs_failed(b, BLOB_TEMPORARY, err);
        at += (off_t)piece.n;
    }
    *ret = sha256_close(h);
    h = NULL;
    return true;
}

static bool folder_sync(const struct blobs *b, struct blob_path path, struct err *err)
{
    path.at[2] = 0;
    CLEANUP(fd_closep) int fd = openat(b->fd, path.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || blobs_failed(b, path.at, err);
}

static bool folder_make(const struct blobs *b, struct blob_path path, struct err *err)
{
    path.at[2] = 0;
    if (mkdirat(b->fd, path.at, 0700) != 0)
        return errno == EEXIST || blobs_failed(b, path.at, err);
    return fsync(b->fd) == 0 || blobs_failed(b, path.at, err);
}

static bool write_new(const struct blobs *b, const struct content *from, struct digest name,
                      struct err *err)
{
    struct blob_path path = blob_path(name);
    struct blob_temporary temporary;
    struct digest is;
    CLEANUP(fd_closep) int fd = open_temporary(b, &temporary, err);
    if (fd < 0)
        return false;
    bool ok = copy(b, from, fd, &is, err);
    if (ok && !digest_eq(is, name))
        ok = err_set(err, ERR_CORRUPT, "%s/%s: what was to be stored is not what was read before",
                     b->path, path.at);
    ok = ok && folder_make(b, path, err);
    if (ok && (fsync(fd) != 0 || renameat(b->fd, temporary.at, b->fd, path.at) != 0))
        ok = blobs_failed(b, path.at, err);
    if (!ok) {
        unlinkat(b->fd, temporary.at, 0);
        return false;
    }
    return folder_sync(b, path, err);
}

static bool put(struct blobs *b, const struct content *from, struct digest name,
                enum blobs_did *ret_did, struct err *err)
{
    assert(b->access == STORE_WRITE);
    int fd;
    if (blobs_open(b, name, &fd, err)) {
        fd_closep(&fd);
        *ret_did = BLOBS_HAD;
        return folder_sync(b, blob_path(name), err); /* another process may be about to */
    }
    if (err->kind != ERR_NOT_FOUND && err->kind != ERR_CORRUPT)
        return false;
    enum blobs_did did = err->kind == ERR_CORRUPT ? BLOBS_REPAIRED : BLOBS_WROTE;
    if (!write_new(b, from, name, err))
        return false;
    *ret_did = did;
    return true;
}

bool blobs_put_fd(struct blobs *b, int fd, struct digest name, enum blobs_did *ret_did,
                  struct err *err)
{
    return put(b, &(struct content){fd, {0}}, name, ret_did, err);
}

bool blobs_put(struct blobs *b, str bytes, struct digest *ret_name, enum blobs_did *ret_did,
               struct err *err)
{
    struct digest name = sha256(bytes);
    if (!put(b, &(struct content){-1, bytes}, name, ret_did, err))
        return false;
    *ret_name = name;
    return true;
}

bool blobs_remove(struct blobs *b, struct digest name, struct err *err)
{
    assert(b->access == STORE_WRITE);
    struct blob_path path = blob_path(name);
    return unlinkat(b->fd, path.at, 0) == 0 ? folder_sync(b, path, err)
                                            : blobs_failed(b, path.at, err);
}
