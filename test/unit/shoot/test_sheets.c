/* Call sheets from tables and back to them. */
#include "../arena.h"
#include "../test.h"

#include <stdio.h>

#include "base/file.h"
#include "codec/csv.h"
#include "codec/workbook.h"
#include "shoot/sheet_table.h"

struct table {
    const char *name, *csv;
};

/* What CSV cannot say, of the last table. */
struct extra {
    struct cell_span merged; /* row 0: none */
    bool hidden;
};

static bool import_with(const struct table *tables, size_t n, struct extra extra,
                        enum date_order order, const char *opt_base, struct sheets_told *told,
                        struct callsheet *ret)
{
    struct sheet_input inputs[SHEET_INPUTS_MAX];
    for (size_t i = 0; i < n; i++) {
        struct sheet_pack pack = SHEET_PACK;
        struct workbook *book = arena_new(&arena, struct workbook, 1);
        struct err err;
        str packed;
        assert_ok(csv_read(str_of(tables[i].csv), str_of(tables[i].name), &pack, &err), err);
        if (i + 1 == n && extra.merged.first_row)
            sheet_pack_merge(&pack, extra.merged);
        assert_ok(sheet_pack_done(&pack, &packed, &err), err);
        assert_ok(sheet_unpack(str_copy(packed, &arena), &arena, book, &err), err);
        buf_done(&pack.out);
        book->sheets.at[0].hidden = i + 1 == n && extra.hidden;
        inputs[i] = (struct sheet_input){.file = str_format(&arena, "%s.csv", tables[i].name),
                                         .sheet = &book->sheets.at[0]};
    }
    struct diags *d = arena_new(&arena, struct diags, 2);
    d[0].a = d[1].a = &arena;
    *told = (struct sheets_told){.mistakes = &d[0], .notes = &d[1]};
    return callsheet_from_sheets(inputs, n, opt_base ? str_of(opt_base) : (str){0}, order, &arena,
                                 told, ret);
}

static bool import(const struct table *tables, size_t n, enum date_order order,
                   const char *opt_base, struct sheets_told *told, struct callsheet *ret)
{
    return import_with(tables, n, (struct extra){0}, order, opt_base, told, ret);
}

#define CAMPAIGN                                                                                   \
    {                                                                                              \
        "campaign", "id,name,house\nAW,Objects,Maison Verne\n"                                     \
    }
#define PLACES                                                                                     \
    {                                                                                              \
        "places", "id,name,time zone\nstudio,Studio 2,Europe/Paris\n"                              \
    }
#define DAYS                                                                                       \
    {                                                                                              \
        "days", "id,date,place\nday-1,2022-09-14,studio\n"                                         \
    }
#define NO_ITEMS                                                                                   \
    {                                                                                              \
        "items", "id,name,kind\n"                                                                  \
    }
#define NO_LOOKS                                                                                   \
    {                                                                                              \
        "looks", "look,shot,files,talent,items\n"                                                  \
    }

static void test_import(void **state)
{
    (void)state;
    static const struct table tables[] = {
        CAMPAIGN,
        PLACES,
        DAYS,
        {"cast",
         "first name,surname,dob,guardian,consent\nMia,Lindqvist,21 June 2014,Karin,1/9/2022\n"},
        {"props", "name,kind,supplier,themes,assessed by\nToy,prop,North Props,none,Legal\n"},
        {"looks", "look,shot,files,day,talent,items\n"
                  "Nursery,Room 1,\"a*.jpg; \"\"b,1.jpg\"\"\",14/09/2022,Mia Lindqvist,Toy\n"
                  "Nursery,Room 2,c.jpg,,nobody,none\n"},
    };
    struct sheets_told told;
    struct callsheet c;
    if (!import(tables, countof(tables), DATES_DMY, NULL, &told, &c))
        fail_msg("%.*s", STR(told.mistakes->at[0].what));
    assert_int_equal(c.talent.n, 1);
    assert_str(c.talent.at[0].id, S("person-1"));
    assert_str(c.talent.at[0].name, S("Mia Lindqvist"));
    assert_str(date_print(c.talent.at[0].birth_date, &arena), S("2014-06-21"));
    assert_str(date_print(c.talent.at[0].guardian.consent, &arena), S("2022-09-01"));
    assert_false(c.talent.at[0].release.present);
    assert_str(c.items.at[0].id, S("toy"));
    assert_str(c.items.at[0].supplier, S("north-props"));
    assert_true(c.items.at[0].themes.at && c.items.at[0].themes.n == 0);
    assert_int_equal(c.parties.n, 3);
    assert_int_equal(callsheet_party(&c, S("maison-verne"))->kind, PARTY_HOUSE);
    assert_int_equal(callsheet_party(&c, S("north-props"))->kind, PARTY_SUPPLIER);
    assert_int_equal(c.setups.n, 1);
    assert_int_equal(c.setups.at[0].shots.n, 2);
    const struct shot *shot = &c.setups.at[0].shots.at[0];
    assert_str(shot->id, S("room-1"));
    assert_int_equal(shot->files.n, 2);
    assert_str(shot->files.at[1], S("b,1.jpg"));
    assert_str(shot->day, S("day-1"));
    assert_str(shot->talent.at[0], S("person-1"));
    assert_str(shot->items.at[0], S("toy"));
    assert_int_equal(c.setups.at[0].shots.at[1].talent.n, 0);
}

/* An empty cell is not "none": what nobody assessed stays so. */
static void test_empty_is_not_none(void **state)
{
    (void)state;
    const struct table tables[] = {CAMPAIGN,
                                   PLACES,
                                   DAYS,
                                   {"talent", "id,name\n"},
                                   {"items", "id,name,kind,themes\ntoy,Toy,prop,\n"},
                                   NO_LOOKS};
    struct sheets_told told;
    struct callsheet c;
    assert_true(import(tables, countof(tables), DATES_UNSAID, NULL, &told, &c));
    assert_null(c.items.at[0].themes.at);
}

static const struct {
    struct table table;
    const char *says; /* file, place and words */
} mistakes[] = {
    {{"talent", "id,name,dob\nada,Someone,03/04/2001\n"},
     "talent.csv: row 2, column C (dob): \"03/04/2001\" is two dates"},
    {{"talent", "id,name,dob\na-1,Someone,=B2\n"},
     "talent.csv: row 2, column C (dob): \"=B2\" is a formula"},
    {{"talent", "id,name\na-1,Some,One\n"},
     "talent.csv: row 2, column C: a value under no heading"},
    {{"talent", "id,name,name\na-1,Some,One\n"},
     "talent.csv: row 1, column C: column B is the same"},
    {{"talent", "id,dob\na-1,2001-01-01\n"}, "talent.csv: row 1: no column \"name\""},
    {{"talent", "foo,bar\n1,2\n"}, "talent.csv: no row of headings that are known"},
    {{"talent", "id,name\nada-lovelace,Ada Lovelace\n"},
     "talent.csv: row 2: id \"ada-lovelace\" holds the person's name"},
    {{"talent", "id,name\nx-1,A B\nx-1,C D\n"},
     "talent.csv: row 3: id \"x-1\" stands for two things: a person (talent) here and a person "
     "(talent) (talent.csv, row 2)"},
    {{"talent", "id,name,release\nx-1,A B,perhaps\n"},
     "talent.csv: row 2, column C (release): \"kind\" must be one of"},
    {{"budget", "id,name\nx-1,A B\n"}, "budget.csv: its name does not say which table"},
    {{"talent", "id,name,relese until\nx-1,A B,2022-09-14\n"},
     "talent.csv: row 1, column C: is \"relese until\" the column \"release until\"?"},
    {{"talent", "id,name,release,signed by\nx-1,A B,,guardian\n"},
     "talent.csv: row 2, column D (signed by): missing \"kind\""},
};

static bool is_told(const struct diags *d, const char *says)
{
    for (size_t i = 0; i < d->n; i++) {
        str words = str_format(&arena, "%.*s: %.*s", STR(d->at[i].file), STR(d->at[i].what));
        if (str_contains(words, str_of(says)))
            return true;
    }
    return false;
}

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(mistakes); i++) {
        const struct table tables[] = {CAMPAIGN, PLACES,   DAYS,
                                       NO_ITEMS, NO_LOOKS, mistakes[i].table};
        struct sheets_told told;
        struct callsheet c;
        assert_false(import(tables, countof(tables), DATES_UNSAID, NULL, &told, &c));
        if (!is_told(told.mistakes, mistakes[i].says))
            fail_msg("%zu: %.*s", i, STR(told.mistakes->at[0].what));
        assert_int_equal(told.ambiguous_date.p != NULL, i == 0);
    }
}

/* A heading that is a slip of the hand hides no other mistake: of its own column, of other rows, of
 * what the rows say together; nor does a column that is missing. */
static void test_all_mistakes_at_once(void **state)
{
    (void)state;
    static const struct {
        struct table table;
        const char *says[4];
    } rows[] = {
        {{"talent", "id,name,brith date,release\nx-1,A B,03/04/2001,perhaps\nx-1,C D,,\n"},
         {"talent.csv: row 1, column C: is \"brith date\" the column \"birth date\"?",
          "talent.csv: row 2, column C (brith date): \"03/04/2001\" is two dates",
          "talent.csv: row 2, column D (release): \"kind\" must be one of",
          "talent.csv: row 3: id \"x-1\" stands for two things"}},
        {{"talent", "id,birth date\na-1,03/04/2001\na-2,=B2\n"},
         {"talent.csv: row 1: no column \"name\"",
          "talent.csv: row 2, column B (birth date): \"03/04/2001\" is two dates",
          "talent.csv: row 3, column B (birth date): \"=B2\" is a formula"}},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const struct table tables[] = {CAMPAIGN, PLACES, DAYS, NO_ITEMS, NO_LOOKS, rows[i].table};
        struct sheets_told told;
        struct callsheet c;
        assert_false(import(tables, countof(tables), DATES_UNSAID, NULL, &told, &c));
        for (size_t k = 0; k < countof(rows[i].says) && rows[i].says[k]; k++)
            if (!is_told(told.mistakes, rows[i].says[k]))
                fail_msg("%zu: not told: %s", i, rows[i].says[k]);
        assert_int_equal(is_told(told.mistakes, "no sheet \"talent\""), 0);
    }
}

/* The other place is named as this one is: by file, row and column. */
static void test_two_claims(void **state)
{
    (void)state;
    const struct table tables[] = {
        CAMPAIGN,
        PLACES,
        DAYS,
        NO_ITEMS,
        {"talent", "id,name\n"},
        {"looks", "look,shot,files,talent,items\na,a-1,f_*.jpg,-,-\nb,b-1,f_1.jpg,-,-\n"}};
    struct sheets_told told;
    struct callsheet c;
    assert_false(import(tables, countof(tables), DATES_UNSAID, NULL, &told, &c));
    assert_true(is_told(told.mistakes, "of shot a-1 (looks.csv, row 2, column C (files)) both"));
}

/* Lists that no table gives come from the base, and names are found in it. */
static void test_base(void **state)
{
    (void)state;
    static const struct table tables[] = {
        {"items", "id,name,kind,supplier\nlamp,Lamp,prop,North Props\n"},
        {"looks", "look,shot,files,talent,items\noffice,desk,*.jpg,none,Lamp\n"},
    };
    str base = callsheet_example();
    struct sheets_told told;
    struct callsheet c;
    if (!import(tables, countof(tables), DATES_UNSAID, str_c(base, &arena), &told, &c))
        fail_msg("%.*s", STR(told.mistakes->at[0].what));
    assert_int_equal(c.items.n, 1);
    assert_str(c.items.at[0].supplier, S("north-props"));
    assert_int_equal(c.talent.n, 2);
    static const struct table wrong[] = {
        {"items", "id,name,kind,supplier\nlamp,Lamp,prop,Nroth Props\n"}};
    assert_false(import(wrong, 1, DATES_UNSAID, str_c(base, &arena), &told, &c));
    assert_true(is_told(told.mistakes, "is north-props meant?"));
}

/* Merged cells down a column are the same value in each row; all others are refused. */
static void test_merged(void **state)
{
    (void)state;
    static const struct {
        const char *looks;
        struct cell_span merged;
        const char *says; /* NULL: read */
    } cases[] = {
        {"look,shot,files,talent,items\nA,s-1,1.jpg,none,none\n,s-2,2.jpg,none,none\n",
         {2, 1, 3, 1},
         NULL},
        {"look,shot,files,talent,items\nA,s-1,1.jpg,none,none\nB,s-2,2.jpg,none,none\n",
         {2, 1, 3, 1},
         "row 3, column A (look): a value behind a merged cell"},
        {"look,shot,files,talent,items\nA,s-1,1.jpg,none,\nA,s-2,2.jpg,none,none\n",
         {2, 4, 2, 5},
         "the cells D2 to E2 are merged: unmerge them"},
        {"look,shot,files,talent,items\nA,s-1,1.jpg,none,none\nA,s-2,2.jpg,none,none\n",
         {1, 4, 1, 5},
         "the cells D1 to E1 are merged"},
        {"Shots of "
         "AW\nlook,shot,files,talent,items\nA,s-1,1.jpg,none,none\nA,s-2,2.jpg,none,none\n",
         {1, 1, 1, 5},
         NULL}, /* a title over the table */
    };
    for (size_t i = 0; i < countof(cases); i++) {
        const struct table tables[] = {
            CAMPAIGN, PLACES, DAYS, NO_ITEMS, {"talent", "id,name\n"}, {"looks", cases[i].looks}};
        struct sheets_told told;
        struct callsheet c;
        bool good = import_with(tables, countof(tables), (struct extra){.merged = cases[i].merged},
                                DATES_UNSAID, NULL, &told, &c);
        if (good != !cases[i].says)
            fail_msg("%zu: %.*s", i, STR(told.mistakes->at[0].what));
        if (good) {
            assert_int_equal(c.setups.n, 1);
            assert_str(c.setups.at[0].id, S("a"));
            assert_int_equal(c.setups.at[0].shots.n, 2);
        } else if (!is_told(told.mistakes, cases[i].says)) {
            fail_msg("%zu: %.*s", i, STR(told.mistakes->at[0].what));
        }
    }
}

static void test_hidden_and_twice(void **state)
{
    (void)state;
    struct sheets_told told;
    struct callsheet c;
    static const struct table hidden[] = {{"talent", "id,name\n"}};
    assert_false(import_with(hidden, 1, (struct extra){.hidden = true}, DATES_UNSAID,
                             str_c(callsheet_example(), &arena), &told, &c));
    assert_true(is_told(told.mistakes, "talent.csv: this sheet is hidden"));
    static const struct table twice[] = {{"talent", "id,name\n"}, {"cast", "id,name\n"}};
    assert_false(import(twice, 2, DATES_UNSAID, str_c(callsheet_example(), &arena), &told, &c));
    assert_true(is_told(told.mistakes, "cast.csv: a second table of talent"));
}

/* Who had an id keeps it, whoever is put before him; and nobody gets that of somebody else. */
static void test_ids_are_kept(void **state)
{
    (void)state;
    static const struct table tables[] = {
        {"talent", "name,dob\nSomebody New,\nMia Lindqvist,\nAda VERHOEVEN,\n"}};
    struct sheets_told told;
    struct callsheet c;
    if (!import(tables, 1, DATES_UNSAID, str_c(callsheet_example(), &arena), &told, &c))
        fail_msg("%.*s", STR(told.mistakes->at[0].what));
    assert_str(c.talent.at[0].id, S("person-1"));
    assert_str(c.talent.at[1].id, S("child-1"));
    assert_str(c.talent.at[2].id, S("adult-1"));
    CLEANUP(buf_done) struct buf yaml = {0};
    record_write_yaml(&callsheet_record, &c, &yaml);
    static const struct table later[] = {{"talent", "name,dob\nAnother One,\nSomebody New,\nMia "
                                                    "Lindqvist,\nAda Verhoeven,\n"}};
    assert_true(import(later, 1, DATES_UNSAID, str_c(buf_str(&yaml), &arena), &told, &c));
    assert_str(c.talent.at[0].id, S("person-2"));
    assert_str(c.talent.at[1].id, S("person-1"));
}

static void test_too_many_rows(void **state)
{
    (void)state;
    CLEANUP(buf_done) struct buf csv = {0};
    buf_put(&csv, S("id,name,kind\n"));
    for (size_t i = 0; i < SHEET_ROWS_MAX - 1; i++)
        buf_format(&csv, "i%zu,Thing,prop\n", i);
    buf_byte(&csv, '\0');
    const struct table tables[] = {{"items", buf_str(&csv).p}};
    struct sheets_told told;
    struct callsheet c;
    assert_false(import(tables, 1, DATES_UNSAID, NULL, &told, &c));
    assert_true(is_told(told.mistakes, "99999 rows hold something, at most 10000 are read"));
}

static str as_json(const struct callsheet *c)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&callsheet_record, c, &json);
    return str_copy(buf_str(&json), &arena);
}

/* Through .xlsx or CSV and back. */
static void there_and_back(const struct callsheet *c, enum sheet_language language, bool xlsx)
{
    struct diags *d = arena_new(&arena, struct diags, 3);
    d[0].a = d[1].a = d[2].a = &arena;
    struct sheets_out out;
    if (!callsheet_to_sheets(c, language, &arena, &d[0], &out))
        fail_msg("%.*s", STR(d[0].at[0].what));
    struct sheet_pack pack = SHEET_PACK;
    struct err err;
    for (size_t i = 0; i < out.n; i++) {
        CLEANUP(buf_done) struct buf file = {0};
        if (!xlsx)
            csv_write(&out.at[i], &file);
        else if (i == 0)
            assert_ok(xlsx_write(out.at, out.n, &file, &err), err);
        if (file.n)
            assert_ok(xlsx ? workbook_read(buf_str(&file), &pack, &err)
                           : csv_read(buf_str(&file), out.at[i].name, &pack, &err),
                      err);
    }
    str packed;
    struct workbook book;
    assert_ok(sheet_pack_done(&pack, &packed, &err), err);
    assert_ok(sheet_unpack(str_copy(packed, &arena), &arena, &book, &err), err);
    buf_done(&pack.out);
    struct sheet_input inputs[SHEET_INPUTS_MAX];
    for (size_t i = 0; i < book.sheets.n; i++)
        inputs[i] = (struct sheet_input){.file = S("t"), .sheet = &book.sheets.at[i]};
    struct sheets_told told = {.mistakes = &d[1], .notes = &d[2]};
    struct callsheet back;
    if (!callsheet_from_sheets(inputs, book.sheets.n, (str){0}, DATES_UNSAID, &arena, &told, &back))
        fail_msg("%.*s", STR(d[1].at[0].what));
    if (d[2].n)
        fail_msg("%.*s", STR(d[2].at[0].what));
    assert_str(as_json(&back), as_json(c));
}

/* What is awkward in a spreadsheet: quotes, commas, none, formulas, absent and empty. */
static const char awkward[] =
    "callsheet: 1\n"
    "campaign: {id: =1+1, name: '- \"x\", y'}\n"
    "usage: {channels: [web], territories: [world], except: [US, CA], from: 2022-11-16, "
    "time_zone: Europe/Paris}\n"
    "house: h\n"
    "parties: [{id: h, name: \"'=h\", kind: house}, {id: a--b., name: h, kind: supplier}]\n"
    "places: [{id: p, name: P, time_zone: Europe/Paris}]\n"
    "days: [{id: d, date: 2022-09-14, place: p}]\n"
    "talent:\n"
    "  - {id: p-1, name: Abe Bond}\n"
    "  - {id: p-2, name: Abe Bond, release: {kind: limited, scope: {channels: [], territories: "
    "[FR]}}}\n"
    "items:\n"
    "  - id: i\n"
    "    name: none\n"
    "    kind: printed\n"
    "    count: 3\n"
    "    supplier: a--b.\n"
    "    print: [\" two\\nlines, and; more \\n\", \"page 2\"]\n"
    "    own_marks: [none]\n"
    "    photos: [\"a, b.jpg\", '\"q\"; x', c.jpg]\n"
    "  - {id: j, name: '007', kind: prop, themes: [], assessed_by: h, print: []}\n"
    "setups:\n"
    "  - {look: l--1, shots: []}\n"
    "  - look: l-2\n"
    "    name: =x\n"
    "    shots:\n"
    "      - {id: s--1, files: ['a;b*.jpg'], talent: [], items: [i, j]}\n"
    "      - {id: s-2, files: [none], talent: [p-1, p-2], items: []}\n"
    "slates: []\n";

static void test_there_and_back(void **state)
{
    (void)state;
    static const char *const demos[] = {DEMO "/office/callsheet.yaml",
                                        DEMO "/children/callsheet.yaml"};
    str texts[2 + countof(demos)] = {callsheet_example(), {awkward, sizeof awkward - 1}};
    struct err err;
    for (size_t i = 0; i < countof(demos); i++)
        assert_ok(file_read(demos[i], 1 << 20, &arena, &texts[2 + i], &err), err);
    for (size_t i = 0; i < countof(texts); i++) {
        struct diags *d = arena_new(&arena, struct diags, 1);
        d->a = &arena;
        struct callsheet c;
        if (!callsheet_read(texts[i], &arena, d, &c))
            fail_msg("%zu: line %u: %.*s", i, d->at[0].line, STR(d->at[0].what));
        for (int language = 0; language < SHEET_LANGUAGES; language++) {
            there_and_back(&c, (enum sheet_language)language, false);
            there_and_back(&c, (enum sheet_language)language, true);
        }
        CLEANUP(buf_done) struct buf yaml = {0};
        record_write_yaml(&callsheet_record, &c, &yaml);
        struct callsheet again;
        if (!callsheet_read(buf_str(&yaml), &arena, d, &again))
            fail_msg("%zu: line %u: %.*s", i, d->at[0].line, STR(d->at[0].what));
        assert_str(as_json(&again), as_json(&c));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import),         cmocka_unit_test(test_empty_is_not_none),
        cmocka_unit_test(test_mistakes),       cmocka_unit_test(test_all_mistakes_at_once),
        cmocka_unit_test(test_two_claims),     cmocka_unit_test(test_base),
        cmocka_unit_test(test_merged),         cmocka_unit_test(test_hidden_and_twice),
        cmocka_unit_test(test_ids_are_kept),   cmocka_unit_test(test_too_many_rows),
        cmocka_unit_test(test_there_and_back),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
