#include "gate/follow.h"

static str asset_of(enum event_kind kind, const union payload *p)
{
    return kind == EVENT_ASSET_SUBMITTED  ? p->asset_submitted.asset
           : kind == EVENT_ASSET_SCREENED ? p->asset_screened.asset
                                          : p->asset_erased.asset;
}

bool asset_follows(const struct fold_asset *f, enum event_kind kind, const union payload *p,
                   struct err *err)
{
    if (kind < EVENT_ASSET_SUBMITTED || kind > EVENT_ASSET_ERASED)
        return err_set(err, ERR_INVALID, "an asset's stream holds nothing of this type");
    str asset = asset_of(kind, p);
    if (f->erased)
        return err_set(err, ERR_INVALID, "asset %.*s was erased, and stays so", STR(asset));
    if (kind == EVENT_ASSET_SUBMITTED && f->head.version > 0)
        return err_set(err, ERR_INVALID, "asset %.*s was submitted already", STR(asset));
    if (kind != EVENT_ASSET_SUBMITTED && f->head.version == 0)
        return err_set(err, ERR_INVALID, "asset %.*s was not submitted", STR(asset));
    return true;
}

bool fold_asset_screening_holds(const struct fold_asset *f, const struct fold_campaign *campaign)
{
    const struct asset_screened *said = &f->screened.said;
    int64_t revision = said->revision == INT_ABSENT ? 0 : said->revision;
    return said->facts.p && !f->erased && revision == campaign->revision &&
           !fold_campaign_touched(campaign, f->asset, f->screened.seq);
}

bool fold_asset_add(struct fold_asset *f, const struct event *e, struct arena *a,
                    struct arena scratch, struct err *err)
{
    enum event_kind kind;
    union payload p;
    if (!fold_take(&f->head, e, a, scratch, &kind, &p, err) ||
        !fold_done(&f->head, e, asset_follows(f, kind, &p, err), a, err))
        return false;
    if (kind == EVENT_ASSET_SUBMITTED) {
        f->campaign = p.asset_submitted.campaign;
        f->asset = p.asset_submitted.asset;
        f->path = p.asset_submitted.path;
        f->bytes = p.asset_submitted.bytes;
    } else if (kind == EVENT_ASSET_SCREENED) {
        f->screened = (struct fold_screening){e->seq, p.asset_screened};
    } else {
        f->erased = true;
    }
    return true;
}
