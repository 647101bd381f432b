/* Reports of made-up pictures, for tests, for the browser and for the bench: a call sheet with
 * names that must not come out, and results with every effect, crops, and texts by somebody who
 * means harm. */
#pragma once

#include "report/report.h"

enum {
    SAMPLE_WIDTH_PX = 1800,
    SAMPLE_HEIGHT_PX = 1200,
};

/* What must never be in a report as it is: names, dates and numbers of people. Those who settled
 * and raised are named Berta Speaker and Carl Speaker: that is for the house. */
extern const char *const sample_secrets[];
extern const size_t sample_secrets_n;

/* What a stranger might write. In a report each is text. */
extern const char *const sample_markup[];
extern const size_t sample_markup_n;

struct sample_orders {
    str folder;
    int audience;     /* enum report_audience */
    size_t pictures;  /* of the walk */
    size_t delivered; /* of them, in the report */
    bool no_evidence; /* no pictures are written */
    bool leave_open;  /* as if the process had been killed before the end */
    const str *screened;
    size_t screened_n;
};

/* False with the error where the report failed. */
nodiscard bool sample_report(const struct sample_orders *orders, struct err *err);
