#include "match/approx.h"

#include <stdlib.h>

#include "../test.h"

static uint64_t state_of_random = 0x243f6a8885a308d3u;

static uint32_t next_random(uint32_t below)
{
    state_of_random ^= state_of_random << 13;
    state_of_random ^= state_of_random >> 7;
    state_of_random ^= state_of_random << 17;
    return (uint32_t)(state_of_random >> 33) % below;
}

enum {
    TEXT_MAX = 300
};

/* Levenshtein's table by the book: least edits of the pattern against any part of text that starts
 * at or after `from` (exactly at `from` if anchored) and ends at each place. */
static void plain_ends(struct letters p, struct letters t, uint32_t from, bool anchored,
                       uint32_t ret[TEXT_MAX + 1])
{
    static uint32_t d[APPROX_PATTERN_MAX + 1][TEXT_MAX + 1];
    for (uint32_t j = from; j <= t.n; j++)
        d[0][j] = anchored ? j - from : 0;
    for (uint32_t i = 1; i <= p.n; i++) {
        d[i][from] = i;
        for (uint32_t j = from + 1; j <= t.n; j++) {
            uint32_t best = d[i - 1][j - 1] + (p.v[i - 1] != t.v[j - 1]);
            best = MIN(best, d[i - 1][j] + 1);
            d[i][j] = MIN(best, d[i][j - 1] + 1);
        }
    }
    for (uint32_t j = from; j <= t.n; j++)
        ret[j] = d[p.n][j];
}

/* The contract of approx_next, on the plain table. */
static bool plain_next(struct letters p, struct letters t, uint32_t from, uint32_t most,
                       struct approx_match *ret)
{
    uint32_t ends[TEXT_MAX + 1], starts[TEXT_MAX + 1];
    plain_ends(p, t, from, false, ends);
    uint32_t end = from + 1;
    while (end <= t.n && ends[end] > most)
        end++;
    if (end > t.n)
        return false;
    for (uint32_t j = end + 1; j <= t.n && j - end <= most; j++)
        if (ends[j] < ends[end])
            end = j;
    uint32_t best = UINT32_MAX, best_off = UINT32_MAX;
    for (uint32_t s = from; s < end; s++) {
        plain_ends(p, (struct letters){t.v, end}, s, true, starts);
        uint32_t off = (uint32_t)abs((int)(end - s) - (int)p.n);
        if (starts[end] == ends[end] && off < best_off) {
            best = s;
            best_off = off;
        }
    }
    *ret = (struct approx_match){best, end, ends[end]};
    return true;
}

static void equals_the_plain_table_on_random_strings(void **state)
{
    (void)state;
    uint32_t found = 0;
    for (int round = 0; round < 4000; round++) {
        uint32_t pattern[APPROX_PATTERN_MAX], text[TEXT_MAX];
        uint32_t kinds = 1 + next_random(5), high = next_random(4) ? 0 : 0x400;
        struct letters p = {pattern, 1 + next_random(round % 10 ? 14 : APPROX_PATTERN_MAX)};
        struct letters t = {text, next_random(round % 10 ? 60 : TEXT_MAX)};
        for (uint32_t i = 0; i < p.n; i++)
            pattern[i] = 'a' + next_random(kinds) + (next_random(2) ? high : 0);
        for (uint32_t i = 0; i < t.n; i++)
            text[i] = 'a' + next_random(kinds) + (next_random(2) ? high : 0);
        if (t.n > p.n + 2) { /* the pattern itself, somewhere, damaged */
            uint32_t at = next_random(t.n - p.n);
            for (uint32_t i = 0; i < p.n; i++)
                text[at + i] = next_random(7) ? pattern[i] : 'z';
        }
        uint32_t most = next_random(p.n < 6 ? p.n : 1 + p.n / 3);
        struct approx_pattern forward, backward;
        approx_prepare(p, false, &forward);
        approx_prepare(p, true, &backward);
        uint32_t from = 0;
        for (;;) {
            struct approx_match got, want;
            bool is = approx_next(&forward, &backward, t, from, most, &got);
            bool should = plain_next(p, t, from, most, &want);
            assert_int_equal(is, should);
            if (!is)
                break;
            assert_int_equal(got.edits, want.edits);
            assert_int_equal(got.end, want.end);
            assert_int_equal(got.start, want.start);
            assert_true(got.start >= from && got.start < got.end);
            from = got.end;
            found++;
        }
    }
    assert_true(found > 4000);
}

static struct letters letters_of(const char *s, uint32_t *v)
{
    uint32_t n = 0;
    while (s[n]) {
        v[n] = (unsigned char)s[n];
        n++;
    }
    return (struct letters){v, n};
}

static void finds_what_a_person_would(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        uint32_t most, start, end, edits; /* end 0: no match */
    } rows[] = {
        {"court", "thecourtof", 0, 3, 8, 0}, {"court", "thecurtof", 0, 0, 0, 0},
        {"court", "thecurtof", 1, 3, 7, 1},  {"court", "thecoourtof", 1, 4, 9, 1},
        {"court", "thecovrtof", 1, 3, 8, 1}, {"court", "", 1, 0, 0, 0},
        {"court", "cour", 1, 0, 4, 1},       {"survey", "surgery", 2, 0, 5, 2},
        {"kitten", "sitting", 2, 0, 6, 2},   {"a", "bbab", 0, 2, 3, 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        uint32_t p[64], t[64];
        struct approx_pattern forward, backward;
        struct approx_match m;
        struct letters pattern = letters_of(rows[i].pattern, p);
        approx_prepare(pattern, false, &forward);
        approx_prepare(pattern, true, &backward);
        bool found =
            approx_next(&forward, &backward, letters_of(rows[i].text, t), 0, rows[i].most, &m);
        assert_int_equal(found, rows[i].end != 0);
        if (found) {
            assert_int_equal(m.start, rows[i].start);
            assert_int_equal(m.end, rows[i].end);
            assert_int_equal(m.edits, rows[i].edits);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_plain_table_on_random_strings),
        cmocka_unit_test(finds_what_a_person_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
