/* cli/settle.h -- inside cli only: what gatefold settle's listing and its dialogue share. */
#pragma once

#include "app/crop.h"
#include "app/settling.h"
#include "cli/command.h"

struct settle_run {
    const struct arguments *arguments;
    struct questions questions;
    const struct callsheet *opt_callsheet;
    const struct settlements *said; /* before anything is answered */
    struct cropper *opt_cropper;    /* on a terminal */
    const char *crops;              /* folder of crops to look at; NULL when none can be had */
    struct settling_book book;      /* where answers go */
    size_t files;                   /* that are screened */
    bool asking;                    /* on a terminal */
};

/* How a question is told. */
struct telling {
    const bool *opt_left_out; /* one a place */
    /* Show the open places of one frame, those from `from` to before `to`. */
    void (*opt_show)(void *self, size_t from, size_t to);
    void *self;
};

/* Print one question: every open place of it. */
void settle_tell(const struct settle_run *run, const struct question *q, struct telling how);

/* What the call sheet has in the shot of the place; NULL where it knows none. */
const struct shot *settle_shot(const struct callsheet *opt_c, const struct question_place *p);

/* Is it an answer to this kind of question that counts in each open place that is not left out?
 * Says what is wrong. */
bool settle_answer_fits(const struct settle_run *run, const struct question *q,
                        const bool *leave_out, const struct answer *answer, bool complete);

/* The age that a word says; false if it is none. */
bool settle_age(str word, int *ret_age);

/* Write an answer to the open places that are not left out; tells what went wrong. */
bool settle_write(const struct settle_run *run, const struct question *question,
                  const bool *leave_out, const struct answer *answer);

/* Say so if there may be more to ask than is known. */
void settle_tell_untold(const struct settle_run *run);

/* The dialogue: each open question, until all are answered or the person stops. */
int settle_ask(const struct settle_run *run);
