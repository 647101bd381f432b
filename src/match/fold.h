/* match/fold.h -- text folded so that what a person, a reader of pictures or a font writes
 * differently compares equal.
 *
 * In this order, for each code point: compatibility decomposition (NFKD) with marks stripped and
 * case folded (so accents, fullwidth forms, ligatures and styled alphabets are gone); letters of
 * other scripts that look like Latin ones become these (a small table in the manner of UTS 39);
 * then one representative for what readers of pictures take for each other:
 *
 *   0 o -> o     1 l i | -> l     2 z -> z     5 s -> s     8 b -> b     m rn -> rn     w vv -> vv
 *
 * "m" becomes "rn", not the other way round, so that what stands before or after a term cannot
 * change how the term folds. So folded text is for comparing, never for showing, and i and l (whose
 * capitals and small forms meet) are one letter. Digits among themselves stay different.
 *
 * Letters of scripts without Latin look-alikes stay what they are; marks that are vowels (Indic
 * scripts) are stripped like accents, on both sides of every comparison.
 *
 * Pure and thread-safe. Any bytes may come in: a bad byte of UTF-8 counts as a separator. */
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    FOLD_MAX_BYTES = 1 << 20, /* longer text is refused */
    FOLD_LETTERS_A_BYTE = 6,  /* at most: U+FDFA becomes 18 code points from 3 bytes */
    FOLD_BYTES_A_LETTER = 13, /* of memory */
    FOLD_ARRAYS_SLACK_BYTES = 256,
};

/* What fold() takes from its arena, at most. */
static inline size_t fold_arena_bytes(size_t text_bytes)
{
    return text_bytes * FOLD_LETTERS_A_BYTE * FOLD_BYTES_A_LETTER + FOLD_ARRAYS_SLACK_BYTES;
}

enum fold_form {
    FOLD_WORDS, /* words with single spaces between; all else is a separator. Apostrophes inside a
                   word and hyphens at a line's end are dropped: "don't" is one word */
    FOLD_BLIND, /* no spaces or punctuation at all: spaces get lost in small print */
};

/* Folded letter i comes from bytes from[i] to to[i] of the text. */
struct folded {
    const uint32_t *letter; /* code points; ' ' only in FOLD_WORDS, never first or last */
    const uint32_t *from;
    const uint32_t *to;
    const bool *starts_word; /* whether it is the first of a word in the text */
    uint32_t n;
    uint32_t natural; /* letters and digits before m and w were spelt out; without spaces */
};

/* LIMIT if the text is longer than FOLD_MAX_BYTES. The result lives in a. */
nodiscard bool fold(str text, enum fold_form form, struct arena *a, struct folded *ret,
                    struct err *err);

/* The folded letters as UTF-8, for keys and equality. */
str folded_text(struct folded f, struct arena *a);
