#include "worker/protocol.h"

#define AT(member) .offset = offsetof(struct worker_orders, member)
static const struct field worker_orders_fields[] = {
    {"arguments", FIELD_TEXTS, AT(arguments), .doc = "Of a detector from outside."},
    {"bank", FIELD_TEXT, AT(bank), .doc = "Path of the bank."},
    {"bank_sha256", FIELD_TEXT, AT(bank_sha256), .pattern = "sha256", .doc = "What it must be."},
    {"detectors", FIELD_TEXTS, AT(detectors), .doc = "Names of the detectors to run."},
    {"models", FIELD_TEXT, AT(models), .doc = "Folder of models."},
    {"pdf", FIELD_BOOL, AT(pdf), .doc = "Pages of PDF may be asked for."},
    {"program", FIELD_TEXT, AT(program), .doc = "Path of a detector from outside."},
    {"runtimes", FIELD_TEXTS, AT(runtimes), .doc = "Paths of ONNX Runtime to try."},
    {"suppressions", FIELD_TEXT, AT(suppressions), .doc = "Path of the suppressions."},
    {"suppressions_sha256", FIELD_TEXT, AT(suppressions_sha256), .pattern = "sha256",
     .doc = "What they must be."},
    {"today", FIELD_DATE, AT(today), .doc = "The date on which suppressions are judged."},
    {"watchlists", FIELD_TEXTS, AT(watchlists), .doc = "Paths of watch-lists."},
    {"watchlists_sha256", FIELD_TEXTS, AT(watchlists_sha256), .pattern = "sha256",
     .doc = "What each must be."},
    {"weak_sandbox", FIELD_BOOL, AT(weak_sandbox), .doc = "Go on without the whole sandbox."},
};
#undef AT
const struct record worker_orders_record = RECORD(
    "worker_orders", struct worker_orders, "The first message to a worker.", worker_orders_fields);

#define AT(member) .offset = offsetof(struct worker_ready, member)
static const struct field worker_ready_fields[] = {
    {"ok", FIELD_BOOL, AT(ok), .required = true, .doc = "It is shut in and ready."},
    {"problem", FIELD_TEXT, AT(problem), .doc = "Why it is not."},
    {"read", FIELD_TEXT, AT(read), .pattern = "sha256",
     .doc = "SHA-256 over the files that it read and the libraries that it runs."},
};
#undef AT
const struct record worker_ready_record = RECORD(
    "worker_ready", struct worker_ready, "A worker's answer to its orders.", worker_ready_fields);

#define AT(member) .offset = offsetof(struct decoded, member)
static const struct field decoded_fields[] = {
    {"about", FIELD_RECORD, AT(about), .required = true, .record = &image_about_record,
     .doc = "The file."},
    {"planes", FIELD_INT, AT(planes), .required = true, .min = 1, .max = 2,
     .doc = "Pictures in the pixels."},
    {"screening", FIELD_RECORD, AT(screening), .required = true, .record = &screening_record,
     .doc = "What the file's own statements show."},
    {NULL, FIELD_PRESENT, AT(present)},
};
#undef AT
static const struct record decoded_record =
    RECORD("decoded", struct decoded, "A picture in pixels.", decoded_fields);

#define AT(member) .offset = offsetof(struct decode_ask, member)
static const struct field decode_ask_fields[] = {
    {"page", FIELD_INT, AT(page), .required = true, .min = PAGES_COUNT, .max = IMAGE_PAGES_MAX,
     .doc = "Page of a PDF; 0: a picture; -1: count the pages."},
};
#undef AT
const struct record decode_ask_record =
    RECORD("decode_ask", struct decode_ask, "A file to decode.", decode_ask_fields);

#define AT(member) .offset = offsetof(struct decode_answer, member)
static const struct field decode_answer_fields[] = {
    {"decoded", FIELD_RECORD, AT(decoded), .record = &decoded_record, .doc = "The picture."},
    {"pages", FIELD_INT, AT(pages), .min = 1, .max = IMAGE_PAGES_MAX, .doc = "Pages of the PDF."},
    {"problem", FIELD_TEXT, AT(problem), .doc = "Why there is none."},
};
#undef AT
const struct record decode_answer_record = RECORD(
    "decode_answer", struct decode_answer, "A decode worker's answer.", decode_answer_fields);

#define AT(member) .offset = offsetof(struct marks_ask, member)
static const struct field marks_ask_fields[] = {
    {"sidecar", FIELD_BOOL, AT(sidecar), .required = true, .doc = "It is a sidecar."},
};
#undef AT
const struct record marks_ask_record =
    RECORD("marks_ask", struct marks_ask, "A file whose marks are wanted.", marks_ask_fields);

#define AT(member) .offset = offsetof(struct marks_answer, member)
static const struct field marks_answer_fields[] = {
    {"label", FIELD_TEXT, AT(label), .max = IMAGE_LABEL_MAX_BYTES, .doc = "xmp:Label."},
    {"problem", FIELD_TEXT, AT(problem), .doc = "Why nothing is known."},
    {"rating", FIELD_INT, AT(rating), .min = -1, .max = 5, .doc = "xmp:Rating."},
    {"unread", FIELD_BOOL, AT(unread), .required = true, .doc = "Such files are not read."},
};
#undef AT
const struct record marks_answer_record =
    RECORD("marks_answer", struct marks_answer, "How a picture is marked.", marks_answer_fields);

#define AT(member) .offset = offsetof(struct detect_ask, member)
static const struct field detect_ask_fields[] = {
    {"asset", FIELD_TEXT, AT(asset), .required = true, .pattern = "sha256",
     .doc = "SHA-256 of the file."},
    {"height_px", FIELD_INT, AT(height_px), .required = true, .min = 1, .max = IMAGE_SIDE_MAX_PX,
     .doc = "Height of each plane."},
    {"only", FIELD_TEXT, AT(only), .doc = "Name of the one detector to run."},
    {"planes", FIELD_INT, AT(planes), .required = true, .min = 1, .max = 2, .doc = "Planes."},
    {"width_px", FIELD_INT, AT(width_px), .required = true, .min = 1, .max = IMAGE_SIDE_MAX_PX,
     .doc = "Width of each plane."},
};
#undef AT
const struct record detect_ask_record =
    RECORD("detect_ask", struct detect_ask, "Pixels to look at.", detect_ask_fields);

#define AT(member) .offset = offsetof(struct detected, member)
static const struct field detected_fields[] = {
    {"screening", FIELD_RECORD, AT(screening), .required = true, .record = &screening_record,
     .doc = "What the detectors saw."},
    {NULL, FIELD_PRESENT, AT(present)},
};
#undef AT
static const struct record detected_record =
    RECORD("detected", struct detected, "A picture looked at.", detected_fields);

#define AT(member) .offset = offsetof(struct detect_answer, member)
static const struct field detect_answer_fields[] = {
    {"detected", FIELD_RECORD, AT(detected), .record = &detected_record, .doc = "The screening."},
    {"peak_mib", FIELD_INT, AT(peak_mib), .required = true, .max = INT32_MAX,
     .doc = "Most memory that the worker ever held."},
    {"problem", FIELD_TEXT, AT(problem), .doc = "Why there is none."},
};
#undef AT
const struct record detect_answer_record = RECORD(
    "detect_answer", struct detect_answer, "A detect worker's answer.", detect_answer_fields);

static size_t text_bytes(const struct finding *f)
{
    size_t n = f->evidence.n + f->term.n;
    for (size_t i = 0; i < f->lines.n; i++)
        n += f->lines.at[i].text.n;
    return n;
}

bool detected_within(const struct screening *s, struct err *err)
{
    size_t bytes = 0;
    for (size_t i = 0; i < s->findings.n; i++)
        bytes += text_bytes(&s->findings.at[i]);
    return bytes <= DETECTED_TEXT_MAX_BYTES ||
           err_set(err, ERR_LIMIT,
                   "%zu bytes of print were read, %d is the most that one picture is judged by",
                   bytes, DETECTED_TEXT_MAX_BYTES);
}

#define AT(member) .offset = offsetof(struct sheet_answer, member)
static const struct field sheet_answer_fields[] = {
    {"ok", FIELD_BOOL, AT(ok), .required = true, .doc = "The cells are there."},
    {"problem", FIELD_TEXT, AT(problem), .doc = "Why they are not."},
};
#undef AT
const struct record sheet_answer_record =
    RECORD("sheet_answer", struct sheet_answer, "A sheet worker's answer.", sheet_answer_fields);
