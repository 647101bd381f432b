#include "workspace/operations.h"

#include "workspace/people.h"

bool party_add(struct workspace *w, str by, const struct party_added *want, struct arena *a,
               struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_party fold;
    if (!act_begin(&act, w, by, err) || !stream_party(act_streams(&act), want->party, &fold, err))
        return false;
    struct decision d = decide_party(&act.asked, &fold, want);
    return act_conclude(&act, &d, a, ret, err);
}

bool person_add(struct workspace *w, str by, str person, str party, str record_json,
                struct arena *a, struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_person fold;
    struct fold_party of;
    struct person_recorded want = {.person = person, .party = party};
    struct sealing sealing;
    if (!act_begin(&act, w, by, err) || !stream_person(act_streams(&act), person, &fold, err) ||
        (party.p && !stream_party(act_streams(&act), party, &of, err)) ||
        !people_seal(w, &fold, person, record_json, &act.a, &sealing, err))
        return false;
    if (!sealing.sealed.p && str_eq(fold.party, party)) {
        *ret = (struct outcome){DECISION_NOTHING, 0,
                                str_format(a, "the record of %.*s says the same", STR(person))};
        return true;
    }
    want.sealed = sealing.sealed.p ? sealing.sealed : fold.sealed;
    struct decision d = decide_person(&act.asked, &fold, party.p ? &of : NULL, &want);
    if (d.kind == DECISION_EVENT && !people_keep_key(w, person, &sealing, err))
        return false;
    return act_conclude(&act, &d, a, ret, err);
}

/* The three acts about one person. */
static bool about(struct workspace *w, str by, const struct about_person *want,
                  struct decision (*decide)(const struct asked *, const struct fold_person *,
                                            const struct about_person *),
                  struct arena *a, struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_person fold;
    if (!act_begin(&act, w, by, err) || !stream_person(act_streams(&act), want->person, &fold, err))
        return false;
    struct decision d = decide(&act.asked, &fold, want);
    return act_conclude(&act, &d, a, ret, err);
}

bool person_hold(struct workspace *w, str by, const struct about_person *want, struct arena *a,
                 struct outcome *ret, struct err *err)
{
    return about(w, by, want, decide_hold, a, ret, err);
}

bool person_release(struct workspace *w, str by, const struct about_person *want, struct arena *a,
                    struct outcome *ret, struct err *err)
{
    return about(w, by, want, decide_lift, a, ret, err);
}

bool person_forget(struct workspace *w, str by, const struct about_person *want, struct arena *a,
                   struct outcome *ret, struct err *err)
{
    if (!about(w, by, want, decide_forget, a, ret, err))
        return false;
    return ret->kind == DECISION_REFUSED || people_destroy(w, want->person, err) ||
           err_wrap(err, "%.*s is forgotten by the events, and not yet on this disk",
                    STR(want->person));
}

bool campaign_open(struct workspace *w, str by, const struct campaign_opened *want, struct arena *a,
                   struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_campaign fold;
    struct fold_party house;
    if (!act_begin(&act, w, by, err) ||
        !stream_campaign(act_streams(&act), want->campaign, &fold, err) ||
        !stream_party(act_streams(&act), want->house, &house, err))
        return false;
    struct decision d = decide_campaign(&act.asked, &fold, &house, want);
    return act_conclude(&act, &d, a, ret, err);
}

bool finding_reopen(struct workspace *w, str by, const struct finding_reopened *want,
                    struct arena *a, struct outcome *ret, struct err *err)
{
    struct act act CLEANUP(act_end) = {0};
    struct fold_campaign fold;
    if (!act_begin(&act, w, by, err) ||
        !stream_campaign(act_streams(&act), want->campaign, &fold, err))
        return false;
    struct decision d = decide_reopen(&act.asked, &fold, want);
    return act_conclude(&act, &d, a, ret, err);
}
