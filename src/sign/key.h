/* sign/key.h -- the keys of signed notes (C2SP signed-note): named Ed25519 keys and their texts.
 *
 * A key has a name (mostly a URL without its scheme), a type that says what it may sign, and an id
 * of 32 bits made of both and of the public key. Ids are short: two keys may share one, so that
 * name and id only find a key, and the signature decides.
 *
 * Values, no files, no randomness: whoever makes a key brings the 32 random bytes. Strings are
 * borrowed unless it says otherwise. Every thread may call everything. */
#pragma once

#include "base/err.h"
#include "sign/ed25519.h"

/* What a key may sign. One key does one job (docs/format/key.md): the signed bytes of a note do not
 * say that they are a note. Other types of the specification are UNSUPPORTED. */
enum key_type {
    KEY_NOTE = 0x01,     /* the text of a note (sign/note.h), or DSSE with a key apart */
    KEY_COSIGNER = 0x04, /* cosignature/v1: a time and a checkpoint (C2SP tlog-cosignature) */
};

enum {
    KEY_NAME_MAX_BYTES = 255, /* as long as cosignature formats can name */
    KEY_ID_BYTES = 4,
    /* "PRIVATE+KEY+", name, "+", id, "+", base64 of the type and 32 bytes, NUL */
    SIGN_KEY_LINE_BYTES = 12 + KEY_NAME_MAX_BYTES + 1 + 8 + 1 + 44 + 1
};

struct verify_key {
    str name;
    uint32_t id;
    uint8_t type; /* enum key_type */
    uint8_t public_key[ED25519_KEY_BYTES];
};

/* Secret: sign_key_done when it is no longer needed. */
struct sign_key {
    struct verify_key verify_key;
    uint8_t seed[ED25519_SEED_BYTES];
};

/* What signed-note asks of a name: not empty, UTF-8, no Unicode white space, no '+', and no byte
 * below 0x20, since no note holds one. Keys of ours must also be KEY_NAME_MAX_BYTES or shorter,
 * without other controls and without marks that turn the direction of writing, because people are
 * shown their names. */
nodiscard bool key_name_ok(str name);

/* An id as notes have it, big-endian. */
uint32_t key_id_read(const uint8_t bytes[KEY_ID_BYTES]);

/* A line "NAME+ID+KEY", without its line break: 8 lower-case hex digits, base64 of type and public
 * key. The name is a view of the line. INVALID if it is malformed, if the id is not the one that
 * name and key give, or if the key is weak (ed25519_key_ok); UNSUPPORTED if it is of another
 * type. */
nodiscard bool verify_key_parse(str line, struct verify_key *ret_key, struct err *err);

/* The same line again, byte for byte. */
str verify_key_print(const struct verify_key *key, struct arena *a);

/* The key of this name and id, or NULL in *ret_opt_key. INVALID if two different keys fit, because
 * then nothing says whose signature it is. */
nodiscard bool verify_key_find(const struct verify_key *keys, size_t n, str name, uint32_t id,
                               const struct verify_key **ret_opt_key, struct err *err);

/* INVALID if the name will not do. */
nodiscard bool sign_key_make(str name, enum key_type type, const uint8_t seed[ED25519_SEED_BYTES],
                             struct sign_key *ret_key, struct err *err);

/* A line "PRIVATE+KEY+NAME+ID+SEED" without its line break, as Go's sumdb/note has it: base64 of
 * type and seed (Go itself knows type 0x01 only). The name is copied into a; the line stays the
 * caller's to wipe (explicit_bzero). Errors as verify_key_parse; they never show the seed. */
nodiscard bool sign_key_parse(str line, struct arena *a, struct sign_key *ret_key, struct err *err);

/* The same line again, as a view of room, which is then secret too. */
str sign_key_print(const struct sign_key *key, char room[SIGN_KEY_LINE_BYTES]);

/* Wipes the seed. Accepts one that is all zero. */
void sign_key_done(struct sign_key *key);
