/* base/err.h -- what went wrong, as a value that the caller owns.
 *
 * A function that can fail returns bool (or a pointer, or NULL) and takes `struct err *err` last.
 * The kind says what the caller can do about it; the message names the input and what to do. A
 * refusal ("the policy says no") is not an error, and neither is "could not tell". */
#pragma once

#include "base/base.h"

enum err_kind {
    ERR_NONE,
    ERR_INVALID,     /* the input is wrong: the sender must change it */
    ERR_DENIED,      /* the caller may not do this */
    ERR_NOT_FOUND,   /* the named thing does not exist */
    ERR_CONFLICT,    /* it clashes with what is there */
    ERR_LIMIT,       /* a stated limit was exceeded */
    ERR_UNAVAILABLE, /* a thing outside failed: try again or repair it */
    ERR_CORRUPT,     /* stored or received bytes are damaged */
    ERR_UNSUPPORTED, /* valid, and not handled by this version */
    ERR_INTERNAL,    /* a bug of ours */
};

enum {
    ERR_MSG_MAX = 1024
};

struct err {
    enum err_kind kind;
    char msg[ERR_MSG_MAX];
};

/* Set kind and message. Always returns false, so that `return err_set(...)` reads well. A message
 * that is too long ends in "...". */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* Put "prefix: " before the message on the way up. Always returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* What an errno comes to for the caller: UNAVAILABLE, but for a few. */
enum err_kind err_system_kind(int error);

/* "NAME: what the system says; what to do" of errno, for a file that was to be written. Always
 * returns false. */
bool err_system(struct err *err, const char *name);

/* A word for the kind, such as "invalid". */
const char *err_kind_word(enum err_kind kind);
