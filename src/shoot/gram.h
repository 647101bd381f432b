/* shoot/gram.h -- inside shoot only: could a reading stand in a print at all?
 *
 * A quick look before the careful one of match/text_coverage.h, which costs the alignment of every
 * line with every print: which of the reading's groups of four letters stand in the print anywhere.
 * It may say yes for nothing; it says no only where fewer than one in four of every line do, which
 * no legible fragment of the print comes down to. No is the safe side: the text stays unaccounted.
 */
#pragma once

#include "match/fold.h"

enum {
    GRAM_LETTERS = 4
};

/* The grams of a print, as a set of hashes. */
struct gram_set {
    const uint64_t *bits;
    uint32_t mask; /* number of bits less one; 0 for a print shorter than a gram */
};

/* The grams of a reading, line after line. */
struct gram_lines {
    uint32_t *hash;
    size_t *ends; /* index in hash of the end of each line */
    size_t n;     /* lines */
};

/* Of a print folded blind. */
struct gram_set gram_set_make(struct folded blind, struct arena *a);

struct gram_lines gram_lines_make(const str *lines, const size_t *at, size_t n, struct arena *a);

bool gram_may_stand(struct gram_set print, struct gram_lines reading);
