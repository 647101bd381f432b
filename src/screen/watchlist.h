/* screen/watchlist.h -- words that a picture must not bear without somebody having looked: lists
 * that a house can replace (docs/format/watchlist.md). What a hit means is policy's business.
 *
 * Terms are found as match/term_set.h says: 8 letters or more without regard to spaces and with an
 * edit in six letters, shorter ones as whole words. A list can also ask for personal data by
 * pattern (screen/personal.h). Lists are values in the arena they were read into, immutable, so any
 * number of threads may search them. */
#pragma once

#include "base/diag.h"
#include "codec/record.h"
#include "match/term_set.h"
#include "screen/personal.h"

enum {
    WATCHLIST_MAX_BYTES = 4 << 20,
    WATCHLIST_TERMS_MAX = 20000,
    WATCHLIST_HITS_MAX = 1000, /* in one text; more is an error */
};

#define WATCHLIST_HEADER "gatefold-watchlist/v1"

struct watchlist_term {
    str text;
    bool exact; /* no edits, however long */
    bool words; /* only where words of the text begin and end */
    uint32_t line;
};

struct watchlist {
    str name; /* an id */
    str version;
    str why;
    LIST_OF(struct watchlist_term) terms;
    unsigned patterns;          /* bits of enum personal_kind */
    const struct term_set *set; /* NULL without terms */
};

/* Read a list. Any mistake makes it false: a list is used whole or not at all. All mistakes are
 * told, each with its line. */
bool watchlist_read(str text, struct arena *a, struct diags *diags, struct watchlist *ret_list);

struct watchlist_hit {
    size_t start, end; /* bytes of the text, without end */
    str term;          /* as the list has it, or the name of the pattern */
    bool personal;
    uint32_t edits;
};

/* Hits by start; where two terms of the list overlap, the better match. LIMIT if there are more
 * than WATCHLIST_HITS_MAX, or the text has more than PERSONAL_TEXT_MAX_BYTES. */
nodiscard bool watchlist_search(const struct watchlist *list, str text, struct arena *a,
                                struct watchlist_hit **ret_hits, size_t *ret_n, struct err *err);
