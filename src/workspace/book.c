#include "workspace/book.h"

#include "shoot/facts.h"

/* One change: the act, and the campaign as it is with the events that the change has appended,
 * which the next decision rests on. */
struct change {
    struct campaign_book *book;
    struct act act;
    struct fold_campaign fold;
};

/* Names of people on the call sheet do not go into events, which are for ever. */
static str masked(struct change *c, str words)
{
    return words.p ? facts_mask_names(c->book->opt_callsheet, words, &c->act.a) : words;
}

static bool assets_of(struct change *c, const struct settled_place *places, size_t n,
                      const struct fold_asset *const **ret_assets, struct err *err)
{
    const struct fold_asset **assets = arena_new(&c->act.a, const struct fold_asset *, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct fold_asset *fold = arena_new(&c->act.a, struct fold_asset, 1);
        if (!stream_asset(act_streams(&c->act), c->book->campaign, places[i].sha256, fold, err))
            return false;
        assets[i] = fold;
    }
    *ret_assets = assets;
    return true;
}

static bool append(struct change *c, const struct decision *d, struct err *err)
{
    if (d->kind == DECISION_REFUSED)
        return err_set(err, ERR_DENIED, "refused: %.*s", STR(d->why));
    c->book->events += d->kind == DECISION_EVENT;
    return act_append_to(&c->act, d, &c->fold, err);
}

static bool append_settled(struct change *c, const struct settled *said, struct err *err)
{
    const struct fold_asset *const *assets;
    struct finding_settled want = {c->book->campaign, *said};
    want.said.dismissed = masked(c, said->dismissed);
    if (!assets_of(c, said->pictures.at, said->pictures.n, &assets, err))
        return false;
    struct decision d = decide_settle(&c->act.asked, &c->fold, assets, c->book->opt_callsheet,
                                      c->fold.callsheet, &want);
    return append(c, &d, err);
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

static bool append_raised(struct change *c, const struct raised *said, struct err *err)
{
    struct fold_asset asset;
    struct finding_raised want = {c->book->campaign, *said};
    want.said.words = masked(c, said->words);
    want.said.comments.at = NULL;
    want.said.comments.n = 0;
    if (!owner_is_known(&c->act, said->owner, err) ||
        !stream_asset(act_streams(&c->act), c->book->campaign, said->sha256, &asset, err))
        return false;
    struct decision d = decide_raise(&c->act.asked, &c->fold, &asset, &want);
    return append(c, &d, err);
}

static bool append_comments(struct change *c, const struct raised *said, size_t from,
                            struct err *err)
{
    for (size_t i = from; i < said->comments.n; i++) {
        struct finding_commented want = {c->book->campaign, said->id,
                                         masked(c, said->comments.at[i].words)};
        struct decision d = decide_comment(&c->act.asked, &c->fold, &want);
        if (!append(c, &d, err))
            return false;
    }
    return true;
}

static bool append_attested(struct change *c, enum event_kind kind, const union payload *want,
                            const struct settled_place *pictures, size_t n, struct err *err)
{
    const struct fold_asset *const *assets;
    if (!assets_of(c, pictures, n, &assets, err))
        return false;
    struct decision d = decide_attest(&c->act.asked, &c->fold, assets, kind, want);
    return append(c, &d, err);
}

static bool same_but_comments(const struct raised *was, const struct raised *is)
{
    return str_eq(was->id, is->id) && str_eq(was->owner, is->owner) &&
           date_cmp(was->due, is->due) == 0 && was->change_requested == is->change_requested;
}

/* What stands in the changed settlements beyond what stood there. */
static bool append_new(struct change *c, const struct settlements *was,
                       const struct settlements *is, struct err *err)
{
    for (size_t i = 0; i < was->raised.n; i++) {
        if (!same_but_comments(&was->raised.at[i], &is->raised.at[i]))
            return err_set(err, ERR_UNSUPPORTED,
                           "%.*s: in a workspace owner, due date and answer are said when it is "
                           "raised; add a comment (--comment), or raise it anew",
                           STR(was->raised.at[i].id));
        if (!append_comments(c, &is->raised.at[i], was->raised.at[i].comments.n, err))
            return false;
    }
    for (size_t i = was->raised.n; i < is->raised.n; i++)
        if (!append_raised(c, &is->raised.at[i], err) ||
            !append_comments(c, &is->raised.at[i], 0, err))
            return false;
    for (size_t i = was->settled.n; i < is->settled.n; i++)
        if (!append_settled(c, &is->settled.at[i], err))
            return false;
    for (size_t i = was->inventories.n; i < is->inventories.n; i++) {
        const struct inventory *said = &is->inventories.at[i];
        union payload want = {.inventory_attested = {c->book->campaign, *said}};
        if (!append_attested(c, EVENT_INVENTORY_ATTESTED, &want, said->pictures.at,
                             said->pictures.n, err))
            return false;
    }
    for (size_t i = was->apparent_ages.n; i < is->apparent_ages.n; i++) {
        const struct age_attested *said = &is->apparent_ages.at[i];
        union payload want = {.apparent_age_attested = {c->book->campaign, *said}};
        if (!append_attested(c, EVENT_APPARENT_AGE_ATTESTED, &want, said->pictures.at,
                             said->pictures.n, err))
            return false;
    }
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

static void change_end(struct change *c)
{
    act_end(&c->act);
}

static bool change(void *self, settling_changer *how, void *how_self, struct arena *a,
                   struct diags *diags, struct err *err)
{
    struct campaign_book *b = self;
    struct change c CLEANUP(change_end) = {.book = b};
    (void)diags;
    b->events = 0;
    if (!act_begin(&c.act, b->w, b->by, err) ||
        !stream_campaign(act_streams(&c.act), b->campaign, &c.fold, err) ||
        !store_count(b->w->store, &b->first_seq, err))
        return false;
    /* The fold goes on while what is new is appended: neither of these may be its own lists. */
    struct settlements was = copy_of(&c.fold.said, a), is = copy_of(&c.fold.said, a);
    return how(how_self, &is, a, err) && append_new(&c, &was, &is, err) && act_commit(&c.act, err);
}

struct settling_book campaign_book(struct campaign_book *b, struct arena *a)
{
    return (struct settling_book){
        .change = change,
        .self = b,
        .where = str_format(a, "unsigned, as events of the campaign %.*s", STR(b->campaign)),
    };
}
