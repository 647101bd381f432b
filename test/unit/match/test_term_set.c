#include "match/term_set.h"

#include "../arena.h"
#include "../test.h"
#include "match/approx.h"
#include "match/fold.h"

static const struct term_set *build(const str *terms, size_t n, struct arena *a)
{
    const struct term_set *set = NULL;
    struct err err = {0};
    assert_ok(term_set_build(terms, n, a, &set, &err), err);
    return set;
}

static struct term_matches search(const struct term_set *set, str text, struct arena *a)
{
    struct term_matches m;
    struct err err = {0};
    assert_ok(term_set_search(set, text, a, &m, &err), err);
    return m;
}

static void finds_terms_as_they_are_printed_and_read(void **state)
{
    (void)state;
    static const str terms[] = {S("Supreme Court of the United States"), S("child pornography"),
                                S("KKK"), S("top hat"), S("criminal")};
    static const struct {
        const char *text;
        int term; /* -1: none */
        const char *found;
        uint32_t edits;
    } rows[] = {
        {"In the SUPREME COURT OF THE UNITED STATES.", 0, "SUPREME COURT OF THE UNITED STATES", 0},
        {"SUPREMECOURTOFTHEUNITEDSTATES", 0, "SUPREMECOURTOFTHEUNITEDSTATES", 0},
        {"5upreme C0urt\nof the Un1ted 5tates", 0, "5upreme C0urt\nof the Un1ted 5tates", 0},
        {"Suprerne Court of the United States", 0, "Suprerne Court of the United States", 0},
        {"Supxeme Caurt of the Unted States", 0, "Supxeme Caurt of the Unted States", 3},
        {"Sapxame Caurt af tha Unted Stxtes", -1, "", 0},
        {"possession of chi1dporn0graphy,", 1, "chi1dporn0graphy", 0},
        {"child-\npornography", 1, "child-\npornography", 0},
        {"c h i l d p o r n o g r a p h y", 1, "c h i l d p o r n o g r a p h y", 0},
        {"ch\xc3\xadld p\xd0\xberno\xc7\xb5raphy", 1, "ch\xc3\xadld p\xd0\xberno\xc7\xb5raphy", 0},
        {"the kkk met", 2, "kkk", 0},
        {"bookkkeeper", -1, "", 0},
        {"a top   hat!", 3, "top   hat", 0},
        {"stop hats", -1, "", 0},
        {"tophat", -1, "", 0},
        {"the criminals", 4, "criminal", 0},
        {"no crime in alabama", 4, "crime in al", 1},
        {"", -1, "", 0},
    };
    struct arena a = arena;
    const struct term_set *set = build(terms, countof(terms), &a);
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena b = a;
        str text = str_of(rows[i].text);
        struct term_matches m = search(set, text, &b);
        if (rows[i].term < 0) {
            if (m.n)
                fail_msg("\"%s\": found", rows[i].text);
            continue;
        }
        if (m.n != 1)
            fail_msg("\"%s\": %zu matches", rows[i].text, m.n);
        assert_int_equal(m.v[0].term, rows[i].term);
        assert_str(((str){text.p + m.v[0].start, m.v[0].end - m.v[0].start}),
                   str_of(rows[i].found));
        assert_int_equal(m.v[0].edits, rows[i].edits);
        assert_false(m.more);
    }
}

static uint64_t state_of_random = 0x13198a2e03707344u;

static uint32_t next_random(uint32_t below)
{
    state_of_random ^= state_of_random << 13;
    state_of_random ^= state_of_random >> 7;
    state_of_random ^= state_of_random << 17;
    return (uint32_t)(state_of_random >> 33) % below;
}

/* Each term alone over the whole text, without table or windows. */
static size_t search_one_by_one(const str *terms, size_t n, str text, struct arena *a)
{
    size_t found = 0;
    struct folded t;
    struct err err = {0};
    assert_ok(fold(text, FOLD_BLIND, a, &t, &err), err);
    for (size_t i = 0; i < n; i++) {
        struct arena b = *a;
        struct folded p;
        struct approx_pattern forward, backward;
        struct approx_match m;
        assert_ok(fold(terms[i], FOLD_BLIND, &b, &p, &err), err);
        approx_prepare((struct letters){p.letter, p.n}, false, &forward);
        approx_prepare((struct letters){p.letter, p.n}, true, &backward);
        uint32_t most = p.natural / TERM_LETTERS_A_EDIT;
        for (uint32_t from = 0;
             approx_next(&forward, &backward, (struct letters){t.letter, t.n}, from, most, &m);
             from = m.end)
            found += i * 1000003 + t.from[m.start] * 31 + t.to[m.end - 1] * 17 + m.edits + 1;
    }
    return found;
}

static void misses_nothing_that_a_search_term_by_term_finds(void **state)
{
    (void)state;
    size_t matches = 0;
    for (int round = 0; round < 150; round++) {
        struct arena a = arena;
        uint32_t kinds = 2 + next_random(4); /* few letters: many near matches */
        size_t n = 1 + next_random(30), bytes = 50 + next_random(800);
        str *terms = arena_new(&a, str, n);
        char *text = arena_new(&a, char, bytes);
        for (size_t i = 0; i < bytes; i++)
            text[i] = "adeghm"[next_random(kinds)];
        for (size_t i = 0; i < n; i++) {
            size_t length = TERM_LONG_LETTERS + next_random(30);
            char *p = arena_new(&a, char, length);
            size_t from = next_random((uint32_t)bytes - 40);
            for (size_t k = 0; k < length; k++)
                p[k] = next_random(8) ? text[from + k] : "adeghm"[next_random(kinds)];
            terms[i] = (str){p, length};
        }
        struct term_matches m = search(build(terms, n, &a), (str){text, bytes}, &a);
        if (m.more)
            continue;
        size_t got = 0;
        for (size_t i = 0; i < m.n; i++)
            got += m.v[i].term * 1000003 + m.v[i].start * 31 + m.v[i].end * 17 + m.v[i].edits + 1;
        assert_int_equal(got, search_one_by_one(terms, n, (str){text, bytes}, &a));
        matches += m.n;
    }
    assert_true(matches > 1000);
}

static void refuses_terms_it_cannot_look_for(void **state)
{
    (void)state;
    struct arena a = arena;
    char huge[TERM_MAX_BYTES + 1];
    memset(huge, 'a', sizeof huge);
    const struct {
        str term;
        enum err_kind kind;
    } rows[] = {
        {S(""), ERR_INVALID},
        {S(" .,- "), ERR_INVALID},
        {{huge, sizeof huge}, ERR_LIMIT},
        {{huge, APPROX_PATTERN_MAX + 1}, ERR_LIMIT},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        str terms[] = {S("good"), rows[i].term};
        const struct term_set *set;
        struct err err = {0};
        assert_err(term_set_build(terms, 2, &a, &set, &err), err, rows[i].kind);
        assert_true(str_contains(str_of(err.msg), S("term 2")));
    }
}

static void says_that_there_are_more(void **state)
{
    (void)state;
    struct arena a = arena;
    static const str terms[] = {S("kkk"), S("aaaaaaaa")};
    size_t n = 5000 * 4;
    char *text = arena_new(&a, char, n);
    for (size_t i = 0; i < n; i++)
        text[i] = "kkk "[i % 4];
    struct term_matches m = search(build(terms, 2, &a), (str){text, n}, &a);
    assert_int_equal(m.n, TERM_MATCHES_MAX);
    assert_true(m.more);
    memset(text, 'a', n);
    m = search(build(terms, 2, &a), (str){text, n}, &a);
    assert_int_equal(m.n, n / 8);
    assert_false(m.more);
}

static void an_empty_set_finds_nothing(void **state)
{
    (void)state;
    struct arena a = arena;
    assert_int_equal(search(build(NULL, 0, &a), S("anything at all"), &a).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_terms_as_they_are_printed_and_read),
        cmocka_unit_test(misses_nothing_that_a_search_term_by_term_finds),
        cmocka_unit_test(refuses_terms_it_cannot_look_for),
        cmocka_unit_test(says_that_there_are_more),
        cmocka_unit_test(an_empty_set_finds_nothing),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
