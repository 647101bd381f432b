/* The columns of spreadsheets: dates are what the words say, headings are what producers write. */
#include "../arena.h"
#include "../test.h"

#include <stdio.h>

#include "shoot/sheet_table.h"

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
        if (str_eq(str_of(field->name ? field->name : ""), S("imported_from")))
            continue; /* what the import itself says of the spreadsheet */
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

/* Names as ISO 3166-1 (English, French) and the Italian foreign ministry write them. */
static void test_names_of_codes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *territory, *channel; /* NULL: none */
    } rows[] = {
        {"FR", "FR", NULL},
        {"france", "FR", NULL},
        {"United Kingdom", "GB", NULL},
        {"Royaume-Uni", "GB", NULL},
        {"Regno Unito", "GB", NULL},
        {"USA", "US", NULL},
        {"\xc3\x89tats-Unis", "US", NULL},
        {"Stati Uniti", "US", NULL},
        {"Cor\xc3\xa9"
         "e du Sud",
         "KR", NULL},
        {"tutto il mondo", "world", "world"}, /* a check follows: it is no channel */
        {"Europe", NULL, NULL},
        {"EU", NULL, NULL},
        {"TV", "TV", "tv"}, /* Tuvalu */
        {"t\xc3\xa9l\xc3\xa9vision", NULL, "tv"},
        {"affissioni", NULL, "outdoor"},
        {"web", NULL, "web"},
        {"presse", NULL, NULL},
        {"r\xc3\xa9seaux sociaux", NULL, NULL},
        {"internet", NULL, NULL},
        {"", NULL, NULL},
    };
    struct codes territories = codes_territories(&arena), channels = codes_channels(&arena);
    for (size_t i = 0; i < countof(rows); i++) {
        str place = sheet_code(territories, str_of(rows[i].text), arena);
        str channel = sheet_code(channels, str_of(rows[i].text), arena);
        str want_place = rows[i].territory ? str_of(rows[i].territory) : (str){0};
        str want_channel = rows[i].channel ? str_of(rows[i].channel) : (str){0};
        if (!str_eq(place, want_place) || !str_eq(channel, want_channel))
            fail_msg("%s: \"%.*s\", \"%.*s\"", rows[i].text, STR(place), STR(channel));
    }
    /* Each name stands for a code that there is. */
    str us = sheet_code(territories, S("united states of america"), arena);
    assert_true(codes_find(territories, us) < territories.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_names_of_codes),
        cmocka_unit_test(test_every_field_has_a_column),
        cmocka_unit_test(test_headings_are_found),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
