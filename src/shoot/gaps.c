#include "shoot/gaps.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shoot/callsheet_index.h"
#include "shoot/people.h"
#include "shoot/scope.h"

/* Gaps while they are found. */
struct finder {
    const struct callsheet *c;
    struct arena *a;
    struct gaps gaps;
    size_t room;
};

static void gap_add(struct finder *f, struct gap gap, const char *fmt, ...) PRINTF(3, 4);
static void gap_add(struct finder *f, struct gap gap, const char *fmt, ...)
{
    char words[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    gap.words = str_copy(str_of(words), f->a);
    if (!gap.who.p)
        gap.who = f->c->house;
    gap.usage = f->c->usage.scope.from;
    if (f->gaps.n == f->room) {
        f->room = f->room ? 2 * f->room : 64;
        struct gap *more = arena_new(f->a, struct gap, f->room);
        if (f->gaps.n)
            memcpy(more, f->gaps.at, f->gaps.n * sizeof *more);
        f->gaps.at = more;
    }
    f->gaps.at[f->gaps.n++] = gap;
}

static void span_join(struct span *all, struct span more)
{
    if (!date_present(all->first) || date_cmp(more.first, all->first) < 0)
        all->first = more.first;
    if (!date_present(all->last) || date_cmp(more.last, all->last) > 0)
        all->last = more.last;
}

/* For each item the first day of every shot in which it may be; the shoot's if there is none. */
static struct date *item_days(const struct callsheet *c, struct arena *a)
{
    static const struct shot any_day;
    struct date *days = arena_new(a, struct date, c->items.n);
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++) {
            const struct shot *shot = &c->setups.at[i].shots.at[j];
            struct date first = callsheet_span(c, shot).first;
            for (size_t k = 0; k < shot->items.n; k++) {
                struct date *day = &days[callsheet_item(c, shot->items.at[k]) - c->items.at];
                if (!date_present(*day) || date_cmp(first, *day) < 0)
                    *day = first;
            }
        }
    for (size_t i = 0; i < c->items.n; i++)
        if (!date_present(days[i]))
            days[i] = callsheet_span(c, &any_day).first;
    return days;
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

static void person_gaps(struct finder *f, const struct talent *t, struct span span)
{
    struct fact_person person = person_make(t, span, f->a);
    for (size_t i = 0; i < person.missing.n; i++) {
        struct gap gap = {.line = t->line, .who = t->id, .shoot = span.first};
        gap_add(f, gap, "%.*s (%s): missing: %.*s", STR(t->id),
                words_name(&band_words, person.band), STR(person.missing.at[i]));
    }
}

static void scope_gaps(struct finder *f, struct paper paper)
{
    struct fact_beyond beyond[SCOPE_LIMITS];
    size_t n = scope_beyond(f->c, paper, f->a, beyond);
    for (size_t i = 0; i < n; i++) {
        struct gap gap = {.line = paper.scope->line,
                          .who = paper.party.n ? paper.party : paper.whose};
        gap_add(f, gap, "usage goes beyond %.*s: %.*s", STR(paper.whose), STR(beyond[i].words));
    }
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

static void licence_gaps(struct finder *f)
{
    const struct callsheet *c = f->c;
    bool *location = arena_new(f->a, bool, c->places.n);
    for (size_t i = 0; i < c->licences.n; i++) {
        const struct use_licence *l = &c->licences.at[i];
        if (l->kind == LICENCE_LOCATION)
            location[id_find(&c->index->places, l->place)->at] = true;
        struct gap gap = {.line = l->line, .example = S("signed_on: 2022-09-01"), .who = l->party};
        if (!licence_signed(l))
            gap_add(f, gap, "licence %.*s: not signed", STR(l->id));
    }
    static const struct shot any_day;
    struct date first = callsheet_span(c, &any_day).first;
    const bool *used = shot_places(c, &any_day, f->a);
    for (size_t i = 0; i < c->places.n; i++) {
        struct gap gap = {
            .line = c->places.at[i].line,
            .example = S("licences: [{id: studio-licence, kind: location, party: maison-verne, "
                         "place: studio, not_needed: the house's own studio}]"),
            .shoot = first,
        };
        if (used[i] && !location[i])
            gap_add(f, gap, "place %.*s: no licence of the location", STR(c->places.at[i].id));
    }
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++) {
            const struct shot *shot = &c->setups.at[i].shots.at[j];
            if (photographed(c, shot))
                continue;
            struct gap gap = {.line = shot->line, .example = S(LICENCE_EXAMPLE)};
            gap_add(f, gap, "shot %.*s: no photographer's licence", STR(shot->id));
            return; /* one is enough to say: it is mostly one licence for all */
        }
}

static void item_gaps(struct finder *f, const struct item *item, struct date first)
{
    const struct {
        bool missing;
        str example;
        const char *words;
    } gaps[] = {
        {!item->themes.at, S("{themes: [], assessed_by: legal}"), "not assessed"},
        {!item->supplier.p, S("supplier: north-props"), "no supplier"},
        {!item->approval.present, S("approval: {by: legal, date: 2022-09-02}"), "not approved"},
        {item->kind == ITEM_PRINTED && item->print.n == 0 && item->own_marks.n == 0,
         S("print: [\"Quarterly report, page 3\"]"),
         "printed matter, and what it says is not typed in"},
    };
    for (size_t i = 0; i < countof(gaps); i++) {
        struct gap gap = {
            .line = item->line, .example = gaps[i].example, .who = item->supplier, .shoot = first};
        if (gaps[i].missing)
            gap_add(f, gap, "item %.*s: %s", STR(item->id), gaps[i].words);
    }
}

struct gaps gaps_find(const struct callsheet *c, struct arena *a)
{
    static const struct shot any_day;
    struct finder f = {.c = c, .a = a};
    const struct span *spans = person_spans(c, a);
    const struct date *days = item_days(c, a);
    struct date first = callsheet_span(c, &any_day).first;
    struct gap usage = {
        .example = S("usage: {channels: [web, print], territories: [FR, GB], from: 2022-11-16, "
                     "until: 2023-05-31, time_zone: Europe/Paris}"),
        .shoot = first,
    };
    if (!c->usage.scope.present)
        gap_add(&f, usage, "usage: it is not said what the pictures are wanted for");
    for (size_t i = 0; i < c->talent.n; i++)
        person_gaps(&f, &c->talent.at[i], spans[i]);
    for (size_t i = 0; i < c->items.n; i++)
        item_gaps(&f, &c->items.at[i], days[i]);
    licence_gaps(&f);
    for (size_t i = 0; i < c->talent.n; i++)
        scope_gaps(&f, paper_release(&c->talent.at[i]));
    for (size_t i = 0; i < c->licences.n; i++)
        scope_gaps(&f, paper_licence(&c->licences.at[i]));
    for (size_t i = 0; i < c->items.n; i++)
        scope_gaps(&f, paper_item(&c->items.at[i]));
    for (size_t i = 0; i < c->setups.n; i++) {
        struct gap gap = {.line = c->setups.at[i].line, .shoot = first};
        if (c->setups.at[i].shots.n == 0)
            gap_add(&f, gap, "look %.*s: no shots", STR(c->setups.at[i].id));
    }
    return f.gaps;
}

void callsheet_gaps(const struct callsheet *c, struct arena scratch, struct diags *diags)
{
    struct gaps gaps = gaps_find(c, &scratch);
    for (size_t i = 0; i < gaps.n; i++)
        diag_add(diags, gaps.at[i].line, 0, gaps.at[i].example, "%.*s", STR(gaps.at[i].words));
}

struct date gap_due(const struct gap *gap, struct date today, bool *ret_shoot)
{
    bool over = !date_present(gap->shoot) || date_cmp(gap->shoot, today) < 0;
    *ret_shoot = !(over && date_present(gap->usage)) && date_present(gap->shoot);
    return *ret_shoot ? gap->shoot : gap->usage;
}

static int due_order(const void *a, const void *b, void *today)
{
    const struct gap *x = a, *y = b;
    bool shoot;
    struct date dx = gap_due(x, *(struct date *)today, &shoot);
    struct date dy = gap_due(y, *(struct date *)today, &shoot);
    if (date_present(dx) != date_present(dy))
        return date_present(dx) ? -1 : 1;
    int order = date_cmp(dx, dy);
    if (order == 0)
        order = str_cmp(x->who, y->who);
    if (order == 0)
        order = str_cmp(x->words, y->words);
    return order;
}

void gaps_sort(struct gaps gaps, struct date today)
{
    if (gaps.n)
        qsort_r(gaps.at, gaps.n, sizeof *gaps.at, due_order, &today);
}
