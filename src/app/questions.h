/* app/questions.h -- what people are asked: each thing once, in however many frames it is.
 *
 * Findings that stand in the way of a picture are grouped twice. In one frame, print and unread
 * places that lie on one sheet are one thing. Over the frames of a set-up, what is the same print
 * (its words, read with some letters wrong), the same unread region (its look, or its place) or the
 * same count of faces is one thing; of the whole shoot, metadata that disagree in the same words,
 * and the frames that are to be looked through. What was settled already belongs to its group too,
 * as what is offered for the frames that are new; it settles none of them. Each place keeps its own
 * region, and an answer is kept place by place.
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

/* One place in one frame. */
struct question_place {
    size_t picture; /* which of those that were added, from 0 */
    size_t ordinal; /* among the places of its picture */
    str path;
    str sha256;
    str setup; /* the look; "" when no set-up is known */
    str shot;
    int kind;    /* enum settled_kind, or a QUESTION_ */
    str finding; /* its id in the facts; "" for the whole picture */
    bool has_region;
    struct region region;
    str words;     /* what stands in the way, in a sentence */
    size_t thing;  /* places of a question with the same number say or look the same */
    str says;      /* as read in this frame */
    str term;      /* SETTLED_HIT */
    int64_t faces; /* SETTLED_FACES */
    bool settled;
    str why_not; /* why what somebody said of it does not count; "" otherwise */
    LIST_OF(struct question_hit) hits;
};

struct question {
    str id; /* 8 hex digits, made of its open places: with one more it is another question, so that
               who answers it was shown all of it */
    int kind;  /* of the first open place, print before what cannot be read before a term */
    str setup; /* "" when none is known, or the places are of several */
    str words; /* of the place that has the kind */
    LIST_OF(struct question_place) places; /* of a picture after the other */
    size_t open;                           /* places that nobody settled */
    size_t open_frames;                    /* pictures with such a place */
    struct fact_settlement precedent; /* how a place of it was settled; settled is false for none */
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

/* The questions of one picture. What it holds may show that two questions are one: those asked
 * before move, and ids change. */
void questions_add(struct questions *q, const struct result *result);

/* How many have an open place. */
size_t questions_open(const struct questions *q);

const struct question *questions_at(const struct questions *q, size_t i);

/* The question with this id, or NULL. */
const struct question *questions_find(const struct questions *q, str id);

/* A word for what is asked: "print", "print that cannot be read" ... */
const char *question_kind_words(int kind);
