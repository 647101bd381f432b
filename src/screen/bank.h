/* screen/bank.h -- the bank: fingerprints of pictures that must not go out again, with who says so
 * and why; and the suppressions, which say for a while that a match is none.
 *
 * Both are text files that a house keeps and reviews (docs/format/bank.md). Values: they live in
 * the arena they were read into and are immutable, so any number of threads may match. Matching is
 * a linear scan, exact: 100,000 entries take about a millisecond a picture. */
#pragma once

#include "base/date.h"
#include "base/diag.h"
#include "codec/record.h"
#include "match/fingerprint_search.h"

enum {
    BANK_MAX_BYTES = 64 << 20,
    BANK_ENTRIES_MAX = 500000,
};

#define BANK_HEADER         "gatefold-bank/v1"
#define SUPPRESSIONS_HEADER "gatefold-suppressions/v1"

struct bank_entry {
    struct fingerprint hash;
    str label;
    str reason;
    str source; /* who put it there */
    struct date added;
    uint32_t line;
};

struct suppression {
    struct fingerprint hash; /* of the entry of the bank */
    str asset;               /* SHA-256 of the picture; absent: any picture */
    str reason;
    str who;
    struct date until; /* the last day it holds */
    uint32_t line;
};

struct bank {
    LIST_OF(struct bank_entry) entries; /* sorted by hash */
    struct fingerprint_list hashes;     /* theirs, for the search */
    LIST_OF(struct suppression) suppressions;
};

/* Read a bank. Any mistake makes it false: a bank is used whole or not at all. All mistakes are
 * told, each with its line. */
bool bank_read(str text, struct arena *a, struct diags *diags, struct bank *ret_bank);

/* Read suppressions into a bank. A line without a reason, an expiry date or a name suppresses
 * nothing, and neither does one that expired before today: each is told, and the others hold. So
 * the answer is what suppresses; diags are warnings. False only if the file is none at all. */
bool bank_suppress(struct bank *bank, str text, struct date today, struct arena *a,
                   struct diags *diags);

/* The bank's text with one entry more (an absent text starts a bank), in out. CONFLICT if that hash
 * is in it; INVALID if the text has mistakes or a field cannot stand in a line. */
nodiscard bool bank_add(str opt_text, struct bank_entry entry, struct arena *a, struct buf *out,
                        struct err *err);

struct bank_match {
    const struct bank_entry *entry;
    int distance_bits;
    enum pdq_variant variant;
    const struct suppression *suppressed; /* NULL: it counts */
};

/* Every entry within FINGERPRINT_RADIUS of one of the variants, nearest first (of equal ones by
 * hash); each entry once, by its nearest variant. asset may be absent. */
void bank_search(const struct bank *bank, const struct fingerprint variants[PDQ_VARIANTS],
                 str asset, struct date today, struct arena *a, struct bank_match **ret_matches,
                 size_t *ret_n);
