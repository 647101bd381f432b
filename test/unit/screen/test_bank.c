/* The bank and its suppressions: what is read, what is refused, what matches. Hashes are rows of
 * test/vectors/pdq_synthetic.tsv (noise, 128 x 128). */
#include "screen/bank.h"

#include "../test.h"

#define HASH "4dde6227cf7c4a6a53f13c7c0911423ab6268817e3a14ecd195bd3d64832bf17"
#define HASH_31                                                                                    \
    "4dde6227cf7c4a6a53f13c7c0911423ab6268817e3a14ecd195bd3d637cd40e8" /* 31 bits off              \
                                                                        */
#define HASH_32                                                                                    \
    "4dde6227cf7c4a6a53f13c7c0911423ab6268817e3a14ecd195bd3d6b7cd40e8" /* 32 bits off              \
                                                                        */
#define OTHER "66c8be4978a3650f67eb8594943689a3db9dd94facf089f251771408c8bc5707"
#define ASSET "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define LINE  HASH "\tdesk with papers\tpulled\thouse\t2026-11-01\n"

static const struct date today = {2026, 11, 22};

struct fixture {
    struct arena a;
    struct diags diags;
};

static struct fixture fixture_open(void)
{
    return (struct fixture){.a = arena_open(64 << 20)};
}

static bool read_bank(struct fixture *f, const char *text, struct bank *bank)
{
    f->diags = (struct diags){.a = &f->a};
    return bank_read(str_of(text), &f->a, &f->diags, bank);
}

static struct fingerprint hash_of(const char *hex)
{
    struct fingerprint f;
    struct err err;
    assert_ok(fingerprint_parse(str_of(hex), &f, &err), err);
    return f;
}

static void reads_entries_and_comments(void **state)
{
    (void)state;
    struct fixture f = fixture_open();
    struct bank bank;
    assert_true(read_bank(
        &f, BANK_HEADER "\n# a comment\n\n" LINE OTHER "\tcaf\xc3\xa9\twhy not\tNGO\t2025-02-28",
        &bank));
    assert_int_equal(bank.entries.n, 2);
    for (size_t i = 0; i < 2; i++) {
        bool first = bank.entries.at[i].line == 4;
        assert_str(bank.entries.at[i].label, first ? S("desk with papers") : S("caf\xc3\xa9"));
        assert_int_equal(bank.entries.at[i].added.year, first ? 2026 : 2025);
    }
    arena_close(&f.a);
}

static void tells_every_mistake_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
        const char *words;
    } wrong[] = {
        {"", 1, "format"},
        {"gatefold-bank/v2\n", 1, "format"},
        {"\xef\xbb\xbf" BANK_HEADER "\n", 1, "format"},
        {BANK_HEADER "\n" LINE LINE, 3, "line 2 already"},
        {BANK_HEADER "\nabc\tl\tr\ts\t2026-01-01\n", 2, "64"},
        {BANK_HEADER "\n" HASH "\tl\tr\ts\n", 2, "4 fields"},
        {BANK_HEADER "\n" HASH "\tl\tr\ts\t2026-01-01\tmore\n", 2, "6 fields"},
        {BANK_HEADER "\n" HASH "\tl\t \ts\t2026-01-01\n", 2, "reason is empty"},
        {BANK_HEADER "\n" HASH "\tl\tr\ts\t2026-02-30\n", 2, "not a date"},
        {BANK_HEADER "\n" HASH "\tl\tr\ts\t2026-01-01\r\n", 2, "carriage return"},
        {BANK_HEADER "\n" HASH "\tl\xff\tr\ts\t2026-01-01\n", 2, "UTF-8"},
        {BANK_HEADER "\n" HASH "\tl\x01\tr\ts\t2026-01-01\n", 2, "control character"},
        {BANK_HEADER "\n0000000000000000000000000000000000000000000000000000000000000000"
                     "\tl\tr\ts\t2026-01-01\n",
         2, "zeros"},
    };
    struct fixture f = fixture_open();
    for (size_t i = 0; i < countof(wrong); i++) {
        struct bank bank;
        if (read_bank(&f, wrong[i].text, &bank))
            fail_msg("accepted: %s", wrong[i].text);
        assert_int_equal(bank.entries.n, 0);
        assert_int_equal(f.diags.n, 1);
        assert_int_equal(f.diags.at[0].line, wrong[i].line);
        if (!str_contains(f.diags.at[0].what, str_of(wrong[i].words)))
            fail_msg("\"%.*s\" lacks \"%s\"", STR(f.diags.at[0].what), wrong[i].words);
    }
    struct bank bank;
    assert_false(read_bank(&f, BANK_HEADER "\nx\n" LINE "y\tz\n", &bank));
    assert_int_equal(f.diags.n, 2);
    arena_close(&f.a);
}

/* A line of 5,000 bytes is told and does not end the reading. */
static void a_line_too_long(void **state)
{
    (void)state;
    struct fixture f = fixture_open();
    struct buf b = {0};
    buf_put(&b, S(BANK_HEADER "\n" HASH "\t"));
    for (int i = 0; i < 5000; i++)
        buf_byte(&b, 'x');
    buf_put(&b, S("\tr\ts\t2026-01-01\nwrong\n"));
    struct bank bank;
    f.diags.a = &f.a;
    assert_false(bank_read(buf_str(&b), &f.a, &f.diags, &bank));
    assert_int_equal(f.diags.n, 2);
    assert_int_equal(f.diags.at[1].line, 3);
    buf_done(&b);
    arena_close(&f.a);
}

static size_t matches(struct fixture *f, const struct bank *bank, struct fingerprint query,
                      str asset, struct bank_match **ret)
{
    struct fingerprint variants[PDQ_VARIANTS] = {query};
    size_t n;
    bank_search(bank, variants, asset, today, &f->a, ret, &n);
    return n;
}

static void matches_within_31_bits(void **state)
{
    (void)state;
    struct fixture f = fixture_open();
    struct bank bank;
    struct bank_match *m;
    assert_true(read_bank(&f, BANK_HEADER "\n" LINE, &bank));
    assert_int_equal(matches(&f, &bank, hash_of(HASH), (str){0}, &m), 1);
    assert_int_equal(m[0].distance_bits, 0);
    assert_int_equal(m[0].variant, PDQ_AS_IS);
    assert_null(m[0].suppressed);
    assert_int_equal(matches(&f, &bank, hash_of(HASH_31), (str){0}, &m), 1);
    assert_int_equal(m[0].distance_bits, 31);
    assert_int_equal(matches(&f, &bank, hash_of(HASH_32), (str){0}, &m), 0);
    assert_int_equal(matches(&f, &bank, hash_of(OTHER), (str){0}, &m), 0);
    struct fingerprint variants[PDQ_VARIANTS] = {[PDQ_ROTATED_270] = hash_of(HASH)};
    size_t n;
    bank_search(&bank, variants, (str){0}, today, &f.a, &m, &n);
    assert_int_equal(n, 1);
    assert_int_equal(m[0].variant, PDQ_ROTATED_270);
    arena_close(&f.a);
}

static void suppressions_hold_only_when_whole_and_in_date(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t hold, told;
        bool for_asset, for_other;
    } rows[] = {
        {HASH "\t*\tours, settled\tAda\t2026-11-22\n", 1, 0, true, true},
        {HASH "\t" ASSET "\tours, settled\tAda\t2026-12-31\n", 1, 0, true, false},
        {HASH "\t*\tours, settled\tAda\t2026-11-21\n", 0, 1, false, false},
        {HASH "\t*\t\tAda\t2026-12-31\n", 0, 1, false, false},
        {HASH "\t*\tours\t\t2026-12-31\n", 0, 1, false, false},
        {HASH "\t*\tours\tAda\t\n", 0, 1, false, false},
        {HASH "\t*\tours\tAda\n", 0, 1, false, false},
        {HASH "\t*\tours\tAda\tnever\n", 0, 1, false, false},
        {HASH "\tall\tours\tAda\t2026-12-31\n", 0, 1, false, false},
        {OTHER "\t*\tours\tAda\t2026-12-31\n", 1, 0, false, false},
    };
    struct fixture f = fixture_open();
    for (size_t i = 0; i < countof(rows); i++) {
        struct bank bank;
        assert_true(read_bank(&f, BANK_HEADER "\n" LINE, &bank));
        str text = str_format(&f.a, SUPPRESSIONS_HEADER "\n%s", rows[i].line);
        assert_true(bank_suppress(&bank, text, today, &f.a, &f.diags));
        assert_int_equal(bank.suppressions.n, rows[i].hold);
        assert_int_equal(f.diags.n, rows[i].told);
        struct bank_match *m;
        assert_int_equal(matches(&f, &bank, hash_of(HASH), S(ASSET), &m), 1);
        assert_int_equal(m[0].suppressed != NULL, rows[i].for_asset);
        assert_int_equal(matches(&f, &bank, hash_of(HASH), (str){0}, &m), 1);
        assert_int_equal(m[0].suppressed != NULL, rows[i].for_other);
    }
    /* A file of another kind suppresses nothing and says so. */
    struct bank bank;
    assert_true(read_bank(&f, BANK_HEADER "\n" LINE, &bank));
    assert_false(bank_suppress(&bank, S("whatever"), today, &f.a, &f.diags));
    assert_int_equal(bank.suppressions.n, 0);
    arena_close(&f.a);
}

static void add_appends_a_line(void **state)
{
    (void)state;
    struct fixture f = fixture_open();
    struct err err;
    struct buf out = {0}, more = {0}, refused = {0};
    struct bank_entry entry = {.hash = hash_of(HASH),
                               .label = S("desk with papers"),
                               .reason = S("pulled"),
                               .source = S("house"),
                               .added = {2026, 11, 1}};
    assert_ok(bank_add((str){0}, entry, &f.a, &out, &err), err);
    assert_true(str_starts(buf_str(&out), S(BANK_HEADER "\n")));
    assert_true(str_ends(buf_str(&out), S("\n" LINE)));
    entry.hash = hash_of(OTHER);
    assert_ok(bank_add(buf_str(&out), entry, &f.a, &more, &err), err);
    assert_true(str_starts(buf_str(&more), buf_str(&out)));
    struct bank bank;
    f.diags = (struct diags){.a = &f.a};
    assert_true(bank_read(buf_str(&more), &f.a, &f.diags, &bank));
    assert_int_equal(bank.entries.n, 2);

    assert_err(bank_add(buf_str(&more), entry, &f.a, &refused, &err), err, ERR_CONFLICT);
    entry.hash = hash_of(HASH_31);
    entry.label = S("two\nlines");
    assert_err(bank_add(buf_str(&more), entry, &f.a, &refused, &err), err, ERR_INVALID);
    entry.label = S(" ");
    assert_err(bank_add(buf_str(&more), entry, &f.a, &refused, &err), err, ERR_INVALID);
    entry.label = S("a\tb");
    assert_err(bank_add(buf_str(&more), entry, &f.a, &refused, &err), err, ERR_INVALID);
    entry.label = S("fine");
    assert_err(bank_add(S("not a bank\n"), entry, &f.a, &refused, &err), err, ERR_INVALID);
    entry.hash = (struct fingerprint){0};
    assert_err(bank_add(buf_str(&more), entry, &f.a, &refused, &err), err, ERR_INVALID);
    buf_done(&out);
    buf_done(&more);
    buf_done(&refused);
    arena_close(&f.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_entries_and_comments),
        cmocka_unit_test(tells_every_mistake_with_its_line),
        cmocka_unit_test(a_line_too_long),
        cmocka_unit_test(matches_within_31_bits),
        cmocka_unit_test(suppressions_hold_only_when_whole_and_in_date),
        cmocka_unit_test(add_appends_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
