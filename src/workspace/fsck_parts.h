/* workspace/fsck_parts.h -- what the files of the check share. */
#pragma once

#include "gate/fold.h"
#include "workspace/fsck.h"
#include "workspace/named.h"
#include "workspace/workspace.h"

struct fsck {
    struct workspace w; /* without a store, or without blobs, where these do not open */
    struct fsck_look look;
    struct fsck_found found;
    struct arena *a;
    bool signs;           /* the key of the ledger is here: it is no backup */
    uint64_t first_bad;   /* event; UINT64_MAX: none */
    bool events_whole;    /* every event could be read, and what it names */
    struct named named;   /* by events that could be read */
    struct texts persons; /* ids of all that have a stream */
    struct fold_actors actors;
    size_t unknown_actors; /* events of such */
};

void fsck_tell(struct fsck *f, enum fsck_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* An error that says that a thing is damaged is wrong; any other kept us from looking. */
void fsck_tell_err(struct fsck *f, const char *opt_about, const struct err *err);

void fsck_events(struct fsck *f); /* also folds and views */
void fsck_blobs(struct fsck *f);
void fsck_records(struct fsck *f); /* personal ones, and keys */
void fsck_keys(struct fsck *f);    /* that sign */
void fsck_ledger(struct fsck *f);
