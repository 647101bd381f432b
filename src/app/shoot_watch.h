/* app/shoot_watch.h -- a folder screened while the shoot goes on.
 *
 * A file is taken when it is at rest: nobody has it open for writing, and it did not change for a
 * moment. What changes later is screened again; what is renamed is judged under its new name; what
 * goes away is no longer counted. When the call sheet, a pack, a list or what people said changes,
 * everything is judged again (the cache makes that quick). While they cannot be read nothing is
 * judged, and what arrives waits.
 *
 * The folder is walked again whenever the system reports a change in it (inotify), and every few
 * seconds besides: so nothing depends on a report that was lost. */
#pragma once

#include "app/shoot_screen.h"

struct watch_counts {
    size_t blocked, needs, clear; /* of what is there now, as it was judged last */
    size_t waiting;               /* there, and not judged yet */
    size_t said;                  /* rests on what people said */
    size_t skipped;
};

/* Called one at a time, from any thread. */
struct watch_listener {
    /* A result that is new, or says something else than before of this file. */
    void (*picture)(void *self, const struct result *result);
    /* What the run reads was read, again or for the first time: NULL, or what is wrong with it,
     * once for each mistake. */
    void (*inputs)(void *self, const struct diags *diags, const struct err *opt_err);
    /* Nothing waits any more. */
    void (*idle)(void *self, const struct watch_counts *counts);
    void *self;
};

/* Until *stop is set by a signal. False with err (and diags) if it cannot begin. */
nodiscard bool shoot_watch(const struct shoot_options *options, struct watch_listener listener,
                           const volatile sig_atomic_t *stop, struct arena *a, struct diags *diags,
                           struct watch_counts *ret_counts, struct err *err);
