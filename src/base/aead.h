/* base/aead.h -- AES-256-GCM (NIST SP 800-38D), by libcrypto, with nonces of 96 bits and tags of
 * 128.
 *
 * Key and nonce are the caller's: never the same nonce twice under one key. Any thread. */
#pragma once

#include "base/str.h"

enum {
    AEAD_KEY_BYTES = 32,
    AEAD_NONCE_BYTES = 12,
    AEAD_TAG_BYTES = 16,
};

/* Ciphertext and tag, in a. What is only authenticated (data) is not in it. */
str aead_seal(const uint8_t key[AEAD_KEY_BYTES], const uint8_t nonce[AEAD_NONCE_BYTES], str data,
              str plain, struct arena *a);

/* The plaintext, in a. False, and nothing is said of it, unless exactly these bytes were sealed
 * with this key, nonce and data. */
nodiscard bool aead_open(const uint8_t key[AEAD_KEY_BYTES], const uint8_t nonce[AEAD_NONCE_BYTES],
                         str data, str sealed, struct arena *a, str *ret_plain);
