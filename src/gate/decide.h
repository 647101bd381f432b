/* gate/decide.h -- commands to events: what somebody wants to do, held against what happened.
 *
 * Each decision takes the folds that it rests on, read in the transaction that will append its
 * event, and gives the event's type, stream, version and payload; or that there is nothing to do;
 * or a refusal in words for the one who asked. A refusal is no error, and there is no other: text
 * that is too long, missing or no UTF-8 is refused too.
 *
 * A fold all zero is of a stream that has no event. One of another thing than the command names is
 * a bug of the caller, which asserts. Results live in a and may point into what was given; scratch
 * as in gate/event_type.h. Pure. */
#pragma once

#include "gate/fold.h"

struct callsheet; /* shoot/callsheet.h */

enum decision_kind {
    DECISION_EVENT = 1,
    DECISION_NOTHING, /* it is so already */
    DECISION_REFUSED,
};

struct decision {
    enum decision_kind kind;
    enum event_kind event;
    str stream;
    uint64_t version; /* of the stream, with this event */
    str payload;
    str why; /* NOTHING, REFUSED: a sentence without a full stop */
};

/* Who asks. */
struct actor {
    str name;                         /* "operator", or "person/ID" */
    const struct fold_person *person; /* that person's fold; NULL for the operator */
};

/* What every decision is given. */
struct asked {
    struct actor actor;
    struct arena *a;
    struct arena scratch;
};

struct decision decide_workspace(const struct asked *by, const struct fold_workspace *f,
                                 const struct workspace_created *want);
/* old_key is taken from the fold. */
struct decision decide_key(const struct asked *by, const struct fold_workspace *f,
                           const struct key_rotated *want);

struct decision decide_party(const struct asked *by, const struct fold_party *f,
                             const struct party_added *want);

/* The record comes sealed. party: of want->party, all zero if there is none; NULL where none is
 * named. */
struct decision decide_person(const struct asked *by, const struct fold_person *f,
                              const struct fold_party *opt_party,
                              const struct person_recorded *want);
struct decision decide_hold(const struct asked *by, const struct fold_person *f,
                            const struct about_person *want);
struct decision decide_lift(const struct asked *by, const struct fold_person *f,
                            const struct about_person *want);
/* Destroying the key is the caller's, once the event is durable. */
struct decision decide_forget(const struct asked *by, const struct fold_person *f,
                              const struct about_person *want);

struct decision decide_campaign(const struct asked *by, const struct fold_campaign *f,
                                const struct fold_party *house, const struct campaign_opened *want);
/* revision is counted here; of more changes than are kept the number is told. */
struct decision decide_callsheet(const struct asked *by, const struct fold_campaign *f,
                                 const struct callsheet_revised *want);

struct decision decide_submit(const struct asked *by, const struct fold_campaign *campaign,
                              const struct fold_asset *f, const struct asset_submitted *want);
/* Screening is slow: it may be of a call sheet that was revised meanwhile, and says so. */
struct decision decide_screened(const struct asked *by, const struct fold_campaign *campaign,
                                const struct fold_asset *f, const struct asset_screened *want);
/* people: everybody who may be in it; a legal hold on one holds the picture. */
struct decision decide_erase(const struct asked *by, const struct fold_asset *f,
                             const struct fold_person *const *people, size_t n,
                             const struct asset_erased *want);

/* assets: of each of want's pictures, in their order. The call sheet is the newest, with the digest
 * that its event has; NULL and absent when there is none yet. */
struct decision decide_settle(const struct asked *by, const struct fold_campaign *f,
                              const struct fold_asset *const *assets,
                              const struct callsheet *opt_callsheet, str callsheet_digest,
                              const struct finding_settled *want);
struct decision decide_reopen(const struct asked *by, const struct fold_campaign *f,
                              const struct finding_reopened *want);
struct decision decide_raise(const struct asked *by, const struct fold_campaign *f,
                             const struct fold_asset *asset, const struct finding_raised *want);
struct decision decide_comment(const struct asked *by, const struct fold_campaign *f,
                               const struct finding_commented *want);
/* kind: EVENT_INVENTORY_ATTESTED or EVENT_APPARENT_AGE_ATTESTED, whose payload want is. */
struct decision decide_attest(const struct asked *by, const struct fold_campaign *f,
                              const struct fold_asset *const *assets, enum event_kind kind,
                              const union payload *want);
