#include "shoot/settlements.h"

#include "codec/document.h"
#include "shoot/settlement_fields.h"

enum {
    SIDE_MAX_PX = 1 << 20,
};

static const struct word settled_kinds[] = {
    {"text", SETTLED_TEXT, "print that was read"},
    {"unread", SETTLED_UNREAD, "print that cannot be read"},
    {"hit", SETTLED_HIT, "a term of a watch-list"},
    {"contradiction", SETTLED_CONTRADICTION, "metadata that do not agree"},
    {"faces", SETTLED_FACES, "more faces than cast"},
    {"raised", SETTLED_RAISED, "what a person raised"},
};
const struct words settled_kind_words = {settled_kinds, countof(settled_kinds)};

static const struct word apparent_ages[] = {
    {"under_16", APPARENT_UNDER_16, "somebody seems to be under 16"},
    {"under_18", APPARENT_UNDER_18, "somebody seems to be under 18"},
    {"cannot_say", APPARENT_CANNOT_SAY, "it cannot be said: counts as under 18"},
    {"adult", APPARENT_ADULT, "everybody is clearly adult"},
};
const struct words apparent_age_words = {apparent_ages, countof(apparent_ages)};

/* clang-format off: one field a line or two reads best as a table */
#define AT(type, member) .offset = offsetof(struct type, member)
#define LINE(type)                                                                                 \
    {                                                                                              \
        .kind = FIELD_LINE, AT(type, line)                                                         \
    }
#define BY(type)                                                                                   \
    {                                                                                              \
        "by", FIELD_TEXT, AT(type, by), .required = true, .min = 1,                                \
                                        .max = SETTLEMENT_NAME_MAX_BYTES, .doc = "Who said so.",   \
                                        .example = "by: Nora Field"                                \
    }
#define ON(type)                                                                                   \
    {                                                                                              \
        "on", FIELD_DATE, AT(type, on), .required = true, .doc = "When.",                          \
                                        .example = "on: 2022-10-04"                                \
    }
#define SIDE(member, least, about)                                                                 \
    {                                                                                              \
#member, FIELD_INT, AT(settled_place, region.member), .min = least, .max = SIDE_MAX_PX,    \
                                                              .doc = about                         \
    }

static const struct field place_fields[] = {
    SETTLEMENT_PATH(offsetof(struct settled_place, path)),
    SETTLEMENT_SHA256(offsetof(struct settled_place, sha256)),
    SIDE(x_px, 0, "Left, in pixels of the upright picture."),
    SIDE(y_px, 0, "Top."),
    SIDE(w_px, 1, "Width."),
    SIDE(h_px, 1, "Height."),
};
const struct record settled_place_record =
    RECORD("settled_place", struct settled_place, "A picture, or a region of it.", place_fields);

static const struct field settled_fields[] = {
    LINE(settled),
    BY(settled),
    ON(settled),
    SETTLED_FIELDS(0),
};
static const struct record settled_record =
    RECORD("settled", struct settled, "One act of one person over one thing.", settled_fields);

static const struct field comment_fields[] = {
    BY(comment),
    ON(comment),
    SETTLEMENT_COMMENT(offsetof(struct comment, words)),
};
static const struct record comment_record =
    RECORD("comment", struct comment, "A comment on what was raised.", comment_fields);

static const struct field raised_fields[] = {
    LINE(raised),
    RAISED_ID(offsetof(struct raised, id)),
    BY(raised),
    ON(raised),
    RAISED_FIELDS(0),
    {"comments", FIELD_RECORDS, AT(raised, comments), .record = &comment_record,
     .doc = "What was said since.", .example = "comments: []"},
};
static const struct record raised_record =
    RECORD("raised", struct raised, "A finding of a person's; it blocks until it is settled.",
           raised_fields);

static const struct field inventory_fields[] = {
    LINE(inventory),
    BY(inventory),
    ON(inventory),
    SETTLEMENT_PICTURES(offsetof(struct inventory, pictures)),
};
static const struct record inventory_record =
    RECORD("inventory", struct inventory, "That everything in these frames is on the call sheet.",
           inventory_fields);

static const struct field age_fields[] = {
    LINE(age_attested),
    BY(age_attested),
    ON(age_attested),
    APPARENT_AGE(offsetof(struct age_attested, age)),
    SETTLEMENT_PICTURES(offsetof(struct age_attested, pictures)),
};
static const struct record age_record =
    RECORD("apparent_age", struct age_attested, "An age, as a person sees it.", age_fields);

static const struct field settlements_fields[] = {
    {"settlements", FIELD_INT, AT(settlements, version), .required = true,
     .min = SETTLEMENTS_VERSION, .max = SETTLEMENTS_VERSION, .doc = "Version of this format.",
     .example = "settlements: 1"},
    {"settled", FIELD_RECORDS, AT(settlements, settled), .record = &settled_record,
     .doc = "Findings that people settled.", .example = "settled: []"},
    {"raised", FIELD_RECORDS, AT(settlements, raised), .record = &raised_record,
     .doc = "Findings that people raised.", .example = "raised: []"},
    {"inventories", FIELD_RECORDS, AT(settlements, inventories), .record = &inventory_record,
     .doc = "Frames in which everything is on the call sheet.", .example = "inventories: []"},
    {"apparent_ages", FIELD_RECORDS, AT(settlements, apparent_ages), .record = &age_record,
     .doc = "Ages, as people see them.", .example = "apparent_ages: []"},
};
const struct record settlements_record =
    RECORD("settlements", struct settlements, "What people said about single pictures.",
           settlements_fields);
/* clang-format on */

/* ---- what must hold beside the field tables ---- */

static bool has_region(const struct settled_place *p)
{
    return p->region.x_px != INT_ABSENT && p->region.y_px != INT_ABSENT &&
           p->region.w_px != INT_ABSENT && p->region.h_px != INT_ABSENT;
}

bool settled_check(const struct settled *s, struct diags *diags)
{
    size_t before = diags->n + diags->dropped;
    bool has_place = s->kind != SETTLED_FACES && s->kind != SETTLED_CONTRADICTION;
    bool says = s->kind == SETTLED_TEXT || s->kind == SETTLED_HIT || s->kind == SETTLED_RAISED ||
                s->kind == SETTLED_CONTRADICTION;
    if ((s->item.p != NULL) + (s->talent.p != NULL) + (s->dismissed.p != NULL) != 1)
        diag_add(diags, s->line, 0, S("dismissed: a reflection on the clasp"),
                 "say what it is with one of: item, talent, dismissed (with the reason)");
    if (says && !s->says.p)
        diag_add(diags, s->line, 0, S("says: Quarterly report"),
                 "what was settled is missing: says");
    if (s->kind == SETTLED_HIT && !s->term.p)
        diag_add(diags, s->line, 0, S("term: court-papers/opinion of the court"),
                 "the list and the term are missing: term");
    if (s->kind == SETTLED_FACES && s->faces == INT_ABSENT)
        diag_add(diags, s->line, 0, S("faces: 3"), "how many faces are in order is missing: faces");
    if (s->pictures.at && s->pictures.n == 0)
        diag_add(diags, s->line, 0, (str){0}, "pictures is empty: it settles nothing");
    for (size_t i = 0; has_place && i < s->pictures.n; i++)
        if (!has_region(&s->pictures.at[i]))
            diag_add(diags, s->line, 0,
                     S("pictures: [{sha256: 0f3c..., x_px: 40, y_px: 60, "
                       "w_px: 300, h_px: 90}]"),
                     "picture %zu has no region: x_px, y_px, w_px, h_px", i + 1);
    return diags->n + diags->dropped == before;
}

static void check_raised(const struct settlements *s, struct diags *diags)
{
    for (size_t i = 0; i < s->raised.n; i++)
        for (size_t k = 0; k < i; k++)
            if (s->raised.at[i].id.p && str_eq(s->raised.at[i].id, s->raised.at[k].id)) {
                diag_add(diags, s->raised.at[i].line, 0, (str){0},
                         "the id \"%.*s\" was raised already, on line %u", STR(s->raised.at[i].id),
                         s->raised.at[k].line);
                break;
            }
}

bool settlements_read(str bytes, struct arena *a, struct diags *diags, struct settlements *ret)
{
    struct node tree;
    if (!document_read(bytes, a, diags, &tree))
        return false;
    size_t before = diags->n + diags->dropped;
    struct settlements s;
    if (record_read(&settlements_record, &tree, a, diags, &s)) {
        for (size_t i = 0; i < s.settled.n; i++)
            settled_check(&s.settled.at[i], diags);
        check_raised(&s, diags);
    }
    if (diags->n + diags->dropped != before)
        return false;
    *ret = s;
    return true;
}
