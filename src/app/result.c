#include "app/result.h"

#include "image/image.h"

#define AT(member) .offset = offsetof(struct text_crop, member)
static const struct field text_crop_fields[] = {
    {"finding", FIELD_TEXT, AT(finding), .required = true,
     .doc = "Id of the unread print in the facts."},
    {"height_px", FIELD_INT, AT(height_px), .required = true, .doc = "Its height."},
    {"path", FIELD_TEXT, AT(path), .required = true, .doc = "The PNG, at 100 %."},
    {"plane", FIELD_TEXT, AT(plane),
     .doc = "white or black: what a see-through picture was put over; absent for any other."},
    {"width_px", FIELD_INT, AT(width_px), .required = true, .doc = "Its width."},
};
#undef AT
static const struct record text_crop_record = RECORD(
    "crop", struct text_crop, "A crop that was written for people to look at.", text_crop_fields);

#define AT(member) .offset = offsetof(struct preview, member)
static const struct field preview_fields[] = {
    {"height_px", FIELD_INT, AT(height_px), .required = true, .doc = "Its height."},
    {"path", FIELD_TEXT, AT(path), .required = true, .doc = "The JPEG."},
    {"plane", FIELD_TEXT, AT(plane),
     .doc = "white or black: what a see-through picture was put over; absent for any other."},
    {"width_px", FIELD_INT, AT(width_px), .required = true, .doc = "Its width."},
    {NULL, FIELD_PRESENT, AT(present)},
};
#undef AT
static const struct record preview_record = RECORD(
    "preview", struct preview, "The picture made smaller, for people to look at.", preview_fields);

#define AT(member) .offset = offsetof(struct result, member)
static const struct field result_fields[] = {
    {"bank_sha256", FIELD_TEXT, AT(bank_sha256), .pattern = "sha256",
     .doc = "SHA-256 of the bank; absent without one."},
    {"crops", FIELD_RECORDS, AT(crops), .record = &text_crop_record,
     .doc = "Crops of unread print, where a folder for them was given."},
    {"detectors", FIELD_RECORDS, AT(detectors), .required = true, .record = &detector_run_record,
     .doc = "Every detector, run or not."},
    {"facts", FIELD_RECORD, AT(facts), .required = true, .record = &facts_record,
     .doc = "What the policy read."},
    {"facts_sha256", FIELD_TEXT, AT(facts_sha256), .required = true, .pattern = "sha256",
     .doc = "SHA-256 of the canonical JSON of facts."},
    {"findings", FIELD_RECORDS, AT(findings), .required = true, .record = &finding_record,
     .doc = "What the detectors saw."},
    {"fingerprint", FIELD_TEXT, AT(fingerprint),
     .doc = "PDQ, 64 hex digits; absent when the picture is not fingerprintable."},
    {"label", FIELD_TEXT, AT(label), .max = IMAGE_LABEL_MAX_BYTES,
     .doc = "Of the picture in a catalogue, as a sidecar or the picture has it."},
    {"mark_notes", FIELD_TEXTS, AT(mark_notes),
     .doc = "Where sidecars and picture disagree on rating or label, or one cannot be read."},
    {"needs", FIELD_RECORDS, AT(needs), .required = true, .record = &need_record,
     .doc = "Signatures that are needed."},
    {"path", FIELD_TEXT, AT(path), .required = true,
     .doc = "As it was found; bytes that are not UTF-8 are U+FFFD."},
    {"path_b64", FIELD_TEXT, AT(path_b64),
     .doc = "The bytes of the path in base64, where they are not UTF-8."},
    {"policy_sha256", FIELD_TEXT, AT(policy_sha256), .required = true, .pattern = "sha256",
     .doc = "SHA-256 over the packs."},
    {"previews", FIELD_RECORDS, AT(previews), .record = &preview_record,
     .doc = "The picture made smaller, where a folder for that was given."},
    {"quality", FIELD_INT, AT(quality), .max = 100, .doc = "PDQ quality; absent if it failed."},
    {"rating", FIELD_INT, AT(rating), .min = RATING_REJECTED, .max = RATING_MAX,
     .doc = "Of the picture in a catalogue, likewise: -1 rejected, 0 to 5; absent if not rated."},
    {"reasons", FIELD_RECORDS, AT(reasons), .required = true, .record = &reason_record,
     .doc = "Rules that fired: blocks first, then needs, then advice."},
    {"sandbox", FIELD_TEXT, AT(sandbox), .required = true,
     .doc = "whole, or weak where the operator accepted less."},
    {"sha256", FIELD_TEXT, AT(sha256), .pattern = "sha256",
     .doc = "Of the file's bytes; absent if it could not be taken in."},
    {"shadows", FIELD_RECORDS, AT(shadows), .record = &reason_record,
     .doc = "What shadow rules say, which decides nothing."},
    {"thumbnail", FIELD_RECORD, AT(thumbnail), .record = &preview_record,
     .doc = "The picture made very small, likewise."},
    {"verdict", FIELD_WORD, AT(verdict), .required = true, .words = &verdict_words,
     .doc = "blocked, needs or clear."},
    {"version", FIELD_INT, AT(version), .required = true, .doc = "Of this record: 1."},
    {"watchlists_sha256", FIELD_TEXT, AT(watchlists_sha256), .required = true, .pattern = "sha256",
     .doc = "SHA-256 over the SHA-256 of each watch-list."},
};
#undef AT
const struct record result_record =
    RECORD("result", struct result, "All that is said of one picture.", result_fields);
