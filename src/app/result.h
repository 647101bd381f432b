/* app/result.h -- all that is said of one picture, as one record (docs/format/result.md). */
#pragma once

#include "policy/policy.h"
#include "screen/screening.h"
#include "shoot/facts.h"

enum {
    RESULT_VERSION = 1
};

/* A crop that was written for people to look at. */
struct text_crop {
    str finding; /* id of the unread print in the facts */
    str path;
    str plane; /* "white" or "black": what a see-through picture was put over; else absent */
    int64_t width_px, height_px;
};

/* The picture made smaller, for people to look at. */
struct preview {
    bool present;
    str path;
    str plane; /* as above */
    int64_t width_px, height_px;
};

/* What is said of one picture: the published line of `--format json`. */
struct result {
    int64_t version; /* RESULT_VERSION */
    str path;        /* UTF-8; bytes that are not are U+FFFD, and path_b64 has the truth */
    str path_b64;    /* absent where path says it all */
    str sha256;      /* absent if the file could not be taken in */
    int verdict;     /* enum verdict_kind */
    LIST_OF(struct reason) reasons;
    LIST_OF(struct need) needs;
    LIST_OF(struct reason) shadows;
    LIST_OF(struct finding) findings;
    LIST_OF(struct detector_run) detectors;
    struct facts facts;
    str facts_sha256;      /* of the canonical JSON of facts */
    str policy_sha256;     /* of the packs */
    str watchlists_sha256; /* over the SHA-256 of each list, in the order of their names */
    str bank_sha256;       /* of the bank's bytes; absent without one */
    str fingerprint;
    int64_t quality;
    str sandbox; /* "whole", or "weak" when the operator accepted less */
    LIST_OF(struct text_crop) crops;
    LIST_OF(struct preview) previews; /* one a plane, where a folder for them was given */
    struct preview thumbnail;
    /* How people marked it in a catalogue (app/marks.h): no part of facts or verdict. */
    int64_t rating;          /* -1 rejected, 0 to 5; INT_ABSENT: not rated */
    str label;               /* absent: none */
    struct texts mark_notes; /* sources that disagree, or cannot be read */
};

extern const struct record result_record;
