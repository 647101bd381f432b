/* test/unit/policy/toy.h -- small facts of our own: what code reads, and a field of each kind. */
#pragma once

#include "policy/policy.h"

struct toy_thing {
    str id;
    struct region region;
    int64_t size;
    struct texts themes;
};

struct toy_inner {
    bool present;
    str note;
};

struct toy_detector {
    str name, status;
};

struct toy_failure {
    str what, words;
};

struct toy {
    int64_t version;
    bool callsheet;
    int64_t counted;
    struct texts territories;
    LIST_OF(struct toy_thing) texts, unread;
    LIST_OF(struct toy_detector) detectors;
    LIST_OF(struct toy_failure) failures;
    /* for rules only */
    LIST_OF(struct toy_thing) things;
    int mood;
    enum flag lit;
    struct date day;
    struct ints sizes;
    struct toy_inner inner;
    str name;
};

static const struct word toy_mood_list[] = {{"grim", 1, "not well"}, {"fair", 2, "well"}};
static const struct words toy_moods = {toy_mood_list, countof(toy_mood_list)};

#define TOY(type, member, field_name, field_kind, ...)                                             \
    {                                                                                              \
        .name = field_name, .kind = field_kind, .offset = offsetof(struct type, member),           \
        .required = true, __VA_ARGS__                                                              \
    }
static const struct field toy_region_fields[] = {
    /* in another order, under other names than struct region has */
    TOY(region, h_px, "height", FIELD_INT),
    TOY(region, x_px, "left", FIELD_INT),
    TOY(region, w_px, "width", FIELD_INT),
    TOY(region, y_px, "top", FIELD_INT),
};
static const struct record toy_region_record =
    RECORD("region", struct region, "", toy_region_fields);
static const struct field toy_thing_fields[] = {
    TOY(toy_thing, id, "id", FIELD_TEXT),
    TOY(toy_thing, region, "region", FIELD_RECORD, .record = &toy_region_record),
    TOY(toy_thing, size, "size", FIELD_INT),
    TOY(toy_thing, themes, "themes", FIELD_TEXTS),
};
static const struct record toy_thing_record =
    RECORD("thing", struct toy_thing, "", toy_thing_fields);
static const struct field toy_inner_fields[] = {
    {.kind = FIELD_PRESENT, .offset = offsetof(struct toy_inner, present)},
    TOY(toy_inner, note, "note", FIELD_TEXT),
};
static const struct record toy_inner_record =
    RECORD("inner", struct toy_inner, "", toy_inner_fields);
static const struct field toy_detector_fields[] = {
    TOY(toy_detector, name, "name", FIELD_TEXT),
    TOY(toy_detector, status, "status", FIELD_TEXT),
};
static const struct record toy_detector_record =
    RECORD("detector", struct toy_detector, "", toy_detector_fields);
static const struct field toy_failure_fields[] = {
    TOY(toy_failure, what, "what", FIELD_TEXT),
    TOY(toy_failure, words, "words", FIELD_TEXT),
};
static const struct record toy_failure_record =
    RECORD("failure", struct toy_failure, "", toy_failure_fields);

/* Sub-records of one field each, which start where the field does. */
static const struct field toy_callsheet_fields[] = {
    {.name = "present", .kind = FIELD_BOOL, .required = true},
};
static const struct record toy_callsheet_record =
    RECORD("callsheet", bool, "", toy_callsheet_fields);
static const struct field toy_faces_fields[] = {
    {.name = "counted", .kind = FIELD_INT, .required = true},
};
static const struct record toy_faces_record = RECORD("faces", int64_t, "", toy_faces_fields);
static const struct field toy_scope_fields[] = {
    {.name = "territories", .kind = FIELD_TEXTS, .required = true},
};
static const struct record toy_scope_record = RECORD("scope", struct texts, "", toy_scope_fields);

static const struct field toy_fields[] = {
    TOY(toy, version, "version", FIELD_INT),
    TOY(toy, callsheet, "callsheet", FIELD_RECORD, .record = &toy_callsheet_record),
    TOY(toy, counted, "faces", FIELD_RECORD, .record = &toy_faces_record),
    TOY(toy, territories, "scope", FIELD_RECORD, .record = &toy_scope_record),
    TOY(toy, texts, "texts", FIELD_RECORDS, .record = &toy_thing_record),
    TOY(toy, unread, "unread", FIELD_RECORDS, .record = &toy_thing_record),
    TOY(toy, detectors, "detectors", FIELD_RECORDS, .record = &toy_detector_record),
    TOY(toy, failures, "failures", FIELD_RECORDS, .record = &toy_failure_record),
    TOY(toy, things, "things", FIELD_RECORDS, .record = &toy_thing_record),
    TOY(toy, mood, "mood", FIELD_WORD, .words = &toy_moods),
    TOY(toy, lit, "lit", FIELD_FLAG),
    TOY(toy, day, "day", FIELD_DATE),
    TOY(toy, sizes, "sizes", FIELD_INTS),
    TOY(toy, inner, "inner", FIELD_RECORD, .record = &toy_inner_record),
    TOY(toy, name, "name", FIELD_TEXT),
};
static const struct record toy_record = RECORD("toy", struct toy, "", toy_fields);

enum {
    TOY_VERSION = 3
};

static str toy_themes[] = {S("red"), S("blue")};
static struct toy_thing toy_things[] = {
    {S("a"), {1, 2, 3, 4}, 10, {toy_themes, 2}},
    {S("b"), {5, 6, 7, 8}, 20, {toy_themes, 0}},
};
static struct toy_detector toy_detectors[] = {{S("text"), S("done")}, {S("people"), S("done")}};
static struct toy_failure toy_failures[1];
static int64_t toy_sizes[] = {1, 2, 3};

/* A picture of which all is known and nothing is wrong. */
static inline struct toy toy_clear(void)
{
    struct toy t = {
        .version = TOY_VERSION,
        .callsheet = true,
        .mood = 2,
        .lit = FLAG_YES,
        .day = {2022, 11, 16},
        .sizes = {toy_sizes, countof(toy_sizes)},
        .inner = {true, S("noted")},
        .territories = {toy_themes, 0},
        .name = S("toy"),
    };
    t.texts.at = t.unread.at = t.things.at = toy_things;
    t.things.n = countof(toy_things);
    t.detectors.at = toy_detectors;
    t.detectors.n = countof(toy_detectors);
    t.failures.at = toy_failures;
    return t;
}
