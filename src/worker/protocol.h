/* worker/protocol.h -- what the parent and its workers say to each other, as records in JSON. */
#pragma once

#include "image/image.h"
#include "screen/screening.h"

/* The first message to any worker; its answer is `worker_ready`. */
struct worker_orders {
    bool weak_sandbox;
    struct texts runtimes;   /* detect: paths of ONNX Runtime to try */
    str models;              /* detect: folder of models; absent for decode */
    struct texts watchlists; /* detect: paths */
    str bank;                /* detect: path; absent without a bank */
    str suppressions;        /* detect: path; absent without */
    /* detect: SHA-256 of these as the run began with them; a worker that reads anything else fails
     * what it is for. Absent where no run has read them. */
    struct texts watchlists_sha256;
    str bank_sha256, suppressions_sha256;
    struct date today;      /* detect: suppressions expire */
    struct texts detectors; /* detect: names to run; absent for all */
    str program;            /* outside: path of the program to become */
    struct texts arguments; /* outside: of the program */
    bool pdf;               /* decode: pages of PDF may be asked for */
};

/* Whether the detect worker is to run the detector of this name. */
static inline bool worker_asked_for(const struct worker_orders *orders, str detector)
{
    return !orders->detectors.n || texts_have(&orders->detectors, detector);
}

struct worker_ready {
    bool ok;
    str problem; /* absent when ok */
    str read;    /* SHA-256 over every file that it read for its work and the libraries that it
                    runs; absent where it cannot say */
};

/* A decode worker gets two descriptors with a decode_ask: the file (sealed) and a memfd for the
 * pixels; it answers once and ends. */
struct decoded {
    bool present;
    int64_t planes; /* 1, or 2 with alpha: over white, over black */
    struct image_about about;
    struct screening screening; /* of the detectors that read the file's own statements */
};

enum {
    PAGES_COUNT = -1
};

struct decode_ask {
    int64_t page; /* 0: a picture; of a PDF, which page, or PAGES_COUNT */
};

struct decode_answer {
    struct decoded decoded; /* not present: then why */
    int64_t pages;          /* absent, or how many the PDF has */
    str problem;
};

/* A marks worker gets one descriptor, a sidecar or a picture (sealed), with this; and again until
 * nobody asks any more. */
struct marks_ask {
    bool sidecar;
};

struct marks_answer {
    int64_t rating; /* absent: not rated */
    str label;      /* absent: none */
    str problem;    /* absent, or why it cannot be told; then nothing else counts */
    bool unread;    /* the problem is that such files are not read at all */
};

/* A detect worker gets one descriptor, sealed pixels, with this. */
struct detect_ask {
    str asset; /* SHA-256 of the file */
    str only;  /* name of the one detector to run; absent for all */
    int64_t width_px;
    int64_t height_px;
    int64_t planes;
};

struct detected {
    bool present;
    struct screening screening;
};

struct detect_answer {
    struct detected detected; /* not present: then why */
    str problem;
    int64_t peak_mib; /* most memory that the worker ever held */
};

enum {
    DETECTED_TEXT_MAX_BYTES = 128 << 10, /* a page of a broadsheet has 40,000 letters */
};

/* No more text than a picture can bear. Holding it against the call sheet takes time that no
 * worker's clock bounds: a minute for this much and all the print that one shot may have. LIMIT. */
nodiscard bool detected_within(const struct screening *s, struct err *err);

/* A sheet worker gets two descriptors with an empty message: the file (sealed) and a memfd for the
 * packed cells (codec/sheet.h); it answers once and ends. */
struct sheet_answer {
    bool ok;
    str problem; /* absent when ok */
};

extern const struct record worker_orders_record, worker_ready_record, decode_ask_record,
    decode_answer_record, marks_ask_record, marks_answer_record, detect_ask_record,
    detect_answer_record, sheet_answer_record;
