#include "sign/key.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/hex.h"
#include "base/utf8.h"

enum {
    TYPED_BYTES = 1 + ED25519_KEY_BYTES /* a type and a public key, or a type and a seed */
};

#define PRIVATE_PREFIX S("PRIVATE+KEY+")

/* White_Space of Unicode's PropList.txt from the space on. */
static bool is_white_space(uint32_t c)
{
    return c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool key_name_ok(str name)
{
    if (!name.n)
        return false;
    while (name.n) {
        uint32_t c;
        if (!utf8_next(&name, &c) || c < 0x20 || c == '+' || is_white_space(c))
            return false;
    }
    return true;
}

uint32_t key_id_read(const uint8_t bytes[KEY_ID_BYTES])
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool check_name(str name, struct err *err)
{
    if (!key_name_ok(name))
        return err_set(err, ERR_INVALID,
                       "the key's name must be UTF-8 without white space, control bytes and '+', "
                       "and not empty");
    if (name.n > KEY_NAME_MAX_BYTES)
        return err_set(err, ERR_INVALID, "the key's name has %zu bytes, more than %d", name.n,
                       KEY_NAME_MAX_BYTES);
    for (uint32_t c; utf8_next(&name, &c);)
        if (utf8_is_control(c))
            return err_set(err, ERR_INVALID,
                           "the key's name holds U+%04X, a character that is not seen", c);
    return true;
}

static uint32_t key_id(str name, uint8_t type, const uint8_t *public_key)
{
    const str parts[] = {
        name, S("\n"), {(const char *)&type, 1}, {(const char *)public_key, ED25519_KEY_BYTES}};
    struct digest d = sha256_parts(parts, countof(parts));
    return key_id_read(d.b);
}

/* The parts of "NAME+ID+KEY". The key may hold more '+', the name may not. */
static bool take_apart(str line, str *ret_name, uint32_t *ret_id, uint8_t typed[TYPED_BYTES],
                       struct err *err)
{
    str name, id, key = line;
    uint8_t id_bytes[KEY_ID_BYTES], start[3];
    if (!str_cut(&key, '+', &name) || !str_cut(&key, '+', &id) || !key.p)
        return err_set(err, ERR_INVALID, "a key is a line NAME+ID+KEY; this one has fewer parts");
    if (!check_name(name, err))
        return false;
    if (!hex_decode(id, id_bytes, KEY_ID_BYTES))
        return err_set(err, ERR_INVALID, "key %.*s: its id must be 8 lower-case hex digits",
                       STR(name));
    /* Keys of other types have other lengths. */
    if (key.n > 4 && base64_decode(str_first(key, 4), start, 3) && start[0] != KEY_NOTE &&
        start[0] != KEY_COSIGNER)
        return err_set(err, ERR_UNSUPPORTED,
                       "key %.*s is of type 0x%02x; only Ed25519 (0x01) and Ed25519 of cosigners "
                       "(0x04) are known",
                       STR(name), start[0]);
    if (!base64_decode(key, typed, TYPED_BYTES))
        return err_set(
            err, ERR_INVALID,
            "key %.*s: its last part must be base64 of a type and 32 bytes, with padding",
            STR(name));
    *ret_name = name;
    *ret_id = key_id_read(id_bytes);
    return true;
}

static bool check_id(const struct verify_key *key, uint32_t id, struct err *err)
{
    if (key->id != id)
        return err_set(err, ERR_INVALID,
                       "key %.*s: its id is %08x, but its name and key give %08x: copy the line "
                       "again from its owner",
                       STR(key->name), id, key->id);
    return true;
}

bool verify_key_parse(str line, struct verify_key *ret_key, struct err *err)
{
    uint8_t typed[TYPED_BYTES];
    struct verify_key key;
    uint32_t id = 0;
    if (!take_apart(line, &key.name, &id, typed, err))
        return false;
    key.type = typed[0];
    memcpy(key.public_key, typed + 1, ED25519_KEY_BYTES);
    key.id = key_id(key.name, key.type, key.public_key);
    if (!check_id(&key, id, err))
        return false;
    if (!ed25519_key_ok(key.public_key))
        return err_set(err, ERR_INVALID,
                       "key %.*s is one under which anybody can sign: ask its owner for another",
                       STR(key.name));
    *ret_key = key;
    return true;
}

str verify_key_print(const struct verify_key *key, struct arena *a)
{
    uint8_t typed[TYPED_BYTES] = {key->type};
    memcpy(typed + 1, key->public_key, ED25519_KEY_BYTES);
    str text = base64_encode((str){(const char *)typed, sizeof typed}, a);
    return str_format(a, "%.*s+%08x+%.*s", STR(key->name), key->id, STR(text));
}

bool verify_key_find(const struct verify_key *keys, size_t n, str name, uint32_t id,
                     const struct verify_key **ret_opt_key, struct err *err)
{
    const struct verify_key *found = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct verify_key *key = &keys[i];
        if (key->id != id || !str_eq(key->name, name))
            continue;
        if (found && (found->type != key->type ||
                      memcmp(found->public_key, key->public_key, ED25519_KEY_BYTES) != 0))
            return err_set(err, ERR_INVALID,
                           "two different keys are known as %.*s with id %08x: drop one", STR(name),
                           id);
        if (!found)
            found = key;
    }
    *ret_opt_key = found;
    return true;
}

bool sign_key_make(str name, enum key_type type, const uint8_t seed[ED25519_SEED_BYTES],
                   struct sign_key *ret_key, struct err *err)
{
    assert(type == KEY_NOTE || type == KEY_COSIGNER);
    if (!check_name(name, err))
        return false;
    struct verify_key *key = &ret_key->verify_key;
    *key = (struct verify_key){.name = name, .type = (uint8_t)type};
    ed25519_public_key(seed, key->public_key);
    key->id = key_id(name, key->type, key->public_key);
    memcpy(ret_key->seed, seed, ED25519_SEED_BYTES);
    return true;
}

bool sign_key_parse(str line, struct arena *a, struct sign_key *ret_key, struct err *err)
{
    if (!str_starts(line, PRIVATE_PREFIX))
        return err_set(err, ERR_INVALID, "a private key is a line PRIVATE+KEY+NAME+ID+SEED");
    uint8_t typed[TYPED_BYTES];
    struct sign_key key = {0};
    str name;
    uint32_t id = 0;
    bool ok = take_apart(str_from(line, PRIVATE_PREFIX.n), &name, &id, typed, err) &&
              sign_key_make(name, typed[0], typed + 1, &key, err) &&
              check_id(&key.verify_key, id, err);
    if (ok) {
        *ret_key = key;
        ret_key->verify_key.name = str_copy(name, a);
    }
    explicit_bzero(typed, sizeof typed);
    sign_key_done(&key);
    return ok;
}

str sign_key_print(const struct sign_key *key, char room[SIGN_KEY_LINE_BYTES])
{
    uint8_t typed[TYPED_BYTES] = {key->verify_key.type};
    memcpy(typed + 1, key->seed, ED25519_SEED_BYTES);
    int n = snprintf(room, SIGN_KEY_LINE_BYTES, "PRIVATE+KEY+%.*s+%08x+", STR(key->verify_key.name),
                     key->verify_key.id);
    /* Not base64_encode: an arena is never wiped. */
    n += EVP_EncodeBlock((uint8_t *)room + n, typed, sizeof typed);
    assert(n < SIGN_KEY_LINE_BYTES);
    explicit_bzero(typed, sizeof typed);
    return (str){room, (size_t)n};
}

void sign_key_done(struct sign_key *key)
{
    explicit_bzero(key->seed, sizeof key->seed);
}
