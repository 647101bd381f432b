/* CSV: RFC 4180 section 2, the examples there, and what spreadsheet programs write beside it.
 * Bytes of encodings after the Unicode standard and the WHATWG's index of windows-1252. */
#include "../arena.h"
#include "../test.h"

#include "codec/csv.h"

/* Cells as "row,column=text" with "|" between. */
static str read(str bytes, struct err *err)
{
    struct sheet_pack pack = SHEET_PACK;
    struct workbook book;
    str packed;
    CLEANUP(buf_done) struct buf out = {0};
    bool ok = csv_read(bytes, S("t"), &pack, err) && sheet_pack_done(&pack, &packed, err) &&
              sheet_unpack(str_copy(packed, &arena), &arena, &book, err);
    buf_done(&pack.out);
    if (!ok)
        return (str){0};
    for (size_t i = 0; i < book.sheets.at[0].cells.n; i++) {
        const struct cell *c = &book.sheets.at[0].cells.at[i];
        buf_format(&out, "%s%u,%u%s", i ? "|" : "", c->row, c->column,
                   c->kind == CELL_FORMULA ? "!" : "=");
        buf_put(&out, c->text);
    }
    for (size_t i = 0; i < book.sheets.at[0].notes.n; i++)
        buf_put(&out, S("|note"));
    return str_copy(buf_str(&out), &arena);
}

#define TEXT(literal)                                                                              \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

static const struct {
    str bytes, cells;
} good[] = {
    {TEXT("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"),
     TEXT("1,1=aaa|1,2=bbb|1,3=ccc|2,1=zzz|2,2=yyy|2,3=xxx")},
    {TEXT("aaa,bbb\nzzz,yyy"), TEXT("1,1=aaa|1,2=bbb|2,1=zzz|2,2=yyy")},
    {TEXT("\"aaa\",\"b\r\nbb\",\"c\"\"c\"\r\n"), TEXT("1,1=aaa|1,2=b\nbb|1,3=c\"c")},
    {TEXT("a;b,c;d\n1;2,5;3\n"), TEXT("1,1=a|1,2=b,c|1,3=d|2,1=1|2,2=2,5|2,3=3")},
    {TEXT("a\tb\n1\t\"2\t3\"\n"), TEXT("1,1=a|1,2=b|2,1=1|2,2=2\t3")},
    {TEXT("title\r\n\r\na;b\r\n"), TEXT("1,1=title|3,1=a|3,2=b")},
    {TEXT("a,b\r1,2\r"), TEXT("1,1=a|1,2=b|2,1=1|2,2=2")},
    {TEXT("sep=;\r\na,b;c\r\n"), TEXT("1,1=a,b|1,2=c")},
    {TEXT("a,,c\n,,\n"), TEXT("1,1=a|1,3=c")},
    {TEXT("a,3\" nail\n"), TEXT("1,1=a|1,2=3\" nail")},
    {TEXT(""), TEXT("")},
    {TEXT("one\ntwo\n"), TEXT("1,1=one|2,1=two")},
    {TEXT("\xef\xbb\xbf"
          "a,\xc3\xa9\n"),
     TEXT("1,1=a|1,2=\xc3\xa9")},
    {TEXT("\xff\xfe"
          "a\0;\0\xe9\0\n\0\x3d\xd8\0\xde;\0b\0"),
     TEXT("1,1=a|1,2=\xc3\xa9|2,1=\xf0\x9f\x98\x80|2,2=b")},
    {TEXT("\xfe\xff\0a\0,\0\xe9"), TEXT("1,1=a|1,2=\xc3\xa9")},
    {TEXT("a,\xe9\x80\x93\n"), TEXT("1,1=a|1,2=\xe9\x80\x93")}, /* UTF-8 wherever it can be */
    {TEXT("a,\xe9\x80\n"), TEXT("1,1=a|1,2=\xc3\xa9\xe2\x82\xac|note")},
    {TEXT("a,=1+1\n"), TEXT("1,1=a|1,2!=1+1")},
    {TEXT("'=1,'+2,'s-Hertogenbosch,''x,-\n"),
     TEXT("1,1==1|1,2=+2|1,3='s-Hertogenbosch|1,4='x|1,5=-")},
};

static void test_good(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(good); i++) {
        struct err err = {0};
        str cells = read(good[i].bytes, &err);
        if (!cells.p && good[i].cells.n)
            fail_msg("%zu: %s", i, err.msg);
        assert_str(cells.p ? cells : S(""), good[i].cells);
    }
}

static const struct {
    str bytes;
    const char *says;
} bad[] = {
    {TEXT("a,b\n1,\"2\n3\n"), "row 2, column B: a quote opens here and never closes"},
    {TEXT("a,b\n\"1\"x,2\n"), "row 2, column A: text after a closing quote"},
    {TEXT("a,b;c\n"), "as many commas as semicolons"},
    {TEXT("a,b\0\n"), "not a text"},
    {TEXT("a,\x81\n"), "neither UTF-8 nor Windows-1252"},
    {TEXT("\xef\xbb\xbf"
          "a,\xe9\n"),
     "is not"},
    {TEXT("\xff\xfe"
          "a\0b"),
     "half a character"},
    {TEXT("\xff\xfe\x3d\xd8"), "half a pair"},
    {TEXT("\xff\xfe\x00\xde"), "half a pair"},
};

static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(bad); i++) {
        struct err err = {0};
        str cells = read(bad[i].bytes, &err);
        if (cells.p)
            fail_msg("%zu was read as %.*s", i, STR(cells));
        if (!strstr(err.msg, bad[i].says))
            fail_msg("%zu: %s", i, err.msg);
    }
}

static void test_limits(void **state)
{
    (void)state;
    struct err err = {0};
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < SHEET_ROWS_MAX; i++)
        buf_put(&out, S("a,b\n"));
    size_t at_limit = out.n;
    assert_true(read(buf_str(&out), &err).p);
    buf_put(&out, S("\n \n"));
    assert_true(read(buf_str(&out), &err).p);
    out.n = at_limit;
    buf_put(&out, S("a,b\n"));
    assert_false(read(buf_str(&out), &err).p);
    assert_int_equal(err.kind, ERR_LIMIT);
    out.n = 0;
    for (size_t i = 0; i <= SHEET_COLUMNS_MAX; i++)
        buf_put(&out, S("a,"));
    assert_false(read(buf_str(&out), &err).p);
    assert_int_equal(err.kind, ERR_LIMIT);
}

/* What is written is read as the same, and no spreadsheet takes it for a formula. */
static void test_write(void **state)
{
    (void)state;
    static const str texts[] = {TEXT("plain"),   TEXT("a,b"),  TEXT("a;b"), TEXT("q\"q"),
                                TEXT("l\nl"),    TEXT("=1+1"), TEXT("+33"), TEXT("-"),
                                TEXT("@x"),      TEXT("'=x"),  TEXT("'s"),  TEXT(" edge"),
                                TEXT("\xc3\xa9")};
    CLEANUP(buf_done) struct buf out = {0}, want = {0};
    for (size_t i = 0; i < countof(texts); i++) {
        size_t before = out.n;
        csv_write_field(texts[i], ',', i == 0, &out);
        char first = out.p[before + (i > 0)];
        if (first == '"')
            first = out.p[before + (i > 0) + 1];
        assert_null(strchr("=+-@", first));
        buf_format(&want, "%s1,%zu=%.*s", i ? "|" : "", i + 1, STR(texts[i]));
    }
    struct err err = {0};
    assert_str(read(buf_str(&out), &err), buf_str(&want));
}

static void test_unpack_trusts_nothing(void **state)
{
    (void)state;
    static const str packed[] = {
        TEXT("X"),
        TEXT("C"),
        TEXT("S\0\0\0\0\xff\xff\xff\xff"),
        TEXT("S\2\0\0\0\0\0\0\0"),
        TEXT("S\0\0\0\0\0\0\0\0C\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0"),
        TEXT("S\0\0\0\0\0\0\0\0C\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\xff"),
        TEXT("S\0\0\0\0\0\0\0\0C\x09\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0"),
    };
    for (size_t i = 0; i < countof(packed); i++) {
        struct workbook book;
        struct err err;
        assert_err(sheet_unpack(packed[i], &arena, &book, &err), err, ERR_CORRUPT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_unpack_trusts_nothing),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
