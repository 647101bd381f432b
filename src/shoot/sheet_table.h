/* shoot/sheet_table.h -- inside shoot only: which tables a call sheet has in a spreadsheet, and
 * what their columns are called. Kinds, limits and what is required come from the field tables of
 * the call sheet; nothing of them is said twice. */
#pragma once

#include "shoot/callsheet_index.h"
#include "shoot/codes.h"
#include "shoot/sheets.h"

/* Headings for one part of a full name, which are put together in this order. */
enum name_part {
    NAME_WHOLE,
    NAME_FIRST,
    NAME_LAST,
};

struct sheet_column {
    const char *path; /* in the record of the row: "release.until" */
    /* In each language, several by "|"; the first is the heading that is written. */
    const char *names[SHEET_LANGUAGES];
    unsigned refs; /* kinds of things (enum id_kind) whose ids stand here; names are taken too */
    enum name_part part;
    bool secret; /* names, birth dates, numbers of papers: a diff says only that it changed */
};

struct sheet_table {
    const char *key; /* of the call sheet; "" for the campaign, whose row is the call sheet */
    const char *names[SHEET_LANGUAGES]; /* several by "|"; the first names the sheet */
    const struct sheet_column *columns;
    size_t n;
    bool single;         /* one row, which is a record of the call sheet and no list */
    const char *made_id; /* NULL, or what ids are made of when there are none: "person" */
};

extern const struct sheet_table sheet_tables[];
extern const size_t sheet_tables_n;

/* The table of a key of the call sheet. */
const struct sheet_table *sheet_table_of(const char *key);

/* The record of a row, and the field at a path in it ("shots.files" goes into the list). */
const struct record *sheet_record(const struct sheet_table *table);
const struct field *sheet_field(const struct sheet_table *table, const struct sheet_column *column);

/* Whether every row must say it: a field of a release is only where there is one. */
bool sheet_required(const struct sheet_table *table, const struct sheet_column *column);

/* An example of its value, without the key that it has in YAML. */
str sheet_example(const struct field *field);

/* The first of several names. */
str sheet_first_name(const char *names);

/* For comparing headings, names and words: case, accents and punctuation gone, single spaces. The
 * result lives in a. */
str sheet_key(str text, struct arena *a);

enum {
    SHEET_ID_MAX_BYTES = 64
};

/* An id of a text: small letters and digits with "-" between, at most 64 bytes; "" when nothing is
 * left. */
str sheet_slug(str text, struct arena *a);

/* The text itself where it is an id. */
str sheet_id(str text, struct arena *a);

/* Whether one of several names is this key. */
bool sheet_named(const char *names, str key, struct arena scratch);

/* NULL, or the table that a sheet's or file's name speaks of: a whole word of it is enough. */
const struct sheet_table *sheet_table_find(str name, struct arena scratch);

/* NULL, or the column with this heading; what stands in brackets, and either side of a stroke,
 * count too. */
const struct sheet_column *sheet_column_find(const struct sheet_table *table, str heading,
                                             struct arena scratch);

/* Absent, or the name of a column that an unknown heading is so near to that it is likely a slip of
 * the hand: what would not be read then could be a limit. */
str sheet_column_near(const struct sheet_table *table, str heading, struct arena scratch);

/* The value of a word of `words` in any of the languages: its English name; absent if there is
 * none. */
str sheet_word(const struct words *words, str text, struct arena scratch);

/* The id of a code by its id or, in English, what it is ("france": FR); absent if there is none. */
str sheet_code(struct codes codes, str text, struct arena scratch);

/* "none" in any of the languages: an empty list, as against nothing said. */
bool sheet_says_none(str text, struct arena scratch);
