#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void mark_cut(char *msg, size_t cap)
{
    memcpy(msg + cap - 4, "...", 4);
}

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
    assert(kind != ERR_NONE);

    err->kind = kind;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(err->msg, sizeof err->msg, fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof err->msg)
        mark_cut(err->msg, sizeof err->msg);
    return false;
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
    char wrapped[ERR_MSG_MAX];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(wrapped, sizeof wrapped, fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof wrapped)
        n = sizeof wrapped - 1;
    int m = snprintf(wrapped + n, sizeof wrapped - (size_t)n, ": %s", err->msg);
    if (m < 0 || (size_t)(n + m) >= sizeof wrapped)
        mark_cut(wrapped, sizeof wrapped);
    memcpy(err->msg, wrapped, sizeof wrapped);
    return false;
}

enum err_kind err_system_kind(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return ERR_NOT_FOUND;
    case EEXIST:
        return ERR_CONFLICT;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_LIMIT;
    case EACCES:
    case EPERM:
    case EROFS:
    case ELOOP:
        return ERR_DENIED;
    default:
        return ERR_UNAVAILABLE;
    }
}

bool err_system(struct err *err, const char *name)
{
    const char *why = strerror(errno);
    enum err_kind kind = err_system_kind(errno);
    switch (kind) {
    case ERR_CONFLICT:
        return err_set(err, kind, "%s: there is something by this name already", name);
    case ERR_LIMIT:
        return err_set(err, kind,
                       "%s: %s; make room on the disk (or lift the limit on file sizes) and try "
                       "again",
                       name, why);
    case ERR_DENIED:
        return err_set(err, kind, "%s: %s; it must be yours to write", name, why);
    default:
        return err_set(err, kind, "%s: %s", name, why);
    }
}

const char *err_kind_word(enum err_kind kind)
{
    static const char *const words[] = {
        [ERR_NONE] = "none",         [ERR_INVALID] = "invalid",
        [ERR_DENIED] = "denied",     [ERR_NOT_FOUND] = "not found",
        [ERR_CONFLICT] = "conflict", [ERR_LIMIT] = "limit",
        [ERR_CORRUPT] = "corrupt",   [ERR_UNAVAILABLE] = "unavailable",
        [ERR_INTERNAL] = "internal", [ERR_UNSUPPORTED] = "unsupported",
    };
    assert((size_t)kind < countof(words));
    return words[kind];
}
