/* The worst that callsheet_read and facts_make take: nothing aborts, and nothing takes for ever. */
#include "../test.h"
#include "screen/screening.h"
#include "shoot/callsheet.h"
#include "shoot/facts.h"

enum {
    BLOCKS = 200,
    ITEMS = 200,
    LINES = 4,
};

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

/* Words of random syllables. */
static void put_words(struct buf *b, int n)
{
    static const char consonants[] = "bcdfghklnprstvw", vowels[] = "aeiou";
    for (int i = 0; i < n; i++) {
        for (uint32_t k = 2 + random_below(3); k > 0; k--) {
            buf_byte(b, consonants[random_below(sizeof consonants - 1)]);
            buf_byte(b, vowels[random_below(sizeof vowels - 1)]);
        }
        buf_byte(b, ' ');
    }
}

/* Print of 200 items, and 200 blocks of text in the picture, the half of them from the print. */
static void many_blocks_and_many_items(void **state)
{
    (void)state;
    struct arena a = arena_open(CALLSHEET_ARENA_BYTES);
    struct buf b CLEANUP(buf_done) = {0}, pages CLEANUP(buf_done) = {0};
    buf_put(&b, S("callsheet: 1\ncampaign: {id: C, name: C}\nhouse: h\n"
                  "parties: [{id: h, name: H, kind: house}]\n"
                  "places: [{id: p, name: P, time_zone: UTC}]\n"
                  "days: [{id: d, date: 2022-09-14, place: p}]\ntalent: []\n"
                  "setups: [{look: l, shots: [{id: s, files: ['*'], talent: [], items: ["));
    for (int i = 0; i < ITEMS; i++)
        buf_format(&b, "item-%d,", i);
    buf_put(&b, S("]}]}]\nitems:\n"));
    size_t starts[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        starts[i] = pages.n;
        put_words(&pages, 100);
        buf_format(&b,
                   "- {id: item-%d, name: page, kind: printed, own_marks: [verne %d], "
                   "print: ['%.*s']}\n",
                   i, i, (int)(pages.n - starts[i]), pages.p + starts[i]);
    }
    assert_true(buf_ok(&b) && buf_ok(&pages));
    struct diags diags = {.a = &a};
    struct callsheet c;
    assert_true(callsheet_read(buf_str(&b), &a, &diags, &c));

    struct finding *findings = arena_new(&a, struct finding, BLOCKS);
    struct text_line *lines = arena_new(&a, struct text_line, BLOCKS * LINES);
    for (size_t i = 0; i < BLOCKS; i++) {
        findings[i] = (struct finding){.kind = FINDING_TEXT, .lines = {&lines[i * LINES], LINES}};
        struct buf line CLEANUP(buf_done) = {0};
        for (size_t k = 0; k < LINES; k++) {
            line.n = 0;
            put_words(&line, 6);
            str page = {pages.p + starts[i % ITEMS] + 50 * k, 50};
            lines[i * LINES + k].text = i % 2 ? page : str_copy(buf_str(&line), &a);
        }
    }
    struct screening s = {.version = SCREENING_VERSION, .findings = {findings, BLOCKS}};
    struct arena facts_arena = arena_open(FACTS_ARENA_BYTES);
    struct facts f = facts_make(
        &(struct facts_of){
            .opt_callsheet = &c, .opt_screening = &s, .path = S("a.jpg"), .sha256 = S("00")},
        &facts_arena);
    size_t accounted = 0;
    for (size_t i = 0; i < f.texts.n; i++)
        accounted += str_eq(f.texts.at[i].account, S("item"));
    assert_in_range(accounted, BLOCKS / 2 - BLOCKS / 20, BLOCKS / 2 + BLOCKS / 20);
    arena_close(&facts_arena);
    arena_close(&a);
}

/* 4 MiB of print that folds to six letters a byte (U+FDFA), and 10,000 people with long names. */
static void the_largest_call_sheet(void **state)
{
    (void)state;
    enum {
        PEOPLE = 10000,
        NAME_WORDS = 9
    };
    struct arena a = arena_open(CALLSHEET_ARENA_BYTES);
    struct buf b CLEANUP(buf_done) = {0};
    buf_put(&b, S("callsheet: 1\ncampaign: {id: C, name: C}\nhouse: h\n"
                  "parties: [{id: h, name: H, kind: house}]\n"
                  "places: [{id: p, name: P, time_zone: UTC}]\n"
                  "days: [{id: d, date: 2022-09-14, place: p}]\nitems:\n"));
    for (int i = 0; i < 64; i++) {
        buf_format(&b, "- {id: item-%d, name: page, kind: printed, print: ['", i);
        for (int k = 0; k < (64 << 10) / 3; k++)
            buf_put(&b, S("\xef\xb7\xba"));
        buf_put(&b, S("']}\n"));
    }
    buf_put(&b, S("setups: []\ntalent:\n"));
    for (int i = 0; i < PEOPLE; i++) {
        buf_format(&b, "- {id: person-%d, name: ", i);
        for (int k = 0; k < NAME_WORDS; k++)
            buf_format(&b, "%c%c%c%c ", 'a' + (int)random_below(26), 'a' + (int)random_below(26),
                       'a' + (int)random_below(26), 'a' + (int)random_below(26));
        buf_format(&b,
                   ", guardian: {name: Guardian%d Long Name}, chaperone: {name: Chaperone%d "
                   "Long Name}, release: {kind: limited, signed_by: guardian, signer: Signer%d "
                   "Long Name}}\n",
                   i, i, i);
    }
    assert_true(buf_ok(&b));
    struct diags diags = {.a = &a};
    struct callsheet c;
    bool read = callsheet_read(buf_str(&b), &a, &diags, &c);
    for (size_t i = 0; i < diags.n; i++)
        print_message("# line %u: %.*s\n", diags.at[i].line, STR(diags.at[i].what));
    assert_true(read);
    str masked = facts_mask_names(&c, S("Signer77 Long Name, hello"), &a);
    assert_str(masked, S("guardian-of-person-77, hello"));
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_blocks_and_many_items),
        cmocka_unit_test(the_largest_call_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
