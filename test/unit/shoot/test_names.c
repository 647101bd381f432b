#include "shoot/names.h"

#include "../test.h"

static struct arena arena;
static struct talent people[] = {
    {.id = S("child-1"),
     .name = S("Mia K. Lindqvist"),
     .guardian = {.name = S("Karin Lindqvist")},
     .chaperone = {.name = S("Ruth Okafor")}},
    {.id = S("adult-1"), .name = S("Bo Li")},
    {.id = S("adult-2"), .name = S("Zo\xc3\xab Br\xc3\xbcgger")},
    {.id = S("adult-3"), .name = S("\xe7\x8e\x8b\xe8\x8a\xb3")},
};
static const struct names *names;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open(256 << 20);
    struct callsheet c = {.talent = {people, countof(people)}};
    names = names_make(&c, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void names_are_replaced(void **state)
{
    (void)state;
    static const struct {
        const char *text, *masked;
    } rows[] = {
        {"", ""},
        {"Quarterly report", "Quarterly report"},
        {"For Mia K. Lindqvist, aged 8", "For child-1, aged 8"},
        {"MIA LINDQVIST", "child-1"},
        {"LINDQVIST, MIA K.", "child-1."},
        {"room of MIALINDQVIST", "room of child-1"},
        {"Mia\nLindqvist", "child-1"},
        {"M1a L1ndqvist", "child-1"},
        {"Mia Lindqv1st and Karin Lindqvist", "child-1 and guardian-of-child-1"},
        {"ask Ruth Okafor", "ask chaperone-of-child-1"},
        {"Bo Li", "adult-1"},
        {"bolide", "bolide"},
        {"Zoe Brugger", "adult-2"},
        {"ZO\xc3\x8b BR\xc3\x9cGGER!", "adult-2!"},
        {"\xe7\x8e\x8b\xe8\x8a\xb3", "adult-3"},
        {"Mia is here", "Mia is here"}, /* one part alone may be a word */
    };
    for (size_t i = 0; i < countof(rows); i++)
        assert_str(names_mask(names, str_of(rows[i].text), &arena), str_of(rows[i].masked));
}

static void long_texts_are_searched_to_the_end(void **state)
{
    (void)state;
    enum {
        TIMES = 6000
    }; /* more than one search lists */
    struct buf b CLEANUP(buf_done) = {0};
    for (int i = 0; i < TIMES; i++)
        buf_put(&b, S("Mia Lindqvist; "));
    str masked = names_mask(names, buf_str(&b), &arena);
    assert_false(str_contains(masked, S("indqvist")));
    assert_int_equal(masked.n, TIMES * strlen("child-1; "));
}

static void owners_are_whole_names(void **state)
{
    (void)state;
    assert_ptr_equal(names_owner(names, S("Mia Lindqvist"), arena), &people[0]);
    assert_ptr_equal(names_owner(names, S(" li bo "), arena), &people[1]);
    assert_null(names_owner(names, S("Mia Lindqvist jr"), arena));
    assert_null(names_owner(names, S("Mio Lindqvist"), arena));
    assert_null(names_owner(names, S("Karin Lindqvist"), arena));
    assert_null(names_owner(names, S(""), arena));
}

static void ids_that_hold_a_name(void **state)
{
    (void)state;
    assert_true(name_in_id(S("Mia Lindqvist"), S("mia"), arena));
    assert_true(name_in_id(S("Mia Lindqvist"), S("model.lindqvist-2"), arena));
    assert_false(name_in_id(S("Mia Lindqvist"), S("miami"), arena));
    assert_false(name_in_id(S("Bo Li"), S("bo"), arena)); /* too short to tell */
    assert_false(name_in_id(S("Mia Lindqvist"), S("child-1"), arena));
}

static void names_without_letters_are_unusable(void **state)
{
    (void)state;
    assert_true(name_usable(S("Bo"), arena));
    assert_false(name_usable(S("..."), arena));
    assert_false(name_usable(S(""), arena));
    char many[200];
    memset(many, 'a', sizeof many);
    assert_false(name_usable((str){many, sizeof many}, arena));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_replaced),
        cmocka_unit_test(long_texts_are_searched_to_the_end),
        cmocka_unit_test(owners_are_whole_names),
        cmocka_unit_test(ids_that_hold_a_name),
        cmocka_unit_test(names_without_letters_are_unusable),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
