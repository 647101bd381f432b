#include <string.h>

#include "gate/follow.h"

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
};

const struct raised *fold_campaign_raised(const struct fold_campaign *f, str id)
{
    for (size_t i = 0; i < f->said.raised.n; i++)
        if (str_eq(f->said.raised.at[i].id, id))
            return &f->said.raised.at[i];
    return NULL;
}

bool fold_campaign_is_settled(const struct fold_campaign *f, const struct raised *raised)
{
    for (size_t i = 0; i < f->said.settled.n; i++) {
        const struct settled *s = &f->said.settled.at[i];
        if (s->kind == SETTLED_RAISED && str_eq(s->says, raised->id))
            return true;
    }
    return false;
}

bool fold_campaign_touched(const struct fold_campaign *f, str asset, uint64_t seq)
{
    for (size_t i = f->touches_n; i > 0 && f->touches[i - 1].seq > seq; i--)
        if (str_eq(f->touches[i - 1].asset, asset))
            return true;
    return false;
}

/* Index among those that stand; their number if it is none of them. */
static size_t settled_at(const struct fold_campaign *f, int64_t seq)
{
    size_t from = 0, to = f->said.settled.n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (f->settled_seq[mid] < (uint64_t)seq)
            from = mid + 1;
        else
            to = mid;
    }
    return from < f->said.settled.n && f->settled_seq[from] == (uint64_t)seq ? from
                                                                             : f->said.settled.n;
}

/* What was raised is settled where it stands, so that a settlement that the facts would not take
 * does not count here either. */
static bool settled_follows(const struct fold_campaign *f, const struct settled *s, struct err *err)
{
    if (s->kind != SETTLED_RAISED)
        return true;
    const struct raised *raised = fold_campaign_raised(f, s->says);
    if (!raised)
        return err_set(err, ERR_INVALID, "nothing was raised as \"%.*s\"",
                       (int)MIN(s->says.n, (size_t)64), s->says.p);
    for (size_t i = 0; i < s->pictures.n; i++)
        if (!str_eq(s->pictures.at[i].sha256, raised->sha256) ||
            region_overlap_pm(s->pictures.at[i].region, raised->region) < SETTLED_OVERLAP_PM)
            return err_set(err, ERR_INVALID, "%.*s was raised in another place", STR(raised->id));
    return true;
}

static bool commented_follows(const struct fold_campaign *f, str id, struct err *err)
{
    const struct raised *raised = fold_campaign_raised(f, id);
    if (!raised)
        return err_set(err, ERR_INVALID, "nothing was raised as \"%.*s\"", STR(id));
    if (fold_campaign_is_settled(f, raised))
        return err_set(err, ERR_INVALID, "%.*s is settled: reopen it to go on", STR(id));
    return true;
}

static bool revised_follows(const struct fold_campaign *f, const struct callsheet_revised *p,
                            struct err *err)
{
    if (p->revision != f->revision + 1)
        return err_set(err, ERR_INVALID, "revision %lld of the call sheet where %lld must be",
                       (long long)p->revision, (long long)f->revision + 1);
    if (f->revision > 0 && str_eq(p->callsheet, f->callsheet))
        return err_set(err, ERR_INVALID, "the call sheet is that of revision %lld",
                       (long long)f->revision);
    return true;
}

bool campaign_follows(const struct fold_campaign *f, enum event_kind kind, const union payload *p,
                      struct err *err)
{
    if (kind == EVENT_CAMPAIGN_OPENED)
        return f->head.version == 0 ||
               err_set(err, ERR_INVALID,
                       "campaign %.*s is open already, and says something else: choose another id",
                       STR(f->campaign));
    if (f->head.version == 0)
        return err_set(err, ERR_INVALID, "there is no such campaign: open it first");
    switch (kind) {
    case EVENT_CALLSHEET_REVISED:
        return revised_follows(f, &p->callsheet_revised, err);
    case EVENT_FINDING_SETTLED:
        return settled_follows(f, &p->finding_settled.said, err);
    case EVENT_FINDING_REOPENED:
        return settled_at(f, p->finding_reopened.settled) < f->said.settled.n ||
               err_set(err, ERR_INVALID, "event %lld settled nothing here that still stands",
                       (long long)p->finding_reopened.settled);
    case EVENT_FINDING_RAISED:
        return !fold_campaign_raised(f, p->finding_raised.said.id) ||
               err_set(err, ERR_INVALID, "%.*s was raised already: choose another id",
                       STR(p->finding_raised.said.id));
    case EVENT_FINDING_COMMENTED:
        return commented_follows(f, p->finding_commented.id, err);
    case EVENT_INVENTORY_ATTESTED:
    case EVENT_APPARENT_AGE_ATTESTED:
        return true;
    default:
        return err_set(err, ERR_INVALID, "a campaign's stream holds nothing of this type");
    }
}

/* Room for one more at the end of a LIST_OF, and that one. */
#define APPEND(list, item, a)                                                                      \
    do {                                                                                           \
        (list)->at = arena_list_room(a, (list)->at, (list)->n, sizeof *(list)->at);                \
        (list)->at[(list)->n++] = (item);                                                          \
    } while (0)

static void take_out(struct fold_campaign *f, size_t at)
{
    size_t after = --f->said.settled.n - at;
    memmove(&f->said.settled.at[at], &f->said.settled.at[at + 1],
            after * sizeof *f->said.settled.at);
    memmove(&f->settled_seq[at], &f->settled_seq[at + 1], after * sizeof *f->settled_seq);
}

static void add_settled(struct fold_campaign *f, struct settled settled, uint64_t seq,
                        struct arena *a)
{
    f->settled_seq = arena_list_room(a, f->settled_seq, f->said.settled.n, sizeof *f->settled_seq);
    f->settled_seq[f->said.settled.n] = seq;
    APPEND(&f->said.settled, settled, a);
}

/* Who says it and when, as settlements have it. */
static void sign(const struct event *e, str *ret_by, struct date *ret_on, struct arena *a)
{
    *ret_by = str_copy(actor_person(e->actor), a);
    *ret_on = date_from_days(e->at_ms / DAY_MS);
}

static void touch(struct fold_campaign *f, str asset, uint64_t seq, struct arena *a)
{
    f->touches = arena_list_room(a, f->touches, f->touches_n, sizeof *f->touches);
    f->touches[f->touches_n++] = (struct fold_touch){asset, seq};
}

static void touch_places(struct fold_campaign *f, const struct settled_place *places, size_t n,
                         uint64_t seq, struct arena *a)
{
    for (size_t i = 0; i < n; i++)
        touch(f, places[i].sha256, seq, a);
}

static void add_said(struct fold_campaign *f, enum event_kind kind, union payload *p,
                     const struct event *e, struct arena *a)
{
    struct settled *settled = &p->finding_settled.said;
    struct raised *raised = &p->finding_raised.said;
    struct inventory *inventory = &p->inventory_attested.said;
    struct age_attested *age = &p->apparent_age_attested.said;
    struct comment comment = {.words = p->finding_commented.words};
    switch (kind) {
    case EVENT_FINDING_SETTLED:
        sign(e, &settled->by, &settled->on, a);
        add_settled(f, *settled, e->seq, a);
        break;
    case EVENT_FINDING_REOPENED:
        settled = &f->said.settled.at[settled_at(f, p->finding_reopened.settled)];
        touch_places(f, settled->pictures.at, settled->pictures.n, e->seq, a);
        take_out(f, settled_at(f, p->finding_reopened.settled));
        break;
    case EVENT_FINDING_RAISED:
        sign(e, &raised->by, &raised->on, a);
        APPEND(&f->said.raised, *raised, a);
        touch(f, raised->sha256, e->seq, a);
        break;
    case EVENT_FINDING_COMMENTED:
        sign(e, &comment.by, &comment.on, a);
        raised = (struct raised *)fold_campaign_raised(f, p->finding_commented.id);
        APPEND(&raised->comments, comment, a);
        break;
    case EVENT_INVENTORY_ATTESTED:
        sign(e, &inventory->by, &inventory->on, a);
        APPEND(&f->said.inventories, *inventory, a);
        break;
    case EVENT_APPARENT_AGE_ATTESTED:
        sign(e, &age->by, &age->on, a);
        APPEND(&f->said.apparent_ages, *age, a);
        touch_places(f, age->pictures.at, age->pictures.n, e->seq, a);
        break;
    default:
        assert(false && "campaign_follows lets no other pass");
    }
}

bool fold_campaign_add(struct fold_campaign *f, const struct event *e, struct arena *a,
                       struct arena scratch, struct err *err)
{
    enum event_kind kind;
    union payload p;
    if (!fold_take(&f->head, e, a, scratch, &kind, &p, err) ||
        !fold_done(&f->head, e, campaign_follows(f, kind, &p, err), a, err))
        return false;
    if (kind == EVENT_CAMPAIGN_OPENED) {
        f->campaign = p.campaign_opened.campaign;
        f->name = p.campaign_opened.name;
        f->house = p.campaign_opened.house;
        f->said.version = SETTLEMENTS_VERSION;
    } else if (kind == EVENT_CALLSHEET_REVISED) {
        f->revision = p.callsheet_revised.revision;
        f->callsheet = p.callsheet_revised.callsheet;
        f->people = p.callsheet_revised.people;
    } else {
        add_said(f, kind, &p, e, a);
    }
    return true;
}
