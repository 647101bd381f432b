/* test/unit/codec/sample.h -- a record with a field of each kind, for the tests and the fuzz
 * target.
 */
#pragma once

#include "codec/record.h"

enum release_kind {
    RELEASE_ABSENT,
    RELEASE_MODEL,
    RELEASE_GUARDIAN,
};

static const struct word release_words[] = {
    {"model", RELEASE_MODEL, "signed by the person"},
    {"guardian", RELEASE_GUARDIAN, "signed by a parent or guardian"},
};
static const struct words release_kinds = {release_words, countof(release_words)};

static const struct word theme_list[] = {{"adult", 1, "made for adults"},
                                         {"weapon", 2, "a weapon or a copy of one"}};
static const struct words theme_words = {theme_list, countof(theme_list)};

struct release {
    bool present;
    uint32_t line;
    int kind;
    struct date since;
};

static const struct field release_fields[] = {
    {.kind = FIELD_PRESENT, .offset = offsetof(struct release, present)},
    {.kind = FIELD_LINE, .offset = offsetof(struct release, line)},
    {.name = "kind",
     .kind = FIELD_WORD,
     .offset = offsetof(struct release, kind),
     .required = true,
     .words = &release_kinds,
     .doc = "Who signed.",
     .example = "kind: model"},
    {.name = "since",
     .kind = FIELD_DATE,
     .offset = offsetof(struct release, since),
     .doc = "The first day.",
     .example = "since: 2022-11-16"},
};
static const struct record release_record =
    RECORD("release", struct release, "A permission.", release_fields);

struct sheet {
    uint32_t line;
    str id;
    str name;
    struct date birth_date;
    int64_t count;
    bool minor;
    enum flag print;
    struct release main;
    struct texts themes;
    struct ints frames;
    LIST_OF(struct release) releases;
};

static const struct field sheet_fields[] = {
    {.kind = FIELD_LINE, .offset = offsetof(struct sheet, line)},
    {.name = "id",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct sheet, id),
     .required = true,
     .pattern = "id",
     .doc = "Its id.",
     .example = "id: plush-bear"},
    {.name = "name",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct sheet, name),
     .min = 1,
     .max = 20,
     .doc = "Its name.",
     .example = "name: Plush bear"},
    {.name = "birth_date",
     .kind = FIELD_DATE,
     .offset = offsetof(struct sheet, birth_date),
     .doc = "The day of birth.",
     .example = "birth_date: 2011-04-30"},
    {.name = "count",
     .kind = FIELD_INT,
     .offset = offsetof(struct sheet, count),
     .min = 1,
     .max = 500,
     .doc = "How many there are.",
     .example = "count: 3"},
    {.name = "minor", .kind = FIELD_BOOL, .offset = offsetof(struct sheet, minor)},
    {.name = "print", .kind = FIELD_FLAG, .offset = offsetof(struct sheet, print)},
    {.name = "main",
     .kind = FIELD_RECORD,
     .offset = offsetof(struct sheet, main),
     .record = &release_record},
    {.name = "themes",
     .kind = FIELD_TEXTS,
     .offset = offsetof(struct sheet, themes),
     .words = &theme_words,
     .max_items = 3,
     .doc = "What it may stand for.",
     .example = "themes: [adult]"},
    {.name = "frames", .kind = FIELD_INTS, .offset = offsetof(struct sheet, frames)},
    {.name = "releases",
     .kind = FIELD_RECORDS,
     .offset = offsetof(struct sheet, releases),
     .record = &release_record,
     .doc = "All of them.",
     .example = "releases:\n  - {kind: model, since: 2022-11-16}"},
};
static const struct record sheet_record = RECORD("sheet", struct sheet, "One thing.", sheet_fields);
