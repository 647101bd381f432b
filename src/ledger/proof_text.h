/* ledger/proof_text.h -- a proof as C2SP's texts have it: each hash a line of base64, then an empty
 * line. For tlog_proof.c and witness_request.c, which both have a checkpoint after it. */
#pragma once

#include "base/buf.h"
#include "ledger/proof.h"

void proof_text_put(const struct proof *p, struct arena scratch, struct buf *out);

/* Takes hashes and the empty line off the front of *rest. INVALID, also for more than max hashes
 * (<= PROOF_MAX); `line` is the number of the first line, for the message. */
nodiscard bool proof_text_cut(str *rest, size_t max, size_t line, struct proof *ret,
                              struct err *err);
