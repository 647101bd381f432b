/* worker/sandbox.h -- a worker shuts itself in before it touches a byte that a stranger made.
 *
 * After sandbox_enter the process has no privileges, cannot open a file or a socket by any name
 * (Landlock, and the seccomp allow-list besides), cannot start a program, cannot map code, and is
 * held to limits of memory and time. What it holds open already is all it has. Threads may be
 * started later and inherit everything; so enter while there is one thread, or the others stay
 * outside of Landlock (seccomp is applied to all). */
#pragma once

#include "base/err.h"

struct sandbox_limits {
    uint64_t memory_bytes; /* address space; not applied in builds with the address sanitizer */
    uint64_t file_bytes;   /* largest size that a descriptor may be grown to */
    uint64_t cpu_s;        /* processor time, 0 for no limit */
};

enum sandbox_part {
    SANDBOX_LANDLOCK = 1,
    SANDBOX_SECCOMP = 2,
    SANDBOX_WHOLE = SANDBOX_LANDLOCK | SANDBOX_SECCOMP,
};

/* Parts that this kernel offers, by trying: a bit set of enum sandbox_part. */
unsigned sandbox_offered(void);

/* Enter. With `weak` false, UNAVAILABLE if the kernel lacks a part, and nothing was given up that
 * matters; the caller must then stop. With `weak` true what is offered is applied and the rest is
 * gone without (the operator said so, and every report says so). */
nodiscard bool sandbox_enter(struct sandbox_limits limits, bool weak, struct err *err);

/* The same for who is about to become another program (execve): it may read and run what lies below
 * the n paths, map code, and start threads, but no process and no connection of any kind; it may
 * write to what it holds open and to nothing else. Paths that do not exist are left out. */
nodiscard bool sandbox_enter_program(struct sandbox_limits limits, const char *const *readable,
                                     size_t n, bool weak, struct err *err);
