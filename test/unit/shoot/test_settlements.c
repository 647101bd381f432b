#include "shoot/settlements.h"

#include "../test.h"
#include "frame.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

struct arena arena;
static struct callsheet sheet;

#define SHA   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char text[] = "callsheet: 1\n"
                           "campaign: {id: JOB-7, name: C}\n"
                           "house: maison\n"
                           "parties: [{id: maison, name: M, kind: house}]\n"
                           "places: [{id: p, name: P, time_zone: Europe/Paris}]\n"
                           "days: [{id: day-1, date: 2022-09-14, place: p}]\n"
                           "talent: [{id: adult-1, name: Ada Verhoeven, birth_date: 1991-03-08}]\n"
                           "items:\n"
                           "- {id: book, name: a book, kind: printed}\n"
                           "- {id: vase, name: a vase, kind: prop}\n"
                           "setups: [{look: l, shots: [{id: desk, files: ['desk_*'], talent: "
                           "[adult-1], items: [book]}]}]\n"
                           "slates: []\n";

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(CALLSHEET_ARENA_BYTES + SETTLEMENTS_ARENA_BYTES + FACTS_ARENA_BYTES);
    struct diags diags = {.a = &arena};
    return callsheet_read(str_of(text), &arena, &diags, &sheet) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct settlements read_good(const char *yaml)
{
    struct diags diags = {.a = &arena};
    struct settlements s;
    if (!settlements_read(str_of(yaml), &arena, &diags, &s))
        fail_msg("line %u: %.*s", diags.at[0].line, STR(diags.at[0].what));
    return s;
}

/* A picture in which every kind of finding is at 100,100, 400 x 40 px. */
static struct facts facts_with(const struct settlements *settlements)
{
    static const char *const lines[] = {"Quarterly report"};
    struct region r = {100, 100, 800, 40};
    struct finding *f = arena_new(&arena, struct finding, 4);
    f[0] = block(lines, 1, 100);
    f[1] = (struct finding){.kind = FINDING_UNREAD_PRINT, .detector = S("text"), .region = r};
    f[2] = (struct finding){.kind = FINDING_WATCHLIST_HIT,
                            .detector = S("watchlist"),
                            .region = r,
                            .list = S("court-papers"),
                            .term = S("report"),
                            .evidence = S("report")};
    f[3] = (struct finding){.kind = FINDING_FACE, .detector = S("people"), .region = r};
    struct screening *s = arena_new(&arena, struct screening, 1);
    *s = screening(f, 4);
    struct image_about *decoded = arena_new(&arena, struct image_about, 1);
    *decoded = about(NULL, 0);
    return facts_make(
        &(struct facts_of){&sheet, settlements, s, decoded, S("desk_1.jpg"), S(SHA), false},
        &arena);
}

#define ACT(kind, rest, sha, place)                                                                \
    "settlements: 1\nsettled:\n- {by: Nora Field, on: 2022-10-04, kind: " kind ", " rest           \
    ", pictures: [{sha256: " sha place "}]}\n"
#define PLACE ", x_px: 110, y_px: 98, w_px: 790, h_px: 44"

static void what_counts(void **state)
{
    (void)state;
    enum {
        NONE,
        TEXT,
        UNREAD,
        HIT,
        FACES
    };
    static const struct {
        const char *yaml;
        int settles;
        const char *why_not; /* how that of the text or unread print begins */
    } rows[] = {
        {ACT("unread", "item: book", SHA, PLACE), UNREAD, ""},
        {ACT("unread", "dismissed: a clasp", SHA, PLACE), UNREAD, ""},
        {ACT("unread", "talent: adult-1", SHA, PLACE), UNREAD, ""},
        /* of other bytes, in another place, of a kind that is not there */
        {ACT("unread", "dismissed: a clasp", OTHER, PLACE), NONE, ""},
        {ACT("unread", "dismissed: x", SHA, ", x_px: 700, y_px: 100, w_px: 800, h_px: 40"), NONE,
         ""},
        {ACT("raised", "dismissed: x, says: r", SHA, PLACE), NONE, ""},
        /* an item that is not in this shot, or nowhere */
        {ACT("unread", "item: vase", SHA, PLACE), NONE, "it was matched to vase"},
        {ACT("unread", "item: nothing", SHA, PLACE), NONE, "it was matched to nothing"},
        {ACT("unread", "talent: book", SHA, PLACE), NONE, "it was matched to book"},
        /* print that says something else now */
        {ACT("text", "item: book, says: QUARTERLY  REPORT", SHA, PLACE), TEXT, ""},
        {ACT("text", "item: book, says: Quarterly deport", SHA, PLACE), NONE, ""},
        {ACT("hit", "item: book, says: report, term: court-papers/report", SHA, PLACE), HIT, ""},
        {ACT("hit", "item: book, says: report, term: hate/report", SHA, PLACE), NONE, ""},
        {ACT("faces", "dismissed: a poster, faces: 1", SHA, ""), FACES, ""},
        {ACT("faces", "dismissed: a poster, faces: 3", SHA, ""), FACES, ""},
        {"settlements: 1\n", NONE, ""},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct settlements s = read_good(rows[i].yaml);
        struct facts f = facts_with(&s);
        const struct fact_settlement *of[] = {
            [TEXT] = &f.texts.at[0].settlement,
            [UNREAD] = &f.unread.at[0].settlement,
            [HIT] = &f.hits.at[0].settlement,
            [FACES] = &f.faces.settlement,
        };
        for (int k = TEXT; k <= FACES; k++)
            if (of[k]->settled != (k == rows[i].settles))
                fail_msg("row %zu: finding %d is %ssettled", i, k, of[k]->settled ? "" : "not ");
        if (!str_starts(of[UNREAD]->why_not, str_of(rows[i].why_not)))
            fail_msg("row %zu: %.*s", i, STR(of[UNREAD]->why_not));
    }
}

static void more_faces_than_were_settled(void **state)
{
    (void)state;
    struct settlements s = read_good(ACT("faces", "dismissed: a poster, faces: 1", SHA, ""));
    struct finding two[] = {{.kind = FINDING_FACE, .detector = S("people")},
                            {.kind = FINDING_FACE, .detector = S("people")}};
    struct screening seen = screening(two, 2);
    struct image_about decoded = about(NULL, 0);
    struct facts f = facts_make(
        &(struct facts_of){&sheet, &s, &seen, &decoded, S("desk_1.jpg"), S(SHA), false}, &arena);
    assert_int_equal(f.faces.counted, 2);
    assert_false(f.faces.settlement.settled);
}

/* The name decides where bytes are new: as the person stood, or as the run names it. */
static void raised_in_other_bytes_of_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool by_name, raised;
    } rows[] = {
        {"desk_1.jpg", true, true},         {"shoot/desk_1.jpg", true, true},
        {"shoot/xdesk_1.jpg", true, false}, {"desk_1.jpg", false, false},
        {"desk_2.jpg", true, false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        str yaml = str_format(&arena,
                              "settlements: 1\nraised:\n"
                              "- {id: vase, by: Ada, on: 2022-10-04, sha256: " OTHER
                              ", words: cracked, path: %s,\n"
                              "   region: {x_px: 5000, y_px: 5000, w_px: 10, h_px: 10}}\n",
                              rows[i].path);
        struct settlements s = read_good(str_c(yaml, &arena));
        struct image_about decoded = about(NULL, 0);
        struct screening seen = screening(NULL, 0);
        struct facts f = facts_make(&(struct facts_of){&sheet, &s, &seen, &decoded, S("desk_1.jpg"),
                                                       S(SHA), rows[i].by_name},
                                    &arena);
        assert_int_equal(f.raised.n, rows[i].raised);
        if (f.raised.n == 0)
            continue;
        assert_false(f.raised.at[0].settlement.settled);
        assert_true(f.raised.at[0].region.x_px < f.picture.width_px);
    }
}

static void raised_by_people(void **state)
{
    (void)state;
    struct settlements s = read_good(
        "settlements: 1\n"
        "raised:\n"
        "- {id: vase, by: Ada Verhoeven, on: 2022-10-04, sha256: " SHA ", words: cracked,\n"
        "   region: {x_px: 5, y_px: 6, w_px: 70, h_px: 80}, owner: North, due: 2022-10-09}\n"
        "- {id: knife, by: N, on: 2022-10-04, sha256: " SHA ", words: a knife,\n"
        "   region: {x_px: 5, y_px: 6, w_px: 70, h_px: 80}, change_requested: true}\n"
        "- {id: other, by: N, on: 2022-10-04, sha256: " OTHER ", words: x,\n"
        "   region: {x_px: 5, y_px: 6, w_px: 70, h_px: 80}}\n"
        "settled:\n"
        "- {by: N, on: 2022-10-05, kind: raised, says: knife, dismissed: cut out of paper,\n"
        "   pictures: [{sha256: " SHA ", x_px: 5, y_px: 6, w_px: 70, h_px: 80}]}\n");
    struct facts f = facts_with(&s);
    assert_int_equal(f.raised.n, 2);
    assert_str(f.raised.at[0].name, S("vase"));
    assert_str(f.raised.at[0].by, S("adult-1")); /* a name of talent */
    assert_str(f.raised.at[0].due, S("2022-10-09"));
    assert_false(f.raised.at[0].settlement.settled);
    assert_true(f.raised.at[1].change_requested);
    assert_true(f.raised.at[1].settlement.settled);
    assert_str(f.raised.at[1].settlement.reason, S("cut out of paper"));
}

static void frames_and_ages(void **state)
{
    (void)state;
    static const struct {
        const char *ages, *said;
        bool under_16, under_18;
    } rows[] = {
        {"", "absent", true, true},
        {"{by: A, on: 2022-10-04, age: adult, pictures: [{sha256: " OTHER "}]}", "absent", true,
         true},
        {"{by: A, on: 2022-10-04, age: adult, pictures: [{sha256: " SHA "}]}", "adult", false,
         false},
        {"{by: A, on: 2022-10-04, age: under_18, pictures: [{sha256: " SHA "}]}", "under_18", false,
         true},
        {"{by: A, on: 2022-10-04, age: cannot_say, pictures: [{sha256: " SHA "}]}", "cannot_say",
         true, true},
        /* of two the younger */
        {"{by: A, on: 2022-10-04, age: adult, pictures: [{sha256: " SHA "}]}, "
         "{by: B, on: 2022-10-05, age: under_16, pictures: [{sha256: " SHA "}]}",
         "under_16", true, true},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct settlements s =
            read_good(str_format(&arena,
                                 "settlements: 1\napparent_ages: [%s]\ninventories: "
                                 "[{by: A, on: 2022-10-04, pictures: [{sha256: %s}]}]\n",
                                 rows[i].ages, i % 2 ? SHA : OTHER)
                          .p);
        struct facts f = facts_with(&s);
        assert_str(f.apparent_age.said, str_of(rows[i].said));
        assert_int_equal(f.apparent_age.under_16, rows[i].under_16);
        assert_int_equal(f.apparent_age.under_18, rows[i].under_18);
        assert_int_equal(f.inventory.complete, i % 2);
    }
    struct facts f = facts_with(NULL);
    assert_str(f.apparent_age.said, S("absent"));
    assert_true(f.apparent_age.under_16 && f.apparent_age.under_18 && !f.inventory.complete);
}

static void mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *says;
    } rows[] = {
        {"settled: []\n", "missing \"settlements\""},
        {"settlements: 2\n", "settlements"},
        {ACT("unread", "faces: 1", SHA, PLACE), "one of: item, talent, dismissed"},
        {ACT("unread", "item: a, dismissed: b", SHA, PLACE), "one of: item, talent, dismissed"},
        {ACT("unread", "item: a", SHA, ""), "picture 1 has no region"},
        {ACT("unread", "item: a", SHA, ", x_px: 1, y_px: 2, w_px: 3"), "picture 1 has no region"},
        {ACT("text", "item: a", SHA, PLACE), "what was settled is missing"},
        {ACT("hit", "item: a, says: b", SHA, PLACE), "the list and the term are missing"},
        {ACT("faces", "item: a", SHA, ""), "how many faces"},
        {ACT("unread", "item: a", "12", PLACE), "sha256"},
        {"settlements: 1\nsettled:\n- {by: N, on: 2022-10-04, kind: unread, item: a, pictures: "
         "[]}\n",
         "it settles nothing"},
        {"settlements: 1\nraised:\n- &a {id: x}\n", ""},
        {"settlements: 1\nraised:\n"
         "- {id: x, by: N, on: 2022-10-04, sha256: " SHA
         ", words: a, region: {x_px: 0, y_px: 0, w_px: 1, h_px: 1}}\n"
         "- {id: x, by: N, on: 2022-10-04, sha256: " SHA
         ", words: a, region: {x_px: 0, y_px: 0, w_px: 1, h_px: 1}}\n",
         "was raised already, on line 3"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct diags diags = {.a = &arena};
        struct settlements s;
        assert_false(settlements_read(str_of(rows[i].yaml), &arena, &diags, &s));
        assert_true(diags.n > 0);
        if (!str_contains(diags.at[0].what, str_of(rows[i].says)))
            fail_msg("row %zu: %.*s", i, STR(diags.at[0].what));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_counts),
        cmocka_unit_test(more_faces_than_were_settled),
        cmocka_unit_test(raised_in_other_bytes_of_the_file),
        cmocka_unit_test(raised_by_people),
        cmocka_unit_test(frames_and_ages),
        cmocka_unit_test(mistakes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
