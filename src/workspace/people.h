/* workspace/people.h -- personal records: sealed under a key a person, and forgotten with it
 * (docs/format/key.md, docs/why/010-forgetting.md). */
#pragma once

#include "workspace/act.h"

/* Seal a record for an event that is to be appended; the key is made if there is none. absent:
 * there is nothing to append, the newest record says the same. */
nodiscard bool people_seal(struct workspace *w, const struct fold_person *f, str person,
                           str record_json, struct arena *a, str *ret_sealed, struct err *err);

/* What the newest record says; absent of somebody who was forgotten. NOT_FOUND: the key is not here
 * (a backup without keys). CORRUPT: it is not this record's. */
nodiscard bool people_open(struct workspace *w, const struct fold_person *f, struct arena *a,
                           str *ret_record_json, struct err *err);

/* Destroy the key of somebody whose forgetting is durable, and whatever workers kept of pictures.
 */
nodiscard bool people_destroy(struct workspace *w, str person, struct err *err);
