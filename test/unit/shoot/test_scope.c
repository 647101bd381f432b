/* The usage asked for against what papers allow. Codes and their number are ISO 3166-1's. */
#include "../test.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(CALLSHEET_ARENA_BYTES + FACTS_ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static const char usage[] = "usage: {channels: [web, print], territories: [GB, FR], "
                            "from: 2022-11-16, until: 2023-05-31, time_zone: Europe/Paris}\n";
static const char licences[] =
    "licences:\n- {id: photo, kind: photograph, party: h, signed_on: 2022-09-01}\n"
    "- {id: room, kind: location, place: p, party: h, not_needed: ours}\n";

static struct fact_scope scope_of(const char *asked, const char *papers, const char *release,
                                  const char *item)
{
    str text = str_format(
        &arena,
        "callsheet: 1\ncampaign: {id: C, name: C}\n%shouse: h\n"
        "parties: [{id: h, name: H, kind: house}, {id: props, name: P, kind: supplier}]\n"
        "places: [{id: p, name: P, time_zone: UTC}, {id: q, name: Q, time_zone: UTC}]\n"
        "days: [{id: d, date: 2022-09-14, place: p}, {id: e, date: 2022-09-15, place: q}]\n"
        "talent: [{id: kid, name: Bo Ek, release: {kind: unlimited%s}}]\n"
        "items: [{id: lamp, name: lamp, kind: prop, supplier: props%s}]\n%s"
        "setups: [{look: l, shots: [{id: s, files: [s], day: d, talent: [kid], items: [lamp]}]}]\n",
        asked, release, item, papers);
    struct diags *diags = arena_new(&arena, struct diags, 1);
    diags->a = &arena;
    struct callsheet *c = arena_new(&arena, struct callsheet, 1);
    if (!callsheet_read(text, &arena, diags, c))
        fail_msg("line %u: %.*s", diags->at[0].line, STR(diags->at[0].what));
    return facts_make(&(struct facts_of){.opt_callsheet = c, .path = S("s"), .sha256 = S("00")},
                      &arena)
        .scope;
}

static str joined(struct texts list)
{
    CLEANUP(buf_done) struct buf b = {0};
    for (size_t i = 0; i < list.n; i++)
        buf_format(&b, "%s%.*s", i ? " " : "", STR(list.at[i]));
    return b.n ? str_copy(buf_str(&b), &arena) : S("");
}

static void a_paper_allows_what_it_says(void **state)
{
    (void)state;
    static const struct {
        const char *scope;
        const char *limits; /* in which it is gone beyond */
        const char *over, *words;
    } rows[] = {
        {"channels: [web, print]", "", "", ""},
        {"channels: [tv, print, web]", "", "", ""},
        {"channels: [web]", "channels", "print", "channels print: %s allows web"},
        {"channels: []", "channels", "print web", "channels print, web: %s allows nothing"},
        {"territories: [FR, GB]", "", "", ""},
        {"territories: [world]", "", "", ""},
        {"territories: [world], except: [US]", "", "", ""},
        {"territories: [world], except: [US, GB]", "territories", "GB",
         "territories GB: %s allows world except US, GB"},
        {"territories: [US]", "territories", "FR GB", "territories FR, GB: %s allows US"},
        {"from: 2022-11-16, until: 2023-05-31", "", "", ""},
        {"until: 2023-06-01", "", "", ""},
        {"until: 2023-05-30", "dates", "after 2023-05-30",
         "dates after 2023-05-30: %s ends on 2023-05-30"},
        {"from: 2022-11-17", "dates", "before 2022-11-17",
         "dates before 2022-11-17: %s starts on 2022-11-17"},
        {"channels: [web], until: 2023-01-31", "channels dates", NULL, NULL},
        {"channels: [tv], territories: [US], from: 2023-01-01, until: 2023-01-31",
         "channels territories dates", NULL, NULL},
    };
    static const struct {
        const char *whose, *words;
    } papers[] = {{"kid", "the release of kid"},
                  {"photo", "licence photo (of h)"},
                  {"lamp", "item lamp (of props)"}};
    for (size_t i = 0; i < countof(rows) * countof(papers); i++) {
        size_t row = i / countof(papers), paper = i % countof(papers);
        const char *scope = str_c(str_format(&arena, ", scope: {%s}", rows[row].scope), &arena);
        const char *photo =
            str_c(str_format(&arena,
                             "licences:\n- {id: photo, kind: photograph, party: h, "
                             "signed_on: 2022-09-01%s}\n"
                             "- {id: room, kind: location, place: p, party: h, not_needed: ours}\n",
                             paper == 1 ? scope : ""),
                  &arena);
        struct fact_scope s =
            scope_of(usage, photo, paper == 0 ? scope : "", paper == 2 ? scope : "");
        CLEANUP(buf_done) struct buf limits = {0};
        for (size_t k = 0; k < s.beyond.n; k++) {
            buf_format(&limits, "%s%.*s", k ? " " : "", STR(s.beyond.at[k].limit));
            assert_str(s.beyond.at[k].whose, str_of(papers[paper].whose));
            assert_str(s.beyond.at[k].id, str_format(&arena, "b%zu", k + 1));
        }
        assert_str(limits.n ? buf_str(&limits) : S(""), str_of(rows[row].limits));
        if (s.beyond.n == 1) {
            CLEANUP(buf_done) struct buf words = {0};
            str want = str_of(rows[row].words), head;
            str_cut(&want, '%', &head);
            buf_format(&words, "%.*s%s%.*s", STR(head), papers[paper].words,
                       STR(str_from(want, 1)));
            assert_str(joined(s.beyond.at[0].over), str_of(rows[row].over));
            assert_str(s.beyond.at[0].words, buf_str(&words));
        }
    }
}

static void the_world_is_every_code(void **state)
{
    (void)state;
    static const char world[] = "usage: {channels: [web], territories: [world], from: 2022-11-16, "
                                "time_zone: UTC}\n";
    static const char but_two[] = "usage: {channels: [web], territories: [world], "
                                  "except: [US, CA], from: 2022-11-16, time_zone: UTC}\n";
    struct fact_scope s = scope_of(world, licences, "", "");
    assert_int_equal(s.territories.n, 249);
    assert_str(s.territories.at[0], S("AD"));
    assert_str(s.territories.at[248], S("ZW"));
    assert_str(s.until, S(""));
    assert_int_equal(scope_of(but_two, licences, "", "").territories.n, 247);
    s = scope_of(world, licences, ", scope: {territories: [GB], until: 2030-01-01}", "");
    assert_int_equal(s.beyond.n, 2);
    assert_int_equal(s.beyond.at[0].over.n, 248);
    /* Without end is beyond any end. */
    assert_str(s.beyond.at[1].words,
               S("dates after 2030-01-01: the release of kid ends on 2030-01-01"));
    s = scope_of(but_two, licences, ", scope: {territories: [world], except: [CA]}", "");
    assert_int_equal(s.beyond.n, 0);
}

static void without_a_usage_nobody_knows(void **state)
{
    (void)state;
    struct fact_scope s = scope_of("", licences, "", "");
    assert_false(s.asked);
    assert_int_equal(s.beyond.n, 0);
    s = scope_of("", licences, ", scope: {channels: [web], territories: [GB]}",
                 ", scope: {until: 2023-01-01}");
    assert_int_equal(s.beyond.n, 3);
    assert_str(
        s.beyond.at[0].words,
        S("the release of kid is limited in channels, and the call sheet asks for no usage"));
    assert_str(s.beyond.at[2].whose, S("lamp"));
    assert_str(s.beyond.at[2].limit, S("dates"));
}

static void a_shot_has_its_licences(void **state)
{
    (void)state;
#define PHOTO "- {id: photo, kind: photograph, party: h, "
#define PLACE "- {id: room, kind: location, party: h, "
    static const struct {
        const char *licences, *missing;
    } rows[] = {
        {"", "photographer's licence; licence of the location p"},
        {"licences:\n" PHOTO "signed_on: 2022-09-01}\n", "licence of the location p"},
        {"licences:\n" PHOTO "shots: [s], signed_on: 2022-09-01}\n" PLACE
         "place: p, signed_on: 2022-09-01}\n",
         ""},
        {"licences:\n" PHOTO "shots: [], signed_on: 2022-09-01}\n" PLACE
         "place: q, signed_on: 2022-09-01}\n",
         "photographer's licence; licence of the location p"},
        {"licences:\n" PHOTO "scope: {until: 2024-01-01}}\n" PLACE "place: p, not_needed: ours}\n",
         "licence photo: not signed"},
        {"licences:\n" PHOTO "not_needed: staff}\n" PLACE "place: p}\n",
         "licence room: not signed"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct texts missing = scope_of(usage, rows[i].licences, "", "").missing;
        CLEANUP(buf_done) struct buf b = {0};
        for (size_t k = 0; k < missing.n; k++)
            buf_format(&b, "%s%.*s", k ? "; " : "", STR(missing.at[k]));
        assert_str(b.n ? buf_str(&b) : S(""), str_of(rows[i].missing));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_allows_what_it_says),
        cmocka_unit_test(the_world_is_every_code),
        cmocka_unit_test(without_a_usage_nobody_knows),
        cmocka_unit_test(a_shot_has_its_licences),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
