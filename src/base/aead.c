#include "base/aead.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>

/* That libcrypto has no memory left is a bug of this kind: see base/arena.h. */
static void must(bool ok)
{
    if (!ok)
        abort();
}

static const uint8_t *bytes(str s)
{
    return (const uint8_t *)s.p;
}

/* Both directions take the same steps up to the text itself. */
static EVP_CIPHER_CTX *begin(const uint8_t *key, const uint8_t *nonce, str data, bool seal)
{
    int n;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx && EVP_CipherInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, nonce, seal) == 1);
    must(data.n <= INT_MAX);
    must(data.n == 0 || EVP_CipherUpdate(ctx, NULL, &n, bytes(data), (int)data.n) == 1);
    return ctx;
}

str aead_seal(const uint8_t key[AEAD_KEY_BYTES], const uint8_t nonce[AEAD_NONCE_BYTES], str data,
              str plain, struct arena *a)
{
    int n, last;
    must(plain.n <= INT_MAX);
    uint8_t *out = arena_new(a, uint8_t, plain.n + AEAD_TAG_BYTES);
    EVP_CIPHER_CTX *ctx = begin(key, nonce, data, true);
    must(EVP_CipherUpdate(ctx, out, &n, bytes(plain), (int)plain.n) == 1);
    must(EVP_CipherFinal_ex(ctx, out + n, &last) == 1);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, AEAD_TAG_BYTES, out + plain.n) == 1);
    EVP_CIPHER_CTX_free(ctx);
    return (str){(const char *)out, plain.n + AEAD_TAG_BYTES};
}

bool aead_open(const uint8_t key[AEAD_KEY_BYTES], const uint8_t nonce[AEAD_NONCE_BYTES], str data,
               str sealed, struct arena *a, str *ret_plain)
{
    if (sealed.n < AEAD_TAG_BYTES || sealed.n > INT_MAX)
        return false;
    int n, last;
    size_t plain_n = sealed.n - AEAD_TAG_BYTES;
    uint8_t *out = arena_new(a, uint8_t, plain_n + 1);
    EVP_CIPHER_CTX *ctx = begin(key, nonce, data, false);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, AEAD_TAG_BYTES,
                             (void *)(bytes(sealed) + plain_n)) == 1);
    must(EVP_CipherUpdate(ctx, out, &n, bytes(sealed), (int)plain_n) == 1);
    bool genuine = EVP_CipherFinal_ex(ctx, out + n, &last) == 1;
    EVP_CIPHER_CTX_free(ctx);
    if (!genuine) {
        OPENSSL_cleanse(out, plain_n);
        return false;
    }
    *ret_plain = (str){(const char *)out, plain_n};
    return true;
}
