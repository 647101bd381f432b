/* worker/outside.h -- a detector from outside: somebody's program, asked about the pixels of each
 * picture by the protocol of docs/format/detector.md.
 *
 * It runs in a sandbox of its own, one process a picture. Whatever it does but answer in time, in
 * the right version and within limits is "could not tell", and blocks like any detector's failure.
 */
#pragma once

#include <signal.h>

#include "worker/protocol.h"

enum {
    OUTSIDE_PROTOCOL = 1,
    OUTSIDE_MAX = 16,
    OUTSIDE_ANSWER_MAX_BYTES = 1 << 20,
    OUTSIDE_FINDINGS_MAX = 1000,
    OUTSIDE_ARGUMENTS_MAX = 32,
    OUTSIDE_ARGUMENT_MAX_BYTES = 1000,
};

/* Descriptor on which the program finds the pixels. */
#define OUTSIDE_PIXELS_FD 3

struct outside {
    str name;               /* "outside/" and the program's file name */
    str command;            /* the same with its arguments, as results list it */
    str path;               /* absolute, NUL-terminated */
    struct texts arguments; /* after the program */
    str sha256;             /* of the program as it was when the run began */
};

/* A command is a program's path, or that and arguments, with spaces between: no shell reads it. A
 * file whose path is the whole command is a program without arguments. INVALID: no program that can
 * be run, a name that is none, quotes or backslashes, a command that may be meant both ways;
 * NOT_FOUND, DENIED. */
nodiscard bool outside_open(str command, struct arena *a, struct outside *ret_outside,
                            struct err *err);

struct outside_ask {
    int64_t protocol;
    int64_t width_px, height_px, planes;
};

struct outside_seen {
    str kind;
    struct region region;
    str words;
    int64_t score_pm; /* INT_ABSENT: none */
};

struct outside_answer {
    int64_t protocol;
    str version;
    LIST_OF(struct outside_seen) findings;
    str problem; /* absent; otherwise it could not tell, and why */
};

extern const struct record outside_ask_record, outside_answer_record;

/* Read what a program wrote about a picture of this size. CORRUPT: not by the protocol, or of
 * another version, or a region that is not in the picture; UNAVAILABLE: it says that it could not
 * tell. */
nodiscard bool outside_answer_read(str bytes, int64_t width_px, int64_t height_px, struct arena *a,
                                   struct outside_answer *ret_answer, struct err *err);

/* How a program is asked. */
struct outside_how {
    bool weak_sandbox;
    int64_t seconds;
    const volatile sig_atomic_t *opt_stop;
};

/* Ask about one picture, whose sealed pixels are given, and add a row and its findings to the
 * screening; a failure is a row that failed. */
void outside_screen(const struct outside *outside, struct outside_how how,
                    const struct image_about *about, int64_t planes, int pixels, struct arena *a,
                    struct screening *screening);
