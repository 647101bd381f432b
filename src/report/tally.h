/* report/tally.h -- inside report only: what the front page needs of all pictures: one card each,
 * what must be done merged over pictures, signatures merged by role. Copies what it keeps. */
#pragma once

#include "report/view.h"

/* Room for one more: a list that is full, as every power of two is, moves to twice the room. */
void *list_room(struct arena *a, void *at, size_t n, size_t size);
#define LIST_ADD(a, list, value)                                                                   \
    do {                                                                                           \
        (list).at = list_room(a, (list).at, (list).n, sizeof *(list).at);                          \
        (list).at[(list).n++] = (value);                                                           \
    } while (0)

/* Numbers of pictures, from 1, rising, each once. */
struct numbers {
    size_t *at;
    size_t n;
};
void numbers_add(struct numbers *numbers, size_t number, struct arena *a);

/* What one rule asks, wherever it fired. */
struct act {
    struct reason reason; /* of the first picture; its citations too */
    str fix;              /* of it, for this reader */
    struct numbers pictures;
    size_t places;
};

/* Signatures of one role (and party). */
struct ask {
    str role;
    str party; /* "" for any */
    int64_t count;
    struct texts rules;
    struct numbers pictures;
};

struct card {
    int verdict;
    str name;    /* for links */
    str path;    /* for people */
    str line;    /* the first reason; "" if none */
    size_t more; /* reasons beside it that are no notes */
    str needs;   /* roles; "" if none */
    str marks;   /* rating and label in words; "" if none */
    int64_t rating;
    struct preview thumbnail; /* not present: nothing to show */
};

struct tally {
    struct arena *a;
    LIST_OF(struct card) cards; /* of picture number i at i - 1 */
    LIST_OF(struct act) acts;   /* blocks, needs and notes, in the order of their first picture */
    LIST_OF(struct ask) asks;
    size_t verdicts[VERDICT_CLEAR + 1];
    bool weak_sandbox;                                 /* of any picture */
    str policy_sha256, watchlists_sha256, bank_sha256; /* of the first picture */
    LIST_OF(struct detector_run) detectors;            /* of the first picture that has them */
};

void tally_add(struct tally *t, const struct view *view, const struct result *result);

/* The beginning of a long text, for a line of it. */
str tally_shortened(str text, struct arena *a);
