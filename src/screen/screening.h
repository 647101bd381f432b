/* screen/screening.h -- what screening one picture saw: the answer of the detect worker, the value
 * that a cache keeps, and the input of shoot. Knows no call sheet.
 *
 * Every list is in reading order or in the order of detectors, so equal pictures give equal bytes.
 * Integers only: scores per mille, regions in pixels of the upright picture. */
#pragma once

#include "codec/region.h"

enum finding_kind {
    FINDING_TEXT = 1,            /* a block of print that was read */
    FINDING_UNREAD_PRINT,        /* print here that the machine cannot read */
    FINDING_WATCHLIST_HIT,       /* a term of a watch-list in the text read */
    FINDING_FACE,                /* one face */
    FINDING_KNOWN_BAD,           /* like a picture in the bank */
    FINDING_NOT_FINGERPRINTABLE, /* PDQ quality under 50: copies of it cannot be found */
    FINDING_METADATA_CONFLICT,   /* two packets state different things */
    FINDING_OUTSIDE,             /* a detector from outside saw something: label says what kind */
    FINDING_COULD_NOT_TELL,      /* a detector failed, or the picture hides something */
};
extern const struct words finding_kind_words;

/* One line of print. */
struct text_line {
    struct region region;
    LIST_OF(struct point) polygon; /* clockwise from the top left of the reading direction */
    str text;
    int64_t confidence_pm;
    int64_t x_height_px;
    str plane; /* "white" or "black": what alpha was flattened over; absent without alpha */
};

struct finding {
    int kind;                      /* enum finding_kind */
    struct region region;          /* the whole picture for what has no place */
    LIST_OF(struct point) polygon; /* absent: the region says it all */
    str evidence;                  /* what was seen, in words or as read */
    str reason;       /* a code: for unread print low_confidence, too_small, other_script, oblique,
                         empty_reading, out_of_focus; for could_not_tell what failed; for known_bad the
                         bank's reason, in words */
    str look;         /* unread print: PDQ of the region, to know it again in other frames of the
                         same thing; absent where it has too little in it */
    int64_t score_pm; /* INT_ABSENT where a score makes no sense */
    str detector;     /* name of the row in the table of detectors */
    str version;      /* of the detector */
    struct texts models;             /* SHA-256 of each model it used */
    LIST_OF(struct text_line) lines; /* FINDING_TEXT: its lines, in reading order */
    str list;                        /* FINDING_WATCHLIST_HIT: the list's name */
    str term;                        /* ... and the term as the list has it */
    str label;                       /* FINDING_KNOWN_BAD: the entry's label */
    str source;                      /* ... and who put it there */
    int64_t distance_bits;           /* ... Hamming distance, 0..256; otherwise INT_ABSENT */
    str variant;                     /* ... "as is", "rotated 90", ... */
    str property;                    /* FINDING_METADATA_CONFLICT: what the packets state */
};

enum run_status {
    RUN_DONE = 1, /* ran to its end: its findings are all it saw */
    RUN_FAILED,   /* "could not tell"; a finding says so too */
    RUN_OFF,      /* not asked for by the operator; "could not tell" wherever it matters */
};

struct model_used {
    str name; /* file name */
    str sha256;
};

struct detector_run {
    str name;
    str version;
    int status;  /* enum run_status */
    str reason;  /* why not; when done, absent or what it had nothing to judge by ("no bank") */
    str runtime; /* "onnxruntime 1.28.2"; absent where none is used */
    LIST_OF(struct model_used) models;
};

struct screening {
    int64_t version; /* SCREENING_VERSION */
    int64_t width_px;
    int64_t height_px;
    LIST_OF(struct finding) findings;
    LIST_OF(struct detector_run) detectors; /* every row of the table, run or not */
    str fingerprint;                        /* 64 hex digits; absent when not fingerprintable */
    int64_t quality; /* PDQ quality 0..100, INT_ABSENT if the detector failed */
};

enum {
    SCREENING_VERSION = 1,
    SCREENING_FINDINGS_MAX = 10000,
};

extern const struct words run_status_words;
extern const struct record text_line_record, finding_record, model_used_record, detector_run_record,
    screening_record;
