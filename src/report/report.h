/* report/report.h -- a run as a folder of HTML that a producer sends to her client.
 *
 * Takes results one by one and writes one folder that opens from disk: no script, no network, and a
 * policy in each page that lets the browser load nothing but the folder's own pictures and one
 * style sheet by its digest. The front page tells what must happen and by whom, then shows every
 * picture; each picture has a page of its own, and one page has them all, for the printer.
 *
 * The folder is a valid report at any moment: the front page is there before the first picture,
 * says that the report is not complete until every picture is in it, and links to whole pages only.
 *
 * Nobody's birth date or licence number is in a report, and minors are an id and an age band, for
 * whomever it is written. For the client there are no names at all, in paths neither.
 *
 * One thread at a time. Everything lives in the arena it was opened with. */
#pragma once

#include "app/shoot_screen.h"

enum report_audience {
    REPORT_FOR_CLIENT = 1,
    REPORT_FOR_HOUSE,
};
extern const struct words report_audience_words;

struct report_options {
    str folder;          /* NUL-terminated */
    int audience;        /* enum report_audience */
    str gatefold;        /* the version that writes it */
    str began;           /* local date and time with zone, as people read it */
    const str *screened; /* the paths that are screened: the report must not lie in one of them */
    size_t screened_n;
};

struct report; /* opaque */

/* Claim the folder: a new one, an empty one, or a former report, which stays as it is until
 * report_start. CONFLICT, INVALID, UNSUPPORTED, UNAVAILABLE, each with what to do. */
nodiscard struct report *report_open(const struct report_options *options, struct arena *a,
                                     struct err *err);
void report_close(struct report *r); /* accepts NULL */

/* Does a report stand in this folder? Anybody can make one look so: it is no reason to pass over
 * it.
 */
bool report_is_folder(str folder, struct arena scratch);

/* Where the lanes must put previews, thumbnails and crops. */
str report_evidence(const struct report *r);

/* The front page, which people may open now. */
str report_front(const struct report *r);

/* What is to be screened. The pages of a former report are gone after this; its pictures that no
 * page of this one shows are gone after report_end. */
nodiscard bool report_start(struct report *r, const struct walk *walk,
                            const struct callsheet *opt_callsheet, struct err *err);

/* One picture, with evidence written; it may be gone when this returns. After an error nothing more
 * may be written, and what is on disk says that it is not complete. */
nodiscard bool report_picture(struct report *r, const struct result *result, struct err *err);

/* The end; complete says whether every picture of the walk was given. */
nodiscard bool report_end(struct report *r, bool complete, str ended, struct err *err);
