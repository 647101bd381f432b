#include "match/fold.h"

#include <utf8proc.h>

#include "../arena.h"
#include "../test.h"
#include "match/fold_table.h"

static str folded_as(str text, enum fold_form form, struct arena *a)
{
    struct folded f;
    struct err err = {0};
    assert_ok(fold(text, form, a, &f, &err), err);
    return folded_text(f, a);
}

static void what_reads_alike_folds_alike(void **state)
{
    (void)state;
    /* Left as it may be read or written, right as it is meant. Look-alikes from UTS 39 and the
     * names of the Unicode characters. */
    static const struct {
        const char *a, *b;
    } rows[] = {
        {"CAFÉ", "cafe"},
        {"Cafe\xcc\x81", "café"},
        {"ＣＯＵＲＴ", "court"},       /* fullwidth */
        {"𝐜𝐨𝐮𝐫𝐭", "court"},            /* mathematical bold */
        {"ⓒⓞⓤⓡⓣ", "court"},            /* circled */
        {"ﬁnal oﬃce", "final office"}, /* ligatures */
        {"straße", "STRASSE"},
        {"Łódź Øre đak", "lodz ore dak"},
        {"Ærø œuvre", "aero oeuvre"},
        {"сосо", "coco"},   /* Cyrillic es and o */
        {"РЕТЕR", "peter"}, /* Cyrillic capitals */
        {"ѕеху", "sexy"},   /* Cyrillic dze, ie, ha, u */
        {"ΡΑΡΕR", "paper"}, /* Greek capitals and a Latin R */
        {"ρορ", "pop"},     /* Greek rho, omicron */
        {"c0urt", "court"},
        {"i11ega1", "illegal"},
        {"lllegal", "Illegal"},
        {"|llegal", "illegal"},
        {"rnodern", "modern"},
        {"modem", "modern"},
        {"vvindow", "window"},
        {"5ecre7", "secre7"},
        {"8aby", "baby"},
        {"ıstanbul İstanbul", "istanbul istanbul"},
        {"H\xc2\xad"
         "ello",
         "hello"}, /* soft hyphen */
        {"a\xe2\x80\x8b"
         "b",
         "ab"},         /* zero-width space */
        {"٥ ١", "o l"}, /* Arabic-Indic five and one */
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        assert_str(folded_as(str_of(rows[i].a), FOLD_WORDS, &a),
                   folded_as(str_of(rows[i].b), FOLD_WORDS, &a));
    }
}

static void what_differs_stays_different(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
    } rows[] = {
        {"cat", "car"}, {"3", "8"},        {"6", "8"},         {"0", "1"},     {"nun", "mum"},
        {"2", "5"},     {"court", "coun"}, {"жизнь", "zhizn"}, {"法院", "法"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        assert_false(str_eq(folded_as(str_of(rows[i].a), FOLD_WORDS, &a),
                            folded_as(str_of(rows[i].b), FOLD_WORDS, &a)));
    }
}

static void words_and_blind(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words, *blind;
    } rows[] = {
        {"", "", ""},
        {"  ...  ", "", ""},
        {" Hello,  there! ", "hello there", "hellothere"},
        {"don't stop", "dont stop", "dontstop"},
        {"the dogs' toys", "the dogs toys", "thedogstoys"},
        {"'quoted'", "quoted", "quoted"},
        {"photo-\n  graph", "photograph", "photograph"},
        {"photo-\ngraph", "photograph", "photograph"},
        {"photo- \r\ngraph", "photograph", "photograph"},
        {"a-b", "a b", "ab"},
        {"a\xff"
         "b",
         "a b", "ab"},
        {"a\xc3", "a", "a"},
        {"a\xed\xa0\x80"
         "b",
         "a b", "ab"}, /* a surrogate */
        {"one\xe2\x80\x94six", "one six", "onesix"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena a = arena;
        /* the wanted letters go through the same pairs of OCR: l for i, m as rn */
        struct folded got;
        struct err err = {0};
        char want[64];
        size_t n = 0;
        for (const char *c = rows[i].words; *c; c++)
            want[n++] = *c == 'i' ? 'l' : *c;
        assert_ok(fold(str_of(rows[i].text), FOLD_WORDS, &a, &got, &err), err);
        assert_str(folded_text(got, &a), ((str){want, n}));
        n = 0;
        for (const char *c = rows[i].blind; *c; c++)
            want[n++] = *c == 'i' ? 'l' : *c;
        assert_ok(fold(str_of(rows[i].text), FOLD_BLIND, &a, &got, &err), err);
        assert_str(folded_text(got, &a), ((str){want, n}));
        assert_int_equal(got.natural, n);
    }
}

static void origins_point_back(void **state)
{
    (void)state;
    struct arena a = arena;
    struct folded f;
    struct err err = {0};
    str text = S(" É\xef\xac\x81 m.x");
    assert_ok(fold(text, FOLD_BLIND, &a, &f, &err), err);
    static const struct {
        uint32_t letter, from, to;
        bool starts;
    } want[] = {
        {'e', 1, 3, true}, {'f', 3, 6, false}, {'l', 3, 6, false},
        {'r', 7, 8, true}, {'n', 7, 8, false}, {'x', 9, 10, true},
    };
    assert_int_equal(f.n, countof(want));
    for (uint32_t i = 0; i < f.n; i++) {
        assert_int_equal(f.letter[i], want[i].letter);
        assert_int_equal(f.from[i], want[i].from);
        assert_int_equal(f.to[i], want[i].to);
        assert_int_equal(f.starts_word[i], want[i].starts);
    }
    assert_int_equal(f.natural, 5);
}

static void case_never_matters(void **state)
{
    (void)state;
    /* Every letter with a capital in Unicode (its simple mapping) folds like its capital. */
    size_t pairs = 0;
    for (uint32_t c = 0x21; c < 0x20000; c++) {
        utf8proc_int32_t up = utf8proc_toupper((utf8proc_int32_t)c);
        if (up == (utf8proc_int32_t)c || (c >= 0xd800 && c < 0xe000))
            continue;
        if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MN) /* stripped */
            continue;
        if (c == 0x131) /* Turkish dotless i: its capital is our I; both fold to l */
            continue;
        struct arena a = arena;
        char low[4], high[4];
        str l = {low, (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)low)};
        str h = {high, (size_t)utf8proc_encode_char(up, (utf8proc_uint8_t *)high)};
        str got_low = folded_as(l, FOLD_BLIND, &a), got_high = folded_as(h, FOLD_BLIND, &a);
        if (!str_eq(got_low, got_high))
            fail_msg("U+%04X folds to %.*s, its capital to %.*s", c, STR(got_low), STR(got_high));
        pairs++;
    }
    assert_true(pairs > 1300);
}

static void the_table_is_in_order_and_reachable(void **state)
{
    (void)state;
    for (size_t i = 0; i < fold_rows_n; i++) {
        uint32_t c = fold_rows[i].from;
        assert_true(i == 0 || fold_rows[i - 1].from < c);
        assert_ptr_equal(fold_look_alike(c), fold_rows[i].to);
        /* a row is dead if decomposition or case folding turns its letter into another first */
        utf8proc_int32_t parts[8];
        int boundary = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, countof(parts),
                                                     UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                                         UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
                                                     &boundary);
        if (n != 1 || (uint32_t)parts[0] != c)
            fail_msg("U+%04X is never looked up", c);
    }
    assert_null(fold_look_alike('a'));
    assert_null(fold_look_alike(0xffff));
}

static void the_worst_text_stays_within_its_memory(void **state)
{
    (void)state;
    struct arena a = arena;
    static const char *const worst[] = {"\xef\xb7\xba", "m", "\xe3\x8e\x9c", "\xff", " a"};
    for (size_t k = 0; k < countof(worst); k++) {
        struct arena b = a;
        str unit = str_of(worst[k]);
        size_t times = FOLD_MAX_BYTES / unit.n;
        char *p = arena_new(&b, char, times *unit.n);
        for (size_t i = 0; i < times; i++)
            memcpy(p + i * unit.n, unit.p, unit.n);
        str text = {p, times * unit.n};
        struct folded f;
        struct err err = {0};
        for (int form = 0; form < 2; form++) {
            struct arena tight = {b.base, b.beg, b.beg + fold_arena_bytes(text.n)};
            assert_ok(fold(text, (enum fold_form)form, &tight, &f, &err), err);
        }
    }
    char *p = arena_new(&a, char, FOLD_MAX_BYTES + 1);
    struct folded f;
    struct err err = {0};
    assert_err(fold((str){p, FOLD_MAX_BYTES + 1}, FOLD_BLIND, &a, &f, &err), err, ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_reads_alike_folds_alike),
        cmocka_unit_test(what_differs_stays_different),
        cmocka_unit_test(words_and_blind),
        cmocka_unit_test(origins_point_back),
        cmocka_unit_test(case_never_matters),
        cmocka_unit_test(the_table_is_in_order_and_reachable),
        cmocka_unit_test(the_worst_text_stays_within_its_memory),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
