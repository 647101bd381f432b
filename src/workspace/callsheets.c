#include "workspace/callsheets.h"

#include "shoot/diff.h"
#include "shoot/personal.h"
#include "workspace/people.h"

enum {
    PUBLIC_MAX_BYTES = NODE_INPUT_MAX_BYTES,
};

static str person_of(str campaign, str id, struct arena *a)
{
    return str_format(a, "%.*s/%.*s", STR(campaign), STR(id));
}

/* ---- reading ---- */

struct record_source {
    struct workspace *w;
    str campaign;
    struct arena scratch;
    size_t forgotten;
    bool failed;
    struct err err;
};

static bool record_of(void *self, str id, struct arena *a, str *ret_json)
{
    struct record_source *r = self;
    struct fold_person fold;
    struct streams streams = {r->w->store, a, r->scratch};
    if (r->failed)
        return false;
    if (!stream_person(streams, person_of(r->campaign, id, a), &fold, &r->err) ||
        !people_open(r->w, &fold, a, ret_json, &r->err)) {
        r->failed = true;
        return false;
    }
    r->forgotten += !ret_json->p;
    return ret_json->p != NULL;
}

static bool public_of(struct workspace *w, const struct fold_campaign *campaign, struct arena *a,
                      str *ret_json, struct err *err)
{
    struct digest name;
    if (!digest_from_hex(campaign->callsheet, &name))
        return err_set(err, ERR_CORRUPT, "the call sheet of %.*s has no digest",
                       STR(campaign->campaign));
    return blobs_read(w->blobs, name, PUBLIC_MAX_BYTES, a, ret_json, err) ||
           err_wrap(err, "the call sheet of %.*s", STR(campaign->campaign));
}

bool callsheet_newest(struct workspace *w, const struct fold_campaign *campaign, struct arena *a,
                      str *ret_text, size_t *ret_forgotten, struct err *err)
{
    struct arena big CLEANUP(arena_close) = arena_open(CALLSHEET_ARENA_BYTES);
    struct arena scratch CLEANUP(arena_close) = arena_open(EVENT_SCRATCH_BYTES);
    struct record_source records = {.w = w, .campaign = campaign->campaign, .scratch = scratch};
    str public_json, text;
    if (!public_of(w, campaign, &big, &public_json, err) ||
        !callsheet_join(public_json, (struct personal_source){record_of, &records}, &big, &text,
                        err))
        return false;
    if (records.failed) {
        *err = records.err;
        return false;
    }
    *ret_text = str_copy(text, a);
    *ret_forgotten = records.forgotten;
    return true;
}

/* ---- revising ---- */

/* What changed since the newest, in words. Of the public parts only: words of an event are for
 * ever, and would tell of a person's papers after the person was forgotten. */
static bool changes_since(struct workspace *w, const struct fold_campaign *campaign,
                          str public_json, struct arena *a, struct texts *ret, struct err *err)
{
    struct diags diags = {.a = a};
    struct callsheet old, now;
    str newest;
    *ret = (struct texts){0};
    if (!campaign->revision)
        return true;
    if (!public_of(w, campaign, a, &newest, err))
        return false;
    if (!callsheet_read(newest, a, &diags, &old) || !callsheet_read(public_json, a, &diags, &now))
        return err_set(err, ERR_CORRUPT,
                       "the newest call sheet of %.*s can no longer be read: %.*s",
                       STR(campaign->campaign), STR(diags.at[0].what));
    *ret = callsheet_diff(&old, &now, a);
    return true;
}

/* The record of one person of the call sheet; its id goes to the event of the sheet. */
static bool append_person(struct act *act, str campaign, const struct personal_record *record,
                          struct decision *ret_refused, bool *ret_new, struct err *err)
{
    struct fold_person fold;
    str person = person_of(campaign, record->id, &act->a);
    struct person_recorded want = {.person = person};
    struct sealing sealing;
    *ret_new = false;
    if (!stream_person(act_streams(act), person, &fold, err) ||
        !people_seal(act->w, &fold, person, record->json, &act->a, &sealing, err))
        return false;
    if (!sealing.sealed.p)
        return true;
    want.sealed = sealing.sealed;
    struct decision d = decide_person(&act->asked, &fold, NULL, &want);
    if (d.kind == DECISION_REFUSED)
        *ret_refused = d;
    *ret_new = d.kind == DECISION_EVENT;
    return (!*ret_new || people_keep_key(act->w, person, &sealing, err)) &&
           act_append(act, &d, err);
}

bool callsheet_revise(struct workspace *w, str by, str campaign, const struct callsheet *c,
                      struct arena *a, struct diags *diags, struct outcome *ret, size_t *ret_people,
                      struct err *err)
{
    struct arena big CLEANUP(arena_close) = arena_open(3 * CALLSHEET_ARENA_BYTES);
    struct act act CLEANUP(act_end) = {0};
    struct callsheet_parts parts;
    struct fold_campaign fold;
    struct callsheet_revised want = {.campaign = campaign};
    struct digest name;
    enum blobs_did did;
    *ret_people = 0;
    if (!callsheet_split(c, &big, diags, &parts))
        return err_set(err, ERR_INVALID, "the call sheet cannot be kept without names in it");
    if (!act_begin(&act, w, by, err) || !stream_campaign(act_streams(&act), campaign, &fold, err) ||
        !changes_since(w, &fold, parts.public_json, &big, &want.changes, err))
        return false;
    want.callsheet = digest_hex(sha256(parts.public_json), &act.a);
    want.people.at = arena_new(&act.a, str, parts.people.n + 1);
    for (size_t i = 0; i < parts.people.n; i++)
        want.people.at[want.people.n++] = parts.people.at[i].id;
    struct decision d = decide_callsheet(&act.asked, &fold, &want);
    if (d.kind == DECISION_REFUSED)
        return act_conclude(&act, &d, a, ret, err); /* before anything is kept for it */
    /* Durable before the event that names it. */
    if (!blobs_put(w->blobs, parts.public_json, &name, &did, err))
        return false;
    for (size_t i = 0; i < parts.people.n; i++) {
        struct decision refused = {0};
        bool is_new;
        if (!append_person(&act, campaign, &parts.people.at[i], &refused, &is_new, err))
            return false;
        *ret_people += is_new;
        if (refused.kind == DECISION_REFUSED) {
            *ret = (struct outcome){DECISION_REFUSED, 0, str_copy(refused.why, a)};
            return true;
        }
    }
    if (d.kind == DECISION_NOTHING && *ret_people) {
        *ret = (struct outcome){DECISION_EVENT, 0, S("")};
        if (!store_count(w->store, &ret->seq, err) || !act_commit(&act, err))
            return false;
        ret->seq--;
        ret->words = str_format(a,
                                "the call sheet of %.*s says the same of things, and not of "
                                "people",
                                STR(campaign));
        return true;
    }
    return act_conclude(&act, &d, a, ret, err);
}
