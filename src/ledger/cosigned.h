/* ledger/cosigned.h -- a checkpoint that a policy believes: signed by a listed ledger, cosigned by
 * the quorum. Pure. */
#pragma once

#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"
#include "ledger/tlog_policy.h"

/* A witness of the policy whose cosignature is good. */
struct cosigner {
    size_t witness; /* of the policy's witnesses */
    uint64_t at_s;  /* if it signed more than once, the latest */
};

struct cosigned {
    struct note note;
    struct checkpoint checkpoint;
    struct cosigner *cosigners;
    size_t n_cosigners;
};

/* Read a note and hold it against the policy. Every signature of a key that the policy knows must
 * be good; those of others say nothing. The message names the step that failed: "checkpoint: ..."
 * INVALID, LIMIT: it is malformed "log signature: ..."  DENIED: no listed ledger of this origin
 * signed; CORRUPT: a bad signature "witness: ..."        CORRUPT: a bad cosignature of a known
 * witness "quorum: ..."         DENIED: not enough witnesses Lists live in a, strings are views of
 * bytes or in a. */
nodiscard bool cosigned_open(str bytes, const struct tlog_policy *policy, struct arena *a,
                             struct cosigned *ret, struct err *err);
