/* app/settling.h -- the files that keep what people said: found, read, and added to.
 *
 * A settlements.yaml counts wherever it lies below a folder that is screened, and beside a file
 * that is named. What is raised is written beside its picture, so that no screening of that picture
 * misses it; what lets a picture through is written where the operator points, and a screening that
 * misses it asks again. */
#pragma once

#include "app/questions.h"
#include "app/walk.h"
#include "base/diag.h"

#define SETTLEMENTS_FILE "settlements.yaml"

enum {
    SETTLEMENTS_MAX_BYTES = 16 << 20
};

/* Where they lie. */
struct settling_places {
    const str *paths; /* what is screened: folders and files */
    size_t n;
    str more;         /* a file named by the operator; absent for none */
    bool signed_only; /* what lets a picture through does not count, for nothing here is signed */
};

/* By its name. */
bool settling_is_file(str path);

/* Take the settlements files out of the walk and read them all, as one. False with what is wrong in
 * diags or err: nothing is screened with settlements that cannot be read. */
nodiscard bool settling_load(struct settling_places places, struct walk *walk, struct arena *a,
                             struct diags *diags, struct settlements *ret, struct err *err);

/* Leave only what counts where nothing that is unsigned lets a picture through. */
void settling_signed_only(struct settlements *s);

/* What one person answers to a question. */
struct answer {
    str by;
    struct date on;
    str item, talent, dismissed; /* to a finding: exactly one */
    int apparent_age;            /* to QUESTION_APPARENT_AGE: enum apparent_age */
};

/* Add to the settlements what the answer says of the open places of the question; those of
 * leave_out (one bool a place) are left open. */
void settling_answer(struct settlements *s, const struct question *question, const bool *leave_out,
                     const struct answer *answer, struct arena *a);

/* Add an entry to one of the lists. */
void settling_raise(struct settlements *s, const struct raised *raised, struct arena *a);
void settling_frames(struct settlements *s, const struct inventory *inventory, struct arena *a);
void settling_ages(struct settlements *s, const struct age_attested *ages, struct arena *a);

/* Add a comment to one of those that were raised. */
void settling_comment(struct raised *raised, const struct comment *comment, struct arena *a);

/* Adds to what was said; what it takes from the arena outlives the change. A failure of it is a
 * failure of the change, and nothing is kept. */
typedef bool settling_changer(void *self, struct settlements *s, struct arena *a, struct err *err);

/* Where what people say is kept: a file, or the events of a campaign (workspace/book.h). */
struct settling_book {
    /* Let `how` add to what stands, and keep it, with no other program of ours between. False with
     * diags or err when what is there cannot be read or what was added cannot be kept. */
    bool (*change)(void *self, settling_changer *how, void *how_self, struct arena *a,
                   struct diags *diags, struct err *err);
    void *self;
    str where; /* for people: "unsigned, in settlements.yaml" */
};

/* The file at path (absent: empty). CONFLICT when it was changed into something that would not be
 * read. When what is there cannot be read it stays as it is. Comments of a person's in the file are
 * not kept. path outlives the book. */
struct settling_book settling_file(const char *path, struct arena *a);
