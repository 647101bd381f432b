#include "gate/decided.h"
#include "shoot/callsheet.h"

/* What people say about single pictures. */

/* That what is said is about pictures of the campaign that are still there. */
static bool is_asset(const struct fold_asset *f, str campaign, str sha256, struct err *err)
{
    assert(f->head.version == 0 || (str_eq(f->campaign, campaign) && str_eq(f->asset, sha256)));
    if (f->head.version == 0)
        return err_set(err, ERR_INVALID, "%.*s is no asset of campaign %.*s: submit it first",
                       STR(sha256), STR(campaign));
    if (f->erased)
        return err_set(err, ERR_INVALID, "asset %.*s was erased", STR(sha256));
    return true;
}

static bool are_assets(const struct fold_asset *const *assets, str campaign,
                       const struct settled_place *pictures, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!is_asset(assets[i], campaign, pictures[i].sha256, err))
            return false;
    return true;
}

/* What a finding is matched to must be on the newest call sheet, not on the one that somebody had
 * before him. */
static bool is_on_callsheet(const struct fold_campaign *f, const struct callsheet *opt_callsheet,
                            str digest, const struct settled *said, struct err *err)
{
    if (!said->item.p && !said->talent.p)
        return true;
    if (f->revision == 0)
        return err_set(err, ERR_INVALID, "campaign %.*s has no call sheet yet", STR(f->campaign));
    if (!opt_callsheet || !str_eq(digest, f->callsheet))
        return err_set(err, ERR_INVALID,
                       "the call sheet was revised meanwhile (revision %lld): look again",
                       (long long)f->revision);
    if (said->item.p && !callsheet_item(opt_callsheet, said->item))
        return err_set(err, ERR_INVALID, "the call sheet has no item %.*s", STR(said->item));
    if (said->talent.p && !callsheet_talent(opt_callsheet, said->talent))
        return err_set(err, ERR_INVALID, "the call sheet has no person %.*s", STR(said->talent));
    return true;
}

struct decision decide_settle(const struct asked *by, const struct fold_campaign *f,
                              const struct fold_asset *const *assets,
                              const struct callsheet *opt_callsheet, str callsheet_digest,
                              const struct finding_settled *want)
{
    const struct settled *said = &want->said;
    union payload p = {.finding_settled = *want};
    struct err no;
    struct decision d = decided_campaign(by, f, EVENT_FINDING_SETTLED, &p);
    return decided_by_rule(
        by, d,
        decided_so_far(&d) &&
            are_assets(assets, want->campaign, said->pictures.at, said->pictures.n, &no) &&
            is_on_callsheet(f, opt_callsheet, callsheet_digest, said, &no),
        &no);
}

struct decision decide_reopen(const struct asked *by, const struct fold_campaign *f,
                              const struct finding_reopened *want)
{
    union payload p = {.finding_reopened = *want};
    return decided_campaign(by, f, EVENT_FINDING_REOPENED, &p);
}

struct decision decide_raise(const struct asked *by, const struct fold_campaign *f,
                             const struct fold_asset *asset, const struct finding_raised *want)
{
    union payload p = {.finding_raised = *want};
    struct err no;
    struct decision d = decided_campaign(by, f, EVENT_FINDING_RAISED, &p);
    return decided_by_rule(
        by, d, decided_so_far(&d) && is_asset(asset, want->campaign, want->said.sha256, &no), &no);
}

struct decision decide_comment(const struct asked *by, const struct fold_campaign *f,
                               const struct finding_commented *want)
{
    union payload p = {.finding_commented = *want};
    return decided_campaign(by, f, EVENT_FINDING_COMMENTED, &p);
}

struct decision decide_attest(const struct asked *by, const struct fold_campaign *f,
                              const struct fold_asset *const *assets, enum event_kind kind,
                              const union payload *want)
{
    const struct inventory_attested *frames = &want->inventory_attested;
    const struct apparent_age_attested *age = &want->apparent_age_attested;
    struct err no;
    struct decision d = decided_campaign(by, f, kind, want);
    if (!decided_so_far(&d))
        return d;
    bool good =
        kind == EVENT_INVENTORY_ATTESTED
            ? are_assets(assets, frames->campaign, frames->said.pictures.at,
                         frames->said.pictures.n, &no)
            : are_assets(assets, age->campaign, age->said.pictures.at, age->said.pictures.n, &no);
    return decided_by_rule(by, d, good, &no);
}
