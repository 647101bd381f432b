/* shoot/gaps.h -- what is no mistake of a call sheet and still stands in the way of a clear
 * picture: what it is, who can put it right, and by when. callsheet_gaps() tells the same as diags.
 * Pure. */
#pragma once

#include "shoot/callsheet.h"

struct gap {
    uint32_t line;
    str words;   /* "item desk-papers: not assessed"; people by id */
    str example; /* absent, or how it could read in the call sheet */
    str who;     /* id of who brings or gives it; the house where nobody is named */
    /* By when: the first day on which it is in front of the camera, and the first day of usage. A
     * paper for usage alone has no first; absent when the call sheet does not say. */
    struct date shoot, usage;
};

struct gaps {
    struct gap *at;
    size_t n;
};

/* In the order of the call sheet. In a. */
struct gaps gaps_find(const struct callsheet *c, struct arena *a);

/* The same by urgency: by the day on which each is due, then by who. A shoot that is over leaves
 * the day of usage. */
void gaps_sort(struct gaps gaps, struct date today);

/* The day, and whether it is the shoot's; absent when neither is known. */
struct date gap_due(const struct gap *gap, struct date today, bool *ret_shoot);
