/* workspace/keyfile.h -- secret keys on the disk (docs/format/key.md).
 *
 * A key's file is a regular file of the user's own, 0600, in a folder of the user's own, 0700:
 * anything else is DENIED, because a key that somebody else can read is not a key. What is read is
 * the caller's to wipe. */
#pragma once

#include "base/err.h"
#include "sign/key.h"

enum {
    PERSONAL_KEY_BYTES = 32
};

/* Make the folder, 0700; it may be there already. */
nodiscard bool keyfile_folder(const char *path, struct err *err);

/* Write a new file, durably. CONFLICT if it is there. */
nodiscard bool keyfile_write(const char *path, str secret, struct err *err);

/* Read one whole. NOT_FOUND, DENIED, LIMIT. The bytes are in room. */
nodiscard bool keyfile_read(const char *path, char *room, size_t room_bytes, str *ret_secret,
                            struct err *err);

/* Overwrite and remove, durably. Nothing to do if it is not there. */
nodiscard bool keyfile_destroy(const char *path, struct err *err);

/* A signing key in its file of one line. */
nodiscard bool sign_key_save(const char *path, const struct sign_key *key, struct err *err);
nodiscard bool sign_key_load(const char *path, struct arena *a, struct sign_key *ret_key,
                             struct err *err);

/* Whether the file holds the key of this public one. False with ERR_NONE where it is not there, or
 * holds another or nothing that can be read, as of a key that is half written or half destroyed. */
nodiscard bool sign_key_is(const char *path, str vkey, struct arena scratch, struct err *err);

/* The key of one person's record. */
nodiscard bool personal_key_save(const char *path, const uint8_t key[PERSONAL_KEY_BYTES],
                                 struct err *err);
nodiscard bool personal_key_load(const char *path, uint8_t ret_key[PERSONAL_KEY_BYTES],
                                 struct err *err);
