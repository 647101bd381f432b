#include "shoot/callsheet.h"
#include "shoot/callsheet_index.h"
#include "shoot/people.h"
#include "shoot/scope.h"

/* What stands between a call sheet without mistakes and clear pictures. */

static void span_join(struct span *all, struct span more)
{
    if (!date_present(all->first) || date_cmp(more.first, all->first) < 0)
        all->first = more.first;
    if (!date_present(all->last) || date_cmp(more.last, all->last) > 0)
        all->last = more.last;
}

/* For each person the days of every shot in which he may be, joined; the shoot's if there is none.
 */
static struct span *person_spans(const struct callsheet *c, struct arena *a)
{
    static const struct shot any_day;
    struct span *spans = arena_new(a, struct span, c->talent.n);
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++) {
            const struct shot *shot = &c->setups.at[i].shots.at[j];
            struct span span = callsheet_span(c, shot);
            for (size_t k = 0; k < shot->talent.n; k++)
                span_join(&spans[callsheet_talent(c, shot->talent.at[k]) - c->talent.at], span);
        }
    struct span shoot = callsheet_span(c, &any_day);
    for (size_t i = 0; i < c->talent.n; i++)
        if (!date_present(spans[i].first))
            spans[i] = shoot;
    return spans;
}

static void person_gaps(const struct talent *t, struct span span, struct arena scratch,
                        struct diags *diags)
{
    struct fact_person person = person_make(t, span, &scratch);
    for (size_t i = 0; i < person.missing.n; i++)
        diag_add(diags, t->line, 0, (str){0}, "%.*s (%s): missing: %.*s", STR(t->id),
                 words_name(&band_words, person.band), STR(person.missing.at[i]));
}

static void scope_gaps(const struct callsheet *c, struct paper paper, struct arena scratch,
                       struct diags *diags)
{
    struct fact_beyond beyond[SCOPE_LIMITS];
    size_t n = scope_beyond(c, paper, &scratch, beyond);
    for (size_t i = 0; i < n; i++)
        diag_add(diags, paper.scope->line, 0, (str){0}, "usage goes beyond %.*s: %.*s",
                 STR(paper.whose), STR(beyond[i].words));
}

#define LICENCE_EXAMPLE                                                                            \
    "licences: [{id: photographer, kind: photograph, party: studio-nord, signed_on: 2022-09-01}]"

static bool photographed(const struct callsheet *c, const struct shot *shot)
{
    for (size_t i = 0; i < c->licences.n; i++)
        if (c->licences.at[i].kind == LICENCE_PHOTOGRAPH &&
            licence_holds(c, &c->licences.at[i], shot, NULL))
            return true;
    return false;
}

static void licence_gaps(const struct callsheet *c, struct arena scratch, struct diags *diags)
{
    bool *location = arena_new(&scratch, bool, c->places.n);
    for (size_t i = 0; i < c->licences.n; i++) {
        const struct use_licence *l = &c->licences.at[i];
        if (l->kind == LICENCE_LOCATION)
            location[id_find(&c->index->places, l->place)->at] = true;
        if (!licence_signed(l))
            diag_add(diags, l->line, 0, S("signed_on: 2022-09-01"), "licence %.*s: not signed",
                     STR(l->id));
    }
    static const struct shot any_day;
    const bool *used = shot_places(c, &any_day, &scratch);
    for (size_t i = 0; i < c->places.n; i++)
        if (used[i] && !location[i])
            diag_add(diags, c->places.at[i].line, 0,
                     S("licences: [{id: studio-licence, kind: location, party: maison-verne, "
                       "place: studio, not_needed: the house's own studio}]"),
                     "place %.*s: no licence of the location", STR(c->places.at[i].id));
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++) {
            const struct shot *shot = &c->setups.at[i].shots.at[j];
            if (photographed(c, shot))
                continue;
            diag_add(diags, shot->line, 0, S(LICENCE_EXAMPLE),
                     "shot %.*s: no photographer's licence", STR(shot->id));
            return; /* one is enough to say: it is mostly one licence for all */
        }
}

static void item_gaps(const struct item *item, struct diags *diags)
{
    if (!item->themes.at)
        diag_add(diags, item->line, 0, S("{themes: [], assessed_by: legal}"),
                 "item %.*s: not assessed", STR(item->id));
    if (!item->supplier.p)
        diag_add(diags, item->line, 0, S("supplier: north-props"), "item %.*s: no supplier",
                 STR(item->id));
    if (!item->approval.present)
        diag_add(diags, item->line, 0, S("approval: {by: legal, date: 2022-09-02}"),
                 "item %.*s: not approved", STR(item->id));
    if (item->kind == ITEM_PRINTED && item->print.n == 0 && item->own_marks.n == 0)
        diag_add(diags, item->line, 0, S("print: [\"Quarterly report, page 3\"]"),
                 "item %.*s: printed matter, and what it says is not typed in", STR(item->id));
}

void callsheet_gaps(const struct callsheet *c, struct arena scratch, struct diags *diags)
{
    const struct span *spans = person_spans(c, &scratch);
    if (!c->usage.scope.present)
        diag_add(diags, 0, 0,
                 S("usage: {channels: [web, print], territories: [FR, GB], from: 2022-11-16, "
                   "until: 2023-05-31, time_zone: Europe/Paris}"),
                 "usage: it is not said what the pictures are wanted for");
    for (size_t i = 0; i < c->talent.n; i++)
        person_gaps(&c->talent.at[i], spans[i], scratch, diags);
    for (size_t i = 0; i < c->items.n; i++)
        item_gaps(&c->items.at[i], diags);
    licence_gaps(c, scratch, diags);
    for (size_t i = 0; i < c->talent.n; i++)
        scope_gaps(c, paper_release(&c->talent.at[i]), scratch, diags);
    for (size_t i = 0; i < c->licences.n; i++)
        scope_gaps(c, paper_licence(&c->licences.at[i]), scratch, diags);
    for (size_t i = 0; i < c->items.n; i++)
        scope_gaps(c, paper_item(&c->items.at[i]), scratch, diags);
    for (size_t i = 0; i < c->setups.n; i++)
        if (c->setups.at[i].shots.n == 0)
            diag_add(diags, c->setups.at[i].line, 0, (str){0}, "look %.*s: no shots",
                     STR(c->setups.at[i].id));
}
