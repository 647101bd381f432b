#include "gate/seal.h"

#include <string.h>

#include "base/hex.h"

enum {
    PAD_BYTES = 256,
};

/* A record that is moved to another person does not open. */
static str of_person(str person, struct arena *a)
{
    return str_format(a, "gatefold-personal/v1\nperson %.*s\n", STR(person));
}

str personal_seal(str person, str record_json, const uint8_t key[AEAD_KEY_BYTES],
                  const uint8_t nonce[AEAD_NONCE_BYTES], struct arena *a)
{
    size_t n = (record_json.n + PAD_BYTES - 1) / PAD_BYTES * PAD_BYTES;
    char *plain = arena_new(a, char, n);
    memcpy(plain, record_json.p, record_json.n);
    memset(plain + record_json.n, ' ', n - record_json.n);
    str sealed = aead_seal(key, nonce, of_person(person, a), (str){plain, n}, a);
    char *whole = arena_new(a, char, AEAD_NONCE_BYTES + sealed.n);
    memcpy(whole, nonce, AEAD_NONCE_BYTES);
    memcpy(whole + AEAD_NONCE_BYTES, sealed.p, sealed.n);
    return base64_encode((str){whole, AEAD_NONCE_BYTES + sealed.n}, a);
}

bool personal_open(str person, str sealed, const uint8_t key[AEAD_KEY_BYTES], struct arena *a,
                   str *ret_record_json, struct err *err)
{
    str bytes, plain;
    if (!base64_bytes(sealed, a, &bytes) || bytes.n < AEAD_NONCE_BYTES ||
        !aead_open(key, (const uint8_t *)bytes.p, of_person(person, a),
                   str_from(bytes, AEAD_NONCE_BYTES), a, &plain) ||
        plain.n % PAD_BYTES)
        return err_set(err, ERR_CORRUPT, "the personal record of %.*s does not open", STR(person));
    while (plain.n > 0 && plain.p[plain.n - 1] == ' ')
        plain.n--;
    *ret_record_json = plain;
    return true;
}
