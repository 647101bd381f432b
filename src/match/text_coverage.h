/* match/text_coverage.h -- how much of what was read in a picture stands in a text that an item is
 * declared to bear.
 *
 * The reading may be a fragment of a page: lines cut off at either side, half covered, in another
 * order, with letters misread and spaces lost. Both are folded without spaces (match/fold.h). Then:
 *
 *  1. Every four letters of a line vote for the places in the print where they stand. At the places
 *     with most votes the line is aligned locally (Smith and Waterman, 1981; +1 for an equal
 * letter, -1 for one that is wrong, missing or too many). What scores above chance is a candidate.
 *  2. A candidate alone proves little where its letters are few: in a long text some dozen letters
 *     are found by chance. So candidates of lines near each other that follow each other in the
 *     print, too, support each other: each adds what it scores above chance.
 *  3. Candidates whose support reaches a bar that grows with the print's length are believed, and
 *     the letters they span, misread ones included, count as found.
 *
 * Measured on twelve licence texts with letters misread and spaces lost: of 20-line pages with up
 * to 15 % of the letters wrong, 980 per mille are found in their own text (930 at least), and 100
 * to 200 in another family's (GPL and GFDL are one: they share paragraphs); of 27,000 such
 * comparisons, half-covered and shuffled pages included, none was taken for another text (at most
 * 730 per mille, where one text quotes the other's clauses). Lines of which 12 letters are left are
 * recognised in half of the pages, lines of 15 in nine of ten. Fragments of two or three lines can
 * be a clause that two papers share word for word, and a heading is on every paper of its kind: so
 * a part of a reading that is found proves nothing, and text_coverage_accounts() says when it is
 * enough.
 *
 * Pure; a print is immutable and may be shared by threads, each with its own scratch. */
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    COVERAGE_READING_MAX_BYTES = 64 << 10,
    COVERAGE_SCRATCH_BYTES = 64 << 20, /* enough for any reading and print; little is touched */
    COVERAGE_ACCOUNTS_PM = 800,        /* found letters of the reading that account for it */
    COVERAGE_ACCOUNTS_LETTERS = 120,   /* and how many they must be, unless the print is shorter: */
    COVERAGE_WHOLE_PRINT_PM = 700,     /* then so much of the print */
};

struct print;

struct text_coverage {
    uint32_t letters;       /* of the reading */
    uint32_t found;         /* of them, in passages that stand in the print */
    uint32_t print_letters; /* of the whole print */
    int found_pm;           /* 0 for a reading without letters */
    uint32_t missed;        /* the longest run of letters of one line that is not found, */
    uint32_t missed_line;   /* and that line, from 0 */
};

/* An item's text made ready. It lives in a and borrows nothing. INVALID if it has no letters, LIMIT
 * if it is longer than FOLD_MAX_BYTES. */
nodiscard bool print_build(str text, struct arena *a, const struct print **ret_print,
                           struct err *err);

/* Lines of the reading end with '\n'. LIMIT if it is longer than COVERAGE_READING_MAX_BYTES. */
nodiscard bool text_coverage(const struct print *print, str reading, struct arena scratch,
                             struct text_coverage *ret_coverage, struct err *err);

/* Whether the print accounts for the reading: COVERAGE_ACCOUNTS_PM of it are found, and they are
 * COVERAGE_ACCOUNTS_LETTERS or COVERAGE_WHOLE_PRINT_PM of a shorter print. False means "not shown
 * to be this text", not "another text". */
bool text_coverage_accounts(struct text_coverage c);
