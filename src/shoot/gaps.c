#include "shoot/callsheet.h"
#include "shoot/people.h"

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

static void person_gaps(const struct callsheet *c, const struct talent *t, struct span span,
                        struct arena scratch, struct diags *diags)
{
    struct fact_person person = person_make(c, t, span, &scratch);
    for (size_t i = 0; i < person.missing.n; i++)
        diag_add(diags, t->line, 0, (str){0}, "%.*s (%s): missing: %.*s", STR(t->id),
                 words_name(&band_words, person.band), STR(person.missing.at[i]));
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
    for (size_t i = 0; i < c->talent.n; i++)
        person_gaps(c, &c->talent.at[i], spans[i], scratch, diags);
    for (size_t i = 0; i < c->items.n; i++)
        item_gaps(&c->items.at[i], diags);
    for (size_t i = 0; i < c->setups.n; i++)
        if (c->setups.at[i].shots.n == 0)
            diag_add(diags, c->setups.at[i].line, 0, (str){0}, "look %.*s: no shots",
                     STR(c->setups.at[i].id));
}
