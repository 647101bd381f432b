/* base/hash.h -- SHA-256 (FIPS 180-4, by libcrypto) and its printed form. */
#pragma once

#include "base/str.h"

enum {
    DIGEST_BYTES = 32,
    DIGEST_HEX = 64
};

struct digest {
    uint8_t b[DIGEST_BYTES];
};

struct sha256; /* a running hash */

struct sha256 *sha256_open(void);
void sha256_add(struct sha256 *h, const void *p, size_t n);
struct digest sha256_close(struct sha256 *take_h); /* the digest; frees take_h */
void sha256_closep(struct sha256 **h);             /* for CLEANUP: drops an unfinished hash */

struct digest sha256(str bytes);
struct digest sha256_parts(const str *parts, size_t n); /* of their bytes, one after the other */

str digest_hex(struct digest d, struct arena *a);  /* 64 lower-case digits */
bool digest_from_hex(str hex, struct digest *ret); /* exactly 64 lower-case digits */
bool digest_eq(struct digest a, struct digest b);
