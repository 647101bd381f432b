/* workspace/cosign.h -- cosignatures of witnesses beside the signature of the newest checkpoint
 * (C2SP tlog-cosignature). */
#pragma once

#include "ledger/tlog_policy.h"
#include "workspace/workspace.h"

struct cosigning {
    /* Each cosignature that came, by its name: why it was not taken, or NULL. */
    void (*told)(void *self, str name, const char *opt_why_not);
    void *self;
    size_t taken, not_taken;
    uint64_t size;   /* of the ledger at the checkpoint */
    bool quorum_met; /* of the policy, with what stands there now */
};

/* answer: a witness's answer (lines of signatures), or a whole note over the same text. Taken is
 * what a witness of the policy signed over exactly the newest checkpoint; of one witness its
 * latest. A later checkpoint begins without cosignatures. INVALID: it is neither; CONFLICT: a note
 * over another checkpoint. */
nodiscard bool ledger_cosign(struct workspace *w, str answer, const struct tlog_policy *policy,
                             struct arena *a, struct cosigning *run, struct err *err);
