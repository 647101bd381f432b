#include "workspace/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fd.h"
#include "base/hex.h"

#define PERSONAL_FIRST "gatefold-personal-key/v1 "

enum {
    PERSONAL_LINE_BYTES = sizeof PERSONAL_FIRST - 1 + 2 * PERSONAL_KEY_BYTES + 1,
    SECRET_MAX_BYTES = 4096,
};

static bool check_own(const char *path, const struct stat *st, struct err *err)
{
    if (st->st_uid != geteuid())
        return err_set(err, ERR_DENIED, "%s: it belongs to somebody else", path);
    if (st->st_mode & 077)
        return err_set(err, ERR_DENIED, "%s: others may use it: chmod %s it", path,
                       S_ISDIR(st->st_mode) ? "700" : "600");
    return true;
}

bool keyfile_folder(const char *path, struct err *err)
{
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return durable_folder_of(path, err);
    if (errno != EEXIST || lstat(path, &st) != 0)
        return err_system(err, path);
    if (!S_ISDIR(st.st_mode))
        return err_set(err, ERR_DENIED, "%s: is no folder", path);
    return check_own(path, &st, err);
}

bool keyfile_write(const char *path, str secret, struct err *err)
{
    CLEANUP(fd_closep)
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_system(err, path);
    if (fchmod(fd, 0600) != 0 || !fd_write_all(fd, secret) || fsync(fd) != 0) {
        err_system(err, path);
        unlink(path);
        return false;
    }
    return durable_folder_of(path, err);
}

static int open_own(const char *path, int flags, struct stat *ret_st, struct err *err)
{
    int fd = open(path, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, ret_st) != 0) {
        err_system(err, path);
    } else if (!S_ISREG(ret_st->st_mode)) {
        err_set(err, ERR_DENIED, "%s: is no regular file", path);
    } else if (check_own(path, ret_st, err)) {
        return fd;
    }
    fd_closep(&fd);
    return -1;
}

bool keyfile_read(const char *path, char *room, size_t room_bytes, str *ret_secret, struct err *err)
{
    struct stat st;
    CLEANUP(fd_closep) int fd = open_own(path, O_RDONLY, &st, err);
    if (fd < 0)
        return false;
    if ((uint64_t)st.st_size > room_bytes)
        return err_set(err, ERR_LIMIT, "%s: %lld bytes are no key of ours", path,
                       (long long)st.st_size);
    size_t n = 0;
    while (n < (size_t)st.st_size) {
        ssize_t got = read(fd, room + n, (size_t)st.st_size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? err_system(err, path)
                           : err_set(err, ERR_CONFLICT, "%s: changed while it was read", path);
        n += (size_t)got;
    }
    *ret_secret = (str){room, n};
    return true;
}

bool keyfile_destroy(const char *path, struct err *err)
{
    static const char zeros[SECRET_MAX_BYTES];
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT || errno == ENOTDIR || err_system(err, path);
    /* Whoever put a key back may have given it another mode: it must go all the same. */
    if (S_ISREG(st.st_mode) && chmod(path, 0600) != 0)
        return err_system(err, path);
    CLEANUP(fd_closep) int fd = open_own(path, O_WRONLY, &st, err);
    if (fd < 0)
        return false;
    if ((uint64_t)st.st_size > sizeof zeros)
        return err_set(err, ERR_LIMIT, "%s: %lld bytes are no key of ours", path,
                       (long long)st.st_size);
    if (!fd_write_all(fd, (str){zeros, (size_t)st.st_size}) || fsync(fd) != 0 || unlink(path) != 0)
        return err_system(err, path);
    return durable_folder_of(path, err);
}

bool sign_key_save(const char *path, const struct sign_key *key, struct err *err)
{
    char line[SIGN_KEY_LINE_BYTES + 1];
    str printed = sign_key_print(key, line);
    assert(printed.p == line && printed.n < sizeof line);
    line[printed.n] = '\n';
    bool ok = keyfile_write(path, (str){line, printed.n + 1}, err);
    explicit_bzero(line, sizeof line);
    return ok;
}

bool sign_key_load(const char *path, struct arena *a, struct sign_key *ret_key, struct err *err)
{
    char room[SECRET_MAX_BYTES];
    str line;
    bool ok = keyfile_read(path, room, sizeof room, &line, err);
    if (ok && !str_ends(line, S("\n")))
        ok = err_set(err, ERR_CORRUPT, "%s: is not one line", path);
    else if (ok)
        ok = sign_key_parse(str_first(line, line.n - 1), a, ret_key, err) ||
             err_wrap(err, "%s", path);
    explicit_bzero(room, sizeof room);
    return ok;
}

bool sign_key_is(const char *path, str vkey, struct arena scratch, struct err *err)
{
    struct sign_key key;
    if (!sign_key_load(path, &scratch, &key, err)) {
        if (err->kind != ERR_DENIED && err->kind != ERR_UNAVAILABLE)
            err->kind = ERR_NONE;
        return false;
    }
    bool same = str_eq(verify_key_print(&key.verify_key, &scratch), vkey);
    sign_key_done(&key);
    err->kind = ERR_NONE;
    return same;
}

bool personal_key_save(const char *path, const uint8_t key[PERSONAL_KEY_BYTES], struct err *err)
{
    char line[PERSONAL_LINE_BYTES] = PERSONAL_FIRST;
    for (size_t i = 0; i < PERSONAL_KEY_BYTES; i++)
        snprintf(line + sizeof PERSONAL_FIRST - 1 + 2 * i, 3, "%02x", key[i]);
    line[sizeof line - 1] = '\n';
    bool ok = keyfile_write(path, (str){line, sizeof line}, err);
    explicit_bzero(line, sizeof line);
    return ok;
}

bool personal_key_load(const char *path, uint8_t ret_key[PERSONAL_KEY_BYTES], struct err *err)
{
    char room[PERSONAL_LINE_BYTES];
    str line;
    bool ok = keyfile_read(path, room, sizeof room, &line, err);
    str digits = {room + sizeof PERSONAL_FIRST - 1, (size_t)2 * PERSONAL_KEY_BYTES};
    if (ok && !(line.n == sizeof room && str_starts(line, S(PERSONAL_FIRST)) &&
                line.p[line.n - 1] == '\n' && hex_decode(digits, ret_key, PERSONAL_KEY_BYTES)))
        ok = err_set(err, ERR_CORRUPT, "%s: is not the key of a personal record", path);
    explicit_bzero(room, sizeof room);
    return ok;
}
