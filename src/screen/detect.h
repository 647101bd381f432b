/* screen/detect.h -- between the table of detectors and the files that hold one detector each.
 * Private to screen; detector.h is the door. */
#pragma once

#include "screen/detector.h"
#include "screen/ort.h"

enum {
    DETECTOR_MODELS_MAX = 4,
    /* Room for every row within SCREENING_FINDINGS_MAX, with one "could not tell" each to spare. */
    DETECTOR_FINDINGS_MAX = 1200,
};

/* What a row works on. */
struct detection {
    struct screener *screener; /* NULL in screen_file */
    struct picture picture;
    const struct image_about *about; /* NULL in screener_pixels */
    struct screening *screening;     /* what earlier rows found; a row may fill its own fields */
    struct detector_run *run;        /* of this row: it may fill reason and runtime */
    struct texts models;             /* SHA-256 of the models this row uses */
    size_t added;                    /* findings of this row so far */
    struct arena *a;
};

/* A row. open prepares what lasts for all pictures; where it fails, every run fails with that
 * error. run returns false for "could not tell"; what it found before that stays. */
struct detector {
    const char *name;
    const char *version;
    enum detector_needs needs;
    bool uses_runtime;
    enum model_id models[DETECTOR_MODELS_MAX];
    size_t models_n;
    bool (*open)(struct screener *s, void **ret_state, struct err *err); /* or NULL */
    void (*close)(void *state);
    bool (*run)(struct detection *d, void *state, struct err *err);
};

extern const struct detector text_detector, watchlist_detector, people_detector,
    fingerprint_detector, known_bad_detector, metadata_detector;

/* What a row's open may use: the options, and the runtime (UNAVAILABLE if there is none). */
const struct screener_options *screener_given(const struct screener *s);
nodiscard bool screener_ort(struct screener *s, struct ort **ret_ort, struct err *err);

/* One more finding of this row: region is the whole picture, what can be absent is absent. LIMIT
 * when the row has too many. The pointer is good until the next call. */
nodiscard struct finding *detection_add(struct detection *d, enum finding_kind kind,
                                        struct err *err);

/* How an earlier row went; NULL if it is not listed. */
const struct detector_run *screening_run(const struct screening *s, str name);
