#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "store/blobs_parts.h"

/* Names of a folder in order. */
struct names {
    struct dirent **at;
    int n;
};

static void names_done(struct names *names)
{
    for (int i = 0; i < names->n; i++)
        free(names->at[i]);
    free(names->at);
}

static int no_dots(const struct dirent *e)
{
    return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool names_read(const struct blobs *b, const char *folder, struct names *ret,
                       struct err *err)
{
    ret->n = scandirat(b->fd, folder, &ret->at, no_dots, by_bytes);
    if (ret->n >= 0)
        return true;
    *ret = (struct names){0};
    return blobs_failed(b, folder, err);
}

static bool is_temporary(const char *name)
{
    return strncmp(name, BLOB_TEMPORARY, sizeof BLOB_TEMPORARY - 1) == 0;
}

/* Locked for us: nobody writes it, and nobody else removes it. -1 otherwise. */
static int abandoned(const struct blobs *b, const char *name)
{
    int fd = openat(b->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    fd_closep(&fd);
    return -1;
}

bool blobs_sweep(const struct blobs *b, struct err *err)
{
    CLEANUP(names_done) struct names names = {0};
    if (!names_read(b, ".", &names, err))
        return false;
    for (int i = 0; i < names.n; i++) {
        if (!is_temporary(names.at[i]->d_name))
            continue;
        CLEANUP(fd_closep) int fd = abandoned(b, names.at[i]->d_name);
        if (fd >= 0)
            unlinkat(b->fd, names.at[i]->d_name, 0); /* blobs_check tells of what stays */
    }
    return true;
}

/* ---- the check ---- */

static void PRINTF(3, 4)
    tell(const struct blobs *b, const struct blobs_look *look, const char *fmt, ...)
{
    char line[ERR_MSG_MAX];
    int n = snprintf(line, sizeof line, "%s/", b->path);
    va_list args;
    va_start(args, fmt);
    if (n > 0 && (size_t)n < sizeof line)
        vsnprintf(line + n, sizeof line - (size_t)n, fmt, args);
    va_end(args);
    look->wrong(look->self, str_of(line));
}

static void tell_temporary(const struct blobs *b, const struct blobs_look *look, const char *name)
{
    struct blobs_look as_note = *look;
    if (look->opt_note)
        as_note.wrong = look->opt_note;
    tell(b, &as_note, "%s: left by a process that was killed; the next that writes removes it",
         name);
}

/* Exactly the lower-case digits that blobs.c writes. */
static bool name_read(const char *folder, const char *name, struct digest *ret)
{
    char hex[DIGEST_HEX + 1];
    return strlen(folder) + strlen(name) == DIGEST_HEX &&
           snprintf(hex, sizeof hex, "%s%s", folder, name) == DIGEST_HEX &&
           digest_from_hex(str_of(hex), ret);
}

static bool check_file(const struct blobs *b, const struct blobs_look *look, const char *folder,
                       const char *name, struct err *err)
{
    char path[8 + NAME_MAX + 1];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct digest want, is;
    struct stat st;
    CLEANUP(fd_closep)
    int fd = openat(b->fd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && errno == ENOENT)
        return true; /* removed meanwhile */
    if (!name_read(folder, name, &want) || (fd < 0 && errno == ELOOP) ||
        (fd >= 0 && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode))) {
        tell(b, look, "%s: is no blob; look at it, and remove it", path);
        return true;
    }
    if (fd < 0 || !blobs_hash(fd, &is))
        return errno == EIO ? (tell(b, look, "%s: cannot be read: %s", path, strerror(errno)), true)
                            : blobs_failed(b, path, err);
    if (!digest_eq(want, is))
        tell(b, look, "%s: damaged: it does not hold what its name says", path);
    else if (look->opt_each)
        look->opt_each(look->self, want, (uint64_t)st.st_size);
    return true;
}

static bool is_folder(const struct blobs *b, const char *name)
{
    struct stat st;
    return strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2 &&
           fstatat(b->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static bool check_folder(const struct blobs *b, const struct blobs_look *look, const char *folder,
                         struct err *err)
{
    CLEANUP(names_done) struct names names = {0};
    if (!names_read(b, folder, &names, err))
        return false;
    for (int i = 0; i < names.n; i++)
        if (!check_file(b, look, folder, names.at[i]->d_name, err))
            return false;
    return true;
}

bool blobs_check(struct blobs *b, struct blobs_look look, struct err *err)
{
    CLEANUP(names_done) struct names names = {0};
    if (!names_read(b, ".", &names, err))
        return false;
    for (int i = 0; i < names.n; i++) {
        const char *name = names.at[i]->d_name;
        if (is_folder(b, name)) {
            if (!check_folder(b, &look, name, err))
                return false;
        } else if (is_temporary(name)) {
            CLEANUP(fd_closep) int fd = abandoned(b, name);
            if (fd >= 0)
                tell_temporary(b, &look, name);
        } else {
            tell(b, &look, "%s: is no blob; look at it, and remove it", name);
        }
    }
    return true;
}
