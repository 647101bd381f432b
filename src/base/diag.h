/* base/diag.h -- everything that is wrong with a text a person wrote, told at once.
 *
 * A reader adds a diag for each mistake and goes on; the caller prints them all. Each names the
 * line and column (from 1; 0 is "the file as a whole"), what is wrong, and an example of right. */
#pragma once

#include "base/str.h"

enum {
    DIAGS_MAX = 200
};

struct diag {
    str file; /* of diags when it was added */
    uint32_t line;
    uint32_t column;
    str what;    /* a sentence without a full stop */
    str example; /* absent, or how it could read */
    str excerpt; /* absent, or lines that show the place */
};

struct diags {
    struct arena *a; /* where the diags live */
    str file;        /* the name to print of what is added from here on */
    struct diag at[DIAGS_MAX];
    size_t n;       /* kept in at */
    size_t dropped; /* found beyond DIAGS_MAX */
};

/* Always returns false, so that a reader can `return diag_add(...)`. */
bool diag_add(struct diags *d, uint32_t line, uint32_t column, str example, const char *fmt, ...)
    PRINTF(5, 6);

/* Lines that show the place of the mistake that was added last. */
void diag_excerpt(struct diags *d, str lines);

/* The known word nearest to `word`, when it is near enough to offer ("did you mean"); absent if
 * none is. */
str diag_nearest(str word, const str *known, size_t n);
