/* screen/detector.h -- the table of detectors, and the two calls that run them.
 *
 * A detector is a row: what it is called, what it reads, which models it needs, and the function
 * that runs it. Rows run in the order of the table; a later row may read what an earlier one found
 * (watch-lists read the text, known-bad reads the fingerprint). A row that cannot run - no runtime,
 * no model, a model with another hash, a bank that does not parse, an error on the way - is
 * RUN_FAILED with a reason that names the file and the fix, adds a FINDING_COULD_NOT_TELL, and the
 * others go on. So every screening lists every row, and whoever judges it must refuse whatever is
 * not RUN_DONE: that, and not an empty list of findings, is what "nothing found" means.
 *
 * The screener holds the sessions of the models, the watch-lists and the bank: open it before the
 * sandbox closes (it reads no file itself, but the runtime is loaded by the dynamic linker). It is
 * for one thread at a time. Dates are values: nothing here reads a clock. */
#pragma once

#include "base/date.h"
#include "base/raster.h"
#include "image/image.h"
#include "screen/model.h"
#include "screen/screening.h"

struct bank;      /* screen/bank.h */
struct watchlist; /* screen/watchlist.h */

enum {
    SCREEN_PLANES_MAX = 2, /* over white, and over black where there is alpha */
};

enum detector_needs {
    NEEDS_PIXELS = 1, /* runs in the detect worker, which sees nothing but pixels */
    NEEDS_STATEMENTS, /* runs over what the file says about itself */
};

/* Names of the rows, for those who switch one off or look one up. */
#define DETECTOR_TEXT        "text"
#define DETECTOR_WATCHLIST   "watchlist"
#define DETECTOR_PEOPLE      "people"
#define DETECTOR_FINGERPRINT "fingerprint"
#define DETECTOR_KNOWN_BAD   "known-bad"
#define DETECTOR_METADATA    "metadata"

/* What a house gives to the screener. All of it is borrowed and must outlive the screener. */
struct screener_options {
    struct model_bytes models;    /* absent where a file is missing; not needed after open */
    const char *const *ort_paths; /* where to look for the runtime, in order */
    size_t ort_paths_n;
    const struct watchlist *lists;
    size_t lists_n;
    const struct bank *opt_bank;
    /* Reasons why lists or bank could not be loaded: absent when they were. Then the detector
     * fails, and says this. */
    str lists_trouble;
    str bank_trouble;
    struct date today; /* for suppressions that expire */
    const str *off;    /* names of rows that the operator switched off */
    size_t off_n;
};

struct screener;

/* Never fails: what cannot be loaded makes its detectors fail, by name, in every screening. */
struct screener *screener_open(struct screener_options options);
void screener_close(struct screener *s); /* accepts NULL */

/* One picture: 1 plane, or 2 of equal size (over white, then over black). */
struct picture {
    struct raster planes[SCREEN_PLANES_MAX];
    size_t planes_n;
    str only;  /* name of the one row to run; absent for all */
    str asset; /* SHA-256 of its bytes, for suppressions of one picture; absent: those don't count
                */
};

/* Run every row that needs pixels. The arena needs room for 64 MB beside what a detector's own
 * header asks for. */
void screener_pixels(struct screener *s, struct picture picture, struct arena *a,
                     struct screening *ret_screening);

/* Run every row that needs statements. Pure. */
void screen_file(const struct image_about *about, struct arena *a, struct screening *ret_screening);

/* The screening of one picture from its two halves. A half that is NULL, and any row that neither
 * half lists, is RUN_FAILED with the reason why_absent. */
void screening_merge(const struct screening *opt_pixels, const struct screening *opt_file,
                     str why_absent, struct arena *a, struct screening *ret_screening);

/* The row as it would be listed: for `gatefold detectors` and for documents. */
struct detector_about {
    str name;
    str version;
    enum detector_needs needs;
};
size_t detector_count(void);
struct detector_about detector_at(size_t i);
