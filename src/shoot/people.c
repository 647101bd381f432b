#include "shoot/people.h"

enum {
    PAPERS_MAX = 24,
};

static const struct word bands[] = {
    {"unknown", BAND_UNKNOWN, "no birth date; counts as under 13"},
    {"under_13", BAND_UNDER_13, "12 or younger"},
    {"13_14", BAND_13_14, "13 or 14"},
    {"15", BAND_15, "15"},
    {"16_17", BAND_16_17, "16 or 17"},
    {"18_24", BAND_18_24, "18 to 24"},
    {"25_plus", BAND_25_PLUS, "25 or older"},
};
const struct words band_words = {bands, countof(bands)};

/* Each band ends before this age. */
static const struct {
    int below;
    enum band band;
} band_ends[] = {
    {13, BAND_UNDER_13}, {15, BAND_13_14}, {16, BAND_15}, {18, BAND_16_17}, {25, BAND_18_24},
};

int talent_age(const struct talent *t, struct span span)
{
    if (!date_present(t->birth_date) || !date_present(span.first) ||
        date_cmp(t->birth_date, span.first) > 0)
        return -1;
    return date_age(t->birth_date, span.first);
}

/* The band of someone born on `birth` (absent: BAND_UNKNOWN) on the day `on`. */
static enum band band_at(struct date birth, struct date on)
{
    if (!date_present(birth) || !date_present(on) || date_cmp(birth, on) > 0)
        return BAND_UNKNOWN;
    int age = date_age(birth, on);
    for (size_t i = 0; i < countof(band_ends); i++)
        if (age < band_ends[i].below)
            return band_ends[i].band;
    return BAND_25_PLUS;
}

/* Papers that are missing, in the order in which they are looked at. */
struct papers {
    struct arena *a;
    struct texts list;
};

#define missing(p, ...) paper_add(p, str_format((p)->a, __VA_ARGS__))

static void paper_add(struct papers *p, str words)
{
    assert(p->list.n < PAPERS_MAX);
    p->list.at[p->list.n++] = words;
}

/* The release as one word; what it lacks goes to the papers. How far it goes is told with the scope
 * of all papers (shoot/scope.c). */
static bool scope_limits(const struct scope *s)
{
    return s->present &&
           (s->channels.at || s->territories.at || date_present(s->from) || date_present(s->until));
}

static str release_state(const struct talent *t, bool minor, struct papers *p)
{
    const struct release *r = &t->release;
    if (!r->present || r->kind == RELEASE_NONE || !r->kind) {
        missing(p, "release");
        return S("none");
    }
    if (!r->signed_by || !r->signer.p || !date_present(r->signed_on)) {
        missing(p, "release: not signed (not said:%s%s%s)", r->signed_by ? "" : " signed_by",
                r->signer.p ? "" : " signer", date_present(r->signed_on) ? "" : " signed_on");
        return S("none");
    }
    if (minor && r->signed_by != SIGNER_GUARDIAN) {
        missing(p, "release: for a minor the guardian signs it");
        return S("none");
    }
    if (r->kind == RELEASE_UNLIMITED)
        return S("unlimited");
    /* What is signed with conditions that nobody wrote down would count as good for everything. */
    if (!scope_limits(&r->scope))
        missing(p, "release: limited, and not said in what (scope)");
    return S("limited");
}

static void licence_check(const struct licence *l, enum band band, struct span span,
                          struct papers *p)
{
    if (!l->present) {
        missing(p, "licence");
        return;
    }
    if (l->not_needed.p) {
        if (band != BAND_16_17)
            missing(p, "licence: only for someone of 16 or 17 can it be not needed");
        return;
    }
    if (!l->number.p)
        missing(p, "licence: number");
    if (!l->authority.p)
        missing(p, "licence: authority");
    if (!l->holder.p)
        missing(p, "licence: holder");
    if (!date_present(l->from) || !date_present(l->until))
        missing(p, "licence: dates");
    if (date_present(l->from) && date_cmp(l->from, span.first) > 0)
        missing(p, "licence: starts on %.*s, after the shoot", STR(date_print(l->from, p->a)));
    if (date_present(l->until) && date_cmp(l->until, span.last) < 0)
        missing(p, "licence: expired on %.*s", STR(date_print(l->until, p->a)));
}

static void minor_check(const struct talent *t, enum band band, struct span span, struct papers *p)
{
    if (!t->guardian.present || !date_present(t->guardian.consent))
        missing(p, "guardian's consent");
    else if (date_cmp(t->guardian.consent, span.first) > 0)
        missing(p, "guardian's consent: given after the shoot");
    licence_check(&t->licence, band, span, p);
    if (!t->chaperone.present)
        missing(p, "chaperone");
    else if (!t->chaperone.approved_by.p)
        missing(p, "chaperone: approval");
    if (!t->hours.p)
        missing(p, "hours on set");
}

struct fact_person person_make(const struct talent *t, struct span span, struct arena *a)
{
    struct papers papers = {.a = a, .list.at = arena_new(a, str, PAPERS_MAX)};
    enum band band = band_at(t->birth_date, span.first);
    bool unknown = band == BAND_UNKNOWN;
    struct fact_person person = {
        .id = t->id,
        .band = band,
        .minor = unknown || band <= BAND_16_17,
        .under_13 = unknown || band <= BAND_UNDER_13,
        .under_16 = unknown || band <= BAND_15,
        .under_25 = unknown || band <= BAND_18_24,
        .fourteen_or_under = unknown || band <= BAND_13_14,
    };
    if (unknown)
        missing(&papers, "birth date");
    person.release = release_state(t, person.minor, &papers);
    if (person.minor)
        minor_check(t, band, span, &papers);
    person.missing = papers.list;
    return person;
}
