/* shoot/settlements.h -- what people said about single pictures: findings settled and raised,
 * frames signed off, ages attested. One YAML or JSON file beside the pictures
 * (docs/format/settlements.md).
 *
 * Each statement is about the bytes that it names: one about another digest does not count, nor one
 * about another region. In this file they are unsigned, and every report says so.
 *
 * Immutable once read; threads may share it.
 * Limits: 16 MiB of text; 10,000 entries of each kind, and 10,000 places an entry. */
#pragma once

#include "codec/record.h"
#include "codec/region.h"

enum {
    SETTLEMENTS_VERSION = 1,
    SETTLED_OVERLAP_PM = 500, /* of the regions: then it is the same finding */
};

/* Address space that the worst file takes of the arena that it is read into. */
#define SETTLEMENTS_ARENA_BYTES ((size_t)2 << 30)

enum settled_kind {
    SETTLED_TEXT = 1,      /* print that was read */
    SETTLED_UNREAD,        /* print that cannot be read */
    SETTLED_HIT,           /* a term of a watch-list */
    SETTLED_CONTRADICTION, /* metadata */
    SETTLED_FACES,         /* more faces than cast */
    SETTLED_RAISED,        /* what a person raised */
};
extern const struct words settled_kind_words;

/* Where: a region of the picture with these bytes. */
struct settled_place {
    str path; /* for people; what counts is the digest */
    str sha256;
    struct region region; /* each INT_ABSENT where the whole picture is meant */
};

/* One act of one person, over the same thing in any number of pictures. */
struct settled {
    uint32_t line;
    str by;
    struct date on;
    int kind;      /* enum settled_kind */
    str says;      /* text, hit: as read; contradiction: in words; raised: its id */
    str term;      /* hit: facts_hit_name() */
    int64_t faces; /* SETTLED_FACES: so many are in order */
    str item;      /* what it is: an item of the call sheet, */
    str talent;    /* or somebody on it, */
    str dismissed; /* or why it is nothing */
    LIST_OF(struct settled_place) pictures;
};

struct comment {
    str by;
    struct date on;
    str words;
};

/* A finding of a person's: it blocks until it is settled. */
struct raised {
    uint32_t line;
    str id;
    str by;
    struct date on;
    str path;
    str sha256;
    struct region region;
    str words;
    str owner;             /* who sees to it; absent: nobody yet */
    struct date due;       /* absent: no date */
    bool change_requested; /* the answer: the picture must be changed */
    LIST_OF(struct comment) comments;
};

/* "Everything in these frames is on the call sheet." */
struct inventory {
    uint32_t line;
    str by;
    struct date on;
    LIST_OF(struct settled_place) pictures;
};

enum apparent_age {
    APPARENT_UNDER_16 = 1,
    APPARENT_UNDER_18,
    APPARENT_CANNOT_SAY,
    APPARENT_ADULT,
};
extern const struct words apparent_age_words;

/* How old the youngest in these frames seems to be, to a person. */
struct age_attested {
    uint32_t line;
    str by;
    struct date on;
    int age; /* enum apparent_age */
    LIST_OF(struct settled_place) pictures;
};

struct settlements {
    int64_t version;
    LIST_OF(struct settled) settled;
    LIST_OF(struct raised) raised;
    LIST_OF(struct inventory) inventories;
    LIST_OF(struct age_attested) apparent_ages;
};

extern const struct record settlements_record, settled_place_record;

/* What must hold of an entry of `settled` beside its field table: each mistake goes to diags. */
bool settled_check(const struct settled *s, struct diags *diags);

/* Read them. Every mistake goes to diags with its line; true when there is none. */
nodiscard bool settlements_read(str bytes, struct arena *a, struct diags *diags,
                                struct settlements *ret);
