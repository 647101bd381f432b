/* app/questions.h -- what people are asked: each thing once, in however many frames it is.
 *
 * Findings that stand in the way of a picture are grouped over the frames of a set-up: the same
 * print (its words, read with some letters wrong), the same unread region (its look, or its place),
 * the same count of faces, the same frame to be looked through. What was settled already belongs to
 * its group too, as what is offered for the frames that are new; it settles none of them.
 *
 * Results are copied from as they come; nothing here knows a file or a clock. One thread. */
#pragma once

#include "app/result.h"
#include "shoot/settlements.h"

/* Beside the kinds of settlements, what people sign for without a finding. */
enum {
    QUESTION_INVENTORY = SETTLED_RAISED + 1, /* is everything in frame on the call sheet? */
    QUESTION_APPARENT_AGE,
};

/* A term of a watch-list that stands in the print of a place. */
struct question_hit {
    str says;
    str term; /* facts_hit_name() */
    struct region region;
};

/* One frame in which it is. */
struct question_place {
    str path;
    str sha256;
    str shot;
    str finding; /* its id in the facts; "" for the whole picture */
    bool has_region;
    struct region region;
    str says;      /* as read in this frame */
    int64_t faces; /* SETTLED_FACES */
    bool settled;
    LIST_OF(struct question_hit) hits;
};

struct question {
    str id; /* 8 hex digits; the same in the next run as long as its first frame is there */
    int kind;
    str setup; /* the look; "" when no set-up is known */
    str words; /* what stands in the way, in a sentence */
    str term;  /* SETTLED_HIT */
    LIST_OF(struct question_place) places;
    size_t open;                      /* places that nobody settled */
    struct fact_settlement precedent; /* how a frame of it was settled; settled is false for none */
};

struct question_known; /* inside questions.c only */

struct questions {
    struct arena *a;
    struct question_known *known;
    size_t n;
    size_t pictures; /* that were added */
    size_t untold;   /* of them, in which something could not be told: they may hold more */
};

void questions_init(struct questions *q, struct arena *a);

/* The questions of one picture. */
void questions_add(struct questions *q, const struct result *result);

/* How many have an open place. */
size_t questions_open(const struct questions *q);

const struct question *questions_at(const struct questions *q, size_t i);

/* The question with this id, or NULL. */
const struct question *questions_find(const struct questions *q, str id);

/* A word for what is asked: "print", "print that cannot be read" ... */
const char *question_kind_words(int kind);
