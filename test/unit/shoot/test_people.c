#include "shoot/people.h"

#include "../arena.h"
#include "../test.h"

static struct date day(const char *s)
{
    struct date d = {0};
    if (*s)
        assert_true(date_parse(str_of(s), &d));
    return d;
}

/* Ages by the calendar; the band flags by their words (PLUS "14 or under", ICC under 13, CAP under
 * 16 and under 18, under 25). */
static void bands_by_age_at_the_shoot(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *on;
        enum band band;
        bool minor, under_13, under_16, under_25, fourteen;
    } rows[] = {
        {"", "2022-09-14", BAND_UNKNOWN, true, true, true, true, true},
        {"2022-09-14", "2022-09-14", BAND_UNDER_13, true, true, true, true, true},
        {"2009-09-15", "2022-09-14", BAND_UNDER_13, true, true, true, true, true},
        {"2009-09-14", "2022-09-14", BAND_13_14, true, false, true, true, true},
        {"2007-09-15", "2022-09-14", BAND_13_14, true, false, true, true, true},
        {"2007-09-14", "2022-09-14", BAND_15, true, false, true, true, false},
        {"2006-09-15", "2022-09-14", BAND_15, true, false, true, true, false},
        {"2006-09-14", "2022-09-14", BAND_16_17, true, false, false, true, false},
        {"2004-09-15", "2022-09-14", BAND_16_17, true, false, false, true, false},
        {"2004-09-14", "2022-09-14", BAND_18_24, false, false, false, true, false},
        {"1997-09-15", "2022-09-14", BAND_18_24, false, false, false, true, false},
        {"1997-09-14", "2022-09-14", BAND_25_PLUS, false, false, false, false, false},
        /* Born on 29 February: the birthday of other years is 1 March. */
        {"2004-02-29", "2022-02-28", BAND_16_17, true, false, false, true, false},
        {"2004-02-29", "2022-03-01", BAND_18_24, false, false, false, true, false},
        {"2008-02-29", "2024-02-29", BAND_16_17, true, false, false, true, false},
        {"2008-02-29", "2024-02-28", BAND_15, true, false, true, true, false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct talent t = {.id = S("x"), .birth_date = day(rows[i].birth)};
        struct span span = {day(rows[i].on), day(rows[i].on)};
        struct fact_person p = person_make(&t, span, &arena);
        if (p.band != (int)rows[i].band || p.minor != rows[i].minor ||
            p.under_13 != rows[i].under_13 || p.under_16 != rows[i].under_16 ||
            p.under_25 != rows[i].under_25 || p.fourteen_or_under != rows[i].fourteen)
            fail_msg("born %s on %s: band %d", rows[i].birth, rows[i].on, p.band);
    }
}

static void the_first_of_several_days_decides(void **state)
{
    (void)state;
    struct shoot_day days[] = {
        {.id = S("late"), .date = day("2022-09-16")},
        {.id = S("early"), .date = day("2022-09-14")},
    };
    struct callsheet c = {.days = {days, 2}};
    struct shot any = {0}, late = {.day = S("late")};
    struct talent t = {.id = S("x"), .birth_date = day("2004-09-15")};
    assert_int_equal(person_make(&t, callsheet_span(&c, &any), &arena).band, BAND_16_17);
    assert_int_equal(person_make(&t, callsheet_span(&c, &late), &arena).band, BAND_18_24);
}

/* A child of 8 with everything in order. */
static struct talent child(void)
{
    return (struct talent){
        .id = S("child-1"),
        .birth_date = day("2014-06-21"),
        .release = {.present = true,
                    .kind = RELEASE_UNLIMITED,
                    .signed_by = SIGNER_GUARDIAN,
                    .signer = S("K"),
                    .signed_on = day("2022-09-01")},
        .guardian = {.present = true, .consent = day("2022-09-01")},
        .licence = {.present = true,
                    .number = S("1"),
                    .authority = S("A"),
                    .holder = S("H"),
                    .from = day("2022-09-10"),
                    .until = day("2022-09-20")},
        .chaperone = {.present = true, .name = S("R"), .approved_by = S("A")},
        .hours = S("09:30 to 12:30"),
    };
}

static void assert_papers(struct talent t, const char *release, const char *missing)
{
    struct span span = {day("2022-09-14"), day("2022-09-15")};
    struct fact_person p = person_make(&t, span, &arena);
    assert_str(p.release, str_of(release));
    struct buf b CLEANUP(buf_done) = {0};
    for (size_t i = 0; i < p.missing.n; i++) {
        buf_put(&b, i > 0 ? S("; ") : S(""));
        buf_put(&b, p.missing.at[i]);
    }
    assert_str(b.n > 0 ? buf_str(&b) : S(""), str_of(missing));
}

#define CHILD(change)                                                                              \
    ({                                                                                             \
        struct talent t = child();                                                                 \
        change;                                                                                    \
        t;                                                                                         \
    })

static void papers_by_truth_table(void **state)
{
    (void)state;
    assert_papers(child(), "unlimited", "");
    assert_papers(CHILD(t.release.kind = RELEASE_LIMITED), "limited",
                  "release: limited, and not said in what (scope)");
    static const struct scope empty = {.present = true};
    assert_papers(CHILD(t.release.kind = RELEASE_LIMITED; t.release.scope = empty), "limited",
                  "release: limited, and not said in what (scope)");
    static const struct scope until = {.present = true, .until = {2023, 12, 31}};
    assert_papers(CHILD(t.release.kind = RELEASE_LIMITED; t.release.scope = until), "limited", "");
    assert_papers(CHILD(t.release.present = false), "none", "release");
    assert_papers(CHILD(t.release.kind = RELEASE_NONE), "none", "release");
    assert_papers(CHILD(t.release.signer = (str){0}), "none",
                  "release: not signed (not said: signer)");
    assert_papers(CHILD(t.release.signed_by = 0; t.release.signed_on = (struct date){0}), "none",
                  "release: not signed (not said: signed_by signed_on)");
    assert_papers(CHILD(t.release.signed_by = SIGNER_TALENT), "none",
                  "release: for a minor the guardian signs it");
    assert_papers(CHILD(t.guardian.present = false), "unlimited", "guardian's consent");
    assert_papers(CHILD(t.guardian.consent = day("2022-09-15")), "unlimited",
                  "guardian's consent: given after the shoot");
    assert_papers(CHILD(t.licence.present = false), "unlimited", "licence");
    assert_papers(CHILD(t.licence.number = (str){0}), "unlimited", "licence: number");
    assert_papers(CHILD(t.licence.until = day("2022-09-14")), "unlimited",
                  "licence: expired on 2022-09-14");
    assert_papers(CHILD(t.licence.from = day("2022-09-15")), "unlimited",
                  "licence: starts on 2022-09-15, after the shoot");
    assert_papers(CHILD(t.licence.not_needed = S("x")), "unlimited",
                  "licence: only for someone of 16 or 17 can it be not needed");
    assert_papers(CHILD(t.licence.not_needed = S("x"); t.birth_date = day("2005-01-01")),
                  "unlimited", "");
    assert_papers(CHILD(t.chaperone.present = false), "unlimited", "chaperone");
    assert_papers(CHILD(t.chaperone.approved_by = (str){0}), "unlimited", "chaperone: approval");
    assert_papers(CHILD(t.hours = (str){0}), "unlimited", "hours on set");
    assert_papers(CHILD(t.birth_date = (struct date){0}), "unlimited", "birth date");
    assert_papers((struct talent){.id = S("x")}, "none",
                  "birth date; release; guardian's consent; licence; chaperone; hours on set");
    assert_papers((struct talent){.id = S("x"), .birth_date = day("1990-01-01")}, "none",
                  "release");
}

static void gaps_of_a_bare_sheet(void **state)
{
    (void)state;
    static const char text[] =
        "callsheet: 1\ncampaign: {id: C, name: C}\nhouse: h\n"
        "parties: [{id: h, name: H, kind: house}]\n"
        "places: [{id: p, name: P, time_zone: UTC}]\n"
        "days: [{id: d, date: 2022-09-14, place: p}]\n"
        "talent:\n- {id: kid, name: Bo Ek, birth_date: 2014-01-01}\n"
        "items:\n- {id: paper, name: paper, kind: printed}\n"
        "setups: [{look: l, shots: [{id: s, files: [s], talent: [kid], items: [paper]}]}]\n";
    struct diags diags = {.a = &arena};
    struct callsheet c;
    assert_true(callsheet_read(str_of(text), &arena, &diags, &c));
    struct arena scratch CLEANUP(arena_close) = arena_open(1 << 20);
    callsheet_gaps(&c, scratch, &diags);
    static const struct {
        uint32_t line;
        const char *what;
    } want[] = {
        {0, "usage: it is not said what the pictures are wanted for"},
        {8, "kid (under_13): missing: release"},
        {8, "kid (under_13): missing: guardian's consent"},
        {8, "kid (under_13): missing: licence"},
        {8, "kid (under_13): missing: chaperone"},
        {8, "kid (under_13): missing: hours on set"},
        {10, "item paper: not assessed"},
        {10, "item paper: no supplier"},
        {10, "item paper: not approved"},
        {10, "item paper: printed matter, and what it says is not typed in"},
        {5, "place p: no licence of the location"},
        {11, "shot s: no photographer's licence"},
    };
    assert_int_equal(diags.n, countof(want));
    for (size_t i = 0; i < countof(want); i++) {
        assert_int_equal(diags.at[i].line, want[i].line);
        assert_str(diags.at[i].what, str_of(want[i].what));
    }
}

static void the_example_has_no_gaps(void **state)
{
    (void)state;
    struct diags diags = {.a = &arena};
    struct callsheet c;
    assert_true(callsheet_read(callsheet_example(), &arena, &diags, &c));
    struct arena scratch CLEANUP(arena_close) = arena_open(1 << 20);
    callsheet_gaps(&c, scratch, &diags);
    for (size_t i = 0; i < diags.n; i++)
        print_message("# %.*s\n", STR(diags.at[i].what));
    assert_int_equal(diags.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_by_age_at_the_shoot),
        cmocka_unit_test(the_first_of_several_days_decides),
        cmocka_unit_test(papers_by_truth_table),
        cmocka_unit_test(gaps_of_a_bare_sheet),
        cmocka_unit_test(the_example_has_no_gaps),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
