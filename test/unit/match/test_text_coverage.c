#include "match/text_coverage.h"

#include <stdio.h>

#include "../arena.h"
#include "../test.h"
#include "match/fold.h"

/* Invented papers of one kind, with the headings and phrases that such papers share. */
static const char paper[] =
    "IN THE COUNTY COURT OF WESTMERE\nCivil Division\nCase No. 4471 of 1998\n"
    "HOLLOWAY AND SONS, Claimants, v. MERIDIAN FREIGHT LIMITED, Defendant\n"
    "Before: Her Honour Judge Pemberton\nJUDGMENT\n"
    "1. This is a claim for the value of eleven crates of porcelain which the claimants\n"
    "delivered to the defendant's yard at Tolworth on the morning of 3 March 1997, and\n"
    "of which only seven ever reached the buyer in Antwerp. The defendant admits that it\n"
    "signed for eleven. It says that the remaining four were lost when a lorry overturned\n"
    "on the quay, that the driver was not its servant, and that in any event its standard\n"
    "conditions limit what may be recovered to two pounds for each kilogram of the goods.\n"
    "2. I heard evidence from Mr Holloway, who packed the crates himself, and from the\n"
    "foreman of the yard, whose recollection was uncertain but whose notebook was not.\n"
    "The notebook records that four crates marked with a blue anchor stood beneath the\n"
    "weighbridge until the following Thursday, two days after the lorry had overturned.\n"
    "3. On that entry the defence must fail. Goods cannot be lost on a quay while they are\n"
    "standing beneath a weighbridge twelve miles inland. There will be judgment for the\n"
    "claimants in the sum of nine thousand two hundred pounds, with interest and costs.\n";

static const char other_paper[] =
    "IN THE COUNTY COURT OF WESTMERE\nCivil Division\nCase No. 2093 of 2001\n"
    "ALDER GROVE RESIDENTS, Claimants, v. PARISH OF ST OLAVE, Defendant\n"
    "Before: His Honour Judge Castellan\nJUDGMENT\n"
    "1. The residents of a terrace of nineteen houses ask the court to declare that a path\n"
    "running behind their gardens is open to them at all hours. The parish locked the gate\n"
    "at its northern end after a series of thefts from the churchyard, and refuses to give\n"
    "anyone a key. It relies on a conveyance of 1868 which nobody has been able to produce.\n"
    "2. A right of way is not proved by wishing for one. But here six witnesses, of whom the\n"
    "eldest is ninety-one, described walking to school along the path without asking leave,\n"
    "and a photograph of the coronation tea shows the gate standing wide open with prams in it.\n"
    "3. There will be judgment for the claimants, with costs. The lock is to be removed\n"
    "within fourteen days, and the parish may apply if the thefts should begin again.\n";

static const char prose[] =
    "The kettle had been singing for some time before anybody noticed. Outside, the rain\n"
    "came across the allotments in long grey curtains, and the dog, who disliked weather of\n"
    "every kind, had gone to sleep under the piano. Margit turned another page. She was not\n"
    "reading so much as waiting, and the book was only a thing to hold while she did it. At\n"
    "half past four the bus would stop at the corner, and either he would be on it or not.\n"
    "She had laid two cups, which committed her to nothing. People had been laying two cups\n"
    "in that kitchen for sixty years, and sometimes both of them had even been used.\n";

static uint64_t state_of_random = 0xa4093822299f31d0u;

static uint32_t next_random(uint32_t below)
{
    state_of_random ^= state_of_random << 13;
    state_of_random ^= state_of_random >> 7;
    state_of_random ^= state_of_random << 17;
    return (uint32_t)(state_of_random >> 33) % below;
}

/* What a reader of pictures makes of a page: some lines of it, cut at both sides, perhaps in
 * another order, with letters wrong, missing or doubled and spaces lost. */
struct damage {
    const char *what;
    uint32_t lines;      /* at most, from a random one on */
    uint32_t from, keep; /* letters cut off at the left, and kept after that */
    uint32_t wrong_pm, no_space_pm;
    bool shuffled;
};

static str damaged(str text, struct damage d, struct arena *a)
{
    enum {
        SHORT_LINE = 21
    };
    str line, *lines = arena_new(a, str, text.n + 1);
    uint32_t n = 0;
    while (str_cut(&text, '\n', &line))
        if (line.n >= SHORT_LINE)
            lines[n++] = line;
    uint32_t first = n > d.lines ? next_random(n - d.lines + 1) : 0, count = MIN(n, d.lines);
    lines += first;
    for (uint32_t i = count; d.shuffled && i > 1; i--) {
        uint32_t k = next_random(i);
        str swap = lines[i - 1];
        lines[i - 1] = lines[k];
        lines[k] = swap;
    }
    char *p = arena_new(a, char, 2 * 200 * (size_t)count);
    size_t out = 0;
    for (uint32_t i = 0; i < count; i++) {
        str s = str_from(lines[i], MIN(d.from, (uint32_t)lines[i].n));
        s = str_first(s, MIN((size_t)d.keep, s.n));
        for (size_t k = 0; k < s.n; k++) {
            if (s.p[k] == ' ' && next_random(1000) < d.no_space_pm)
                continue;
            bool wrong = next_random(1000) < d.wrong_pm;
            uint32_t how = next_random(3);
            if (wrong && how == 0)
                continue;
            p[out++] = wrong ? "aeioutnrslcdhm"[next_random(14)] : s.p[k];
            if (wrong && how == 1)
                p[out++] = s.p[k];
        }
        p[out++] = '\n';
    }
    return (str){p, out};
}

static const struct print *print_of(str text, struct arena *a)
{
    const struct print *p = NULL;
    struct err err = {0};
    assert_ok(print_build(text, a, &p, &err), err);
    return p;
}

static struct text_coverage coverage(const struct print *p, str reading, struct arena a)
{
    struct text_coverage c;
    struct err err = {0};
    assert_ok(text_coverage(p, reading, a, &c, &err), err);
    return c;
}

/* Enough of a page is left that a person would recognise it. */
static const struct damage readable[] = {
    {"as printed", 20, 0, 199, 0, 0, false},
    {"5 % of letters wrong, spaces lost", 20, 0, 199, 50, 300, false},
    {"15 % wrong, no spaces", 20, 0, 199, 150, 1000, false},
    {"covered from the left", 20, 30, 199, 50, 300, false},
    {"covered from the right", 20, 0, 25, 50, 300, false},
    {"covered from both sides", 20, 20, 25, 50, 300, false},
    {"lines in another order", 20, 0, 199, 50, 300, true},
    {"five lines", 5, 0, 199, 50, 300, false},
};

static void recognises_what_is_left_of_a_page(void **state)
{
    (void)state;
    struct arena a = arena;
    const struct print *p = print_of(str_of(paper), &a), *o = print_of(str_of(other_paper), &a);
    for (size_t i = 0; i < countof(readable); i++)
        for (int round = 0; round < 20; round++) {
            struct arena b = a;
            str reading = damaged(str_of(paper), readable[i], &b);
            struct text_coverage c = coverage(p, reading, b), not = coverage(o, reading, b);
            if (!text_coverage_accounts(c))
                fail_msg("%s: %d per mille of %u letters", readable[i].what, c.found_pm, c.letters);
            if (readable[i].wrong_pm <= 50 && c.missed >= 8)
                fail_msg("%s: %u letters together are not found", readable[i].what, c.missed);
            if (not .found_pm > 500 || text_coverage_accounts(not ))
                fail_msg("%s: %d per mille in the other paper", readable[i].what, not .found_pm);
        }
}

static void words_of_something_else_are_missed(void **state)
{
    (void)state;
    struct arena a = arena;
    const struct print *p =
        print_of(S("Quarterly report on leather goods and the sale of bags"), &a);
    static const struct {
        const char *reading;
        uint32_t missed, line;
    } rows[] = {
        {"Quarterly report\non leather goods\n", 0, 0},
        {"Quarterly report\non leather goods\nand the sale of bags UNITED v JONES\n", 12, 2},
        {"\n\nCOURT HOUSE Quarterly report on leather goods\nand the sale of bags\n", 10, 2},
        /* not one run: it is in two lines */
        {"Quarterly report on leather goods FIVE\nFOUR and the sale of bags\n", 4, 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct text_coverage c = coverage(p, str_of(rows[i].reading), a);
        if (c.missed != rows[i].missed || (c.missed && c.missed_line != rows[i].line))
            fail_msg("\"%s\": %u letters in line %u", rows[i].reading, c.missed, c.missed_line);
    }
}

static void unrelated_text_is_not_found(void **state)
{
    (void)state;
    struct arena a = arena;
    const struct print *p = print_of(str_of(paper), &a);
    struct text_coverage c = coverage(p, str_of(prose), a);
    assert_true(c.found_pm < 100 && c.letters > 400);
    assert_false(text_coverage_accounts(c));
    c = coverage(p, str_of(other_paper), a);
    assert_true(c.found_pm < 350);
    assert_false(text_coverage_accounts(c));
    /* the shared heading alone is found, and accounts for nothing */
    c = coverage(p, S("IN THE COUNTY COURT OF WESTMERE\nCivil Division\nCase No."), a);
    assert_true(c.found_pm > 700);
    assert_false(text_coverage_accounts(c));
}

static void short_prints_are_found_whole(void **state)
{
    (void)state;
    static const struct {
        const char *print, *reading;
        bool accounts;
    } rows[] = {
        {"Harbour Dairy", "HARBOUR DAIRY", true},
        {"Harbour Dairy", "HARB0UR\nDA1RY", true},
        {"Harbour Dairy", "HarbourDoiry", true},
        {"Harbour Dairy", "Harbour Dairy est. 1921 Leeds", false},
        {"Harbour Dairy", "Harvest", false},
        {"OAK", "oak", true},
        {"OAK", "soak", false},
        {"OAK", "", false},
        {"Handle with care. This side up. Keep dry.", "HANDLE WITH CARE\nTHIS SIDE UP\nKEEP DRY",
         true},
        {"Handle with care. This side up. Keep dry.", "KEEP OUT", false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        struct text_coverage c =
            coverage(print_of(str_of(rows[i].print), &a), str_of(rows[i].reading), a);
        if (text_coverage_accounts(c) != rows[i].accounts)
            fail_msg("\"%s\" read as \"%s\": found %u of %u", rows[i].print, rows[i].reading,
                     c.found, c.letters);
    }
}

/* Legal texts that were written apart from each other, where Debian keeps them. */
static const char *const licences[] = {"Apache-2.0", "Artistic", "BSD",
                                       "CC0-1.0",    "GPL-3",    "MPL-1.1"};

static void no_legal_text_is_taken_for_another(void **state)
{
    (void)state;
    struct arena a = arena;
    str text[countof(licences)];
    const struct print *print[countof(licences)];
    for (size_t i = 0; i < countof(licences); i++) {
        char path[256];
        snprintf(path, sizeof path, "/usr/share/common-licenses/%s", licences[i]);
        FILE *f = fopen(path, "r");
        if (!f) {
            printf("# skipped: no %s\n", path);
            skip();
        }
        char *p = arena_new(&a, char, 1 << 17);
        text[i] = (str){p, fread(p, 1, 1 << 17, f)};
        fclose(f);
        print[i] = print_of(text[i], &a);
    }
    static const struct damage pages[] = {
        {"a page", 20, 0, 199, 50, 300, false},
        {"half a page", 20, 0, 35, 50, 300, false},
        {"shuffled", 20, 0, 199, 50, 300, true},
    };
    int most = 0, least = 1000;
    for (size_t i = 0; i < countof(licences); i++)
        for (size_t d = 0; d < countof(pages); d++)
            for (int round = 0; round < 4; round++) {
                struct arena b = a;
                str reading = damaged(text[i], pages[d], &b);
                for (size_t j = 0; j < countof(licences); j++) {
                    struct text_coverage c = coverage(print[j], reading, b);
                    if (text_coverage_accounts(c) != (i == j))
                        fail_msg("%s of %s in %s: %d per mille", pages[d].what, licences[i],
                                 licences[j], c.found_pm);
                    if (i == j)
                        least = MIN(least, c.found_pm);
                    else
                        most = MAX(most, c.found_pm);
                }
            }
    printf("# own text at least %d per mille, another at most %d\n", least, most);
}

static void refuses_what_is_too_long_or_empty(void **state)
{
    (void)state;
    struct arena a = arena;
    struct err err = {0};
    const struct print *p;
    struct text_coverage c;
    char *big = arena_new(&a, char, FOLD_MAX_BYTES + 1);
    memset(big, 'a', FOLD_MAX_BYTES + 1);
    assert_err(print_build(S(" ... "), &a, &p, &err), err, ERR_INVALID);
    assert_err(print_build((str){big, FOLD_MAX_BYTES + 1}, &a, &p, &err), err, ERR_LIMIT);
    p = print_of(str_of(paper), &a);
    assert_err(text_coverage(p, (str){big, COVERAGE_READING_MAX_BYTES + 1}, a, &c, &err), err,
               ERR_LIMIT);
    c = coverage(p, S(""), a);
    assert_int_equal(c.found_pm, 0);
    assert_false(text_coverage_accounts(c));
}

static void the_worst_reading_stays_within_its_scratch(void **state)
{
    (void)state;
    struct arena a = arena;
    char *big = arena_new(&a, char, FOLD_MAX_BYTES);
    for (size_t i = 0; i < FOLD_MAX_BYTES; i++)
        big[i] = i % 5 == 4 ? '\n' : 'a';
    const struct print *p = print_of((str){big, FOLD_MAX_BYTES}, &a);
    struct arena tight = {a.base, a.beg, a.beg + COVERAGE_SCRATCH_BYTES};
    struct text_coverage c = coverage(p, (str){big, COVERAGE_READING_MAX_BYTES}, tight);
    assert_true(c.letters > 50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recognises_what_is_left_of_a_page),
        cmocka_unit_test(words_of_something_else_are_missed),
        cmocka_unit_test(unrelated_text_is_not_found),
        cmocka_unit_test(short_prints_are_found_whole),
        cmocka_unit_test(no_legal_text_is_taken_for_another),
        cmocka_unit_test(refuses_what_is_too_long_or_empty),
        cmocka_unit_test(the_worst_reading_stays_within_its_scratch),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
