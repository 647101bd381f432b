/* .xlsx: files made by other programs (test/vectors), what is written read again, and files that
 * are made to harm. Serial numbers of dates: ECMA-376 part 1, 18.17.4.1. */
#include "../arena.h"
#include "../test.h"

#include <zlib.h>

#include "base/file.h"
#include "codec/sheet_write.h"
#include "codec/workbook.h"
#include "codec/xlsx.h"
#include "codec/zip.h"
#include "codec/zip_write.h"

static bool read_book(str bytes, struct workbook *ret, struct err *err)
{
    struct sheet_pack pack = SHEET_PACK;
    str packed;
    bool ok = workbook_read(bytes, &pack, err) && sheet_pack_done(&pack, &packed, err) &&
              sheet_unpack(str_copy(packed, &arena), &arena, ret, err);
    buf_done(&pack.out);
    return ok;
}

/* "2,3=text" with a sign for the kind. */
static str show(const struct sheet *sheet)
{
    static const char signs[] = {
        [CELL_TEXT] = '=', [CELL_NUMBER] = '#', [CELL_FORMAT] = '~', [CELL_DATE] = '@',
        [CELL_BOOL] = '?', [CELL_ERROR] = '!',  [CELL_FORMULA] = '$'};
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < sheet->cells.n; i++) {
        const struct cell *c = &sheet->cells.at[i];
        buf_format(&out, "%s%u,%u%c%.*s", i ? "|" : "", c->row, c->column, signs[c->kind],
                   STR(c->text));
    }
    return str_copy(out.n ? buf_str(&out) : S(""), &arena);
}

static void test_openpyxl(void **state)
{
    (void)state;
    struct err err;
    str bytes;
    struct workbook book;
    assert_ok(file_read(TEST_VECTORS "/cells_openpyxl.xlsx", 1 << 20, &arena, &bytes, &err), err);
    assert_ok(read_book(bytes, &book, &err), err);
    assert_int_equal(book.sheets.n, 2);
    assert_str(book.sheets.at[0].name, S("talent"));
    assert_str(show(&book.sheets.at[0]),
               S("1,1=id|1,2=name|1,3=birth date|1,4=count|1,5=ok|"
                 "2,1=x-1|2,2=Mia \xc3\x89"
                 "a & <b>|2,3@2014-06-21|2,4#12|2,5?true|"
                 "3,1=x-2|3,2= edge |3,3@1991-03-08|3,4#0.5|3,5?false|"
                 "4,1$=A2|4,2~417|4,3@1900-01-15|4,4~0.3958333333333333|4,5=line\nline|"
                 "6,1=merged|7,2=m2"));
    assert_int_equal(book.sheets.at[0].merges.n, 1);
    const struct cell_span *m = &book.sheets.at[0].merges.at[0];
    assert_true(m->first_row == 6 && m->last_row == 8 && m->first_column == 1 &&
                m->last_column == 1);
    assert_int_equal(book.sheets.at[0].hidden_rows.n, 1);
    assert_int_equal(book.sheets.at[0].hidden_rows.at[0], 7);
    assert_int_equal(book.sheets.at[0].notes.n, 1); /* column E is hidden */
    assert_false(book.sheets.at[0].hidden);
    assert_true(book.sheets.at[1].hidden);
    assert_str(show(&book.sheets.at[1]), S("2,2=x"));
}

static void test_xlsxwriter(void **state)
{
    (void)state;
    struct err err;
    str bytes;
    struct workbook book;
    assert_ok(file_read(TEST_VECTORS "/cells_xlsxwriter.xlsx", 1 << 20, &arena, &bytes, &err), err);
    assert_ok(read_book(bytes, &book, &err), err);
    assert_str(show(&book.sheets.at[0]),
               S("1,1=id|1,2=birth date|2,2@2014-06-21|3,2@2022-09-14|4,2~7|5,2#123456789012|"
                 "6,2#1E+300|7,2$=1+1|8,2?true|9,2=_x000D_|10,2=a\tb\x01"
                 "c"));
}

static void test_libreoffice(void **state)
{
    (void)state;
    struct err err;
    str bytes;
    struct workbook book;
    assert_ok(file_read(TEST_VECTORS "/cells_libreoffice.xlsx", 1 << 20, &arena, &bytes, &err),
              err);
    assert_ok(read_book(bytes, &book, &err), err);
    assert_int_equal(book.sheets.n, 1);
    const struct sheet *sheet = &book.sheets.at[0];
    assert_str(sheet->name, S("talent"));
    assert_str(show(sheet), S("1,1=id|1,2=name|1,3=birth date|"
                              "2,1=x-1|2,2=Zo\xc3\xab <b> & co\nsecond line|2,3@1991-03-08|"
                              "3,1=merged|3,2$=A2|3,3#0.25|4,2~0.5|4,3#417"));
    assert_int_equal(sheet->merges.n, 1);
    const struct cell_span *m = &sheet->merges.at[0];
    assert_true(m->first_row == 3 && m->last_row == 4 && m->first_column == 1 &&
                m->last_column == 1);
    assert_int_equal(sheet->hidden_rows.n, 1);
    assert_int_equal(sheet->hidden_rows.at[0], 4);
}

#define TYPES(workbook)                                                                            \
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override "       \
    "PartName='/w.xml' ContentType='application/" workbook "'/></Types>"
#define PLAIN "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#define RELS(body)                                                                                 \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" body    \
    "</Relationships>"
#define SHEET(body)                                                                                \
    "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>" body           \
    "</worksheet>"

/* A workbook of one sheet with this XML. */
static str book_of(const char *types, str sheet, const char *opt_more)
{
    struct zip_writer zip = {0};
    zip_write_part(&zip, S("[Content_Types].xml"), str_of(types));
    zip_write_part(&zip, S("_rels/.rels"),
                   S(RELS("<Relationship Id='w' Type='x/officeDocument' Target='w.xml'/>")));
    zip_write_part(&zip, S("w.xml"),
                   S("<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
                     "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"
                     "relationships'><sheets><sheet name='items' r:id='s'/></sheets></workbook>"));
    zip_write_part(&zip, S("_rels/w.xml.rels"),
                   S(RELS("<Relationship Id='s' Type='x/worksheet' Target='s.xml'/>")));
    zip_write_part(&zip, S("s.xml"), sheet);
    if (opt_more)
        zip_write_part(&zip, str_of(opt_more), S("x"));
    str bytes = str_copy(zip_write_end(&zip), &arena);
    zip_writer_done(&zip);
    return bytes;
}

static const struct {
    const char *types, *sheet, *more, *says;
} bad[] = {
    {TYPES("vnd.ms-excel.sheet.macroEnabled.main+xml"), SHEET(""), NULL, "macros (.xlsm)"},
    {TYPES(PLAIN), SHEET(""), "xl/vbaProject.bin", "macros (.xlsm)"},
    {TYPES("vnd.ms-excel.sheet.binary.macroEnabled.main"), SHEET(""), NULL, ".xlsb"},
    {TYPES("vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"), SHEET(""), NULL,
     "a template"},
    {TYPES("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), SHEET(""), NULL,
     "no spreadsheet"},
    {TYPES(PLAIN), "<!DOCTYPE x [<!ENTITY a 'b'>]>" SHEET("&a;"), NULL, "document type"},
    {TYPES(PLAIN), SHEET("<sheetData>"), NULL, "damaged"},
    {TYPES(PLAIN), SHEET("<row r='2'/><row r='1'/>"), NULL, "out of order"},
    {TYPES(PLAIN), SHEET("<row r='1'><c r='B1'/><c r='A1'/></row>"), NULL, "out of order"},
    {TYPES(PLAIN), SHEET("<row r='1'><c r='A2'/></row>"), NULL, "out of order"},
    {TYPES(PLAIN), SHEET("<row r='1'><c t='s'><v>0</v></c></row>"), NULL, "not in the file"},
    {TYPES(PLAIN), SHEET("<row r='1'><c t='s'><v>-1</v></c></row>"), NULL, "not in the file"},
    {TYPES(PLAIN), SHEET("<row r='1'><c t='zz'><v>0</v></c></row>"), NULL, "type of cell"},
    {TYPES(PLAIN), SHEET("<row r='1'><c><v>zz</v></c></row>"), NULL, "a number that is none"},
    {TYPES(PLAIN), SHEET("<row r='1'><c s='9'><v>1</v></c></row>"), NULL, "its style"},
    {TYPES(PLAIN), SHEET("<row r='100001'><c><v>1</v></c></row>"), NULL, "at most 100000 rows"},
    {TYPES(PLAIN), SHEET("<row r='1'><c r='ALM1'><v>1</v></c></row>"), NULL,
     "at most 1000 columns"},
    {TYPES(PLAIN), SHEET("<mergeCell ref='A1'/>"), NULL, "merged cells"},
    {TYPES(PLAIN), SHEET("<mergeCell ref='B2:A1'/>"), NULL, "merged cells"},
};

static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(bad); i++) {
        struct err err = {0};
        struct workbook book;
        if (read_book(book_of(bad[i].types, str_of(bad[i].sheet), bad[i].more), &book, &err))
            fail_msg("%zu was read", i);
        if (!strstr(err.msg, bad[i].says))
            fail_msg("%zu: %s", i, err.msg);
    }
}

/* Not .xlsx, and told by name. */
static void test_other_files(void **state)
{
    (void)state;
    static const struct {
        str bytes;
        const char *says;
    } files[] = {
        {{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, "old .xls"},
        {{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
          "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
          40},
         "password"},
        {{"PK\3\4", 4}, "ends too early"},
        {{"%PDF-1.7", 8}, "no spreadsheet"},
    };
    for (size_t i = 0; i < countof(files); i++) {
        struct err err = {0};
        struct workbook book;
        assert_false(read_book(files[i].bytes, &book, &err));
        if (!strstr(err.msg, files[i].says))
            fail_msg("%zu: %s", i, err.msg);
    }
}

/* Every byte of a file changed: read, or refused, and never anything else. */
static void test_damage(void **state)
{
    (void)state;
    str good = book_of(TYPES(PLAIN), S(SHEET("<row r='1'><c><v>1</v></c></row>")), NULL);
    struct err err;
    struct workbook book;
    assert_ok(read_book(good, &book, &err), err);
    size_t refused = 0;
    char *bytes = str_c(good, &arena);
    for (size_t i = 0; i < good.n; i++) {
        bytes[i] ^= 0x55;
        refused += !read_book((str){bytes, good.n}, &book, &err);
        bytes[i] ^= 0x55;
    }
    assert_true(refused > good.n / 2);
    for (size_t n = 0; n < good.n; n++)
        assert_false(read_book(str_first(good, n), &book, &err) && n > 0 &&
                     str_starts(good, S("PK")) && n >= 4);
}

static bool take_nothing(void *self, str piece, bool last, struct err *err)
{
    (void)last;
    (void)err;
    *(uint64_t *)self += piece.n;
    return true;
}

/* A bomb: a mebibyte of spaces in a deflate stream again and again, and what the entry says of its
 * size is a lie. It ends at the budget. */
static void test_bomb(void **state)
{
    (void)state;
    enum {
        TIMES = 400
    };
    static char spaces[1 << 20], packed[8192];
    memset(spaces, ' ', sizeof spaces);
    z_stream z = {.next_in = (Bytef *)spaces,
                  .avail_in = sizeof spaces,
                  .next_out = (Bytef *)packed,
                  .avail_out = sizeof packed};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FULL_FLUSH), Z_OK);
    size_t n = sizeof packed - z.avail_out;
    deflateEnd(&z);
    CLEANUP(buf_done) struct buf bomb = {0};
    for (size_t i = 0; i < TIMES; i++)
        buf_put(&bomb, (str){packed, n});
    struct zip zip = {.bytes = {0}};
    char header[31] = "PK\3\4\x14\0\0\0\x08\0";
    header[26] = 1;
    header[30] = 'x';
    CLEANUP(buf_done) struct buf file = {0};
    buf_put(&file, (str){header, sizeof header});
    buf_put(&file, buf_str(&bomb));
    zip.bytes = buf_str(&file);
    struct zip_entry entry = {
        .name = S("x"), .method = 8, .packed_bytes = (uint32_t)bomb.n, .bytes = 10};
    uint64_t budget = XLSX_UNPACKED_MAX_BYTES, out = 0;
    struct err err;
    assert_err(zip_unpack(&zip, &entry, &budget, (struct zip_sink){take_nothing, &out}, &err), err,
               ERR_LIMIT);
    assert_true(out <= XLSX_UNPACKED_MAX_BYTES && out > XLSX_UNPACKED_MAX_BYTES - (1 << 20));
}

/* One token that never ends would be looked at again with each piece of it. */
static void test_long_token(void **state)
{
    (void)state;
    CLEANUP(buf_done) struct buf sheet = {0};
    buf_put(&sheet, S("<!--"));
    for (size_t i = 0; i < 8 << 20; i++)
        buf_byte(&sheet, 'x');
    struct err err;
    struct workbook book;
    assert_false(read_book(book_of(TYPES(PLAIN), buf_str(&sheet), NULL), &book, &err));
    assert_non_null(strstr(err.msg, "a tag or comment of more than"));
}

/* 100,000 rows of 20 columns, which is the limit, are read. */
static void test_many_rows(void **state)
{
    (void)state;
    CLEANUP(buf_done) struct buf sheet = BUF_MAX(256 << 20);
    buf_put(&sheet,
            S("<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
              "<sheetData>"));
    for (size_t r = 0; r < SHEET_ROWS_MAX; r++) {
        buf_put(&sheet, S("<row>"));
        for (size_t c = 0; c < SHEET_CELLS_MAX / SHEET_ROWS_MAX; c++)
            buf_put(&sheet, S("<c><v>1</v></c>"));
        buf_put(&sheet, S("</row>"));
    }
    buf_put(&sheet, S("</sheetData></worksheet>"));
    struct err err;
    struct workbook book;
    assert_ok(read_book(book_of(TYPES(PLAIN), buf_str(&sheet), NULL), &book, &err), err);
    assert_int_equal(book.sheets.at[0].cells.n, SHEET_CELLS_MAX);
}

static void test_write(void **state)
{
    (void)state;
    static const str words[] = {{"prop", 4}, {"a&b", 3}};
    static const struct sheet_out_column columns[] = {
        {.heading = {"id", 2}},
        {.heading = {"a & <b>", 7}, .words = {(str *)words, 2}},
        {.heading = {"date", 4}, .date = true}};
    static const str cells[] = {
        {"x", 1},
        {"=1+1", 4},
        {"2022-09-14", 10},
        {" edge ", 6},
        {"l\nl \x01 _x0041_ \r", 15},
        {"1899-12-31", 10},
        {NULL, 0},
        {"\xf0\x9f\x98\x80", 4},
        {"soon", 4},
    };
    struct sheet_out sheet = {
        .name = S("items"), .columns = columns, .columns_n = 3, .cells = cells, .rows_n = 3};
    CLEANUP(buf_done) struct buf out = {0};
    struct err err;
    struct workbook book;
    assert_ok(xlsx_write(&sheet, 1, &out, &err), err);
    assert_ok(read_book(buf_str(&out), &book, &err), err);
    assert_str(book.sheets.at[0].name, S("items"));
    assert_str(
        show(&book.sheets.at[0]),
        S("1,1=id|1,2=a & <b>|1,3=date|2,1=x|2,2==1+1|2,3@2022-09-14|"
          "3,1= edge |3,2=l\nl \x01 _x0041_ \r|3,3=1899-12-31|4,2=\xf0\x9f\x98\x80|4,3=soon"));
    out.n = 0;
    csv_write(&sheet, &out);
    str csv = buf_str(&out);
    assert_ok(read_book(csv, &book, &err), err);
    assert_int_equal(book.sheets.at[0].cells.n, 11);
    char *longest =
        memset(arena_new(&arena, char, SHEET_WRITE_CELL_MAX + 1), 'x', SHEET_WRITE_CELL_MAX + 1);
    str one[] = {{longest, SHEET_WRITE_CELL_MAX}};
    struct sheet_out large = {
        .name = S("items"), .columns = columns, .columns_n = 1, .cells = one, .rows_n = 1};
    assert_ok(xlsx_write(&large, 1, &out, &err), err);
    one[0].n++;
    assert_err(xlsx_write(&large, 1, &out, &err), err, ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_openpyxl),    cmocka_unit_test(test_xlsxwriter),
        cmocka_unit_test(test_libreoffice), cmocka_unit_test(test_bad),
        cmocka_unit_test(test_other_files), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_bomb),        cmocka_unit_test(test_long_token),
        cmocka_unit_test(test_many_rows),   cmocka_unit_test(test_write),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
