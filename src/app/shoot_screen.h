/* app/shoot_screen.h -- the main job: a folder of pictures in, a verdict for each out.
 *
 * Opening loads and checks everything a run needs (call sheet, packs, watch-lists, bank), so that a
 * mistake in any of them is told before the first picture. Running walks the pictures in lanes:
 * each lane is a thread with a decode worker for each file and one detect worker that it keeps.
 * Whatever goes wrong with a picture is that picture's result, never clear, and the run goes on. */
#pragma once

#include <signal.h>

#include "app/evidence.h"
#include "app/result.h"
#include "app/select.h"
#include "app/walk.h"
#include "base/diag.h"
#include "shoot/callsheet.h"
#include "shoot/settlements.h"
#include "worker/cache.h"

enum {
    DECODE_TIMEOUT_S = 60,
    DETECT_TIMEOUT_S = 600,
    LANES_MAX = 64,
};

/* What a workspace has in the place of folders and files beside them. */
struct shoot_given {
    const struct walk *walk; /* the pictures */
    str callsheet;           /* its text, whose items need no scans; absent: without one */
    const struct settlements *settlements;
};

struct shoot_options {
    const struct shoot_given *opt_given; /* then paths, callsheet and settlements are absent */
    const str *paths;                    /* folders and files */
    size_t paths_n;
    str callsheet;    /* path; absent: screened without one */
    bool signed_only; /* of settlements only what was raised counts */
    str settlements;  /* path; beside those that lie with the pictures (app/settling.h) */
    const str *packs; /* paths of packs beside the shipped ones */
    size_t packs_n;
    str bank;                     /* path; absent without one */
    str suppressions;             /* path; absent without */
    str watchlists;               /* folder; absent for the shipped ones */
    struct select_options select; /* which of the pictures */
    int64_t lanes;                /* 0: one a core */
    int64_t decode_timeout_s;     /* 0: DECODE_TIMEOUT_S */
    int64_t detect_timeout_s;     /* 0: DETECT_TIMEOUT_S */
    str cache; /* folder, or "none"; absent: the user's own, if there can be one */
    bool weak_sandbox;
    struct texts detectors; /* programs to ask about every picture */
    bool pdf;               /* read pages of PDF */
    struct date today;
    struct evidence_options evidence;
};

struct shoot_screen; /* opaque */

/* INVALID with everything that is wrong with the call sheet, a pack, a list or the bank in diags;
 * other kinds for what cannot be read. On success diags may hold warnings (suppressions that do not
 * hold). a outlives the result. */
nodiscard struct shoot_screen *shoot_screen_open(const struct shoot_options *options,
                                                 struct arena *a, struct diags *diags,
                                                 struct err *err);
void shoot_screen_close(struct shoot_screen *s); /* accepts NULL */

const struct walk *shoot_screen_walk(const struct shoot_screen *s);
const struct callsheet *shoot_screen_callsheet(const struct shoot_screen *s); /* NULL if none */
const struct settlements *shoot_screen_said(const struct shoot_screen *s);    /* all that counts */
size_t shoot_screen_lanes(const struct shoot_screen *s);
struct cache_counts shoot_screen_cached(const struct shoot_screen *s); /* so far */

/* Called on any lane's thread, one at a time. */
struct shoot_watcher {
    /* One picture in the order of the walk (or, after an interruption, of what is done). The
     * picture is gone when this returns. */
    void (*picture)(void *self, const struct result *result);
    /* After each picture, in the order in which they end. NULL: not wanted. */
    void (*progress)(void *self, size_t done, uint64_t done_bytes);
    /* Soon after a picture is begun: what follows from its metadata, the call sheet and the faces,
     * before anything else was looked at. A detector that is still to run is one that did not, so
     * this is never clear, and it is no result. NULL: not wanted. */
    void (*so_far)(void *self, const struct result *result);
    void *self;
};

/* Screen everything. *stop may become true at any time (a signal): what is under way is dropped,
 * what is done is delivered. True when every picture was delivered. */
bool shoot_screen_run(struct shoot_screen *s, struct shoot_watcher watcher,
                      const volatile sig_atomic_t *stop);
