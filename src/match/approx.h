/* match/approx.h -- a pattern in a text with a few letters wrong, missing or too many.
 *
 * Works on folded letters (match/fold.h). The number of edits is Levenshtein's. Ends are found by
 * Myers's bit-parallel algorithm ("A fast bit-vector algorithm for approximate string matching
 * based on dynamic programming", J. ACM 46, 1999), starts by the same on the pattern and the text
 * reversed: one step a letter of text, whatever the text. Pure and thread-safe. */
#pragma once

#include "base/base.h"

enum {
    APPROX_PATTERN_MAX = 128, /* letters */
};

struct letters {
    const uint32_t *v;
    uint32_t n;
};

/* A pattern made ready. It keeps no pointer to the letters. */
struct approx_pattern {
    unsigned __int128 ascii[128];       /* where each ASCII letter stands in the pattern */
    uint32_t other[APPROX_PATTERN_MAX]; /* the letters that are not ASCII, each once */
    unsigned __int128 other_at[APPROX_PATTERN_MAX];
    uint32_t others;
    uint32_t n;
};

struct approx_match {
    uint32_t start, end; /* letters start .. end of the text, without end */
    uint32_t edits;
};

/* The pattern has 1 to APPROX_PATTERN_MAX letters. */
void approx_prepare(struct letters pattern, bool reversed, struct approx_pattern *ret);

/* The first match in text from letter `from` on; false if there is none. `forward` and `backward`
 * are the same pattern prepared both ways; most_edits < its length.
 *
 * Of matches that overlap, the one is given that a climb finds: starting from the first place where
 * a match with at most most_edits ends, to the nearest place within most_edits letters where one
 * with fewer edits ends, and so on. Of its starts with that many edits the one whose length is
 * nearest to the pattern's, and of two such the longer. The next search starts at its end. */
bool approx_next(const struct approx_pattern *forward, const struct approx_pattern *backward,
                 struct letters text, uint32_t from, uint32_t most_edits,
                 struct approx_match *ret_match);
