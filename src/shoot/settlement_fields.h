/* shoot/settlement_fields.h -- the fields of what people say about single pictures, for each table
 * that holds them: settlements.yaml, and the payloads of events. One home for names and limits.
 *
 * `at` is where the field, or the struct of shoot/settlements.h whose fields they are, stands in
 * the caller's struct. */
#pragma once

#include "codec/record.h"
#include "codec/region.h"
#include "shoot/settlements.h"

enum {
    SETTLEMENT_NAME_MAX_BYTES = 500,
    SETTLEMENT_WORDS_MAX_BYTES = 16 << 10,
    SETTLEMENT_PATH_MAX_BYTES = 4096,
    SETTLEMENT_FACES_MAX = 10000,
};

/* clang-format off */
#define SETTLEMENT_PATH(at)                                                                        \
    {"path", FIELD_TEXT, at, .min = 1, .max = SETTLEMENT_PATH_MAX_BYTES,                           \
     .doc = "The picture's file, for people: what counts is the digest.",                          \
     .example = "path: office/desk-1_004.jpg"}
#define SETTLEMENT_SHA256(at)                                                                      \
    {"sha256", FIELD_TEXT, at, .required = true, .pattern = "sha256",                              \
     .doc = "The digest of the picture's bytes.", .example = "sha256: 0f3c... (64 hex digits)"}
#define SETTLEMENT_PICTURES(at)                                                                    \
    {"pictures", FIELD_RECORDS, at, .required = true, .record = &settled_place_record,             \
     .doc = "In which pictures, and where.",                                                       \
     .example = "pictures: [{path: desk-1_004.jpg, sha256: 0f3c..., x_px: 40, y_px: 60, "          \
                "w_px: 300, h_px: 90}]"}
#define SETTLEMENT_COMMENT(at)                                                                     \
    {"words", FIELD_TEXT, at, .required = true, .min = 1, .max = SETTLEMENT_WORDS_MAX_BYTES,       \
     .doc = "What was said.", .example = "words: the florist will bring another vase"}

#define SETTLED_FIELDS(at)                                                                         \
    {"kind", FIELD_WORD, (at) + offsetof(struct settled, kind), .required = true,                  \
     .words = &settled_kind_words, .doc = "What kind of finding it is.",                           \
     .example = "kind: unread"},                                                                   \
    {"says", FIELD_TEXT, (at) + offsetof(struct settled, says), .min = 1, .max = 1 << 20,          \
     .doc = "For text and hit: as read. For contradiction: in words. For raised: its id.",         \
     .example = "says: Quarterly report"},                                                         \
    {"term", FIELD_TEXT, (at) + offsetof(struct settled, term), .min = 1, .max = 4096,             \
     .doc = "For hit: the watch-list and its term.",                                               \
     .example = "term: court-papers/opinion of the court"},                                        \
    {"faces", FIELD_INT, (at) + offsetof(struct settled, faces), .min = 1,                         \
     .max = SETTLEMENT_FACES_MAX, .doc = "For faces: so many are in order.",                       \
     .example = "faces: 3"},                                                                       \
    {"item", FIELD_TEXT, (at) + offsetof(struct settled, item), .pattern = "id",                   \
     .doc = "What it is: the id of an item.", .example = "item: desk-papers"},                     \
    {"talent", FIELD_TEXT, (at) + offsetof(struct settled, talent), .pattern = "id",               \
     .doc = "Or whose: the id of a person.", .example = "talent: adult-1"},                        \
    {"dismissed", FIELD_TEXT, (at) + offsetof(struct settled, dismissed), .min = 1,                \
     .max = SETTLEMENT_WORDS_MAX_BYTES, .doc = "Or why it is nothing.",                            \
     .example = "dismissed: a reflection on the clasp"},                                           \
    SETTLEMENT_PICTURES((at) + offsetof(struct settled, pictures))

#define RAISED_ID(at)                                                                              \
    {"id", FIELD_TEXT, at, .required = true, .pattern = "id", .doc = "Names it.",                  \
     .example = "id: vase"}
#define RAISED_FIELDS(at)                                                                          \
    SETTLEMENT_PATH((at) + offsetof(struct raised, path)),                                         \
    SETTLEMENT_SHA256((at) + offsetof(struct raised, sha256)),                                     \
    {"region", FIELD_RECORD, (at) + offsetof(struct raised, region), .required = true,             \
     .record = &region_record, .doc = "Where.",                                                    \
     .example = "region: {x_px: 40, y_px: 60, w_px: 300, h_px: 90}"},                              \
    {"words", FIELD_TEXT, (at) + offsetof(struct raised, words), .required = true, .min = 1,       \
     .max = SETTLEMENT_WORDS_MAX_BYTES, .doc = "What is there.",                                   \
     .example = "words: a knife lies beside the child"},                                           \
    {"owner", FIELD_TEXT, (at) + offsetof(struct raised, owner), .min = 1,                         \
     .max = SETTLEMENT_NAME_MAX_BYTES, .doc = "Who sees to it.", .example = "owner: North Props"}, \
    {"due", FIELD_DATE, (at) + offsetof(struct raised, due), .doc = "Until when.",                 \
     .example = "due: 2022-10-10"},                                                                \
    {"change_requested", FIELD_BOOL, (at) + offsetof(struct raised, change_requested),             \
     .doc = "The answer is: the picture must be changed.",                                         \
     .example = "change_requested: true"}

#define APPARENT_AGE(at)                                                                           \
    {"age", FIELD_WORD, at, .required = true, .words = &apparent_age_words,                        \
     .doc = "How old the youngest in these frames seems to be.", .example = "age: adult"}
/* clang-format on */
