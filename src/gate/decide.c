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
    union payload p = {.workspace_created = *want};
    return decided_workspace(by, f, EVENT_WORKSPACE_CREATED, &p);
}

struct decision decide_key(const struct asked *by, const struct fold_workspace *f,
                           const struct key_rotated *want)
{
    union payload p = {.key_rotated = *want};
    if (f->head.version == 0)
        return decided_refused(by, "there is no workspace yet");
    if (want->use >= KEY_LOG && want->use <= KEY_USES)
        p.key_rotated.old_key = f->keys[want->use].key;
    return decided_workspace(by, f, EVENT_KEY_ROTATED, &p);
}

/* ---- parties and people ---- */

struct decision decide_party(const struct asked *by, const struct fold_party *f,
                             const struct party_added *want)
{
    union payload p = {.party_added = *want};
    if (str_eq(f->party, want->party) && f->kind == want->kind && str_eq(f->name, want->name))
        return decided_nothing(by, "party %.*s is there already", STR(f->party));
    return decided_party(by, f, EVENT_PARTY_ADDED, &p);
}

struct decision decide_person(const struct asked *by, const struct fold_person *f,
                              const struct fold_party *opt_party,
                              const struct person_recorded *want)
{
    union payload p = {.person_recorded = *want};
    struct decision d = decided_person(by, f, EVENT_PERSON_RECORDED, &p);
    assert(!opt_party || opt_party->head.version == 0 || str_eq(opt_party->party, want->party));
    bool unknown = want->party.p && (!opt_party || opt_party->head.version == 0);
    if (decided_so_far(&d) && unknown)
        return decided_refused(by, "there is no party %.*s: add it first", STR(want->party));
    return d;
}

static struct decision decide_about(const struct asked *by, const struct fold_person *f,
                                    enum event_kind kind, const struct about_person *want)
{
    union payload p = {.about_person = *want};
    return decided_person(by, f, kind, &p);
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
    union payload p = {.campaign_opened = *want};
    if (str_eq(f->campaign, want->campaign) && str_eq(f->name, want->name) &&
        str_eq(f->house, want->house))
        return decided_nothing(by, "campaign %.*s is open already", STR(f->campaign));
    struct decision d = decided_campaign(by, f, EVENT_CAMPAIGN_OPENED, &p);
    if (!decided_so_far(&d))
        return d;
    assert(house->head.version == 0 || str_eq(house->party, want->house));
    if (house->head.version == 0)
        return decided_refused(by, "there is no party %.*s: add the house first", STR(want->house));
    if (house->kind != PARTY_HOUSE)
        return decided_refused(by, "party %.*s is of kind %s, and a campaign is a house's",
                               STR(want->house), words_name(&party_kind_words, house->kind));
    return d;
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
    union payload p = {.callsheet_revised = *want};
    p.callsheet_revised.revision = f->revision + 1;
    p.callsheet_revised.changes = kept_changes(want->changes, by->a);
    if (str_eq(f->campaign, want->campaign) && str_eq(f->callsheet, want->callsheet))
        return decided_nothing(by, "the call sheet is that of revision %lld",
                               (long long)f->revision);
    return decided_campaign(by, f, EVENT_CALLSHEET_REVISED, &p);
}

/* ---- assets ---- */

static bool is_open(const struct fold_campaign *f, str campaign, struct err *err)
{
    assert(f->head.version == 0 || str_eq(f->campaign, campaign));
    return f->head.version > 0 ||
           err_set(err, ERR_INVALID, "there is no campaign %.*s: open it first", STR(campaign));
}

static bool is_of(const struct fold_asset *f, str campaign, str asset)
{
    return str_eq(f->campaign, campaign) && str_eq(f->asset, asset);
}

struct decision decide_submit(const struct asked *by, const struct fold_campaign *campaign,
                              const struct fold_asset *f, const struct asset_submitted *want)
{
    union payload p = {.asset_submitted = *want};
    struct err no;
    if (is_of(f, want->campaign, want->asset) && !f->erased)
        return decided_nothing(by, "%.*s was submitted already, as %.*s", STR(want->path),
                               STR(f->path));
    struct decision d = decided_asset(by, f, EVENT_ASSET_SUBMITTED, &p);
    return decided_by_rule(by, d, decided_so_far(&d) && is_open(campaign, want->campaign, &no),
                           &no);
}

static bool same_screening(const struct asset_screened *x, const struct asset_screened *y)
{
    return str_eq(x->campaign, y->campaign) && str_eq(x->asset, y->asset) &&
           str_eq(x->facts, y->facts) && x->verdict == y->verdict && x->revision == y->revision &&
           str_eq(x->packs, y->packs) && str_eq(x->program, y->program);
}

static bool has_revision(const struct fold_campaign *f, int64_t revision, struct err *err)
{
    return revision == INT_ABSENT || revision <= f->revision ||
           err_set(err, ERR_INVALID, "campaign %.*s has no revision %lld of a call sheet",
                   STR(f->campaign), (long long)revision);
}

struct decision decide_screened(const struct asked *by, const struct fold_campaign *campaign,
                                const struct fold_asset *f, const struct asset_screened *want)
{
    union payload p = {.asset_screened = *want};
    struct err no;
    /* Said again where something was said since: it must show that this was known. */
    if (same_screening(&f->screened.said, want) && !f->erased &&
        !fold_campaign_touched(campaign, f->asset, f->screened.seq))
        return decided_nothing(by, "%.*s was screened with the same result", STR(f->path));
    struct decision d = decided_asset(by, f, EVENT_ASSET_SCREENED, &p);
    return decided_by_rule(by, d,
                           decided_so_far(&d) && is_open(campaign, want->campaign, &no) &&
                               has_revision(campaign, want->revision, &no),
                           &no);
}

struct decision decide_erase(const struct asked *by, const struct fold_asset *f,
                             const struct fold_person *const *people, size_t n,
                             const struct asset_erased *want)
{
    union payload p = {.asset_erased = *want};
    if (is_of(f, want->campaign, want->asset) && f->erased)
        return decided_nothing(by, "asset %.*s is erased already", STR(f->asset));
    struct decision d = decided_asset(by, f, EVENT_ASSET_ERASED, &p);
    for (size_t i = 0; decided_so_far(&d) && i < n; i++)
        if (people[i]->holds > 0)
            return decided_refused(by,
                                   "a legal hold stands on person %.*s (event %llu: \"%.*s\"), who "
                                   "may be in the picture: lift it first",
                                   STR(people[i]->person), (unsigned long long)people[i]->hold_seq,
                                   STR(people[i]->hold_reason));
    return d;
}
