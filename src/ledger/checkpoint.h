/* ledger/checkpoint.h -- the signed head of a ledger (C2SP tlog-checkpoint): origin, size and root
 * as the text of a signed note.
 *
 *     gatefold.example/log\n
 *     8\n
 *     XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n
 *
 * A ledger must never sign two that are not consistent, and not before everything that the size
 * implies is durable; who calls checkpoint_sign sees to both. Pure; strings are borrowed. */
#pragma once

#include "ledger/tree.h"
#include "sign/note.h"

struct checkpoint {
    str origin; /* which ledger: the name of its key */
    uint64_t size;
    struct digest root;
    str extensions; /* further lines with their line breaks; others may write them, we do not */
};

/* Of a note's text. INVALID unless checkpoint_print gives the same bytes again. The strings are
 * views. */
nodiscard bool checkpoint_parse(str text, struct checkpoint *ret_checkpoint, struct err *err);

str checkpoint_print(const struct checkpoint *c, struct arena *a);

/* The note with one signature, in a. INVALID unless the key is named as the origin. */
nodiscard bool checkpoint_sign(const struct checkpoint *c, const struct sign_key *key,
                               struct arena *a, str *ret_note, struct err *err);

/* Read a note and hold it against the keys of ledgers: one named as the origin must have signed,
 * and no signature of a known key may be bad. DENIED: no such key has signed; CORRUPT: bad
 * signature; INVALID, LIMIT: malformed. Other signatures are left to the caller
 * (ledger/cosigned.h). */
nodiscard bool checkpoint_open(str bytes, const struct verify_key *keys, size_t n_keys,
                               struct arena *a, struct note *ret_note,
                               struct checkpoint *ret_checkpoint, struct err *err);
