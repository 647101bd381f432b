#include <string.h>

#include "image/image.h"
#include "screen/screening.h"
#include "shoot/callsheet_index.h"
#include "shoot/facts_parts.h"
#include "shoot/names.h"
#include "shoot/people.h"

/* What the file's metadata claim, and where they contradict each other or the call sheet. Property
 * names and codes: IPTC Photo Metadata 2025.1 and PLUS LDF 1.2.1. */

enum {
    VALUE_MAX_BYTES = 160, /* of a value that is shown */
    PLUS_FLOOR = 14,       /* AG-U14: "14 or under" */
    PLUS_CEILING = 25,     /* AG-A25: "25 or over" */
};

struct maker {
    const struct facts_of *of;
    struct setup setup;
    struct arena *a;
    struct facts *facts;
    size_t cap; /* of contradictions */
};

static size_t statements_n(const struct facts_of *of)
{
    return of->opt_about ? of->opt_about->statements.n : 0;
}

static const struct statement *statement_at(const struct facts_of *of, size_t i)
{
    return &of->opt_about->statements.at[i];
}

/* "Iptc4xmpExt:ArtworkOrObject[1]/Iptc4xmpExt:AOSourceInvNo": is its last part this property? */
static bool states(const struct statement *s, const char *property)
{
    str part = present(s->property);
    const char *slash = memrchr(part.p, '/', part.n);
    if (slash)
        part = str_from(part, (size_t)(slash - part.p) + 1);
    const char *bracket = memchr(part.p, '[', part.n);
    if (bracket)
        part = str_first(part, (size_t)(bracket - part.p));
    return str_eq(part, str_of(property));
}

/* The first value of a property, in the order of the packets; absent if none states it. */
static str value_of(const struct facts_of *of, const char *property)
{
    for (size_t i = 0; i < statements_n(of); i++)
        if (states(statement_at(of, i), property))
            return present(statement_at(of, i)->value);
    return (str){0};
}

static str after_slash(str uri)
{
    const char *slash = memrchr(uri.p, '/', uri.n);
    return slash ? str_from(uri, (size_t)(slash - uri.p) + 1) : uri;
}

static const char *const age_codes[] = {"AG-UNK", "AG-U14", "AG-A15", "AG-A16", "AG-A17",
                                        "AG-A18", "AG-A19", "AG-A20", "AG-A21", "AG-A22",
                                        "AG-A23", "AG-A24", "AG-A25", NULL};
static const char *const model_releases[] = {"MR-NON", "MR-NAP", "MR-UMR", "MR-LMR", NULL};
static const char *const property_releases[] = {"PR-NON", "PR-NAP", "PR-UPR", "PR-LPR", NULL};
static const char *const adult_warnings[] = {"CW-NRQ", "CW-AWR", "CW-UNK", NULL};
static const char *const alterations[] = {"AL-CRP", "AL-FLP", "AL-RET", "AL-CLR",
                                          "AL-DCL", "AL-MRG", NULL};

/* A value as one of the standard's codes. Anything else could hold a name and is not shown. */
static str code_of(str value, const char *const *codes)
{
    if (!value.p)
        return S("");
    str code = after_slash(str_trim(value));
    for (; *codes; codes++)
        if (str_eq(code, str_of(*codes)))
            return str_of(*codes);
    return S("invalid");
}

/* The IPTC's list of source types grows: any word of letters is taken. */
static str source_type_of(str value)
{
    if (!value.p)
        return S("");
    str word = after_slash(str_trim(value));
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return S("invalid");
    }
    return word.n > 0 && word.n <= 64 ? word : S("invalid");
}

static struct texts constraints_of(const struct facts_of *of, struct arena *a)
{
    struct texts t = {arena_new(a, str, statements_n(of)), 0};
    for (size_t i = 0; i < statements_n(of); i++) {
        if (!states(statement_at(of, i), "plus:ImageAlterationConstraints"))
            continue;
        str code = code_of(present(statement_at(of, i)->value), alterations);
        if (!texts_have(&t, code))
            t.at[t.n++] = code;
    }
    return t;
}

/* A value as it may be shown: names replaced, and not too long. */
static str shown(const struct maker *m, str value)
{
    /* Masked before it is cut, so that no half of a name is left. */
    str masked = facts_mask_names(m->of->opt_callsheet, value, m->a);
    if (masked.n <= VALUE_MAX_BYTES)
        return masked;
    size_t n = VALUE_MAX_BYTES;
    while (n > 0 && ((uint8_t)masked.p[n] & 0xc0) == 0x80)
        n--;
    return str_format(m->a, "%.*s...", STR(str_first(masked, n)));
}

/* The same thing said by several packets is one contradiction, of all those properties. */
static void contradict(struct maker *m, str property, str says, str against, str words)
{
    struct fact_metadata *meta = &m->facts->metadata;
    for (size_t i = 0; i < meta->contradictions.n; i++) {
        struct fact_contradiction *told = &meta->contradictions.at[i];
        if (!str_eq(told->words, words))
            continue;
        if (!str_contains(told->property, property))
            told->property = str_format(m->a, "%.*s, %.*s", STR(told->property), STR(property));
        return;
    }
    assert(meta->contradictions.n < m->cap);
    size_t n = ++meta->contradictions.n;
    meta->contradictions.at[n - 1] = (struct fact_contradiction){
        .id = str_format(m->a, "c%zu", n),
        .property = property,
        .says = says,
        .against = against,
        .words = words,
    };
}

/* Two packets that differ. What is said about people is left out: it may be a name that no call
 * sheet knows. */
static void packets(struct maker *m)
{
    const struct screening *s = m->of->opt_screening;
    for (size_t i = 0; s && i < s->findings.n; i++) {
        const struct finding *f = &s->findings.at[i];
        if (f->kind != FINDING_METADATA_CONFLICT)
            continue;
        str evidence = present(f->evidence);
        bool about_people =
            str_contains(evidence, S("Person")) || str_contains(evidence, S("mwg-rs:"));
        str property = f->property.p ? shown(m, f->property) : S("");
        str says = about_people ? S("something about people, left out here") : shown(m, evidence);
        contradict(m, property, says, S("another packet of the same file"),
                   str_format(m->a, "Two packets of the file's metadata differ: %.*s.", STR(says)));
    }
}

/* The age that a code stands for; 0 for none. */
static int age_of_code(str code)
{
    int64_t age;
    if (str_eq(code, S("AG-U14")))
        return PLUS_FLOOR;
    if (str_starts(code, S("AG-A")) && str_to_i64(str_from(code, 4), &age))
        return (int)age;
    return 0;
}

/* The youngest who may be in frame, between the floor and the ceiling of the codes; 0 for nobody.
 */
static int youngest(const struct maker *m)
{
    const struct callsheet *c = m->of->opt_callsheet;
    const struct shot *shot = m->setup.shot;
    struct span span = callsheet_span(c, shot);
    int least = 0;
    for (size_t i = 0; i < shot->talent.n; i++) {
        int age = talent_age(callsheet_talent(c, shot->talent.at[i]), span);
        age = MAX(PLUS_FLOOR, MIN(PLUS_CEILING, age));
        least = least ? MIN(least, age) : age;
    }
    return least;
}

static bool minor_in_frame(const struct facts *facts)
{
    for (size_t i = 0; i < facts->people.n; i++)
        if (facts->people.at[i].minor)
            return true;
    return false;
}

static str age_state(const struct maker *m, str code)
{
    enum {
        ADULT = 18
    };
    int says = age_of_code(code);
    if (code.n == 0)
        return m->setup.shot && !minor_in_frame(m->facts) ? S("not_needed") : S("absent");
    if (says == 0 || !m->setup.shot)
        return S("unknown");
    int is = youngest(m);
    if (is == 0)
        return says < ADULT ? S("too_low") : S("not_needed");
    return says > is ? S("too_high") : says < is ? S("too_low") : S("right");
}

static void age_code(struct maker *m)
{
    struct fact_metadata *meta = &m->facts->metadata;
    meta->age_code = code_of(value_of(m->of, "plus:MinorModelAgeDisclosure"), age_codes);
    meta->age_code_state = age_state(m, meta->age_code);
    bool high = str_eq(meta->age_code_state, S("too_high"));
    if (!high && !str_eq(meta->age_code_state, S("too_low")))
        return;
    contradict(m, S("plus:MinorModelAgeDisclosure"), meta->age_code, S("the call sheet"),
               str_format(m->a,
                          "The age code %.*s says that the youngest is %s than on the call "
                          "sheet.",
                          STR(meta->age_code), high ? "older" : "younger"));
}

static void model_ages(struct maker *m)
{
    const struct callsheet *c = m->of->opt_callsheet;
    const struct shot *shot = m->setup.shot;
    if (!shot)
        return;
    struct span span = callsheet_span(c, shot);
    for (size_t i = 0; i < statements_n(m->of); i++) {
        const struct statement *s = statement_at(m->of, i);
        if (!states(s, "Iptc4xmpExt:ModelAge"))
            continue;
        int64_t says;
        bool number = str_to_i64(str_trim(present(s->value)), &says), fits = false;
        for (size_t k = 0; number && k < shot->talent.n; k++) {
            int age = talent_age(callsheet_talent(c, shot->talent.at[k]), span);
            fits |= age == -1 || age == says;
        }
        if (!fits)
            contradict(m, S("Iptc4xmpExt:ModelAge"),
                       number ? str_format(m->a, "%lld", (long long)says) : S("no number"),
                       S("the call sheet"),
                       S("The metadata state an age that nobody has who may be in frame."));
    }
}

static void job(struct maker *m)
{
    static const char *const properties[] = {"photoshop:TransmissionReference",
                                             "iptc:OriginalTransmissionReference"};
    const struct callsheet *c = m->of->opt_callsheet;
    for (size_t i = 0; c && i < countof(properties); i++) {
        str value = value_of(m->of, properties[i]);
        if (!value.p || str_eq(str_trim(value), c->campaign.id))
            continue;
        contradict(m, str_of(properties[i]), shown(m, value), c->campaign.id,
                   str_format(m->a, "The file belongs to job \"%.*s\", the call sheet is for %.*s.",
                              STR(shown(m, value)), STR(c->campaign.id)));
    }
}

/* The day in "2022:09:14 10:00:00" (EXIF), "2022-09-14T10:00" (XMP) or "20220914" (IIM). */
static bool day_of(str value, struct date *ret)
{
    char digits[8], iso[10];
    size_t n = 0;
    for (size_t i = 0; i < value.n && n < sizeof digits; i++) {
        char c = value.p[i];
        if (c >= '0' && c <= '9')
            digits[n++] = c;
        else if ((n != 4 && n != 6) || (c != ':' && c != '-'))
            return false;
    }
    if (n < sizeof digits)
        return false;
    memcpy(iso, digits, 4);
    iso[4] = iso[7] = '-';
    memcpy(iso + 5, digits + 4, 2);
    memcpy(iso + 8, digits + 6, 2);
    return date_parse((str){iso, sizeof iso}, ret);
}

static bool is_shoot_day(const struct callsheet *c, const struct shot *opt_shot, struct date day)
{
    for (size_t i = 0; i < c->days.n; i++)
        if ((!opt_shot || !opt_shot->day.p || str_eq(opt_shot->day, c->days.at[i].id)) &&
            date_cmp(c->days.at[i].date, day) == 0)
            return true;
    return false;
}

static void days(struct maker *m)
{
    static const char *const properties[] = {"exif:DateTimeOriginal", "photoshop:DateCreated",
                                             "iptc:DateCreated"};
    const struct callsheet *c = m->of->opt_callsheet;
    for (size_t i = 0; c && i < countof(properties); i++) {
        str value = value_of(m->of, properties[i]);
        struct date day;
        if (!value.p || !day_of(str_trim(value), &day) || is_shoot_day(c, m->setup.shot, day))
            continue;
        str says = date_print(day, m->a);
        contradict(m, str_of(properties[i]), says, S("the call sheet"),
                   str_format(m->a,
                              "The file says that it was taken on %.*s, which is no day of %s.",
                              STR(says), m->setup.shot ? "its shot" : "the shoot"));
    }
}

/* A name that the file gives: its value never goes any further. */
static void person(struct maker *m, const struct statement *s)
{
    const struct callsheet *c = m->of->opt_callsheet;
    str value = present(s->value);
    const struct talent *t = callsheet_talent(c, str_trim(value));
    if (!t)
        t = names_owner(c->index->names, value, *m->a);
    str property = states(s, "Iptc4xmpExt:PersonName") ? S("Iptc4xmpExt:PersonInImageWDetails")
                                                       : S("Iptc4xmpExt:PersonInImage");
    if (!t)
        contradict(m, property, S("a name, left out here"), S("the call sheet"),
                   S("The metadata name somebody who is not on the call sheet."));
    else if (m->setup.shot && !texts_have(&m->setup.shot->talent, t->id))
        contradict(
            m, property, t->id, S("the call sheet"),
            str_format(m->a, "The metadata name %.*s, who is not in this shot.", STR(t->id)));
}

static void thing(struct maker *m, const struct statement *s, const char *property)
{
    const struct callsheet *c = m->of->opt_callsheet;
    str id = str_trim(present(s->value));
    const struct item *item = callsheet_item(c, id);
    if (!item)
        contradict(m, str_of(property), shown(m, id), S("the call sheet"),
                   str_format(m->a,
                              "The metadata name the item \"%.*s\", which is not on the call "
                              "sheet.",
                              STR(shown(m, id))));
    else if (m->setup.shot && !texts_have(&m->setup.shot->items, item->id))
        contradict(m, str_of(property), item->id, S("the call sheet"),
                   str_format(m->a, "The metadata name the item %.*s, which is not in this shot.",
                              STR(item->id)));
}

static void people_and_things(struct maker *m)
{
    static const char *const ids[] = {"Iptc4xmpExt:AOSourceInvNo", "Iptc4xmpExt:ProductId"};
    for (size_t i = 0; m->of->opt_callsheet && i < statements_n(m->of); i++) {
        const struct statement *s = statement_at(m->of, i);
        if (states(s, "Iptc4xmpExt:PersonInImage") || states(s, "Iptc4xmpExt:PersonName"))
            person(m, s);
        for (size_t k = 0; k < countof(ids); k++)
            if (states(s, ids[k]))
                thing(m, s, ids[k]);
    }
}

void facts_metadata(const struct facts_of *of, struct setup setup, struct arena *a,
                    struct facts *facts)
{
    enum {
        FIXED = 8
    }; /* age code, job and days */
    struct maker m = {of, setup, a, facts, FIXED + statements_n(of)};
    if (of->opt_screening)
        m.cap += of->opt_screening->findings.n;
    facts->metadata = (struct fact_metadata){
        .model_release = code_of(value_of(of, "plus:ModelReleaseStatus"), model_releases),
        .property_release = code_of(value_of(of, "plus:PropertyReleaseStatus"), property_releases),
        .adult_warning = code_of(value_of(of, "plus:AdultContentWarning"), adult_warnings),
        .constraints = constraints_of(of, a),
        .source_type = source_type_of(value_of(of, "Iptc4xmpExt:DigitalSourceType")),
        .contradictions.at = arena_new(a, struct fact_contradiction, m.cap),
    };
    packets(&m);
    age_code(&m);
    model_ages(&m);
    job(&m);
    days(&m);
    people_and_things(&m);
}
