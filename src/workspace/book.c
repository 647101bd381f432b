#include "workspace/book.h"

#include "shoot/facts.h"

/* Names of people on the call sheet do not go into events, which are for ever. */
static str masked(const struct campaign_book *b, str words, struct arena *a)
{
    return words.p ? facts_mask_names(b->opt_callsheet, words, a) : words;
}

static bool assets_of(struct act *act, const struct campaign_book *b,
                      const struct settled_place *places, size_t n,
                      const struct fold_asset *const **ret_assets, struct err *err)
{
    const struct fold_asset **assets = arena_new(&act->a, const struct fold_asset *, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct fold_asset *fold = arena_new(&act->a, struct fold_asset, 1);
        if (!stream_asset(act_streams(act), b->campaign, places[i].sha256, fold, err))
            return false;
        assets[i] = fold;
    }
    *ret_assets = assets;
    return true;
}

static bool append(struct act *act, struct campaign_book *b, const struct decision *d,
                   struct err *err)
{
    if (d->kind == DECISION_REFUSED)
        return err_set(err, ERR_DENIED, "refused: %.*s", STR(d->why));
    b->events += d->kind == DECISION_EVENT;
    return act_append(act, d, err);
}

/* Each decision rests on the campaign as it is with the events before it. */
static bool fold_now(struct act *act, const struct campaign_book *b, struct fold_campaign *ret,
                     struct err *err)
{
    return stream_campaign(act_streams(act), b->campaign, ret, err);
}

static bool append_settled(struct act *act, struct campaign_book *b, const struct settled *said,
                           struct err *err)
{
    struct fold_campaign fold;
    const struct fold_asset *const *assets;
    struct finding_settled want = {b->campaign, *said};
    want.said.dismissed = masked(b, said->dismissed, &act->a);
    if (!fold_now(act, b, &fold, err) ||
        !assets_of(act, b, said->pictures.at, said->pictures.n, &assets, err))
        return false;
    struct decision d =
        decide_settle(&act->asked, &fold, assets, b->opt_callsheet, fold.callsheet, &want);
    return append(act, b, &d, err);
}

/* It stays for ever, so it is an id, and not a name. */
static bool owner_is_known(struct act *act, str owner, struct err *err)
{
    struct fold_person person;
    struct fold_party party;
    if (!owner.p)
        return true;
    if (!stream_person(act_streams(act), owner, &person, err) ||
        !stream_party(act_streams(act), owner, &party, err))
        return false;
    return person.sealed.p || party.party.p ||
           err_set(err, ERR_DENIED,
                   "refused: the owner \"%.*s\" is kept for ever: give the id of a person or party "
                   "of the workspace",
                   STR(owner));
}

static bool append_raised(struct act *act, struct campaign_book *b, const struct raised *said,
                          struct err *err)
{
    struct fold_campaign fold;
    struct fold_asset asset;
    struct finding_raised want = {b->campaign, *said};
    want.said.words = masked(b, said->words, &act->a);
    want.said.comments.at = NULL;
    want.said.comments.n = 0;
    if (!owner_is_known(act, said->owner, err) || !fold_now(act, b, &fold, err) ||
        !stream_asset(act_streams(act), b->campaign, said->sha256, &asset, err))
        return false;
    struct decision d = decide_raise(&act->asked, &fold, &asset, &want);
    return append(act, b, &d, err);
}

static bool append_comments(struct act *act, struct campaign_book *b, const struct raised *said,
                            size_t from, struct err *err)
{
    for (size_t i = from; i < said->comments.n; i++) {
        struct fold_campaign fold;
        struct finding_commented want = {b->campaign, said->id,
                                         masked(b, said->comments.at[i].words, &act->a)};
        if (!fold_now(act, b, &fold, err))
            return false;
        struct decision d = decide_comment(&act->asked, &fold, &want);
        if (!append(act, b, &d, err))
            return false;
    }
    return true;
}

static bool append_inventory(struct act *act, struct campaign_book *b, const struct inventory *said,
                             struct err *err)
{
    struct fold_campaign fold;
    const struct fold_asset *const *assets;
    struct inventory_attested want = {b->campaign, *said};
    if (!fold_now(act, b, &fold, err) ||
        !assets_of(act, b, said->pictures.at, said->pictures.n, &assets, err))
        return false;
    struct decision d = decide_inventory(&act->asked, &fold, assets, &want);
    return append(act, b, &d, err);
}

static bool append_age(struct act *act, struct campaign_book *b, const struct age_attested *said,
                       struct err *err)
{
    struct fold_campaign fold;
    const struct fold_asset *const *assets;
    struct apparent_age_attested want = {b->campaign, *said};
    if (!fold_now(act, b, &fold, err) ||
        !assets_of(act, b, said->pictures.at, said->pictures.n, &assets, err))
        return false;
    struct decision d = decide_age(&act->asked, &fold, assets, &want);
    return append(act, b, &d, err);
}

static bool same_but_comments(const struct raised *was, const struct raised *is)
{
    return str_eq(was->id, is->id) && str_eq(was->owner, is->owner) &&
           date_cmp(was->due, is->due) == 0 && was->change_requested == is->change_requested;
}

/* What stands in the changed settlements beyond what stood there. */
static bool append_new(struct act *act, struct campaign_book *b, const struct settlements *was,
                       const struct settlements *is, struct err *err)
{
    for (size_t i = 0; i < was->raised.n; i++) {
        if (!same_but_comments(&was->raised.at[i], &is->raised.at[i]))
            return err_set(err, ERR_UNSUPPORTED,
                           "%.*s: in a workspace owner, due date and answer are said when it is "
                           "raised; add a comment (--comment), or raise it anew",
                           STR(was->raised.at[i].id));
        if (!append_comments(act, b, &is->raised.at[i], was->raised.at[i].comments.n, err))
            return false;
    }
    for (size_t i = was->raised.n; i < is->raised.n; i++)
        if (!append_raised(act, b, &is->raised.at[i], err) ||
            !append_comments(act, b, &is->raised.at[i], 0, err))
            return false;
    for (size_t i = was->settled.n; i < is->settled.n; i++)
        if (!append_settled(act, b, &is->settled.at[i], err))
            return false;
    for (size_t i = was->inventories.n; i < is->inventories.n; i++)
        if (!append_inventory(act, b, &is->inventories.at[i], err))
            return false;
    for (size_t i = was->apparent_ages.n; i < is->apparent_ages.n; i++)
        if (!append_age(act, b, &is->apparent_ages.at[i], err))
            return false;
    return true;
}

/* A copy whose lists can grow and whose raised entries can change without touching the fold's. */
static struct settlements copy_of(const struct settlements *s, struct arena *a)
{
    struct settlements copy = *s;
    copy.raised.at = arena_new(a, struct raised, s->raised.n + 1);
    for (size_t i = 0; i < s->raised.n; i++) {
        struct raised *r = &copy.raised.at[i];
        *r = s->raised.at[i];
        r->comments.at = arena_new(a, struct comment, s->raised.at[i].comments.n + 1);
        for (size_t k = 0; k < r->comments.n; k++)
            r->comments.at[k] = s->raised.at[i].comments.at[k];
    }
    return copy;
}

static bool change(void *self, settling_changer *how, void *how_self, struct arena *a,
                   struct diags *diags, struct err *err)
{
    struct campaign_book *b = self;
    struct act act CLEANUP(act_end) = {0};
    struct fold_campaign fold;
    (void)diags;
    b->events = 0;
    if (!act_begin(&act, b->w, b->by, err) || !fold_now(&act, b, &fold, err) ||
        !store_count(b->w->store, &b->first_seq, err))
        return false;
    struct settlements changed = copy_of(&fold.said, a);
    return how(how_self, &changed, a, err) && append_new(&act, b, &fold.said, &changed, err) &&
           act_commit(&act, err);
}

struct settling_book campaign_book(struct campaign_book *b, struct arena *a)
{
    return (struct settling_book){
        .change = change,
        .self = b,
        .where = str_format(a, "unsigned, as events of the campaign %.*s", STR(b->campaign)),
    };
}
