/* workspace/people.h -- personal records: sealed under a key a person, and forgotten with it
 * (docs/format/key.md, docs/why/010-forgetting.md). */
#pragma once

#include "workspace/act.h"
#include "workspace/keyfile.h"

/* A record that is sealed, and its key. */
struct sealing {
    str sealed; /* absent: there is nothing to append, the newest record says the same */
    uint8_t key[PERSONAL_KEY_BYTES];
    bool new_key; /* this person's first: to be kept */
};

/* Seal a record for an event that is to be appended. Nothing is written: what is refused leaves no
 * key behind. Of somebody who was forgotten the newest record is given back as it is, for the
 * decision to refuse. */
nodiscard bool people_seal(struct workspace *w, const struct fold_person *f, str person,
                           str record_json, struct arena *a, struct sealing *ret, struct err *err);
/* Once it is decided, and before the event: the key is durable, or the event must not be. In the
 * transaction of the event. Wipes the key. */
nodiscard bool people_keep_key(struct workspace *w, str person, struct sealing *s, struct err *err);

/* What the newest record says; absent of somebody who was forgotten. NOT_FOUND: the key is not here
 * (a backup without keys). CORRUPT: it is not this record's. */
nodiscard bool people_open(struct workspace *w, const struct fold_person *f, struct arena *a,
                           str *ret_record_json, struct err *err);

/* Destroy the key of somebody whose forgetting is durable, and before it whatever workers kept of
 * pictures: as long as the key is there, the next command does both again. */
nodiscard bool people_destroy(struct workspace *w, str person, struct err *err);
/* The same for everybody who was forgotten and whose key is there: destroying was interrupted, or
 * the key came back with an old copy, which would undo what was promised. */
nodiscard bool people_destroy_forgotten(struct workspace *w, struct err *err);
