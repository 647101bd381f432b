/* shoot/codes.h -- inside shoot only: the channels and territories that usage and papers may name.
 *
 * The lists are data/channels.tsv and data/territories.tsv, embedded, so that the same call sheet
 * is right or wrong on every machine. */
#pragma once

#include "base/str.h"

enum {
    CODES_MAX = 256,
};

struct code {
    str id;    /* "GB", "web" */
    str words; /* what it is */
};

struct codes {
    struct code *at; /* as in the file: sorted by id */
    size_t n;
};

/* Some codes of one list. */
struct code_set {
    uint64_t bits[CODES_MAX / 64];
};

struct codes codes_channels(struct arena *a);
struct codes codes_territories(struct arena *a);

/* The place of an id in its list, or codes.n. */
size_t codes_find(struct codes codes, str id);

static inline void code_set_add(struct code_set *set, size_t i)
{
    set->bits[i / 64] |= (uint64_t)1 << i % 64;
}

static inline bool code_set_has(const struct code_set *set, size_t i)
{
    return set->bits[i / 64] >> i % 64 & 1;
}

str channels_tsv(void);
str territories_tsv(void);
