#include "worker/cache_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/hash.h"

#define TEMPORARY ".gatefold-new-"

enum {
    NAME_MAX_BYTES = 128,
    TEMPORARY_OLD_S = 3600,
};

static bool ours_alone(const struct stat *st)
{
    return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

bool cache_folder_open(str folder, int *ret_fd, struct err *err)
{
    if (mkdir(folder.p, 0700) != 0 && errno != EEXIST)
        return err_set(err, ERR_UNAVAILABLE, "%s: %s", folder.p, strerror(errno));
    CLEANUP(fd_closep) int fd = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(err, ERR_UNAVAILABLE, "%s: %s", folder.p, strerror(errno));
    if (st.st_uid != geteuid())
        return err_set(err, ERR_DENIED,
                       "%s: the folder is somebody else's, who could leave answers there; give "
                       "one of your own",
                       folder.p);
    if (!ours_alone(&st))
        return err_set(err, ERR_DENIED,
                       "%s: others may write to the folder, and could leave answers there; chmod "
                       "go-w it, or give another",
                       folder.p);
    *ret_fd = fd;
    fd = -1;
    return true;
}

/* An entry's name as a path in the folder. */
struct entry_path {
    char at[DIGEST_HEX + 1];
};

static struct entry_path entry_path(str name)
{
    assert(name.n == DIGEST_HEX);
    struct entry_path path = {{0}};
    memcpy(path.at, name.p, name.n);
    return path;
}

static bool read_all(int fd, char *p, size_t size)
{
    for (size_t n = 0; n < size;) {
        ssize_t got = read(fd, p + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        n += (size_t)got;
    }
    return true;
}

bool cache_folder_read(int folder, str name, size_t max_bytes, struct arena *a, str *ret_bytes,
                       struct err *err)
{
    CLEANUP(fd_closep)
    int fd = openat(folder, entry_path(name).at,
                    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED, "%s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_DENIED, "not a regular file");
    if (!ours_alone(&st))
        return err_set(err, ERR_DENIED, "others own it or may write to it");
    if ((uint64_t)st.st_size > max_bytes)
        return err_set(err, ERR_LIMIT, "%lld bytes", (long long)st.st_size);
    size_t size = (size_t)st.st_size;
    char *p = arena_new(a, char, size);
    if (!read_all(fd, p, size))
        return err_set(err, ERR_UNAVAILABLE, "it could not be read to its end");
    *ret_bytes = (str){p, size};
    return true;
}

bool cache_folder_write(int folder, str name, unsigned number, const str *pieces, size_t n,
                        struct err *err)
{
    char temporary[NAME_MAX_BYTES];
    snprintf(temporary, sizeof temporary, TEMPORARY "%ld-%u", (long)getpid(), number);
    CLEANUP(fd_closep)
    int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_set(err, ERR_UNAVAILABLE, "%s", strerror(errno));
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++)
        ok = fd_write_all(fd, pieces[i]);
    if (ok && renameat(folder, temporary, folder, entry_path(name).at) == 0)
        return true;
    err_set(err, ERR_UNAVAILABLE, "%s", strerror(errno));
    unlinkat(folder, temporary, 0);
    return false;
}

/* ---- the limit ---- */

struct kept {
    char name[DIGEST_HEX + 1];
    struct timespec at;
    uint64_t bytes;
};

static int oldest_first(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    if (x->at.tv_sec != y->at.tv_sec)
        return x->at.tv_sec < y->at.tv_sec ? -1 : 1;
    if (x->at.tv_nsec != y->at.tv_nsec)
        return x->at.tv_nsec < y->at.tv_nsec ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void drop_oldest(int folder, struct kept *kept, size_t n, uint64_t bytes, uint64_t max_bytes)
{
    if (bytes <= max_bytes)
        return;
    qsort(kept, n, sizeof *kept, oldest_first);
    for (size_t i = 0; i < n && bytes > max_bytes / 4 * 3; i++)
        if (unlinkat(folder, kept[i].name, 0) == 0)
            bytes -= kept[i].bytes;
}

struct listing {
    struct kept *at;
    size_t n, cap;
    uint64_t bytes;
};

static void freep(struct listing *listing)
{
    free(listing->at);
}

static void look_at(int folder, const char *name, struct listing *listing)
{
    struct stat st;
    struct digest digest;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return;
    if (strncmp(name, TEMPORARY, strlen(TEMPORARY)) == 0 &&
        st.st_mtim.tv_sec + TEMPORARY_OLD_S < time(NULL))
        unlinkat(folder, name, 0);
    if (!digest_from_hex(str_of(name), &digest))
        return;
    if (listing->n == listing->cap) {
        size_t cap = MAX(listing->cap * 2, (size_t)1024);
        struct kept *bigger = reallocarray(listing->at, cap, sizeof *bigger);
        if (!bigger)
            return; /* the rest is looked at by the next sweep */
        listing->at = bigger;
        listing->cap = cap;
    }
    struct kept *kept = &listing->at[listing->n++];
    *kept = (struct kept){.at = st.st_mtim, .bytes = (uint64_t)st.st_size};
    strcpy(kept->name, name);
    listing->bytes += kept->bytes;
}

void cache_folder_sweep(int folder, uint64_t max_bytes)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    if (!entries) {
        fd_closep(&fd);
        return;
    }
    CLEANUP(freep) struct listing listing = {0};
    for (const struct dirent *e; (e = readdir(entries));)
        look_at(folder, e->d_name, &listing);
    closedir(entries);
    drop_oldest(folder, listing.at, listing.n, listing.bytes, max_bytes);
}

bool cache_folder_empty(const char *folder, struct err *err)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return errno == ENOENT || err_set(err, ERR_UNAVAILABLE, "%s: %s", folder, strerror(errno));
    bool ok = true;
    for (const struct dirent *e; ok && (e = readdir(entries));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
            unlinkat(dirfd(entries), e->d_name, 0) != 0)
            ok = err_set(err, ERR_UNAVAILABLE, "%s/%s: %s", folder, e->d_name, strerror(errno));
    if (ok && fsync(dirfd(entries)) != 0)
        ok = err_set(err, ERR_UNAVAILABLE, "%s: %s", folder, strerror(errno));
    closedir(entries);
    return ok;
}
