/* gate/fold.h -- what the events of a stream come to, in their order. Decisions read folds and
 * nothing else: tables are views, and a view may be old or wrong.
 *
 * A fold begins all zero and takes each event of its stream once. It refuses one that cannot follow
 * (CORRUPT, with the event's seq): so replay finds what no command would have written. After a
 * refusal the fold is not to be used.
 *
 * Texts live in the arena that the events are added with, which is one for the life of a fold and
 * needs 8 bytes for each byte of payload; scratch as in gate/event_type.h. Pure. */
#pragma once

#include "gate/event_type.h"

/* Where a stream is; all zero before its first event. */
struct fold_head {
    uint64_t version; /* of the newest event */
    uint64_t seq;
    str stream;
};

struct fold_workspace {
    struct fold_head head;
    str origin;
    struct fold_key {
        str key;          /* in force */
        uint64_t since;   /* seq */
    } keys[KEY_USES + 1]; /* by enum key_use */
};

struct fold_party {
    struct fold_head head;
    str party;
    int kind; /* enum party_kind */
    str name; /* absent of a person */
};

struct fold_person {
    struct fold_head head;
    str person;
    str party;
    str sealed; /* the newest record; absent: never recorded */
    bool forgotten;
    size_t holds;      /* legal holds that stand */
    uint64_t hold_seq; /* the one that was placed last */
    str hold_reason;
};

struct fold_campaign {
    struct fold_head head;
    str campaign;
    str name;
    str house;
    int64_t revision; /* of the newest call sheet; 0: none yet */
    str callsheet;    /* its digest */
    struct texts people;
    /* What people said and what stands of it, as the facts take it: `by` is the id of the actor,
     * `on` the event's UTC date. What was reopened is not in it. */
    struct settlements said;
    uint64_t *settled_seq; /* of each said.settled; rising */
    /* What may block a picture that was clear before: something raised in it, a settlement taken
     * back, an age attested. In the order of seq. */
    struct fold_touch {
        str asset;
        uint64_t seq;
    } * touches;
    size_t touches_n;
};

struct fold_asset {
    struct fold_head head;
    str campaign;
    str asset;
    str path;
    int64_t bytes;
    struct fold_screening {
        uint64_t seq;
        struct asset_screened said; /* the newest; facts absent: never screened */
    } screened;
    bool erased;
};

/* Who may act: every person who was recorded, and whether he was forgotten since. All zero at
 * first; by id, in the order of their bytes. */
struct fold_actors {
    struct fold_actor {
        str id;
        bool forgotten;
    } * at;
    size_t n;
};

/* Unlike the others it takes every event of the workspace, of whatever stream, from the first on.
 * CORRUPT, with the event's seq, for one whose actor nobody knew when it happened; the fold goes on
 * all the same. */
nodiscard bool fold_actors_add(struct fold_actors *f, const struct event *e, struct arena *a,
                               struct err *err);

nodiscard bool fold_workspace_add(struct fold_workspace *f, const struct event *e, struct arena *a,
                                  struct arena scratch, struct err *err);
nodiscard bool fold_party_add(struct fold_party *f, const struct event *e, struct arena *a,
                              struct arena scratch, struct err *err);
nodiscard bool fold_person_add(struct fold_person *f, const struct event *e, struct arena *a,
                               struct arena scratch, struct err *err);
nodiscard bool fold_campaign_add(struct fold_campaign *f, const struct event *e, struct arena *a,
                                 struct arena scratch, struct err *err);
nodiscard bool fold_asset_add(struct fold_asset *f, const struct event *e, struct arena *a,
                              struct arena scratch, struct err *err);

/* NULL, or what was raised under this id; and whether that is settled. */
const struct raised *fold_campaign_raised(const struct fold_campaign *f, str id);
bool fold_campaign_is_settled(const struct fold_campaign *f, const struct raised *raised);

/* Something was said of the picture after the event `seq` that may block it. */
bool fold_campaign_touched(const struct fold_campaign *f, str asset, uint64_t seq);

/* The newest screening of the picture still holds: it was of the newest call sheet, and nothing was
 * said since that may block the picture. */
bool fold_asset_screening_holds(const struct fold_asset *f, const struct fold_campaign *campaign);
