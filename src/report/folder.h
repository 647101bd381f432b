/* report/folder.h -- inside report only: the folder of a report on disk.
 *
 *   DIR/index.html             the summary and the contact sheet
 *   DIR/gatefold-report.json   that this folder is ours, and whether it is complete
 *   DIR/pictures/              pNNNN.html for each picture, and all.html for the printer
 *   DIR/evidence/              previews, thumbnails and crops (app/evidence.h)
 *
 * Nothing is ever removed but files of these names. Every file appears whole, by a rename. */
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "codec/record.h"

enum {
    REPORT_MARK_VERSION = 1
};

/* gatefold-report.json. */
struct report_mark {
    int64_t version; /* REPORT_MARK_VERSION */
    bool complete;
    str audience; /* "client" or "house" */
    str gatefold; /* the version that wrote it */
    str when;     /* when the run began */
    int64_t pictures;
};
extern const struct record report_mark_record;

struct folder {
    str path;     /* NUL-terminated */
    str pictures; /* DIR/pictures, likewise */
    str evidence;
    bool former; /* a report was there already */
    int lock;    /* the folder, locked against a second run; -1 when closed */
};

/* Make the folder, or take an empty one or a former report. CONFLICT: it is something else, or
 * another run writes it. INVALID: it lies in one of the paths that are screened, whose next run
 * would take the report's pictures for the shoot's. A former report stays as it is until
 * folder_clear. */
nodiscard bool folder_claim(str path, const str *screened, size_t screened_n, struct arena *a,
                            struct folder *ret_folder, struct err *err);
void folder_release(struct folder *f);

/* Remove a former report's pages, and what a run that was killed left half written. Its pictures
 * stay until folder_sweep, for this run may find that they are what it would draw. */
nodiscard bool folder_clear(const struct folder *f, struct err *err);

/* Remove all pictures but those of these names, which are sorted. */
nodiscard bool folder_sweep(const struct folder *f, struct texts *kept, struct err *err);

nodiscard bool folder_mark(const struct folder *f, const struct report_mark *mark,
                           struct arena scratch, struct err *err);
