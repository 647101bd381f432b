#include "gate/decided.h"
#include "shoot/callsheet.h"

enum {
    /* In one event: words for people. The call sheets themselves have everything. */
    CHANGES_MAX = 1000,
    CHANGES_MAX_BYTES = 1 << 20,
};

/* ---- the workspace ---- */

struct decision decide_workspace(const struct asked *by, const struct fold_workspace *f,
                                 const struct workspace_created *want)
{
    enum event_kind kind = EVENT_WORKSPACE_CREATED;
    union payload p = {.workspace_created = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    return decided_by_rule(by, d, decided_so_far(&d) && workspace_follows(f, kind, &p, &no), &no);
}

struct decision decide_key(const struct asked *by, const struct fold_workspace *f,
                           const struct key_rotated *want)
{
    enum event_kind kind = EVENT_KEY_ROTATED;
    union payload p = {.key_rotated = *want};
    struct err no;
    if (f->head.version == 0)
        return decided_refused(by, "there is no workspace yet");
    if (want->use >= KEY_LOG && want->use <= KEY_USES)
        p.key_rotated.old_key = f->keys[want->use].key;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    return decided_by_rule(by, d, decided_so_far(&d) && workspace_follows(f, kind, &p, &no), &no);
}

/* ---- parties and people ---- */

struct decision decide_party(const struct asked *by, const struct fold_party *f,
                             const struct party_added *want)
{
    enum event_kind kind = EVENT_PARTY_ADDED;
    union payload p = {.party_added = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (decided_so_far(&d) && f->head.version > 0 && f->kind == want->kind &&
        str_eq(f->name, want->name))
        return decided_nothing(by, "party %.*s is there already", STR(want->party));
    return decided_by_rule(by, d, decided_so_far(&d) && party_follows(f, kind, &p, &no), &no);
}

struct decision decide_person(const struct asked *by, const struct fold_person *f,
                              const struct fold_party *opt_party,
                              const struct person_recorded *want)
{
    enum event_kind kind = EVENT_PERSON_RECORDED;
    union payload p = {.person_recorded = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (!decided_so_far(&d))
        return d;
    assert(!opt_party || opt_party->head.version == 0 || str_eq(opt_party->party, want->party));
    if (want->party.p && (!opt_party || opt_party->head.version == 0))
        return decided_refused(by, "there is no party %.*s: add it first", STR(want->party));
    return decided_by_rule(by, d, person_follows(f, kind, &p, &no), &no);
}

static struct decision decide_about(const struct asked *by, const struct fold_person *f,
                                    enum event_kind kind, const struct about_person *want)
{
    union payload p = {.about_person = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    return decided_by_rule(by, d, decided_so_far(&d) && person_follows(f, kind, &p, &no), &no);
}

struct decision decide_hold(const struct asked *by, const struct fold_person *f,
                            const struct about_person *want)
{
    return decide_about(by, f, EVENT_HOLD_PLACED, want);
}

struct decision decide_lift(const struct asked *by, const struct fold_person *f,
                            const struct about_person *want)
{
    return decide_about(by, f, EVENT_HOLD_LIFTED, want);
}

struct decision decide_forget(const struct asked *by, const struct fold_person *f,
                              const struct about_person *want)
{
    if (f->forgotten && str_eq(f->person, want->person))
        return decided_nothing(by, "person %.*s is forgotten already", STR(f->person));
    return decide_about(by, f, EVENT_PERSON_FORGOTTEN, want);
}

/* ---- campaigns ---- */

struct decision decide_campaign(const struct asked *by, const struct fold_campaign *f,
                                const struct fold_party *house, const struct campaign_opened *want)
{
    enum event_kind kind = EVENT_CAMPAIGN_OPENED;
    union payload p = {.campaign_opened = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (!decided_so_far(&d))
        return d;
    if (f->head.version > 0 && str_eq(f->name, want->name) && str_eq(f->house, want->house))
        return decided_nothing(by, "campaign %.*s is open already", STR(want->campaign));
    assert(house->head.version == 0 || str_eq(house->party, want->house));
    if (house->head.version == 0)
        return decided_refused(by, "there is no party %.*s: add the house first", STR(want->house));
    if (house->kind != PARTY_HOUSE)
        return decided_refused(by, "party %.*s is of kind %s, and a campaign is a house's",
                               STR(want->house), words_name(&party_kind_words, house->kind));
    return decided_by_rule(by, d, campaign_follows(f, kind, &p, &no), &no);
}

/* As many as are kept; of the rest how many there are. */
static struct texts kept_changes(struct texts changes, struct arena *a)
{
    size_t n = 0, bytes = 0;
    while (n < changes.n && n < CHANGES_MAX && bytes + changes.at[n].n <= CHANGES_MAX_BYTES)
        bytes += changes.at[n++].n;
    if (n == changes.n)
        return changes;
    struct texts kept = {arena_new(a, str, n + 1), 0};
    for (; kept.n < n; kept.n++)
        kept.at[kept.n] = changes.at[kept.n];
    kept.at[kept.n++] = str_format(a, "and %zu more", changes.n - n);
    return kept;
}

struct decision decide_callsheet(const struct asked *by, const struct fold_campaign *f,
                                 const struct callsheet_revised *want)
{
    enum event_kind kind = EVENT_CALLSHEET_REVISED;
    union payload p = {.callsheet_revised = *want};
    p.callsheet_revised.revision = f->revision + 1;
    p.callsheet_revised.changes = kept_changes(want->changes, by->a);
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (decided_so_far(&d) && f->revision > 0 && str_eq(f->callsheet, want->callsheet))
        return decided_nothing(by, "the call sheet is that of revision %lld",
                               (long long)f->revision);
    return decided_by_rule(by, d, decided_so_far(&d) && campaign_follows(f, kind, &p, &no), &no);
}

/* ---- assets ---- */

static bool is_open(const struct fold_campaign *f, str campaign)
{
    assert(f->head.version == 0 || str_eq(f->campaign, campaign));
    return f->head.version > 0;
}

struct decision decide_submit(const struct asked *by, const struct fold_campaign *campaign,
                              const struct fold_asset *f, const struct asset_submitted *want)
{
    enum event_kind kind = EVENT_ASSET_SUBMITTED;
    union payload p = {.asset_submitted = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (!decided_so_far(&d))
        return d;
    if (!is_open(campaign, want->campaign))
        return decided_refused(by, "there is no campaign %.*s: open it first", STR(want->campaign));
    if (f->head.version > 0 && !f->erased)
        return decided_nothing(by, "%.*s was submitted already, as %.*s", STR(want->path),
                               STR(f->path));
    return decided_by_rule(by, d, asset_follows(f, kind, &p, &no), &no);
}

static bool same_screening(const struct asset_screened *x, const struct asset_screened *y)
{
    return str_eq(x->facts, y->facts) && x->verdict == y->verdict && x->revision == y->revision &&
           str_eq(x->packs, y->packs) && str_eq(x->program, y->program);
}

struct decision decide_screened(const struct asked *by, const struct fold_campaign *campaign,
                                const struct fold_asset *f, const struct asset_screened *want)
{
    enum event_kind kind = EVENT_ASSET_SCREENED;
    union payload p = {.asset_screened = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (!decided_so_far(&d))
        return d;
    if (!is_open(campaign, want->campaign))
        return decided_refused(by, "there is no campaign %.*s: open it first", STR(want->campaign));
    if (want->revision != INT_ABSENT && want->revision > campaign->revision)
        return decided_refused(by, "campaign %.*s has no revision %lld of a call sheet",
                               STR(want->campaign), (long long)want->revision);
    if (f->screened.said.facts.p && !f->erased && same_screening(&f->screened.said, want))
        return decided_nothing(by, "%.*s was screened with the same result", STR(f->path));
    return decided_by_rule(by, d, asset_follows(f, kind, &p, &no), &no);
}

struct decision decide_erase(const struct asked *by, const struct fold_asset *f,
                             const struct fold_person *const *people, size_t n,
                             const struct asset_erased *want)
{
    enum event_kind kind = EVENT_ASSET_ERASED;
    union payload p = {.asset_erased = *want};
    struct err no;
    struct decision d = decided_draft(by, &f->head, kind, &p);
    if (!decided_so_far(&d))
        return d;
    if (f->erased)
        return decided_nothing(by, "asset %.*s is erased already", STR(want->asset));
    for (size_t i = 0; i < n; i++)
        if (people[i]->holds > 0)
            return decided_refused(by,
                                   "a legal hold stands on person %.*s (event %llu: \"%.*s\"), who "
                                   "may be in the picture: lift it first",
                                   STR(people[i]->person), (unsigned long long)people[i]->hold_seq,
                                   STR(people[i]->hold_reason));
    return decided_by_rule(by, d, asset_follows(f, kind, &p, &no), &no);
}
