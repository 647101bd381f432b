/* shoot/facts.h -- the facts: the one document about one asset that the policy reads and that
 * signers see.
 *
 * Every field is always there; what is unknown says so ("", "unknown", false with a companion that
 * tells why) and rules must treat it as a no. Written as canonical JSON (codec/record.h): keys
 * sorted by bytes, integers only, so equal facts are equal bytes. People are an id and an age band;
 * names, birth dates and licence numbers never enter. The same tables declare the variables that
 * rules may use, one for each field of `struct facts`. */
#pragma once

#include "codec/region.h"

enum {
    FACTS_VERSION = 1,
    FACTS_ARENA_BYTES = 512 << 20, /* address space that facts_make takes of its arena at worst */
};

/* Ages at the shoot, at the place: the narrowest band. "unknown" counts as under 13 everywhere. */
enum band {
    BAND_UNKNOWN = 1,
    BAND_UNDER_13,
    BAND_13_14, /* "14 or under" of PLUS ends here */
    BAND_15,    /* "under 16" ends here */
    BAND_16_17, /* "under 18" ends here */
    BAND_18_24, /* "under 25" ends here */
    BAND_25_PLUS,
};

struct fact_picture {
    str sha256;
    str format;
    int64_t width_px;
    int64_t height_px;
    str fingerprint; /* "" when not fingerprintable */
    int64_t quality; /* PDQ quality, 0 when unknown */
};

struct fact_callsheet {
    bool present; /* false: screened without one; then everything below it is unknown */
    str campaign;
    str house; /* party id */
};

struct fact_setup {
    bool known; /* exactly one shot claims this file; otherwise `why` says what is wrong */
    str look;
    str shot;
    str why; /* "" when known; "no shot claims this file name", "shots a and b both claim it" */
};

/* Someone on the call sheet who may be in this frame. */
struct fact_person {
    str id;
    int band;   /* enum band */
    bool minor; /* under 18, or unknown */
    bool under_13;
    bool under_16;
    bool under_25;
    bool fourteen_or_under;
    str release;          /* "none", "limited", "unlimited"; its scope: see fact_scope */
    struct texts missing; /* papers that are missing or out of date, each in a few words:
                             "guardian's consent", "licence: expired on 2022-10-01" */
};

/* Something on the call sheet that may be in this frame. */
struct fact_item {
    str id;
    str name;
    str kind; /* "prop", "wardrobe", "product", "printed" */
    int64_t count;
    str supplier;  /* party or talent id; "" when nobody is named */
    bool assessed; /* false: nobody has said what it is; then themes is empty and means nothing */
    str assessed_by;
    struct texts themes;
    bool approved;
    str approved_by;
};

/* Where the usage goes beyond what one paper allows. */
struct fact_beyond {
    str id;            /* "b1" ... */
    str whose;         /* id of the person, item or licence */
    str paper;         /* "release", "item", "photograph", "location" */
    str party;         /* who gives it; "" when it is the person, or nobody is named */
    str limit;         /* "channels", "territories", "dates" */
    struct texts over; /* what of it: ids, codes, "before 2022-11-01"; empty: no usage is asked for,
                          and the paper is limited */
    str words;         /* one sentence */
};

/* What the pictures are wanted for, held against every paper of the set-up. */
struct fact_scope {
    bool asked; /* the call sheet says it; otherwise all below but `missing` is empty */
    struct texts channels;
    struct texts territories; /* ISO 3166-1, sorted; "world" is written out */
    str from, until;          /* until "": without end */
    str time_zone;
    struct texts missing; /* licences of the photographer and the location that should be there:
                             "photographer's licence", "licence photo-1: not signed" */
    LIST_OF(struct fact_beyond) beyond;
};

/* What people said of a finding of exactly this picture, in this place. */
struct fact_settlement {
    bool settled;
    str how;     /* "matched", "dismissed"; "" when nobody said anything that counts */
    str to;      /* matched: id of the item or person */
    str reason;  /* dismissed: why */
    str by;      /* who; names of talent replaced by ids */
    str on;      /* "2022-10-04" */
    str why_not; /* why what somebody said does not count; "" otherwise */
};

#define FACT_UNSETTLED ((struct fact_settlement){false, S(""), S(""), S(""), S(""), S(""), S("")})

/* A block of print that was read. */
struct fact_text {
    str id; /* "t1", "t2" ... in reading order */
    struct region region;
    str text;           /* as read, lines joined by "\n"; names of talent replaced by their ids */
    str account;        /* "item" (an item's print bears it), "own_mark", "unaccounted" */
    str item;           /* id of the item that accounts for it; "" otherwise */
    int64_t covered_pm; /* share of its letters found in what accounts for it */
    struct fact_settlement settlement;
};

struct fact_unread {
    str id; /* "u1" ... */
    struct region region;
    str reason; /* "low_confidence", "too_small", "other_script", "oblique",
                  "empty_reading", "out_of_focus" */
    str words;
    str look; /* PDQ of the region; "" where it has too little in it */
    struct fact_settlement settlement;
};

struct fact_hit {
    str id; /* "h1" ... */
    struct region region;
    str list;
    str term;
    str text;       /* as read */
    bool accounted; /* it stands in a text that an approved item's print accounts for */
    str item;       /* that item, or "" */
    struct fact_settlement settlement;
};

/* What a person raised. */
struct fact_raised {
    str id;   /* "r1" ... */
    str name; /* its id in the settlements */
    struct region region;
    str words;
    str by;
    str owner; /* "" for nobody yet */
    str due;   /* "" for no date */
    bool change_requested;
    struct fact_settlement settlement;
};

/* That a person found everything in frame on the call sheet. */
struct fact_inventory {
    bool complete;
    str by; /* "" when nobody said so */
    str on;
};

/* How old the youngest in frame seems, to people; the youngest of what they said. Never a model's.
 */
struct fact_apparent_age {
    str said;      /* "under_16", "under_18", "cannot_say", "adult"; "absent" */
    bool under_16; /* unless somebody said otherwise */
    bool under_18;
    str by; /* "" when absent */
    str on;
};

/* What a detector from outside saw. */
struct fact_outside {
    str id; /* "o1" ... */
    struct region region;
    str detector; /* "outside/weapons" */
    str version;
    str kind; /* in the detector's own words: "weapon" */
    str words;
    int64_t score_pm; /* 0 where it gives none */
};

struct fact_match {
    str id; /* "m1" ... */
    str label;
    str reason;
    str source;
    int64_t distance_bits;
    str variant;
};

struct fact_faces {
    int64_t counted;
    int64_t cast; /* people on the call sheet who may be in this frame */
    struct fact_settlement settlement;
};

struct fact_contradiction {
    str id;       /* "c1" ... */
    str property; /* "plus:MinorModelAgeDisclosure" */
    str says;     /* what one packet says; people's names left out */
    str against;  /* what another packet, or the call sheet, says */
    str words;    /* one sentence */
    struct fact_settlement settlement;
};

/* What the file's metadata claim, as far as rules need it. Codes without their URI; "" if absent.
 */
struct fact_metadata {
    str age_code;         /* "AG-U14", "AG-A17", "AG-UNK" ... */
    str age_code_state;   /* "right", "absent", "unknown", "too_high", "too_low", "not_needed" */
    str model_release;    /* "MR-UMR" ... */
    str property_release; /* "PR-UPR" ... */
    str adult_warning;    /* "CW-AWR" ... */
    struct texts constraints; /* "AL-CRP" ... */
    str source_type;          /* "digitalCapture", "trainedAlgorithmicMedia" ... */
    LIST_OF(struct fact_contradiction) contradictions;
};

struct fact_detector {
    str name;
    str version;
    str status; /* "done", "failed", "off" */
};

/* Something that could not be told. Any failure blocks, in code, whatever the packs say. */
struct fact_failure {
    str id;     /* "f1" ... */
    str what;   /* the detector, or "file", "worker", "callsheet" */
    str reason; /* a code */
    str words;  /* one sentence, with what to do */
};

/* SHA-256 of each part's canonical JSON: what a sign-off covers. */
struct fact_parts {
    str pixels;   /* picture, unread, matches, raised, outside */
    str people;   /* people, faces, apparent_age, setup */
    str items;    /* items, inventory, setup */
    str text;     /* texts, hits */
    str metadata; /* metadata */
    str scope;    /* scope */
    str run;      /* version, callsheet, detectors, failures */
};

struct facts {
    int64_t version; /* FACTS_VERSION */
    struct fact_picture picture;
    struct fact_callsheet callsheet;
    struct fact_setup setup;
    LIST_OF(struct fact_person) people;
    struct fact_faces faces;
    LIST_OF(struct fact_item) items;
    struct fact_scope scope;
    LIST_OF(struct fact_text) texts;
    LIST_OF(struct fact_unread) unread;
    LIST_OF(struct fact_hit) hits;
    LIST_OF(struct fact_match) matches;
    LIST_OF(struct fact_outside) outside;
    LIST_OF(struct fact_raised) raised;
    struct fact_inventory inventory;
    struct fact_apparent_age apparent_age;
    struct fact_metadata metadata;
    LIST_OF(struct fact_detector) detectors;
    LIST_OF(struct fact_failure) failures;
    struct fact_parts parts;
};

extern const struct record facts_record;
extern const struct words band_words; /* "unknown", "under_13", "13_14", "15", ... */

struct callsheet; /* shoot/callsheet.h */
struct look;
struct shot;
struct settlements; /* shoot/settlements.h */
struct screening;   /* screen/screening.h */
struct image_about; /* image/image.h */

/* What facts are made of. */
struct facts_of {
    const struct callsheet *opt_callsheet;
    const struct settlements *opt_settlements;
    const struct screening *opt_screening; /* NULL: the detect worker gave none */
    const struct image_about *opt_about;   /* NULL: the picture could not be decoded */
    str path;                              /* relative to the folder that is screened */
    str sha256;                            /* of the file's bytes */
    bool by_name; /* what was raised in other bytes of this name is raised here too */
};

/* Compare what screening saw with what the call sheet declares and what people settled. What is not
 * there (NULL) the facts say. Pure, and never fails: what is absent, contradictory or of another
 * version becomes a failure in the facts. Everything that is shown is free of people's names. The
 * facts point into what is given. */
struct facts facts_make(const struct facts_of *of, struct arena *a);

/* Do the facts rest on anything that a person said (settled, raised, signed off, attested)? In the
 * stand-alone mode nothing of it is signed, and every report says so. */
bool facts_rest_on_people(const struct facts *facts);

/* What people said of the finding with this id; NULL where there is none. */
const struct fact_settlement *facts_settlement(const struct facts *facts, str finding);

/* How settlements name a hit: "LIST/TERM". */
str facts_hit_name(const struct fact_hit *hit, struct arena *a);

/* The facts of a picture of this shot that is not made yet: who and what may be in it, and what it
 * is wanted for. Their one failure says that there is no picture, so that no verdict on them is
 * ever clear. */
struct facts facts_planned(const struct callsheet *c, const struct look *look,
                           const struct shot *shot, struct arena *a);

/* A text from a picture or its metadata with the names of people on the call sheet replaced by
 * ids, for whoever prints findings; the text itself without a call sheet. */
str facts_mask_names(const struct callsheet *opt_callsheet, str text, struct arena *a);
