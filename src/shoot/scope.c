#include "shoot/scope.h"

#include "shoot/callsheet_index.h"
#include "shoot/facts_parts.h"

/* A paper allows what it says and nothing else; a limit that it does not state is none. The days of
 * all papers are days in the usage's time zone. */

enum {
    SHOWN_MAX = 6, /* codes that a sentence lists; `over` has them all */
};

struct paper paper_release(const struct talent *t)
{
    return (struct paper){t->release.line, t->id, "release", S(""), &t->release.scope};
}

struct paper paper_item(const struct item *item)
{
    return (struct paper){item->line, item->id, "item", present(item->supplier), &item->scope};
}

struct paper paper_licence(const struct use_licence *l)
{
    return (struct paper){l->line, l->id, words_name(&use_licence_kind_words, l->kind), l->party,
                          &l->scope};
}

static str paper_words(struct paper p, struct arena *a)
{
    if (str_eq(str_of(p.kind), S("release")))
        return str_format(a, "the release of %.*s", STR(p.whose));
    const char *what = str_eq(str_of(p.kind), S("item")) ? "item" : "licence";
    return str_format(a, "%s %.*s%s%.*s%s", what, STR(p.whose), p.party.n ? " (of " : "",
                      STR(p.party), p.party.n ? ")" : "");
}

/* Which codes a list of ids names; ids that are none are left out (callsheet_check tells them).
 * "world" is all of them. */
static struct code_set code_set_of(struct codes codes, const struct texts *ids,
                                   const struct texts *except)
{
    struct code_set set = {0};
    for (size_t i = 0; i < ids->n; i++)
        for (size_t k = 0; k < codes.n; k++)
            if (str_eq(ids->at[i], codes.at[k].id) || str_eq(ids->at[i], S("world")))
                code_set_add(&set, k);
    for (size_t i = 0; i < except->n; i++) {
        size_t k = codes_find(codes, except->at[i]);
        if (k < codes.n)
            set.bits[k / 64] &= ~((uint64_t)1 << k % 64);
    }
    return set;
}

static str shown(const struct texts *list, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    size_t n = list->n > SHOWN_MAX ? SHOWN_MAX - 1 : list->n;
    for (size_t i = 0; i < n; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", STR(list->at[i]));
    if (n < list->n)
        buf_format(&out, " and %zu others", list->n - n);
    return n ? str_copy(buf_str(&out), a) : S("nothing");
}

/* `world` and its exceptions as they are written; the codes themselves would be no sentence. */
static str allowed(const struct texts *ids, const struct texts *except, struct arena *a)
{
    if (except->n == 0)
        return shown(ids, a);
    return str_format(a, "%.*s except %.*s", STR(shown(ids, a)), STR(shown(except, a)));
}

static bool codes_beyond(struct codes codes, const char *what, const struct scope *asked,
                         const struct texts *asked_ids, const struct texts *given_ids,
                         const struct scope *given, str paper, struct arena *a,
                         struct fact_beyond *ret)
{
    static const struct texts none;
    bool territories = given_ids == &given->territories;
    const struct texts *except = territories ? &given->except : &none;
    struct code_set want = code_set_of(codes, asked_ids, territories ? &asked->except : &none);
    struct code_set have = code_set_of(codes, given_ids, except);
    struct texts over = {.at = arena_new(a, str, codes.n)};
    for (size_t i = 0; i < codes.n; i++)
        if (code_set_has(&want, i) && !code_set_has(&have, i))
            over.at[over.n++] = codes.at[i].id;
    if (over.n == 0)
        return false;
    *ret = (struct fact_beyond){
        .limit = str_of(what),
        .over = over,
        .words = str_format(a, "%s %.*s: %.*s allows %.*s", what, STR(shown(&over, a)), STR(paper),
                            STR(allowed(given_ids, except, a))),
    };
    return true;
}

static bool days_beyond(const struct scope *asked, const struct scope *given, str paper,
                        struct arena *a, struct fact_beyond *ret)
{
    bool early = date_present(given->from) && date_cmp(asked->from, given->from) < 0;
    bool late = date_present(given->until) &&
                (!date_present(asked->until) || date_cmp(asked->until, given->until) > 0);
    if (!early && !late)
        return false;
    struct texts over = {.at = arena_new(a, str, 2)};
    CLEANUP(buf_done) struct buf words = {0};
    if (early) {
        str day = date_print(given->from, a);
        over.at[over.n++] = str_format(a, "before %.*s", STR(day));
        buf_format(&words, " starts on %.*s", STR(day));
    }
    if (late) {
        str day = date_print(given->until, a);
        over.at[over.n++] = str_format(a, "after %.*s", STR(day));
        buf_format(&words, "%s ends on %.*s", early ? " and" : "", STR(day));
    }
    *ret = (struct fact_beyond){
        .limit = S("dates"),
        .over = over,
        .words = str_format(a, "dates %.*s: %.*s%.*s", STR(shown(&over, a)), STR(paper),
                            STR(buf_str(&words))),
    };
    return true;
}

static struct fact_beyond nobody_knows(const char *what, str paper, struct arena *a)
{
    return (struct fact_beyond){
        .limit = str_of(what),
        .over = {arena_new(a, str, 0), 0},
        .words = str_format(a, "%.*s is limited in %s, and the call sheet asks for no usage",
                            STR(paper), what),
    };
}

size_t scope_beyond(const struct callsheet *c, struct paper paper, struct arena *a,
                    struct fact_beyond ret[SCOPE_LIMITS])
{
    const struct scope *asked = &c->usage.scope, *given = paper.scope;
    if (!given->present)
        return 0;
    str words = paper_words(paper, a);
    size_t n = 0;
    if (!asked->present) {
        if (given->channels.at)
            ret[n++] = nobody_knows("channels", words, a);
        if (given->territories.at)
            ret[n++] = nobody_knows("territories", words, a);
        if (date_present(given->from) || date_present(given->until))
            ret[n++] = nobody_knows("dates", words, a);
    } else {
        if (given->channels.at)
            n += codes_beyond(c->index->channels, "channels", asked, &asked->channels,
                              &given->channels, given, words, a, &ret[n]);
        if (given->territories.at)
            n += codes_beyond(c->index->territories, "territories", asked, &asked->territories,
                              &given->territories, given, words, a, &ret[n]);
        n += days_beyond(asked, given, words, a, &ret[n]);
    }
    for (size_t i = 0; i < n; i++) {
        ret[i].whose = paper.whose;
        ret[i].paper = str_of(paper.kind);
        ret[i].party = paper.party;
    }
    return n;
}

/* ---- licences ---- */

bool *shot_places(const struct callsheet *c, const struct shot *shot, struct arena *a)
{
    bool *used = arena_new(a, bool, c->places.n);
    for (size_t i = 0; i < c->days.n; i++) {
        const struct shoot_day *day = &c->days.at[i];
        if (!shot->day.p || str_eq(day->id, shot->day))
            used[id_find(&c->index->places, day->place)->at] = true;
    }
    return used;
}

bool licence_holds(const struct callsheet *c, const struct use_licence *l, const struct shot *shot,
                   const bool *places)
{
    if (l->kind == LICENCE_LOCATION)
        return places[id_find(&c->index->places, l->place)->at];
    return !l->shots.at || texts_have(&l->shots, shot->id);
}

static struct texts licences_missing(const struct callsheet *c, const struct shot *shot,
                                     const bool *places, struct arena *a)
{
    struct texts missing = {.at = arena_new(a, str, 1 + c->places.n + c->licences.n)};
    bool photograph = false, *location = arena_new(a, bool, c->places.n);
    for (size_t i = 0; i < c->licences.n; i++) {
        const struct use_licence *l = &c->licences.at[i];
        if (!licence_holds(c, l, shot, places))
            continue;
        if (l->kind == LICENCE_LOCATION)
            location[id_find(&c->index->places, l->place)->at] = true;
        else
            photograph = true;
        if (!licence_signed(l))
            missing.at[missing.n++] = str_format(a, "licence %.*s: not signed", STR(l->id));
    }
    if (!photograph)
        missing.at[missing.n++] = S("photographer's licence");
    for (size_t i = 0; i < c->places.n; i++)
        if (places[i] && !location[i])
            missing.at[missing.n++] =
                str_format(a, "licence of the location %.*s", STR(c->places.at[i].id));
    return missing;
}

/* ---- facts ---- */

static struct texts asked_codes(struct codes codes, const struct texts *ids,
                                const struct texts *except, struct arena *a)
{
    struct code_set set = code_set_of(codes, ids, except);
    struct texts list = {.at = arena_new(a, str, codes.n)};
    for (size_t i = 0; i < codes.n; i++)
        if (code_set_has(&set, i))
            list.at[list.n++] = codes.at[i].id;
    return list;
}

static str day_or_none(struct date d, struct arena *a)
{
    return date_present(d) ? date_print(d, a) : S("");
}

static void add_beyond(const struct callsheet *c, struct paper paper, struct arena *a,
                       struct fact_scope *scope)
{
    size_t n = scope_beyond(c, paper, a, scope->beyond.at + scope->beyond.n);
    for (size_t i = 0; i < n; i++) {
        size_t id = ++scope->beyond.n;
        scope->beyond.at[id - 1].id = str_format(a, "b%zu", id);
    }
}

void facts_scope(const struct facts_of *of, struct setup setup, struct arena *a,
                 struct facts *facts)
{
    static const struct texts none;
    const struct callsheet *c = of->opt_callsheet;
    struct fact_scope *scope = &facts->scope;
    *scope = (struct fact_scope){.from = S(""), .until = S(""), .time_zone = S("")};
    scope->channels.at = scope->territories.at = scope->missing.at = arena_new(a, str, 0);
    scope->beyond.at = arena_new(a, struct fact_beyond, 0);
    if (!c)
        return;
    const struct scope *asked = &c->usage.scope;
    scope->asked = asked->present;
    if (asked->present) {
        scope->channels = asked_codes(c->index->channels, &asked->channels, &none, a);
        scope->territories =
            asked_codes(c->index->territories, &asked->territories, &asked->except, a);
        scope->from = day_or_none(asked->from, a);
        scope->until = day_or_none(asked->until, a);
        scope->time_zone = c->usage.time_zone;
    }
    const struct shot *shot = setup.shot;
    if (!shot)
        return;
    const bool *places = shot_places(c, shot, a);
    scope->missing = licences_missing(c, shot, places, a);
    size_t most = (shot->talent.n + shot->items.n + c->licences.n) * SCOPE_LIMITS;
    scope->beyond.at = arena_new(a, struct fact_beyond, most);
    for (size_t i = 0; i < shot->talent.n; i++)
        add_beyond(c, paper_release(callsheet_talent(c, shot->talent.at[i])), a, scope);
    for (size_t i = 0; i < c->licences.n; i++)
        if (licence_holds(c, &c->licences.at[i], shot, places))
            add_beyond(c, paper_licence(&c->licences.at[i]), a, scope);
    for (size_t i = 0; i < shot->items.n; i++)
        add_beyond(c, paper_item(callsheet_item(c, shot->items.at[i])), a, scope);
}
