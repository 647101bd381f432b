/* Print in a picture held against what the call sheet says is in it. */
#include "day.h"

static const char *const page_lines[] = {
    "It is a truth universally acknowledged, that a single man",
    "in possession of a good fortune, must be in want of a wife.",
    "However little known the feelings or views of such a man",
    "may be on his first entering a neighbourhood, this truth is",
    "so well fixed in the minds of the surrounding families,",
};

static void assert_text(struct facts f, size_t i, const char *account, const char *item,
                        const char *starts)
{
    assert_true(i < f.texts.n);
    assert_str(f.texts.at[i].account, str_of(account));
    assert_str(f.texts.at[i].item, str_of(item));
    if (!str_starts(f.texts.at[i].text, str_of(starts)))
        fail_msg("text is %.*s", STR(f.texts.at[i].text));
}

static void declared_print_is_accounted(void **state)
{
    (void)state;
    struct finding f = block(page_lines, countof(page_lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 1);
    assert_text(facts, 0, "item", "book", "It is a truth");
    assert_str(facts.texts.at[0].id, S("t1"));
    assert_int_equal(facts.texts.at[0].region.h_px, 200);
    assert_true(facts.texts.at[0].covered_pm >= 900);
    assert_str(facts.items.at[0].kind, S("printed"));
    assert_true(facts.items.at[0].assessed && facts.items.at[0].approved);
    assert_false(facts.items.at[1].assessed || facts.items.at[1].approved);
}

static void half_covered_print_is_accounted(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "truth universally acknowledg",  "session of a good fortune, mu",
        "little known the feelings or",  "on his first entering a neigh",
        "fixed in the minds of the sur", "idered the rightful property",
    };
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 1);
    assert_text(facts, 0, "item", "book", "truth universally");
}

static void print_of_another_shot_is_not_accounted(void **state)
{
    (void)state;
    static const char *const paths[] = {"room_1.jpg", "unknown.jpg", "slate_1.jpg"};
    struct finding f = block(page_lines, countof(page_lines), 0);
    for (size_t i = 0; i < countof(paths); i++) {
        struct facts facts = facts_for(&sheet, paths[i], screening(&f, 1), about(NULL, 0));
        assert_int_equal(facts.texts.n, 1);
        assert_text(facts, 0, "unaccounted", "", "It is");
    }
    struct facts facts = facts_for(NULL, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_text(facts, 0, "unaccounted", "", "It is");
}

/* A page read as several blocks: a heading and a cut-off paragraph are too little alone. */
static void blocks_of_one_page_are_known_together(void **state)
{
    (void)state;
    static const char *const few[] = {"However little known the feelings or views of such a man"};
    static const struct {
        int64_t y_px;
        const char *account;
    } rows[] = {{240, "item"}, {2000, "unaccounted"}};
    for (size_t i = 0; i < countof(rows); i++) {
        struct finding f[] = {block(page_lines, countof(page_lines), 0),
                              block(few, countof(few), rows[i].y_px)};
        struct facts facts =
            facts_for(&sheet, "desk_1.jpg", screening(f, countof(f)), about(NULL, 0));
        assert_int_equal(facts.texts.n, 2);
        assert_text(facts, 0, "item", "book", "It is");
        assert_str(facts.texts.at[1].account, str_of(rows[i].account));
        assert_int_equal(facts.texts.at[1].region.y_px, rows[i].y_px);
    }
}

/* Beside lines that a print accounts for, a short one is a word of it, or one cut off at an end. */
static void short_lines_are_words_of_the_print(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool accounted;
    } rows[] = {
        {"wife", true},     {"a man", true},  {"single", true},
        {"iversal", false}, {"ghbou", false}, /* inside "universally", "neighbourhood" */
        {"perty", true},    {"cknow", false}, {"ackno", true},
        {"ly", false},      {"wives", false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const char *lines[countof(page_lines) + 1];
        memcpy(lines, page_lines, sizeof page_lines);
        lines[countof(page_lines)] = rows[i].line;
        struct finding f = block(lines, countof(lines), 0);
        struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
        if (facts.texts.n != (rows[i].accounted ? 1 : 2))
            fail_msg("\"%s\": %zu texts", rows[i].line, facts.texts.n);
    }
}

static void foreign_lines_in_a_declared_page_stay_unaccounted(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "It is a truth universally acknowledged, that a single man",
        "in possession of a good fortune, must be in want of a wife.",
        "The court of appeals affirmed the conviction of the defendant",
        "However little known the feelings or views of such a man",
        "may be on his first entering a neighbourhood, this truth is",
        "for Mia Lindqvist",
    };
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 2);
    assert_text(facts, 0, "item", "book", "It is");
    assert_text(facts, 1, "unaccounted", "", "The court of appeals affirmed");
    assert_true(str_ends(facts.texts.at[1].text, S("\nfor child-1")));
    assert_int_equal(facts.texts.at[1].region.y_px, 80);
}

/* Two papers side by side are read as one line. */
static void a_line_joined_with_another_papers_is_unaccounted(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "It is a truth universally acknowledged, that a single man",
        "in possession of a good fortune, must be in want of a wife. UNITED v WILLIAMS",
        "However little known the feelings or views of such a man",
        "may be on his first entering a neighbourhood, this truth is",
    };
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 2);
    assert_text(facts, 0, "item", "book", "It is");
    assert_text(facts, 1, "unaccounted", "", "in possession");
}

static void own_marks_are_whole_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *account;
    } rows[] = {
        {"MAISON VERNE", "own_mark"},
        {"Maison Verne Paris", "own_mark"},
        {"MAISONVERNE", "own_mark"},
        {"M A I S O N  V E R N E", "own_mark"},
        {"MAISON VERNES", "unaccounted"},
        {"MAISON", "unaccounted"},
        {"MAISON VERNE LONDON", "unaccounted"},
        {"Parish", "unaccounted"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct finding f = block(&rows[i].line, 1, 0);
        struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
        assert_int_equal(facts.texts.n, 1);
        if (!str_eq(facts.texts.at[0].account, str_of(rows[i].account)))
            fail_msg("%s is %.*s", rows[i].line, STR(facts.texts.at[0].account));
    }
}

static void a_mark_on_two_lines_beside_other_words(void **state)
{
    (void)state;
    static const char *const lines[] = {"MAISON", "VERNE", "fragile"};
    struct finding f = block(lines, countof(lines), 0);
    struct facts facts = facts_for(&sheet, "desk_1.jpg", screening(&f, 1), about(NULL, 0));
    assert_int_equal(facts.texts.n, 2);
    assert_text(facts, 0, "own_mark", "bag", "MAISON\nVERNE");
    assert_text(facts, 1, "unaccounted", "", "fragile");
}

static void hits_are_accounted_by_approved_print_only(void **state)
{
    (void)state;
    static const char *const other[] = {"universally acknowledged property of the daughters club"};
    struct finding findings[] = {
        block(page_lines, countof(page_lines), 0),
        block(other, 1, 1000),
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("good fortune"),
         .evidence = S("good fortune"),
         .region = {300, 45, 100, 30}},
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("court of appeals"),
         .evidence = S("court of appeals"),
         .region = {300, 45, 100, 30}},
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("daughters"),
         .evidence = S("daughters"),
         .region = {300, 1005, 100, 30}},
        {.kind = FINDING_WATCHLIST_HIT,
         .list = S("l"),
         .term = S("good fortune"),
         .evidence = S("good fortune"),
         .region = {3000, 3000, 100, 30}},
    };
    static const bool want[] = {true, false, false, false};
    struct screening s = screening(findings, countof(findings));
    struct facts facts = facts_for(&sheet, "desk_1.jpg", s, about(NULL, 0));
    assert_int_equal(facts.hits.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(facts.hits.at[i].accounted, want[i]);
        assert_str(facts.hits.at[i].item, want[i] ? S("book") : S(""));
    }
    /* The same print on an item that nobody approved. */
    facts = facts_for(&sheet, "late_1.jpg", s, about(NULL, 0));
    assert_text(facts, 0, "item", "copy", "It is");
    assert_false(facts.hits.at[0].accounted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declared_print_is_accounted),
        cmocka_unit_test(half_covered_print_is_accounted),
        cmocka_unit_test(print_of_another_shot_is_not_accounted),
        cmocka_unit_test(blocks_of_one_page_are_known_together),
        cmocka_unit_test(short_lines_are_words_of_the_print),
        cmocka_unit_test(foreign_lines_in_a_declared_page_stay_unaccounted),
        cmocka_unit_test(a_line_joined_with_another_papers_is_unaccounted),
        cmocka_unit_test(own_marks_are_whole_words),
        cmocka_unit_test(a_mark_on_two_lines_beside_other_words),
        cmocka_unit_test(hits_are_accounted_by_approved_print_only),
    };
    return cmocka_run_group_tests_name("facts_text", tests, set_up, tear_down);
}
