#include "shoot/callsheet.h"

#include "../test.h"
#include "codec/json.h"
#include "codec/yaml.h"

static struct arena arena;
static struct diags diags;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)4 << 30);
    memset(&diags, 0, sizeof diags);
    diags.a = &arena;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void show_diags(void)
{
    for (size_t i = 0; i < diags.n; i++)
        print_message("# line %u: %.*s\n", diags.at[i].line, STR(diags.at[i].what));
}

/* A call sheet without a mistake, in pieces that a test can replace. */
struct sheet {
    const char *campaign, *house, *parties, *places, *days, *talent, *items, *setups, *slates;
};

static struct sheet good_sheet(void)
{
    return (struct sheet){
        .campaign = "{id: C, name: C}",
        .house = "h",
        .parties = "\n- {id: h, name: H, kind: house}\n- {id: legal, name: L, kind: person}",
        .places = "\n- {id: p, name: P, time_zone: Europe/Paris}",
        .days = "\n- {id: d, date: 2022-09-14, place: p}",
        .talent = "\n- {id: anna, name: Bo Ek, birth_date: 1990-01-01}",
        .items = "\n- {id: bag, name: bag, kind: product, supplier: h}",
        .setups =
            "\n- look: l\n  shots:\n  - {id: s, files: [\"s_*\"], talent: [anna], items: [bag]}",
        .slates = "[]",
    };
}

static str sheet_text(struct sheet s)
{
    return str_format(&arena,
                      "callsheet: 1\ncampaign: %s\nhouse: %s\nparties: %s\nplaces: %s\ndays: %s\n"
                      "talent: %s\nitems: %s\nsetups: %s\nslates: %s\n",
                      s.campaign, s.house, s.parties, s.places, s.days, s.talent, s.items, s.setups,
                      s.slates);
}

static bool read_text(str text, struct callsheet *ret)
{
    diags.n = diags.dropped = 0;
    return callsheet_read(text, &arena, &diags, ret);
}

/* That reading says exactly one thing, with these words in it. */
static void assert_mistake(struct sheet s, const char *words)
{
    struct callsheet c;
    assert_false(read_text(sheet_text(s), &c));
    if (diags.n != 1 || !str_contains(diags.at[0].what, str_of(words))) {
        show_diags();
        fail_msg("want one mistake with \"%s\"", words);
    }
    assert_true(diags.at[0].line > 0);
}

static void example_reads(void **state)
{
    (void)state;
    struct callsheet c;
    bool read = read_text(callsheet_example(), &c);
    show_diags();
    assert_true(read);
    assert_int_equal(diags.n, 0);
    assert_str(c.campaign.id, S("AW-OBJECTS"));
    assert_int_equal(c.talent.n, 2);
    assert_int_equal(callsheet_item(&c, S("desk-papers"))->count, 3);
    assert_int_equal(callsheet_item(&c, S("bag"))->count, 1);
    assert_non_null(callsheet_item(&c, S("bag"))->themes.at);
    assert_int_equal(callsheet_item(&c, S("bag"))->themes.n, 0);
    assert_null(callsheet_item(&c, S("child-1")));
    assert_non_null(callsheet_talent(&c, S("child-1")));
    assert_non_null(callsheet_party(&c, S("legal")));
}

static void json_reads_the_same(void **state)
{
    (void)state;
    struct node tree;
    struct err err;
    struct callsheet yaml, json;
    assert_ok(yaml_read(callsheet_example(), &arena, &tree, &err), err);
    struct buf text CLEANUP(buf_done) = {0};
    json_write_pretty(&tree, &text);
    assert_true(read_text(callsheet_example(), &yaml));
    assert_true(read_text(buf_str(&text), &json));
    struct buf one CLEANUP(buf_done) = {0}, other CLEANUP(buf_done) = {0};
    record_write_json(&callsheet_record, &yaml, &one);
    record_write_json(&callsheet_record, &json, &other);
    assert_true(one.n > 1000);
    assert_str(buf_str(&one), buf_str(&other));
}

static void good_sheet_has_no_mistake(void **state)
{
    (void)state;
    struct callsheet c;
    bool read = read_text(sheet_text(good_sheet()), &c);
    show_diags();
    assert_true(read);
}

#define WITH(member, value)                                                                        \
    ({                                                                                             \
        struct sheet with_ = good_sheet();                                                         \
        with_.member = value;                                                                      \
        with_;                                                                                     \
    })
#define USAGE              "{id: C, name: C}\nusage: {channels: "
#define ZONE               ", time_zone: UTC}"
#define WITH_USAGE(values) WITH(campaign, USAGE "[web], territories: [FR]" values ZONE)
#define SHOT(values)       "\n- look: l\n  shots:\n  - {id: s, " values "}"

static void each_mistake_is_told(void **state)
{
    (void)state;
    assert_mistake(WITH(house, "hh"), "did you mean \"h\"?");
    assert_mistake(WITH(house, "legal"), "is not house");
    assert_mistake(WITH(house, "anna"), "which is a person");
    assert_mistake(WITH_USAGE(", from: 2023-01-01, until: 2022-12-31"), "until is before from");
    assert_mistake(WITH_USAGE(", from: 2023-01-01, except: [US]"), "needs territories: [world]");
    assert_mistake(WITH(campaign, USAGE "[wbe], territories: [FR], from: 2023-01-01" ZONE),
                   "\"wbe\" is no channel: did you mean \"web\"?");
    assert_mistake(WITH(campaign, USAGE "[], territories: [FR], from: 2023-01-01" ZONE),
                   "nothing is asked for");
    assert_mistake(WITH(campaign, USAGE "[web], territories: [], from: 2023-01-01" ZONE),
                   "nothing is asked for");
    assert_mistake(WITH(campaign, USAGE "[web], territories: [UK], from: 2023-01-01" ZONE),
                   "did you mean \"GB\"?");
    assert_mistake(WITH(campaign, USAGE "[web], territories: [france], from: 2023-01-01" ZONE),
                   "did you mean \"FR\"?");
    assert_mistake(WITH(campaign, USAGE "[web], territories: [world, FR], from: 2023-01-01" ZONE),
                   "world stands alone");
    assert_mistake(WITH(campaign, USAGE "[web], territories: [world], except: [world], from: "
                                        "2023-01-01" ZONE),
                   "world stands alone");
    assert_mistake(
        WITH(campaign, USAGE "[web], territories: [FR], from: 2023-01-01, time_zone: Mars}"),
        "unknown time zone");
    assert_mistake(WITH(campaign, USAGE "[web], territories: [FR]" ZONE), "missing \"from\"");
    assert_mistake(WITH(slates, "[]\nlicences: [{id: x, kind: location, party: h}]"),
                   "names no place");
    assert_mistake(WITH(slates, "[]\nlicences: [{id: x, kind: photograph, party: h, place: p}]"),
                   "only a location has one");
    assert_mistake(
        WITH(slates, "[]\nlicences: [{id: x, kind: location, party: h, place: p, shots: [s]}]"),
        "holds for all");
    assert_mistake(WITH(slates, "[]\nlicences: [{id: x, kind: photograph, party: h, shots: [t]}]"),
                   "shots names \"t\"");
    assert_mistake(WITH(slates, "[]\nlicences: [{id: x, kind: photograph, party: bag}]"),
                   "which is an item");
    assert_mistake(WITH(slates, "[]\nlicences: [{id: x, kind: photograph, party: h, "
                                "signed_on: 2022-01-01, not_needed: y}]"),
                   "one or the other");
    assert_mistake(WITH(places, "\n- {id: p, name: P, time_zone: Europe/Pari}"),
                   "did you mean \"Europe/Paris\"?");
    assert_mistake(WITH(places, "\n- {id: p, name: P, time_zone: Mars/Olympus_Mons_North}"),
                   "unknown time zone");
    assert_mistake(WITH(days, "\n- {id: d, date: 2022-09-14, place: q}"), "place names \"q\"");
    assert_mistake(WITH(days, "[]"), "days is empty");
    assert_mistake(WITH(talent, "\n- {id: anna, name: Bo Ek, birth_date: 2022-09-15}"),
                   "the birth date of \"anna\" is after the first day of the shoot");
    assert_mistake(WITH(talent,
                        "\n- {id: anna, name: Bo Ek, release: {kind: unlimited, scope: {from: "
                        "2023-01-01, until: 2022-01-01}}}"),
                   "scope: until is before from");
    assert_mistake(WITH(talent, "\n- {id: anna, name: Bo Ek, licence: {number: '1', not_needed: "
                                "adult}}"),
                   "said not to be needed");
    assert_mistake(WITH(talent, "\n- {id: anna, name: Bo Ek}\n- {id: anna, name: Cy Ek}"),
                   "stands for two things");
    assert_mistake(WITH(talent, "\n- {id: anna, name: Bo Ek}\n- {id: legal, name: Cy Ek}"),
                   "stands for two things");
    assert_mistake(WITH(talent, "\n- {id: anna, name: Bo Ek}\n- {id: t1, name: Cy Ek}"),
                   "is kept for what screening finds");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, supplier: north}"),
                   "supplier names \"north\"");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, supplier: bag}"),
                   "which is an item");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, themes: []}"),
                   "nobody stands for them");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, assessed_by: legal}"),
                   "the answer is missing");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, themes: [adultt], "
                               "assessed_by: legal}"),
                   "adult");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, themes: [adult, adult], "
                               "assessed_by: legal}"),
                   "twice");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, approval: {by: lagal, "
                               "date: 2022-09-01}}"),
                   "did you mean \"legal\"?");
    assert_mistake(WITH(items, "\n- {id: bag, name: bag, kind: product, print: ['']}"),
                   "must not be empty");
    assert_mistake(WITH(setups, SHOT("files: [s], talent: [ana], items: []")),
                   "did you mean \"anna\"?");
    assert_mistake(WITH(setups, SHOT("files: [s], talent: [bag], items: []")), "which is an item");
    assert_mistake(WITH(setups, SHOT("files: [s], talent: [anna, anna], items: []")),
                   "more than once");
    assert_mistake(WITH(setups, SHOT("files: [s], talent: [], items: [bog]")),
                   "did you mean \"bag\"?");
    assert_mistake(WITH(setups, SHOT("files: [s], talent: []")), "missing \"items\"");
    assert_mistake(WITH(setups, SHOT("files: [s], items: []")), "missing \"talent\"");
    assert_mistake(WITH(setups, SHOT("files: [s], day: e, talent: [], items: []")),
                   "day names \"e\"");
    assert_mistake(WITH(setups, SHOT("files: [], talent: [], items: []")), "files is empty");
    assert_mistake(WITH(setups, SHOT("files: ['a**'], talent: [], items: []")),
                   "** stands alone between slashes");
    assert_mistake(WITH(setups, SHOT("files: ['s*'], talent: [], items: []}\n  - {id: r, files: "
                                     "['s1.jpg'], talent: [], items: []")),
                   "both claim \"s1.jpg\"");
    assert_mistake(WITH(slates, "\n- {files: ['x']}"), "missing \"reason\"");
}

static void mistakes_come_all_at_once_by_line(void **state)
{
    (void)state;
    struct sheet s = good_sheet();
    s.house = "nobody-at-all";                             /* line 3 */
    s.places = "\n- {id: p, name: P, time_zone: Nowhere}"; /* line 8 */
    s.items = "\n- id: bag\n  name: bag\n  kind: toy\n  supplier: legal";
    s.setups = "\n- look: l\n  shots:\n  - id: s\n    files: ['s']\n    talent:\n    - anna\n    - "
               "annna\n    items: [bag]";
    struct callsheet c;
    assert_false(read_text(sheet_text(s), &c));
    show_diags();
    assert_int_equal(diags.n, 4);
    const uint32_t lines[] = {3, 8, 16, 25};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(diags.at[i].line, lines[i]);
}

static void yaml_tricks_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "callsheet: 1\ncampaign: &a {id: C, name: C}\nhouse: *a\n",
        "callsheet: 1\ncallsheet: 1\n",
        "callsheet: 1\nhouse: !!str h\n",
        "callsheet: 1\nhouse: \"\xff\"\n",
        "callsheet: 1\n---\ncallsheet: 1\n",
        "{\"callsheet\": 1, \"callsheet\": 1}",
        "{\"callsheet\": 1",
        "",
        "[]",
        "callsheet",
    };
    for (size_t i = 0; i < countof(texts); i++) {
        struct callsheet c;
        assert_false(read_text(str_of(texts[i]), &c));
        assert_true(diags.n > 0);
    }
}

static void a_file_belongs_to_one_shot(void **state)
{
    (void)state;
    struct callsheet c;
    assert_true(read_text(callsheet_example(), &c));
    struct setup s = callsheet_setup(&c, S("day1/desk-1_0001.JPG"), &arena);
    assert_non_null(s.shot);
    assert_str(s.shot->id, S("desk-1"));
    assert_str(s.look->id, S("office"));
    assert_str(s.why, S(""));
    s = callsheet_setup(&c, S("desk-3_0001.jpg"), &arena);
    assert_null(s.shot);
    assert_str(s.why, S("no shot on the call sheet claims this file name"));
    s = callsheet_setup(&c, S("slate_0001.jpg"), &arena);
    assert_null(s.shot);
    assert_non_null(s.slate);
    assert_true(s.why.n > 0);
}

/* 10,000 people, each in a shot of their own group, and hostile references. */
static void large_sheets_are_read(void **state)
{
    (void)state;
    enum {
        PEOPLE = 10000,
        SHOTS = 2000
    };
    for (int hostile = 0; hostile < 2; hostile++) {
        struct buf b CLEANUP(buf_done) = {0};
        buf_put(&b, S("callsheet: 1\ncampaign: {id: C, name: C}\nhouse: h\n"
                      "parties: [{id: h, name: H, kind: house}]\n"
                      "places: [{id: p, name: P, time_zone: UTC}]\n"
                      "days: [{id: d, date: 2022-09-14, place: p}]\nitems: []\ntalent:\n"));
        for (int i = 0; i < PEOPLE; i++)
            buf_format(&b, "- {id: person-%d, name: Bo Ek%c%c%c, birth_date: 1990-01-01}\n", i,
                       'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
        buf_put(&b, S("setups:\n- look: l\n  shots:\n"));
        for (int i = 0; i < SHOTS; i++) {
            buf_format(&b, "  - {id: s-%d, files: [\"%s%d_*x*.jpg\"], items: [], talent: [", i,
                       hostile ? "*" : "s-", i);
            for (int k = 0; k < 50; k++)
                buf_format(&b, "person-%d,", hostile ? 20000 + i * 50 + k : (i * 50 + k) % PEOPLE);
            buf_put(&b, S("]}\n"));
        }
        assert_true(buf_ok(&b));
        struct callsheet c;
        bool read = read_text(buf_str(&b), &c);
        if (hostile) {
            assert_false(read);
            assert_int_equal(diags.n, DIAGS_MAX);
            assert_true(diags.dropped > 0);
        } else {
            show_diags();
            assert_true(read);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(example_reads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_reads_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(good_sheet_has_no_mistake, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_mistake_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mistakes_come_all_at_once_by_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(yaml_tricks_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_belongs_to_one_shot, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_sheets_are_read, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
