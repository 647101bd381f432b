/* Call sheets from tables. Dates are what the words say; headings are what producers write. */
#include "../test.h"

#include <stdio.h>

#include "base/file.h"
#include "codec/csv.h"
#include "codec/workbook.h"
#include "shoot/sheet_table.h"

static struct arena arena;

static const struct {
    const char *text;
    enum date_order order;
    const char *date; /* NULL: refused; "?": ambiguous */
} dates[] = {
    {"2022-09-14", DATES_UNSAID, "2022-09-14"},
    {" 2022/9/4 ", DATES_UNSAID, "2022-09-04"},
    {"14/09/2022", DATES_UNSAID, "2022-09-14"},
    {"9/14/2022", DATES_UNSAID, "2022-09-14"},
    {"03/04/2026", DATES_UNSAID, "?"},
    {"3.4.2026", DATES_UNSAID, "?"},
    {"03/04/2026", DATES_DMY, "2026-04-03"},
    {"03/04/2026", DATES_MDY, "2026-03-04"},
    {"03/04/2026", DATES_YMD, NULL},
    {"04/04/2026", DATES_UNSAID, "2026-04-04"},
    {"14/09/2022", DATES_MDY, NULL},
    {"9/14/2022", DATES_DMY, NULL},
    {"2026/03/04", DATES_YMD, "2026-03-04"},
    {"03/04/26", DATES_DMY, NULL}, /* of which century? */
    {"31/02/2026", DATES_UNSAID, NULL},
    {"29/02/2024", DATES_UNSAID, "2024-02-29"},
    {"29/02/2023", DATES_UNSAID, NULL},
    {"14 September 2022", DATES_UNSAID, "2022-09-14"},
    {"14 sept. 2022", DATES_UNSAID, "2022-09-14"},
    {"September 14, 2022", DATES_UNSAID, "2022-09-14"},
    {"1-Aug-2022", DATES_UNSAID, "2022-08-01"},
    {"1 ao\xc3\xbbt 2022", DATES_UNSAID, "2022-08-01"},
    {"3 f\xc3\xa9vrier 2022", DATES_UNSAID, "2022-02-03"},
    {"3 gennaio 2022", DATES_UNSAID, "2022-01-03"},
    {"3 foo 2022", DATES_UNSAID, NULL},
    {"14 Sept 22", DATES_UNSAID, NULL},
    {"44818", DATES_UNSAID, NULL},
    {"soon", DATES_UNSAID, NULL},
    {"1/2/3/2022", DATES_UNSAID, NULL},
    {"", DATES_UNSAID, NULL},
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(dates); i++) {
        struct date date;
        bool ambiguous;
        const char *wrong;
        bool ok = sheet_date(str_of(dates[i].text), dates[i].order, &date, &ambiguous, &wrong);
        const char *want = dates[i].date;
        if (ambiguous != (want && *want == '?'))
            fail_msg("%s: ambiguous or not", dates[i].text);
        if (ok != (want && *want != '?'))
            fail_msg("%s: %s", dates[i].text, ok ? "was read" : wrong);
        if (ok)
            assert_str(date_print(date, &arena), str_of(want));
    }
}

/* Each field of a call sheet has a column, or an export would lose it in silence. */
static void all_fields(const struct sheet_table *table, const struct record *record,
                       const char *prefix)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        char path[100];
        if (!field->name)
            continue;
        snprintf(path, sizeof path, "%s%s", prefix, field->name);
        if (field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS) {
            strcat(path, ".");
            all_fields(table, field->record, path);
            continue;
        }
        bool found = false;
        for (size_t c = 0; c < table->n; c++)
            found |= strcmp(table->columns[c].path, path) == 0;
        if (!found)
            fail_msg("no column of table \"%s\" for %s", table->key, path);
    }
}

static void test_every_field_has_a_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < callsheet_record.n; i++) {
        const struct field *field = &callsheet_record.fields[i];
        if (field->kind == FIELD_RECORDS)
            all_fields(sheet_table_of(field->name), field->record, "");
        else if (field->kind == FIELD_RECORD && strcmp(field->name, "usage") == 0)
            all_fields(sheet_table_of("usage"), field->record, "");
        else if (field->kind == FIELD_RECORD)
            all_fields(sheet_table_of(""), field->record,
                       str_c(str_format(&arena, "%s.", field->name), &arena));
    }
}

/* No heading means two columns of a table, in one language or across them, unless either is right
 * (a look's day may be headed "date"). */
static void test_headings_are_found(void **state)
{
    (void)state;
    struct arena scratch = arena_open(1 << 24);
    for (size_t t = 0; t < sheet_tables_n; t++) {
        const struct sheet_table *table = &sheet_tables[t];
        for (size_t l = 0; l < SHEET_LANGUAGES; l++)
            for (size_t c = 0; c < table->n; c++) {
                str rest = str_of(table->columns[c].names[l]), name;
                while (str_cut(&rest, '|', &name)) {
                    const struct sheet_column *found = sheet_column_find(table, name, scratch);
                    if (found != &table->columns[c])
                        fail_msg("%s: \"%.*s\" is %s, not %s", table->key, STR(name),
                                 found ? found->path : "nothing", table->columns[c].path);
                }
            }
        for (size_t l = 0; l < SHEET_LANGUAGES; l++) {
            str rest = str_of(table->names[l]), name;
            while (str_cut(&rest, '|', &name))
                if (sheet_table_find(name, scratch) != table)
                    fail_msg("the table \"%.*s\" is another one", STR(name));
        }
    }
    const struct sheet_table *talent = sheet_table_of("talent");
    static const struct {
        const char *heading, *path;
    } typed[] = {
        {"DOB", "birth_date"},
        {"Date of Birth (DD/MM/YYYY)", "birth_date"},
        {"Name / Nom", "name"},
        {"birth_date", "birth_date"},
        {"Date de naissance", "birth_date"},
        {"GUARDIAN'S CONSENT", "guardian.consent"},
    };
    for (size_t i = 0; i < countof(typed); i++) {
        const struct sheet_column *found =
            sheet_column_find(talent, str_of(typed[i].heading), scratch);
        assert_non_null(found);
        assert_string_equal(found->path, typed[i].path);
    }
    assert_null(sheet_column_find(talent, S("agent phone"), scratch));
    assert_null(sheet_column_find(talent, S(""), scratch));
    arena_close(&scratch);
}

struct table {
    const char *name, *csv;
};

static bool import(const struct table *tables, size_t n, enum date_order order,
                   const char *opt_base, struct sheets_told *told, struct callsheet *ret)
{
    struct sheet_input inputs[SHEET_INPUTS_MAX];
    for (size_t i = 0; i < n; i++) {
        struct sheet_pack pack = SHEET_PACK;
        struct workbook *book = arena_new(&arena, struct workbook, 1);
        struct err err;
        str packed;
        assert_ok(csv_read(str_of(tables[i].csv), str_of(tables[i].name), &pack, &err), err);
        assert_ok(sheet_pack_done(&pack, &packed, &err), err);
        assert_ok(sheet_unpack(str_copy(packed, &arena), &arena, book, &err), err);
        buf_done(&pack.out);
        inputs[i] = (struct sheet_input){.file = str_format(&arena, "%s.csv", tables[i].name),
                                         .sheet = &book->sheets.at[0]};
    }
    struct diags *d = arena_new(&arena, struct diags, 2);
    d[0].a = d[1].a = &arena;
    *told = (struct sheets_told){.mistakes = &d[0], .notes = &d[1]};
    return callsheet_from_sheets(inputs, n, opt_base ? str_of(opt_base) : (str){0}, order, &arena,
                                 told, ret);
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

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)4 << 30);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_every_field_has_a_column),
        cmocka_unit_test(test_headings_are_found),
        cmocka_unit_test(test_import),
        cmocka_unit_test(test_empty_is_not_none),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_two_claims),
        cmocka_unit_test(test_base),
        cmocka_unit_test(test_ids_are_kept),
        cmocka_unit_test(test_too_many_rows),
        cmocka_unit_test(test_there_and_back),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
