#include "sign/ed25519.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void free_key(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

static void free_context(EVP_MD_CTX **context)
{
    EVP_MD_CTX_free(*context);
}

static EVP_PKEY *key_of_seed(const uint8_t *seed)
{
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, ED25519_SEED_BYTES);
    must(key);
    return key;
}

void ed25519_public_key(const uint8_t seed[ED25519_SEED_BYTES], uint8_t ret_key[ED25519_KEY_BYTES])
{
    CLEANUP(free_key) EVP_PKEY *key = key_of_seed(seed);
    size_t n = ED25519_KEY_BYTES;
    must(EVP_PKEY_get_raw_public_key(key, ret_key, &n) == 1 && n == ED25519_KEY_BYTES);
}

void ed25519_sign(const uint8_t seed[ED25519_SEED_BYTES], str message,
                  uint8_t ret_signature[ED25519_SIGNATURE_BYTES])
{
    CLEANUP(free_key) EVP_PKEY *key = key_of_seed(seed);
    CLEANUP(free_context) EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t n = ED25519_SIGNATURE_BYTES;
    must(context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
         EVP_DigestSign(context, ret_signature, &n, (const uint8_t *)message.p, message.n) == 1 &&
         n == ED25519_SIGNATURE_BYTES);
}

bool ed25519_verify(const uint8_t key[ED25519_KEY_BYTES], str message, str signature)
{
    if (signature.n != ED25519_SIGNATURE_BYTES || !ed25519_key_ok(key))
        return false;
    CLEANUP(free_key)
    EVP_PKEY *k = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, ED25519_KEY_BYTES);
    CLEANUP(free_context) EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(k && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, k) == 1);
    return EVP_DigestVerify(context, (const uint8_t *)signature.p, signature.n,
                            (const uint8_t *)message.p, message.n) == 1;
}

bool ed25519_key_ok(const uint8_t key[ED25519_KEY_BYTES])
{
    /* y of the eight points whose order divides 8, little-endian; the sign of x does not matter. */
    static const uint8_t small[][ED25519_KEY_BYTES] = {
        {0},
        {1},
        {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
         0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
         0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
        {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
         0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
         0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    };
    uint8_t y[ED25519_KEY_BYTES];
    memcpy(y, key, sizeof y);
    y[31] &= 0x7f;
    for (size_t i = 0; i < countof(small); i++)
        if (memcmp(y, small[i], sizeof y) == 0)
            return false;
    /* p = 2^255 - 19 is ed ff .. ff 7f; p - 1, of order 2, goes with what is not below it. */
    if (y[31] != 0x7f || y[0] < 0xec)
        return true;
    for (size_t i = 1; i < 31; i++)
        if (y[i] != 0xff)
            return true;
    return false;
}
