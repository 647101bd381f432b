/* sign/note.h -- signed notes (C2SP signed-note): a text, a blank line, lines of signatures.
 *
 *     TEXT, one or more lines\n
 *     \n
 *     — NAME BASE64(key id, signature)\n
 *     ...
 *
 * note_parse says only that the bytes have this form: nobody vouches for the text before
 * note_verify, or the check of another type of signature over the same parsed lines, has said yes.
 *
 * What a key signs is the text with its last line break. There is one note for each parsed value:
 * note_compose gives the bytes back that note_parse took.
 *
 * Pure. Strings are borrowed unless it says otherwise. Every thread may call everything. */
#pragma once

#include "sign/key.h"

enum {
    NOTE_MAX_BYTES = 1 << 20,
    NOTE_SIGNATURES_MAX = 100
};

struct note_signature {
    str name;    /* of the key; one that is not known may hold what disturbs a terminal */
    uint32_t id; /* of the key */
    str bytes;   /* what follows the id, one byte or more; the key's type says what it is */
};

struct note {
    str text; /* with its last line break */
    struct note_signature *signatures;
    size_t n_signatures; /* 1 to NOTE_SIGNATURES_MAX */
};

/* The keys whose signatures were found good, each once, in the note's order. */
struct note_signers {
    const struct verify_key *keys[NOTE_SIGNATURES_MAX];
    size_t n;
};

/* Text and names are views of bytes. The rest is in a: at most as much as the note's own bytes and
 * 8 KiB. INVALID if malformed, LIMIT if over one of the two limits above. */
nodiscard bool note_parse(str bytes, struct arena *a, struct note *ret_note, struct err *err);

/* Hold the note's signatures against known keys. A line is of a known key if both name and id are;
 * every such line must verify, and there must be one at least. Lines of other keys say nothing and
 * are passed over. Refusals:
 * CORRUPT: a known key's signature does not verify, so that these are not the bytes it signed.
 * DENIED: no known key has signed.
 * INVALID: a known key is not KEY_NOTE (cosignatures are checked by who knows what they cover), or
 * two of them cannot be told apart. */
nodiscard bool note_verify(const struct note *note, const struct verify_key *keys, size_t n_keys,
                           struct note_signers *ret_signers, struct err *err);

/* Sign a text with a key that is KEY_NOTE. The signature's bytes are in a, its name is the key's.
 * INVALID, with nothing signed, if no note can have this text (see note_compose). */
nodiscard bool note_sign(str text, const struct sign_key *key, struct arena *a,
                         struct note_signature *ret_signature, struct err *err);

/* The note of a text and one or more signatures, in a: those of note_sign, those that a note came
 * with, and those of other types. INVALID if the text does not end with a line break, is not UTF-8
 * or holds a byte below 0x20 that is not a line break, or if a name is not key_name_ok; LIMIT. */
nodiscard bool note_compose(str text, const struct note_signature *signatures, size_t n,
                            struct arena *a, str *ret_bytes, struct err *err);
