/* workspace/submit.h -- pictures into a workspace: each file is copied while it is hashed, kept as
 * a blob, and submitted by an event. Who stops half way has submitted what was told. */
#pragma once

#include <signal.h>

#include "app/walk.h"
#include "workspace/act.h"

enum submitted_kind {
    SUBMITTED_NEW,
    SUBMITTED_BEFORE, /* these bytes are in the campaign already */
    SUBMITTED_NOT,    /* refused, or not to be taken in */
};

struct submitted {
    str path;
    int kind; /* enum submitted_kind */
    str why;  /* of BEFORE and NOT */
    str asset;
};

struct submit_options {
    str campaign;
    str by; /* person; absent: the operator */
    const struct walk *walk;
    const volatile sig_atomic_t *stop;
    /* Told once the event is durable, in the order of the walk. */
    void (*told)(void *self, const struct submitted *submitted);
    void *self;
};

/* False with err where it cannot go on; what was told before stands. */
nodiscard bool submit_files(struct workspace *w, const struct submit_options *options,
                            struct err *err);
