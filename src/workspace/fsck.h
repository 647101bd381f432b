/* workspace/fsck.h -- whether a workspace is as it was written: events, what streams come to,
 * who acted, views, blobs, personal records, keys that sign, the ledger's files, what was signed
 * and published, what killed commands left.
 *
 * Nothing is changed. Whatever is wrong is told, in this order, and the check goes on; what could
 * not be checked is told as such, and is never clean. Nothing that is read is trusted. */
#pragma once

#include "base/err.h"
#include "base/str.h"

enum fsck_kind {
    FSCK_NOTE,      /* it may be so */
    FSCK_WRONG,     /* it is not as it was written */
    FSCK_UNCHECKED, /* what keeps a check from being made */
};

struct fsck_look {
    void *self;
    void (*line)(void *self, enum fsck_kind kind, str line);
};

struct fsck_found {
    uint64_t events, in_ledger, blobs, records, files; /* that were looked at, and are right */
    size_t told[FSCK_UNCHECKED + 1];
};

/* Whatever is in the folder; only a folder without any workspace is NOT_FOUND. */
nodiscard bool workspace_fsck(str folder, struct fsck_look look, struct fsck_found *ret,
                              struct err *err);

static inline bool fsck_is_clean(const struct fsck_found *f)
{
    return f->told[FSCK_WRONG] == 0 && f->told[FSCK_UNCHECKED] == 0;
}
