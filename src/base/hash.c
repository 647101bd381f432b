#include "base/hash.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"

struct sha256 {
    EVP_MD_CTX *md;
};

/* libcrypto's SHA-256 fails only when memory is gone or the provider is missing; neither leaves
 * anything sensible to do, and going on without a digest is not an option. */
static void must(bool ok)
{
    if (!ok)
        abort();
}

struct sha256 *sha256_open(void)
{
    struct sha256 *h = calloc(1, sizeof *h);
    must(h);
    h->md = EVP_MD_CTX_new();
    must(h->md && EVP_DigestInit_ex(h->md, EVP_sha256(), NULL) == 1);
    return h;
}

void sha256_add(struct sha256 *h, const void *p, size_t n)
{
    must(EVP_DigestUpdate(h->md, p, n) == 1);
}

struct digest sha256_close(struct sha256 *take_h)
{
    struct digest d;
    must(EVP_DigestFinal_ex(take_h->md, d.b, NULL) == 1);
    sha256_closep(&take_h);
    return d;
}

void sha256_closep(struct sha256 **h)
{
    if (*h) {
        EVP_MD_CTX_free((*h)->md);
        free(*h);
        *h = NULL;
    }
}

struct digest sha256(str bytes)
{
    struct sha256 *h = sha256_open();
    sha256_add(h, bytes.p, bytes.n);
    return sha256_close(h);
}

str digest_hex(struct digest d, struct arena *a)
{
    return hex_encode((str){(const char *)d.b, DIGEST_BYTES}, a);
}

bool digest_from_hex(str hex, struct digest *ret)
{
    return hex_decode(hex, ret->b, DIGEST_BYTES);
}

bool digest_eq(struct digest a, struct digest b)
{
    return memcmp(a.b, b.b, DIGEST_BYTES) == 0;
}
