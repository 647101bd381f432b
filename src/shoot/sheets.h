/* shoot/sheets.h -- a call sheet as the tables of a spreadsheet: taken from one, and given back
 * (docs/format/spreadsheet.md).
 *
 * Nothing is guessed: an ambiguous date, an unknown reference, a formula, a value under no heading
 * are mistakes, told all at once with sheet, row and column. What is not read (unknown columns)
 * and what is made (ids, parties) is told as well.
 *
 * Results live in the arena that is passed; pure and thread-safe. */
#pragma once

#include "codec/sheet.h"
#include "codec/sheet_write.h"
#include "shoot/callsheet.h"

enum {
    SHEET_LANGUAGES = 3,
    SHEET_INPUTS_MAX = 15,
    SHEET_TABLE_ROWS_MAX = 10000, /* below the headings, that hold something */
};

enum sheet_language {
    SHEET_ENGLISH,
    SHEET_FRENCH,
    SHEET_ITALIAN,
};

/* How 03/04/2026 is meant. */
enum date_order {
    DATES_UNSAID, /* such a date is a mistake */
    DATES_DMY,
    DATES_MDY,
    DATES_YMD, /* only dates whose year comes first are read */
};

/* One table of what is imported. */
struct sheet_input {
    str file;      /* as a person knows it: "items.csv", "shoot.xlsx, sheet props" */
    str opt_table; /* which table it is, by any of its names; absent: by the sheet's name */
    bool optional; /* a sheet that is no table is noted, not a mistake */
    const struct sheet *sheet;
};

struct sheets_told {
    struct diags *mistakes; /* what the person must put right; `what` begins with the place */
    struct diags *notes;    /* what was made, and what was not read */
    str ambiguous_date;     /* absent, or the first of them: ask for an order and import again */
};

/* Make a call sheet of tables. Lists that no table gives come from opt_base (a call sheet's text),
 * when it is there. True when there is no mistake; otherwise *ret is unusable. */
nodiscard bool callsheet_from_sheets(const struct sheet_input *inputs, size_t n, str opt_base,
                                     enum date_order order, struct arena *a,
                                     struct sheets_told *told, struct callsheet *ret);

struct sheets_out {
    struct sheet_out *at;
    size_t n;
};

/* The tables of a call sheet, which callsheet_from_sheets makes the same call sheet of; without
 * one, all tables with their headings only. False with what a spreadsheet could not carry. */
nodiscard bool callsheet_to_sheets(const struct callsheet *opt_c, enum sheet_language language,
                                   struct arena *a, struct diags *diags, struct sheets_out *ret);

#define SHEET_READ_ME "read me"

/* A sheet for people, of this name, that says what each column is for; import passes over it. */
void sheets_explain(enum sheet_language language, struct arena *a, struct sheet_out *ret);

/* The text of a date that a person typed; false when it is none, with what is wrong in words.
 * *ret_ambiguous when only an order could tell. */
bool sheet_date(str text, enum date_order order, struct date *ret, bool *ret_ambiguous,
                const char **ret_wrong);
