/* gate/seal.h -- personal records under a key of their person's own (docs/format/key.md): whoever
 * destroys the key has erased the record wherever it was copied to.
 *
 * The form is the gate's; the cipher is base's, and the key and the nonce come from whoever has a
 * disk and randomness. A nonce is never used twice under one key. Pure; any thread. */
#pragma once

#include "base/aead.h"
#include "base/err.h"

/* base64(nonce || ciphertext || tag), in a; the record is padded with spaces to a multiple of 256
 * bytes, so that its length says little. person: "ID" or "CAMPAIGN/ID". */
str personal_seal(str person, str record_json, const uint8_t key[AEAD_KEY_BYTES],
                  const uint8_t nonce[AEAD_NONCE_BYTES], struct arena *a);

/* The record without its padding, in a. CORRUPT, the same for each reason: another key, another
 * person, bytes that were changed or are none. */
nodiscard bool personal_open(str person, str sealed, const uint8_t key[AEAD_KEY_BYTES],
                             struct arena *a, str *ret_record_json, struct err *err);
