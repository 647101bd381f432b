#include "screen/screening.h"

#include "image/image.h"

#define PX(type, member, about)                                                                    \
    {                                                                                              \
        .name = #member, .kind = FIELD_INT, .offset = offsetof(type, member), .required = true,    \
        .max = IMAGE_SIDE_MAX_PX, .doc = about                                                     \
    }
#define PER_MILLE(type, member, about)                                                             \
    {                                                                                              \
        .name = #member, .kind = FIELD_INT, .offset = offsetof(type, member), .max = 1000,         \
        .doc = about                                                                               \
    }
#define TEXT(type, member, about)                                                                  \
    {                                                                                              \
        .name = #member, .kind = FIELD_TEXT, .offset = offsetof(type, member), .doc = about        \
    }
#define NEEDED_TEXT(type, member, about)                                                           \
    {                                                                                              \
        .name = #member, .kind = FIELD_TEXT, .offset = offsetof(type, member), .required = true,   \
        .doc = about                                                                               \
    }
#define SHA256(type, member, about)                                                                \
    {                                                                                              \
        .name = #member, .kind = FIELD_TEXT, .offset = offsetof(type, member), .required = true,   \
        .pattern = "sha256", .doc = about                                                          \
    }
#define WORD(type, member, list, about)                                                            \
    {                                                                                              \
        .name = #member, .kind = FIELD_WORD, .offset = offsetof(type, member), .required = true,   \
        .words = &(list), .doc = about                                                             \
    }
#define LIST(type, member, of, about)                                                              \
    {                                                                                              \
        .name = #member, .kind = FIELD_RECORDS, .offset = offsetof(type, member), .record = &(of), \
        .doc = about                                                                               \
    }

static const struct field text_line_fields[] = {
    {.name = "region",
     .kind = FIELD_RECORD,
     .offset = offsetof(struct text_line, region),
     .required = true,
     .record = &region_record,
     .doc = "where the line is"},
    LIST(struct text_line, polygon, point_record,
         "its outline, clockwise from the top left of the reading direction"),
    NEEDED_TEXT(struct text_line, text, "as read"),
    PER_MILLE(struct text_line, confidence_pm, "how sure the reading is"),
    {.name = "x_height_px",
     .kind = FIELD_INT,
     .offset = offsetof(struct text_line, x_height_px),
     .max = IMAGE_SIDE_MAX_PX,
     .doc = "height of its small letters"},
    TEXT(struct text_line, plane, "what alpha was flattened over: white or black"),
};
const struct record text_line_record =
    RECORD("text_line", struct text_line, "one line of print", text_line_fields);

static const struct word finding_kind_list[] = {
    {"text", FINDING_TEXT, "a block of print that was read"},
    {"unread_print", FINDING_UNREAD_PRINT, "print here that the machine cannot read"},
    {"watchlist_hit", FINDING_WATCHLIST_HIT, "a term of a watch-list in the text read"},
    {"face", FINDING_FACE, "one face"},
    {"known_bad", FINDING_KNOWN_BAD, "like a picture in the bank"},
    {"not_fingerprintable", FINDING_NOT_FINGERPRINTABLE, "copies of it cannot be found"},
    {"metadata_conflict", FINDING_METADATA_CONFLICT, "two packets state different things"},
    {"outside", FINDING_OUTSIDE, "what a detector from outside saw"},
    {"could_not_tell", FINDING_COULD_NOT_TELL, "a detector failed, or the picture hides something"},
};
const struct words finding_kind_words = {finding_kind_list, countof(finding_kind_list)};

static const struct field finding_fields[] = {
    WORD(struct finding, kind, finding_kind_words, "what was seen"),
    {.name = "region",
     .kind = FIELD_RECORD,
     .offset = offsetof(struct finding, region),
     .required = true,
     .record = &region_record,
     .doc = "where; the whole picture for what has no place"},
    LIST(struct finding, polygon, point_record,
         "its outline, where the region does not say it all"),
    TEXT(struct finding, evidence, "what was seen, in words or as read"),
    TEXT(struct finding, reason, "a code: why print is unread, or what could not be told"),
    {.name = "look",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct finding, look),
     .pattern = "sha256",
     .doc = "PDQ of the region of unread print"},
    PER_MILLE(struct finding, score_pm, "how sure the detector is"),
    NEEDED_TEXT(struct finding, detector, "row of the table of detectors"),
    NEEDED_TEXT(struct finding, version, "of the detector"),
    {.name = "models",
     .kind = FIELD_TEXTS,
     .offset = offsetof(struct finding, models),
     .pattern = "sha256",
     .doc = "SHA-256 of each model it used"},
    LIST(struct finding, lines, text_line_record, "the lines of a block of text, in reading order"),
    TEXT(struct finding, list, "name of the watch-list"),
    TEXT(struct finding, term, "the term as the watch-list has it"),
    TEXT(struct finding, label,
         "label of the entry of the bank; what kind of thing a detector from outside saw"),
    TEXT(struct finding, source, "who put the entry into the bank"),
    {.name = "distance_bits",
     .kind = FIELD_INT,
     .offset = offsetof(struct finding, distance_bits),
     .max = 256,
     .doc = "Hamming distance from the entry of the bank"},
    TEXT(struct finding, variant, "how the picture was turned to match: as is, rotated 90, ..."),
    TEXT(struct finding, property, "of the metadata, where packets differ"),
};
const struct record finding_record =
    RECORD("finding", struct finding, "what one detector saw", finding_fields);

static const struct field model_used_fields[] = {
    NEEDED_TEXT(struct model_used, name, "file name"),
    SHA256(struct model_used, sha256, "of the file"),
};
const struct record model_used_record =
    RECORD("model_used", struct model_used, "a model that a detector used", model_used_fields);

static const struct word run_status_list[] = {
    {"done", RUN_DONE, "ran to its end: its findings are all it saw"},
    {"failed", RUN_FAILED, "could not tell"},
    {"off", RUN_OFF, "not asked for by the operator"},
};
const struct words run_status_words = {run_status_list, countof(run_status_list)};

static const struct field detector_run_fields[] = {
    NEEDED_TEXT(struct detector_run, name, "row of the table of detectors"),
    NEEDED_TEXT(struct detector_run, version, "of the detector"),
    WORD(struct detector_run, status, run_status_words, "how it went"),
    TEXT(struct detector_run, reason, "why it failed, or what it could not judge"),
    TEXT(struct detector_run, runtime, "name and version of the inference runtime"),
    LIST(struct detector_run, models, model_used_record, "the models it used"),
};
const struct record detector_run_record =
    RECORD("detector_run", struct detector_run, "one detector's run", detector_run_fields);

static const struct field screening_fields[] = {
    {.name = "version",
     .kind = FIELD_INT,
     .offset = offsetof(struct screening, version),
     .required = true,
     .min = SCREENING_VERSION,
     .max = SCREENING_VERSION,
     .doc = "of this format"},
    PX(struct screening, width_px, "of the upright picture"),
    PX(struct screening, height_px, "of the upright picture"),
    {.name = "findings",
     .kind = FIELD_RECORDS,
     .offset = offsetof(struct screening, findings),
     .required = true,
     .record = &finding_record,
     .max_items = SCREENING_FINDINGS_MAX,
     .doc = "in the order of the detectors"},
    {.name = "detectors",
     .kind = FIELD_RECORDS,
     .offset = offsetof(struct screening, detectors),
     .required = true,
     .record = &detector_run_record,
     .doc = "every row of the table, run or not"},
    {.name = "fingerprint",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct screening, fingerprint),
     .pattern = "sha256", /* the same shape: 64 lower-case hex digits */
     .doc = "PDQ hash; absent when the picture is not fingerprintable"},
    {.name = "quality",
     .kind = FIELD_INT,
     .offset = offsetof(struct screening, quality),
     .max = 100,
     .doc = "PDQ quality"},
};
const struct record screening_record =
    RECORD("screening", struct screening, "what screening one picture saw", screening_fields);
