/* ledger/witness_request.h -- what a witness is sent to cosign a checkpoint (C2SP tlog-witness, the
 * body of add-checkpoint).
 *
 *     old 3\n
 *     BASE64 of a hash\n    at most 63: the proof from the old size to the new one
 *     \n
 *     the checkpoint's note
 *
 * `old` is the size that the witness cosigned last, 0 if none. Pure; strings are views. */
#pragma once

#include "base/buf.h"
#include "ledger/proof.h"

enum {
    WITNESS_PROOF_MAX = 63
};

struct witness_request {
    uint64_t old_size;
    struct proof proof;
    str checkpoint; /* the note's bytes */
};

/* In a. LIMIT if the proof has more hashes than the protocol takes, or the whole is too large. */
nodiscard bool witness_request_print(const struct witness_request *r, struct arena *a,
                                     str *ret_bytes, struct err *err);

/* INVALID, LIMIT: malformed (a witness answers 400). The checkpoint is not looked at. */
nodiscard bool witness_request_parse(str bytes, struct witness_request *ret_request,
                                     struct err *err);
