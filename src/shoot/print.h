/* shoot/print.h -- inside shoot only: what the items of a call sheet say, made ready, and which
 * lines of a reading that accounts for.
 *
 * A line is accounted for by a print when it stands in a passage that the print accounts for as a
 * whole (match/text_coverage.h), and by own marks when it is nothing but such marks, exact after
 * folding, in whole words. What is left of a block stays unaccounted. */
#pragma once

#include "match/fold.h"
#include "match/text_coverage.h"
#include "shoot/callsheet.h"
#include "shoot/gram.h"

/* One text that an item bears. */
struct item_print {
    const struct print *print;
    str text;
    struct folded blind;
    struct gram_set grams;
};

/* What one item says. */
struct item_words {
    const struct item *item;
    LIST_OF(struct item_print) prints;
    LIST_OF(struct folded) marks; /* blind */
};

/* Does a print or a mark have letters enough to compare: two? */
bool print_usable(str text, struct arena scratch);

/* One entry an item of the call sheet, in its order. Every print and mark must be usable. */
struct item_words *item_words_make(const struct callsheet *c, struct arena *a);

/* The words of the items that may be in frame. */
struct words_in_frame {
    const struct item_words **at;
    size_t n;
};

enum account {
    UNACCOUNTED,
    BY_PRINT,
    BY_OWN_MARK,
};

/* Lines of one block that the same thing accounts for. */
struct accounted {
    enum account account;
    const struct item *item; /* NULL when unaccounted */
    size_t *lines;           /* their numbers, rising */
    size_t n;
    int64_t covered_pm; /* of their letters; when unaccounted, by the print that fits best */
};

struct accounts {
    struct accounted *at; /* by first line; every line is in exactly one */
    size_t n;
};

/* Who accounts for the lines of a block. */
struct accounts account_lines(struct words_in_frame words, const str *lines, size_t n,
                              struct arena *a);

/* Does the item say this, in a few words such as a watch-list's term? */
bool item_says(const struct item_words *words, str few_words, struct arena scratch);
