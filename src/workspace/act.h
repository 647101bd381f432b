/* workspace/act.h -- one command as one write transaction: lock, fold, decide, append, commit.
 *
 *     act_begin ... stream_..., decide_..., act_append ... act_commit, act_end
 *
 * Folds are read inside the transaction, so that what is decided still holds when it is written. A
 * command may append several events: all of them are there after act_commit, or none. */
#pragma once

#include "gate/decide.h"
#include "workspace/stream.h"

struct act {
    struct workspace *w;
    struct arena a;       /* of the folds and decisions, for the life of the act */
    struct arena scratch; /* of gate */
    struct fold_person by;
    struct asked asked; /* what decisions are given */
    bool open;
};

enum {
    ACT_ARENA_BYTES = 1 << 30,
};

/* by: the id of a person of the workspace; absent: the operator. NOT_FOUND: nobody of this id. */
nodiscard bool act_begin(struct act *act, struct workspace *w, str by, struct err *err);

static inline struct streams act_streams(struct act *act)
{
    return (struct streams){act->w->store, &act->a, act->scratch};
}

/* Append what was decided; nothing to do for what is no event. */
nodiscard bool act_append(struct act *act, const struct decision *d, struct err *err);
/* And let the fold that it was decided on go on with it, for the next decision of the same act. */
nodiscard bool act_append_to(struct act *act, const struct decision *d, struct fold_campaign *fold,
                             struct err *err);

/* What came of it, for people. */
struct outcome {
    enum decision_kind kind;
    uint64_t seq; /* of the event */
    str words;    /* what happened; why not; or what is so already. In the arena that was given */
};

/* Append it, commit, and say what happened. */
nodiscard bool act_conclude(struct act *act, const struct decision *d, struct arena *a,
                            struct outcome *ret, struct err *err);

/* Nothing will be appended: others may write again, and what was folded stays as it was. */
void act_let_go(struct act *act);

/* Durable once this returns true. */
nodiscard bool act_commit(struct act *act, struct err *err);

/* Whatever was not committed is gone. Accepts one that never began if it is all zero. */
void act_end(struct act *act);
