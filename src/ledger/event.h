/* ledger/event.h -- an event, and what of it the world sees (docs/format/event.md).
 *
 * The event's text is hashed, with its salt, into a commitment; the public leaf holds the
 * commitment, the type and the minute, and is an entry of the ledger. Whoever is given salt and
 * text computes the leaf again. Pure. */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

enum {
    EVENT_SALT_BYTES = 32,
    EVENT_STREAM_MAX = 256, /* bytes */
    EVENT_TYPE_MAX = 64,
    EVENT_PAYLOAD_MAX = 4 << 20,
    EVENT_TEXT_MAX = EVENT_PAYLOAD_MAX + 1024,
};

struct event {
    uint64_t seq;     /* index of its leaf */
    str stream;       /* what it is about: "party/studio-nord" */
    uint64_t version; /* the how-manieth of its stream, from 1 */
    str type;
    int64_t at_ms; /* UTC, since 1970; years 1970 to 9999 */
    str actor;     /* "person/ID" or "operator" */
    uint8_t salt[EVENT_SALT_BYTES];
    str payload; /* JSON as it was written; never written anew */
};

/* INVALID with the field's name: what no event may hold, so that a text says one thing only. The
 * payload is not looked into. */
nodiscard bool event_check(const struct event *e, struct err *err);

/* The event's text, in a. An event that event_check refuses is a bug of the caller. */
str event_text(const struct event *e, struct arena *a);

/* Read a text that somebody else gives; the salt is not in it and is left as it is. INVALID unless
 * event_text would write the same bytes. Texts point into the bytes. */
nodiscard bool event_read(str text, struct event *ret_event, struct err *err);

/* The entry of the ledger, in a; its leaf hash is RFC 6962's. */
str event_leaf(const struct event *e, struct arena *a);

/* "2022-10-04T09:12:44.310Z" and back; exactly this form, days that exist. */
str event_time_print(int64_t at_ms, struct arena *a);
nodiscard bool event_time_parse(str s, int64_t *ret_ms);
