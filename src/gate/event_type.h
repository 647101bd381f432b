/* gate/event_type.h -- the types of events: one row each says its stream, its payload and its words
 * for people (docs/format/event.md).
 *
 * Rows never change and none is taken out: events are kept for ever. New meaning is a new row.
 *
 * Pure; any thread. A payload has EVENT_PAYLOAD_MAX bytes at most. An arena that texts of payloads
 * are read into takes as many; `scratch` must have room for EVENT_SCRATCH_BYTES and must not be an
 * arena of another parameter. */
#pragma once

#include "gate/payload.h"
#include "ledger/event.h"

enum event_kind {
    EVENT_WORKSPACE_CREATED,
    EVENT_KEY_ROTATED,
    EVENT_PARTY_ADDED,
    EVENT_PERSON_RECORDED,
    EVENT_HOLD_PLACED,
    EVENT_HOLD_LIFTED,
    EVENT_PERSON_FORGOTTEN,
    EVENT_CAMPAIGN_OPENED,
    EVENT_CALLSHEET_REVISED,
    EVENT_ASSET_SUBMITTED,
    EVENT_ASSET_SCREENED,
    EVENT_ASSET_ERASED,
    EVENT_FINDING_SETTLED,
    EVENT_FINDING_REOPENED,
    EVENT_FINDING_RAISED,
    EVENT_FINDING_COMMENTED,
    EVENT_INVENTORY_ATTESTED,
    EVENT_APPARENT_AGE_ATTESTED,
    EVENT_KINDS,
};

/* Address space: a tree of the largest payload. */
#define EVENT_SCRATCH_BYTES ((size_t)(NODE_BYTES_PER_INPUT_BYTE + 4) * EVENT_PAYLOAD_MAX)

struct event_type {
    const char *name;
    const struct record *payload;
    const char *stream; /* a template: {field} of the payload; what is in [] falls away where one of
                           its fields is absent */
    const char *words;  /* likewise */
    bool by_person;     /* the operator, who has no name, cannot have done it */
};

extern const struct event_type event_types[EVENT_KINDS]; /* by enum event_kind */

/* EVENT_KINDS if no type has this name. */
enum event_kind event_kind_find(str name);

/* The name of the stream that an event of this kind with this payload is in. */
str event_stream(enum event_kind kind, const union payload *p, struct arena *a);

/* The stored form of a payload, in a: canonical JSON. INVALID or LIMIT with the field: what is
 * written here is read again by event_payload_read. */
nodiscard bool event_payload_write(enum event_kind kind, const union payload *p, struct arena *a,
                                   struct arena scratch, str *ret_json, struct err *err);

/* Read what event_payload_write wrote; texts are copied to a. CORRUPT with the field for anything
 * that it would not have written. */
nodiscard bool event_payload_read(enum event_kind kind, str json, struct arena *a,
                                  struct arena scratch, union payload *ret, struct err *err);

/* One line for people, without an end: "party north-props (supplier) was added: North Props". */
str event_words(enum event_kind kind, const union payload *p, struct arena *a);

/* A record that has the payload of each type as a field of its name, for record_schema. In a. */
const struct record *event_payloads_record(struct arena *a);
