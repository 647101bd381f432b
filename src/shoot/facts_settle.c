#include "match/fold.h"
#include "shoot/facts_parts.h"
#include "shoot/settlements.h"

/* What people said, brought to the findings of this picture. It counts for the digest that it
 * names, for a finding of the same kind in the same place that says the same; and only what is on
 * the call sheet's shot can be what a finding is matched to. */

struct settling {
    const struct facts_of *of;
    const struct facts *facts;
    struct arena *a;
    /* The acts that name this picture, each with the place. */
    struct act {
        const struct settled *settled;
        const struct settled_place *place;
    } * acts;
    size_t n;
};

/* A finding as settlements speak of it; what a kind does not have is absent. */
struct subject {
    int kind; /* enum settled_kind */
    const struct region *opt_region;
    str says;
    str term;
    int64_t faces;
};

static str masked(const struct settling *s, str text)
{
    return facts_mask_names(s->of->opt_callsheet, present(text), s->a);
}

/* Read once more, a line may differ in case, accents and spaces. */
static bool same_words(str x, str y, struct arena scratch)
{
    struct folded fx, fy;
    struct err err;
    if (str_eq(x, y))
        return true;
    if (!fold(x, FOLD_BLIND, &scratch, &fx, &err) || !fold(y, FOLD_BLIND, &scratch, &fy, &err))
        return false;
    bool same = fx.n == fy.n && fx.n > 0;
    for (uint32_t i = 0; same && i < fx.n; i++)
        same = fx.letter[i] == fy.letter[i];
    return same;
}

static bool is_about(const struct act *act, const struct subject *q, struct arena scratch)
{
    const struct settled *s = act->settled;
    return s->kind == q->kind &&
           (!q->opt_region ||
            region_overlap_pm(act->place->region, *q->opt_region) >= SETTLED_OVERLAP_PM) &&
           (!q->says.p || same_words(s->says, q->says, scratch)) &&
           (!q->term.p || str_eq(s->term, q->term)) &&
           (q->kind != SETTLED_FACES || s->faces >= q->faces);
}

static bool in_frame(const struct settling *s, const struct settled *settled)
{
    for (size_t i = 0; settled->item.p && i < s->facts->items.n; i++)
        if (str_eq(s->facts->items.at[i].id, settled->item))
            return true;
    for (size_t i = 0; settled->talent.p && i < s->facts->people.n; i++)
        if (str_eq(s->facts->people.at[i].id, settled->talent))
            return true;
    return settled->dismissed.p != NULL;
}

static struct fact_settlement settlement_of(const struct settling *s, struct subject q)
{
    struct fact_settlement none = FACT_UNSETTLED;
    for (size_t i = 0; i < s->n; i++) {
        const struct settled *by = s->acts[i].settled;
        if (!is_about(&s->acts[i], &q, *s->a))
            continue;
        str to = by->item.p ? by->item : present(by->talent);
        if (!in_frame(s, by)) {
            none.why_not = str_format(
                s->a, "it was matched to %.*s, which the call sheet does not have in this shot",
                STR(to));
            continue;
        }
        return (struct fact_settlement){
            .settled = true,
            .how = by->dismissed.p ? S("dismissed") : S("matched"),
            .to = to,
            .reason = masked(s, by->dismissed),
            .by = masked(s, by->by),
            .on = date_print(by->on, s->a),
            .why_not = S(""),
        };
    }
    return none;
}

static void find_acts(struct settling *s)
{
    const struct settlements *all = s->of->opt_settlements;
    size_t most = 0;
    for (size_t i = 0; all && i < all->settled.n; i++)
        for (size_t k = 0; k < all->settled.at[i].pictures.n; k++)
            most += str_eq(all->settled.at[i].pictures.at[k].sha256, present(s->of->sha256));
    s->acts = arena_new(s->a, struct act, most);
    for (size_t i = 0; all && i < all->settled.n; i++) {
        const struct settled *settled = &all->settled.at[i];
        for (size_t k = 0; k < settled->pictures.n; k++)
            if (str_eq(settled->pictures.at[k].sha256, present(s->of->sha256)))
                s->acts[s->n++] = (struct act){settled, &settled->pictures.at[k]};
    }
}

/* The one path is how the other ends: a run names files by its folder, a person by where she stood.
 */
static bool same_file(str x, str y)
{
    str longer = x.n > y.n ? x : y, shorter = x.n > y.n ? y : x;
    return shorter.n > 0 && str_ends(longer, shorter) &&
           (longer.n == shorter.n || longer.p[longer.n - shorter.n - 1] == '/');
}

/* Of other bytes, which may be smaller: what of the place is in this picture, or all of it. */
static struct region in_picture(const struct settling *s, struct region place)
{
    struct region whole = {0, 0, s->facts->picture.width_px, s->facts->picture.height_px};
    struct region part = region_intersect(place, whole);
    return region_area(part) > 0 ? part : region_area(whole) > 0 ? whole : place;
}

static void make_raised(const struct settling *s, struct facts *facts)
{
    const struct settlements *all = s->of->opt_settlements;
    facts->raised.at = arena_new(s->a, struct fact_raised, all ? all->raised.n : 0);
    for (size_t i = 0; all && i < all->raised.n; i++) {
        const struct raised *r = &all->raised.at[i];
        bool here = str_eq(r->sha256, present(s->of->sha256));
        if (!here && !(s->of->by_name && same_file(present(r->path), s->of->path)))
            continue;
        size_t n = ++facts->raised.n;
        struct region region = here ? r->region : in_picture(s, r->region);
        facts->raised.at[n - 1] = (struct fact_raised){
            .id = str_format(s->a, "r%zu", n),
            .name = r->id,
            .region = region,
            .words = masked(s, here ? r->words
                                    : str_format(s->a,
                                                 "%.*s (in other bytes of this file: look "
                                                 "whether it is still there)",
                                                 STR(r->words))),
            .by = masked(s, r->by),
            .owner = masked(s, r->owner),
            .due = date_present(r->due) ? date_print(r->due, s->a) : S(""),
            .change_requested = r->change_requested,
            .settlement = settlement_of(
                s, (struct subject){.kind = SETTLED_RAISED, .opt_region = &region, .says = r->id}),
        };
    }
}

static bool names(const struct settled_place *places, size_t n, str sha256)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(places[i].sha256, sha256))
            return true;
    return false;
}

static void make_inventory(const struct settling *s, struct facts *facts)
{
    const struct settlements *all = s->of->opt_settlements;
    facts->inventory = (struct fact_inventory){false, S(""), S("")};
    for (size_t i = 0; all && i < all->inventories.n; i++) {
        const struct inventory *v = &all->inventories.at[i];
        if (names(v->pictures.at, v->pictures.n, present(s->of->sha256)))
            facts->inventory =
                (struct fact_inventory){true, masked(s, v->by), date_print(v->on, s->a)};
    }
}

/* The words of ages stand in rising order, so that the least is the youngest. */
static void make_apparent_age(const struct settling *s, struct facts *facts)
{
    const struct settlements *all = s->of->opt_settlements;
    const struct age_attested *youngest = NULL;
    for (size_t i = 0; all && i < all->apparent_ages.n; i++) {
        const struct age_attested *v = &all->apparent_ages.at[i];
        if (names(v->pictures.at, v->pictures.n, present(s->of->sha256)) &&
            (!youngest || v->age < youngest->age))
            youngest = v;
    }
    facts->apparent_age = (struct fact_apparent_age){S("absent"), true, true, S(""), S("")};
    if (youngest)
        facts->apparent_age = (struct fact_apparent_age){
            .said = str_of(words_name(&apparent_age_words, youngest->age)),
            .under_16 = youngest->age == APPARENT_UNDER_16 || youngest->age == APPARENT_CANNOT_SAY,
            .under_18 = youngest->age != APPARENT_ADULT,
            .by = masked(s, youngest->by),
            .on = date_print(youngest->on, s->a),
        };
}

void facts_settle(const struct facts_of *of, struct arena *a, struct facts *facts)
{
    struct settling s = {.of = of, .facts = facts, .a = a};
    find_acts(&s);
    for (size_t i = 0; i < facts->texts.n; i++) {
        struct fact_text *t = &facts->texts.at[i];
        t->settlement = settlement_of(
            &s, (struct subject){.kind = SETTLED_TEXT, .opt_region = &t->region, .says = t->text});
    }
    for (size_t i = 0; i < facts->unread.n; i++)
        facts->unread.at[i].settlement =
            settlement_of(&s, (struct subject){.kind = SETTLED_UNREAD,
                                               .opt_region = &facts->unread.at[i].region});
    for (size_t i = 0; i < facts->hits.n; i++) {
        struct fact_hit *h = &facts->hits.at[i];
        h->settlement = settlement_of(&s, (struct subject){.kind = SETTLED_HIT,
                                                           .opt_region = &h->region,
                                                           .says = h->text,
                                                           .term = facts_hit_name(h, a)});
    }
    for (size_t i = 0; i < facts->metadata.contradictions.n; i++) {
        struct fact_contradiction *c = &facts->metadata.contradictions.at[i];
        c->settlement =
            settlement_of(&s, (struct subject){.kind = SETTLED_CONTRADICTION, .says = c->words});
    }
    facts->faces.settlement =
        settlement_of(&s, (struct subject){.kind = SETTLED_FACES, .faces = facts->faces.counted});
    make_raised(&s, facts);
    make_inventory(&s, facts);
    make_apparent_age(&s, facts);
}

str facts_hit_name(const struct fact_hit *hit, struct arena *a)
{
    return str_format(a, "%.*s/%.*s", STR(hit->list), STR(hit->term));
}

#define SETTLEMENT_OF(list, finding)                                                               \
    for (size_t i = 0; i < (list).n; i++)                                                          \
        if (str_eq((list).at[i].id, finding))                                                      \
    return &(list).at[i].settlement

const struct fact_settlement *facts_settlement(const struct facts *facts, str finding)
{
    SETTLEMENT_OF(facts->texts, finding);
    SETTLEMENT_OF(facts->unread, finding);
    SETTLEMENT_OF(facts->hits, finding);
    SETTLEMENT_OF(facts->metadata.contradictions, finding);
    SETTLEMENT_OF(facts->raised, finding);
    return NULL;
}

bool facts_rest_on_people(const struct facts *facts)
{
    bool said = facts->raised.n > 0 || facts->inventory.complete || facts->apparent_age.by.n > 0 ||
                facts->faces.settlement.settled;
    for (size_t i = 0; i < facts->texts.n; i++)
        said = said || facts->texts.at[i].settlement.settled;
    for (size_t i = 0; i < facts->unread.n; i++)
        said = said || facts->unread.at[i].settlement.settled;
    for (size_t i = 0; i < facts->hits.n; i++)
        said = said || facts->hits.at[i].settlement.settled;
    for (size_t i = 0; i < facts->metadata.contradictions.n; i++)
        said = said || facts->metadata.contradictions.at[i].settlement.settled;
    return said;
}
