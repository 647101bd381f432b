/* policy/draft.h -- a rule written from what somebody says must not happen.
 *
 * Four patterns. Each becomes a rule with sentences and with examples that must fire and that must
 * not, enough of them that no part of its condition is left untried (policy/warn.h). Pure: the
 * caller decides where the text goes and checks it as any pack (policy_add). */
#pragma once

#include "policy/policy.h"

enum draft_pattern {
    DRAFT_TOGETHER = 1, /* an item of this theme, with that: somebody, or an item of a theme */
    DRAFT_PAPER,        /* somebody in the picture lacks a paper */
    DRAFT_SIGNED,       /* an item of this theme, or somebody, and nobody of a role has signed */
    DRAFT_TEXT,         /* words that can be read in the picture */
};

/* Groups of people, as the facts tell them apart. */
enum draft_who {
    DRAFT_ANYBODY = 1,
    DRAFT_MINOR, /* under 18, or unknown */
    DRAFT_UNDER_13,
    DRAFT_UNDER_16,
    DRAFT_UNDER_25,
};

extern const struct words draft_pattern_words, draft_who_words;

struct draft {
    int pattern;     /* enum draft_pattern */
    str theme;       /* TOGETHER; SIGNED, absent where it is about somebody */
    str other_theme; /* TOGETHER: absent where it is about somebody */
    int who;         /* enum draft_who; 0 where it is about a theme */
    str words;       /* PAPER: words of the paper's name; TEXT: the words */
    int effect;      /* enum effect */
    str role;        /* of NEED */
    int64_t count;
    str id; /* absent: one is made of what is asked */
};

/* The rule as an item of a pack's list of rules, with its line feed. INVALID for words in which
 * nothing can be looked for. */
nodiscard bool draft_rule(const struct draft *d, struct arena *a, str *ret_yaml, struct err *err);

/* A pack without rules yet: name, owner, the first line of its changelog. */
str draft_pack(str name, str owner, struct date date, str change, struct arena *a);
