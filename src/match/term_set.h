/* match/term_set.h -- many terms (a watch-list) looked for in a text at once.
 *
 * Terms and text are folded (match/fold.h). A term of TERM_LONG_LETTERS letters or more is found
 * without regard to spaces and with one edit for each six letters, rounded down; a shorter one as
 * whole words, exactly. Letters are counted before m and w are spelt out.
 *
 * A long term with k edits is cut into k + 1 pieces, of which one at least stands unharmed in any
 * match; the pieces' first letters are in one hash table, and only where one of them stands in the
 * text is the term searched (match/approx.h). So nothing is missed, and 2,000 terms cost little
 * more than one. The worst text (all terms' pieces at every letter) costs text times terms.
 *
 * A set is immutable once built: any number of threads may search it, each with its own arena. */
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    TERM_LONG_LETTERS = 8,
    TERM_LETTERS_A_EDIT = 6,
    TERM_MAX_BYTES = 512,    /* a term's text; and APPROX_PATTERN_MAX letters once folded */
    TERM_SET_MAX = 100000,   /* terms */
    TERM_MATCHES_MAX = 4096, /* more are not listed, and `more` is set */
};

struct term_set;

struct term_match {
    uint32_t term;       /* index in the list that the set was built from */
    uint32_t start, end; /* bytes of the text, without end */
    uint32_t edits;
};

struct term_matches {
    struct term_match *v; /* by start, then by term */
    size_t n;
    bool more; /* there are others: a text with so many matches is not read to the end */
};

/* The set lives in a and borrows nothing. INVALID if a term has no letter or digit, LIMIT if it or
 * the list is too long; the message names the term. */
nodiscard bool term_set_build(const str *terms, size_t n, struct arena *a,
                              const struct term_set **ret_set, struct err *err);

/* All matches; those of one term do not overlap each other. LIMIT if the text is longer than
 * FOLD_MAX_BYTES. */
nodiscard bool term_set_search(const struct term_set *set, str text, struct arena *a,
                               struct term_matches *ret_matches, struct err *err);
