#include "base/hash.h"

#include <openssl/evp.h>
#include <pthread.h>
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

/* Fetched once: EVP_sha256() looks the provider up again at each digest, which for short inputs
 * (the nodes of a tree) costs more than the hashing. */
static EVP_MD *algorithm;

static void algorithm_fetch(void)
{
    algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    must(algorithm);
}

static EVP_MD_CTX *context_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    must(pthread_once(&once, algorithm_fetch) == 0);
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    must(md && EVP_DigestInit_ex2(md, algorithm, NULL) == 1);
    return md;
}

struct sha256 *sha256_open(void)
{
    struct sha256 *h = calloc(1, sizeof *h);
    must(h);
    h->md = context_new();
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
    return sha256_parts(&bytes, 1);
}

struct digest sha256_parts(const str *parts, size_t n)
{
    struct digest d;
    EVP_MD_CTX *md = context_new();
    for (size_t i = 0; i < n; i++)
        must(EVP_DigestUpdate(md, parts[i].p, parts[i].n) == 1);
    must(EVP_DigestFinal_ex(md, d.b, NULL) == 1);
    EVP_MD_CTX_free(md);
    return d;
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
