#include "shoot/facts.h"

#include <string.h>

#include "base/hash.h"
#include "image/image.h"
#include "screen/screening.h"
#include "shoot/callsheet_index.h"
#include "shoot/facts_parts.h"
#include "shoot/names.h"
#include "shoot/people.h"

str facts_mask_names(const struct callsheet *opt_callsheet, str text, struct arena *a)
{
    return opt_callsheet && text.p ? names_mask(opt_callsheet->index->names, text, a) : text;
}

static void make_picture(const struct facts_of *of, struct facts *facts)
{
    const struct screening *s = of->opt_screening;
    const struct image_about *about = of->opt_about;
    facts->picture = (struct fact_picture){
        .sha256 = present(of->sha256),
        .format = about ? present(about->format) : S(""),
        .width_px = about ? about->width_px
                    : s   ? s->width_px
                          : 0,
        .height_px = about ? about->height_px
                     : s   ? s->height_px
                           : 0,
        .fingerprint = s ? present(s->fingerprint) : S(""),
        .quality = s && s->quality != INT_ABSENT ? s->quality : 0,
    };
}

static void make_people(const struct callsheet *c, const struct shot *shot, struct arena *a,
                        struct facts *facts)
{
    struct span span = callsheet_span(c, shot);
    facts->people.at = arena_new(a, struct fact_person, shot->talent.n);
    for (size_t i = 0; i < shot->talent.n; i++) {
        const struct talent *t = callsheet_talent(c, shot->talent.at[i]);
        assert(t); /* callsheet_read refuses ids of nobody */
        facts->people.at[facts->people.n++] = person_make(t, span, a);
    }
    facts->faces.cast = (int64_t)facts->people.n;
}

static void make_items(const struct callsheet *c, const struct shot *shot, struct arena *a,
                       struct facts *facts)
{
    facts->items.at = arena_new(a, struct fact_item, shot->items.n);
    for (size_t i = 0; i < shot->items.n; i++) {
        const struct item *item = callsheet_item(c, shot->items.at[i]);
        assert(item);
        bool assessed = item->themes.at && item->assessed_by.p;
        facts->items.at[facts->items.n++] = (struct fact_item){
            .id = item->id,
            .name = facts_mask_names(c, item->name, a),
            .kind = str_of(words_name(&item_kind_words, item->kind)),
            .count = item->count,
            .supplier = present(item->supplier),
            .assessed = assessed,
            .assessed_by = assessed ? item->assessed_by : S(""),
            .themes = assessed ? item->themes : (struct texts){arena_new(a, str, 0), 0},
            .approved = item->approval.present,
            .approved_by = item->approval.present ? item->approval.by : S(""),
        };
    }
}

static struct setup find_setup(const struct facts_of *of, struct arena *a)
{
    if (!of->opt_callsheet)
        return (struct setup){.why = S("screened without a call sheet")};
    return callsheet_setup(of->opt_callsheet, of->path, a);
}

static void make_setup(const struct facts_of *of, struct setup setup, struct arena *a,
                       struct facts *facts)
{
    const struct callsheet *c = of->opt_callsheet;
    facts->callsheet = c ? (struct fact_callsheet){true, c->campaign.id, c->house}
                         : (struct fact_callsheet){false, S(""), S("")};
    facts->setup = (struct fact_setup){
        .known = setup.shot != NULL,
        .look = setup.look ? setup.look->id : S(""),
        .shot = setup.shot ? setup.shot->id : S(""),
        .why = facts_mask_names(c, setup.why, a),
    };
    facts->people.at = arena_new(a, struct fact_person, 0);
    facts->items.at = arena_new(a, struct fact_item, 0);
    if (setup.shot) {
        make_people(c, setup.shot, a, facts);
        make_items(c, setup.shot, a, facts);
    }
}

static size_t count_findings(const struct screening *opt_screening, int kind)
{
    size_t n = 0;
    for (size_t i = 0; opt_screening && i < opt_screening->findings.n; i++)
        n += opt_screening->findings.at[i].kind == kind;
    return n;
}

static void make_matches(const struct facts_of *of, struct arena *a, struct facts *facts)
{
    const struct screening *s = of->opt_screening;
    facts->matches.at = arena_new(a, struct fact_match, count_findings(s, FINDING_KNOWN_BAD));
    for (size_t i = 0; s && i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        if (f->kind != FINDING_KNOWN_BAD)
            continue;
        size_t n = ++facts->matches.n;
        facts->matches.at[n - 1] = (struct fact_match){
            .id = str_format(a, "m%zu", n),
            .label = facts_mask_names(of->opt_callsheet, present(f->label), a),
            .reason = facts_mask_names(of->opt_callsheet, present(f->reason), a),
            .source = facts_mask_names(of->opt_callsheet, present(f->source), a),
            .distance_bits = f->distance_bits == INT_ABSENT ? 0 : f->distance_bits,
            .variant = present(f->variant),
        };
    }
}

static void make_outside(const struct facts_of *of, struct arena *a, struct facts *facts)
{
    const struct screening *s = of->opt_screening;
    facts->outside.at = arena_new(a, struct fact_outside, count_findings(s, FINDING_OUTSIDE));
    for (size_t i = 0; s && i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        if (f->kind != FINDING_OUTSIDE)
            continue;
        size_t n = ++facts->outside.n;
        facts->outside.at[n - 1] = (struct fact_outside){
            .id = str_format(a, "o%zu", n),
            .region = f->region,
            .detector = present(f->detector),
            .version = present(f->version),
            .kind = present(f->label),
            .words = facts_mask_names(of->opt_callsheet, present(f->evidence), a),
            .score_pm = f->score_pm == INT_ABSENT ? 0 : f->score_pm,
        };
    }
}

static void make_digests(struct arena *a, struct facts *facts)
{
    for (size_t i = 0; i < facts_parts_n; i++) {
        struct buf json CLEANUP(buf_done) = {0};
        record_write_json(facts_parts[i].record, facts, &json);
        assert(buf_ok(&json));
        str hex = digest_hex(sha256(buf_str(&json)), a);
        memcpy((char *)&facts->parts + facts_parts[i].digest, &hex, sizeof hex);
    }
}

static struct facts make_facts(const struct facts_of *of, struct setup setup, struct arena *a)
{
    struct facts facts = {.version = FACTS_VERSION};
    make_picture(of, &facts);
    make_setup(of, setup, a, &facts);
    facts.faces.counted = (int64_t)count_findings(of->opt_screening, FINDING_FACE);
    facts_scope(of, setup, a, &facts);
    facts_text(of, setup, a, &facts);
    make_outside(of, a, &facts);
    make_matches(of, a, &facts);
    facts_metadata(of, setup, a, &facts);
    facts_settle(of, a, &facts);
    facts_failures(of, a, &facts);
    make_digests(a, &facts);
    return facts;
}

struct facts facts_make(const struct facts_of *of, struct arena *a)
{
    return make_facts(of, find_setup(of, a), a);
}

struct facts facts_planned(const struct callsheet *c, const struct look *look,
                           const struct shot *shot, struct arena *a)
{
    struct facts_of of = {.opt_callsheet = c, .path = S(""), .sha256 = S("")};
    struct facts facts = make_facts(&of, (struct setup){look, shot, .why = S("")}, a);
    static struct fact_failure not_yet = {
        S("f1"), S("file"), S("not_yet"),
        S("there is no picture yet, so nothing in it was looked at")};
    facts.failures.at = &not_yet;
    facts.failures.n = 1;
    return facts;
}
