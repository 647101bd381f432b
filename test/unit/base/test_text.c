/* str, buf, utf8, hex, diag: everything that is made of bytes. */

#include "../test.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hex.h"
#include "base/utf8.h"

static void cuts_and_trims(void **state)
{
    (void)state;
    str rest = S("a,,b"), head;
    assert_true(str_cut(&rest, ',', &head));
    assert_str(head, S("a"));
    assert_true(str_cut(&rest, ',', &head));
    assert_int_equal(head.n, 0);
    assert_true(str_cut(&rest, ',', &head));
    assert_str(head, S("b"));
    assert_false(str_cut(&rest, ',', &head));

    rest = S("");
    assert_true(str_cut(&rest, ',', &head));
    assert_int_equal(head.n, 0);
    assert_false(str_cut(&rest, ',', &head));

    assert_str(str_trim(S(" \t a b \r\n")), S("a b"));
    assert_int_equal(str_trim(S(" \n ")).n, 0);
    assert_true(str_starts(S("abc"), S("")));
    assert_true(str_ends(S("abc"), S("bc")));
    assert_false(str_starts(S("ab"), S("abc")));
    assert_true(str_contains(S("abc"), S("bc")));
    assert_false(str_contains(S(""), S("b")));
    assert_false(str_eq(S(""), (str){0})); /* empty is not absent */
    assert_true(str_cmp(S("a"), S("b")) < 0 && str_cmp(S("ab"), S("a")) > 0);
}

static void reads_whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-7", true, -7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1a", false, 0},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        int64_t value = 0;
        assert_int_equal(str_to_i64(str_of(rows[i].text), &value), rows[i].ok);
        assert_int_equal(value, rows[i].value);
    }
}

static void reads_numbers_as_they_are_printed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "00", "01", "-0", "-1", "+1", " 1", "1 ", "1a", "0x1", "18446744073709551616"};
    uint64_t value = 7;
    for (size_t i = 0; i < countof(bad); i++)
        assert_false(str_to_u64(str_of(bad[i]), &value));
    assert_int_equal(value, 7);
    assert_true(str_to_u64(S("0"), &value) && value == 0);
    assert_true(str_to_u64(S("10"), &value) && value == 10);
    assert_true(str_to_u64(S("18446744073709551615"), &value) && value == UINT64_MAX);
}

static void cuts_what_is_in_front(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        bool ok;
        int32_t value;
        const char *rest;
    } rows[] = {
        {"2022-10", 4, true, 2022, "-10"},
        {"007", 3, true, 7, ""},
        {"999999999", 9, true, 999999999, ""},
        {"12", 3, false, -1, "12"},
        {"1a2", 2, false, -1, "1a2"},
        {"-1", 2, false, -1, "-1"},
        {"+1", 2, false, -1, "+1"},
        {" 1", 2, false, -1, " 1"},
        {"", 1, false, -1, ""},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        str s = str_of(rows[i].text);
        int32_t value = -1;
        assert_int_equal(str_cut_digits(&s, rows[i].n, &value), rows[i].ok);
        assert_int_equal(value, rows[i].value);
        assert_str(s, str_of(rows[i].rest));
    }
    str s = S("tile/0");
    assert_false(str_skip(&s, S("tile/00")));
    assert_true(str_skip(&s, S("tile/")));
    assert_str(s, S("0"));
}

static void offers_the_nearest_word(void **state)
{
    (void)state;
    static const str words[] = {{"callsheet", 9}, {"policy", 6}, {"bank", 4}};
    assert_str(diag_nearest(S("calsheet"), words, countof(words)), S("callsheet"));
    assert_str(diag_nearest(S("polcy"), words, countof(words)), S("policy"));
    assert_null(diag_nearest(S("format"), words, countof(words)).p);
    assert_int_equal(str_distance(S("kitten"), S("sitting"), 9), 3); /* the textbook's example */
    assert_int_equal(str_distance(S("kitten"), S("sitting"), 2), 2);
    assert_int_equal(str_distance(S(""), S("abc"), 9), 3);
}

static void a_full_buffer_fails_once_and_for_all(void **state)
{
    (void)state;
    CLEANUP(buf_done) struct buf b = BUF_MAX(8);
    buf_put(&b, S("1234567"));
    buf_byte(&b, '8');
    assert_true(buf_ok(&b));
    assert_str(buf_str(&b), S("12345678"));
    buf_byte(&b, '9');
    assert_false(buf_ok(&b));
    buf_put(&b, S(""));
    assert_false(buf_ok(&b));

    CLEANUP(buf_done) struct buf f = {0};
    buf_format(&f, "%s-%d", "x", 42);
    buf_put(&f, S("!"));
    assert_str(buf_str(&f), S("x-42!"));
}

/* From Markus Kuhn's list of what decoders get wrong, and RFC 3629. */
static void utf8_is_strict(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool ok;
    } rows[] = {
        {"", true},
        {"a\xC2\xA9\xE2\x82\xAC\xF0\x9F\x99\x82", true},
        {"\xF4\x8F\xBF\xBF", true},  /* U+10FFFF */
        {"\xF4\x90\x80\x80", false}, /* one above */
        {"\xC0\xAF", false},         /* overlong */
        {"\xE0\x9F\xBF", false},     /* overlong */
        {"\xF0\x8F\xBF\xBF", false}, /* overlong */
        {"\xED\xA0\x80", false},     /* a surrogate */
        {"\x80", false},             /* a stray continuation */
        {"\xC2", false},             /* cut short */
        {"\xE2\x82", false},         /* cut short */
        {"\xE2\x28\xA1", false},     /* continuation that is none */
        {"\xFE", false},
        {"\xF8\x88\x80\x80\x80", false}, /* five bytes */
    };
    for (size_t i = 0; i < countof(rows); i++)
        assert_int_equal(utf8_valid(str_of(rows[i].bytes)), rows[i].ok);

    CLEANUP(buf_done) struct buf b = {0};
    static const uint32_t points[] = {0x24, 0xA9, 0x20AC, 0x1F642};
    for (size_t i = 0; i < countof(points); i++)
        utf8_put(&b, points[i]);
    str s = buf_str(&b);
    for (size_t i = 0; i < countof(points); i++) {
        uint32_t c;
        assert_true(utf8_next(&s, &c));
        assert_int_equal(c, points[i]);
    }
}

/* RFC 4648 section 10. */
static void base64_and_hex(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    static const char *const rows[][2] = {{"", ""},
                                          {"f", "Zg=="},
                                          {"fo", "Zm8="},
                                          {"foo", "Zm9v"},
                                          {"foob", "Zm9vYg=="},
                                          {"fooba", "Zm9vYmE="},
                                          {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < countof(rows); i++)
        assert_str(base64_encode(str_of(rows[i][0]), &a), str_of(rows[i][1]));
    for (size_t i = 0; i < countof(rows); i++) {
        str bytes;
        assert_true(base64_bytes(str_of(rows[i][1]), &a, &bytes));
        assert_str(bytes, str_of(rows[i][0]));
    }
    static const char *const bad[] = {
        "Zg",        "Zg=",      "Zh==",     "Zm9=", /* bits that the encoder would not set */
        "Zg==\n",    "Zg==Zg==", "=",        "====",           "Z===",
        "Zm 9vYg==", "Zm9vYm-y", "Zm9vYm_y", "Zm9vYg==\n\n\n",
    };
    for (size_t i = 0; i < countof(bad); i++) {
        str bytes;
        assert_false(base64_bytes(str_of(bad[i]), &a, &bytes));
    }
    uint8_t three[3];
    assert_true(base64_decode(S("+/+/"), three, 3));
    assert_memory_equal(three, "\xfb\xff\xbf", 3);
    assert_false(base64_decode(S("+/+/"), three, 2));
    assert_false(base64_decode(S("+/8="), three, 3));
    assert_str(hex_encode(S("\x00\xff\x1e"), &a), S("00ff1e"));
    uint8_t out[2];
    assert_true(hex_decode(S("00ff"), out, 2));
    assert_int_equal(out[1], 0xff);
    assert_false(hex_decode(S("00fF"), out, 2));
    assert_false(hex_decode(S("00f"), out, 2));
    assert_false(hex_decode(S("00fg"), out, 2));
    arena_close(&a);
}

static void too_many_diags_are_counted(void **state)
{
    (void)state;
    struct arena a = arena_open(1 << 20);
    struct diags *d = arena_new(&a, struct diags, 1);
    d->a = &a;
    for (uint32_t i = 0; i < DIAGS_MAX + 5; i++)
        assert_false(diag_add(d, i, 1, S("x: 1"), "mistake %u", i));
    assert_int_equal(d->n, DIAGS_MAX);
    assert_int_equal(d->dropped, 5);
    assert_str(d->at[7].what, S("mistake 7"));
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_and_trims),
        cmocka_unit_test(reads_whole_numbers),
        cmocka_unit_test(reads_numbers_as_they_are_printed),
        cmocka_unit_test(cuts_what_is_in_front),
        cmocka_unit_test(offers_the_nearest_word),
        cmocka_unit_test(a_full_buffer_fails_once_and_for_all),
        cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(base64_and_hex),
        cmocka_unit_test(too_many_diags_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
