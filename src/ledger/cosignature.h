/* ledger/cosignature.h -- a witness's signature of a checkpoint with a time (C2SP tlog-cosignature,
 * cosignature/v1, Ed25519, key type 0x04).
 *
 * It says: at that time this was the largest consistent tree of that origin that the witness had
 * seen. In a note it is a signature line whose bytes are the time (8 bytes, big-endian) and 64
 * bytes. Pure. */
#pragma once

#include "sign/note.h"

/* checkpoint_text is the note's whole text. CORRUPT if the witness did not sign that; INVALID where
 * the key is no cosigner's. Seconds since 1970, below 2^63. */
nodiscard bool cosignature_verify(str checkpoint_text, const struct note_signature *signature,
                                  const struct verify_key *witness, uint64_t *ret_at_s,
                                  struct err *err);

/* The key must be KEY_COSIGNER, at_s below 2^63. The signature's bytes are in a. */
struct note_signature cosignature_make(str checkpoint_text, uint64_t at_s,
                                       const struct sign_key *witness, struct arena *a);
