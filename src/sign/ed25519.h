/* sign/ed25519.h -- Ed25519 over bytes (RFC 8032 section 5.1, by libcrypto).
 *
 * Not for general use. A note's text is signed as it stands, with nothing before it that says what
 * it is, so whoever gets a log's key to sign bytes of their choice can forge its checkpoints. Only
 * these call the functions below: sign/ itself, and a module that signs a format of its own, which
 * then needs keys of a type of its own (sign/key.h) and asserts that type.
 *
 * Every thread may call them. Running out of memory aborts: a check that could not be made must not
 * read as one that was. */
#pragma once

#include "base/str.h"

enum {
    ED25519_SEED_BYTES = 32,
    ED25519_KEY_BYTES = 32,
    ED25519_SIGNATURE_BYTES = 64
};

void ed25519_public_key(const uint8_t seed[ED25519_SEED_BYTES], uint8_t ret_key[ED25519_KEY_BYTES]);

/* The same seed and message always give the same signature. */
void ed25519_sign(const uint8_t seed[ED25519_SEED_BYTES], str message,
                  uint8_t ret_signature[ED25519_SIGNATURE_BYTES]);

/* False unless the signature is one of these 64 bytes by the holder of the key: S below the group's
 * order, R as the equation without cofactor gives it, and a key for which ed25519_key_ok. */
nodiscard bool ed25519_verify(const uint8_t key[ED25519_KEY_BYTES], str message, str signature);

/* False for the keys under which anybody can sign anything, the points of order 1, 2, 4 and 8, and
 * for a y that is not below 2^255 - 19, since a key must have one name. That the bytes are a point
 * of the curve is not looked at: if they are not, no signature verifies. */
nodiscard bool ed25519_key_ok(const uint8_t key[ED25519_KEY_BYTES]);
