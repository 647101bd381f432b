#include "shoot/settlements.h"

#include "codec/document.h"

enum {
    NAME_MAX_BYTES = 500,
    WORDS_MAX_BYTES = 16 << 10,
    SIDE_MAX_PX = 1 << 20,
    FACES_MAX = 10000,
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
        "by", FIELD_TEXT, AT(type, by), .required = true, .min = 1, .max = NAME_MAX_BYTES,         \
                                        .doc = "Who said so.", .example = "by: Nora Field"         \
    }
#define ON(type)                                                                                   \
    {                                                                                              \
        "on", FIELD_DATE, AT(type, on), .required = true, .doc = "When.",                          \
                                        .example = "on: 2022-10-04"                                \
    }
#define PATH(type)                                                                                 \
    {                                                                                              \
        "path", FIELD_TEXT, AT(type, path),                                                        \
            .min = 1, .max = 4096,                                                                 \
            .doc = "The picture's file, for people: what counts is the digest.",                   \
            .example = "path: office/desk-1_004.jpg"                                               \
    }
#define SHA256(type)                                                                               \
    {                                                                                              \
        "sha256", FIELD_TEXT, AT(type, sha256), .required = true, .pattern = "sha256",             \
                                                .doc = "The digest of the picture's bytes.",       \
                                                .example = "sha256: 0f3c... (64 hex digits)"       \
    }
#define PICTURES(type)                                                                             \
    {                                                                                              \
        "pictures", FIELD_RECORDS, AT(type, pictures),                                             \
            .required = true, .record = &place_record, .doc = "In which pictures, and where.",     \
            .example = "pictures: [{path: desk-1_004.jpg, sha256: 0f3c..., x_px: 40, y_px: 60, "   \
                       "w_px: 300, h_px: 90}]"                                                     \
    }
#define SIDE(member, least, about)                                                                 \
    {                                                                                              \
#member, FIELD_INT, AT(settled_place, region.member), .min = least, .max = SIDE_MAX_PX,    \
                                                              .doc = about                         \
    }

static const struct field place_fields[] = {
    PATH(settled_place),
    SHA256(settled_place),
    SIDE(x_px, 0, "Left, in pixels of the upright picture."),
    SIDE(y_px, 0, "Top."),
    SIDE(w_px, 1, "Width."),
    SIDE(h_px, 1, "Height."),
};
static const struct record place_record =
    RECORD("settled_place", struct settled_place, "A picture, or a region of it.", place_fields);

static const struct field settled_fields[] = {
    LINE(settled),
    BY(settled),
    ON(settled),
    {"kind", FIELD_WORD, AT(settled, kind), .required = true, .words = &settled_kind_words,
     .doc = "What kind of finding it is.", .example = "kind: unread"},
    {"says", FIELD_TEXT, AT(settled, says), .min = 1, .max = 1 << 20,
     .doc = "For text and hit: as read. For contradiction: in words. For raised: its id.",
     .example = "says: Quarterly report"},
    {"term", FIELD_TEXT, AT(settled, term), .min = 1, .max = 4096,
     .doc = "For hit: the watch-list and its term.",
     .example = "term: court-papers/opinion of the court"},
    {"faces", FIELD_INT, AT(settled, faces), .min = 1, .max = FACES_MAX,
     .doc = "For faces: so many are in order.", .example = "faces: 3"},
    {"item", FIELD_TEXT, AT(settled, item), .pattern = "id",
     .doc = "What it is: the id of an item.", .example = "item: desk-papers"},
    {"talent", FIELD_TEXT, AT(settled, talent), .pattern = "id",
     .doc = "Or whose: the id of a person.", .example = "talent: adult-1"},
    {"dismissed", FIELD_TEXT, AT(settled, dismissed), .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "Or why it is nothing.", .example = "dismissed: a reflection on the clasp"},
    PICTURES(settled),
};
static const struct record settled_record =
    RECORD("settled", struct settled, "One act of one person over one thing.", settled_fields);

static const struct field comment_fields[] = {
    BY(comment),
    ON(comment),
    {"words", FIELD_TEXT, AT(comment, words), .required = true, .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "What was said.", .example = "words: the florist will bring another vase"},
};
static const struct record comment_record =
    RECORD("comment", struct comment, "A comment on what was raised.", comment_fields);

static const struct field raised_fields[] = {
    LINE(raised),
    {"id", FIELD_TEXT, AT(raised, id), .required = true, .pattern = "id", .doc = "Names it.",
     .example = "id: vase"},
    BY(raised),
    ON(raised),
    PATH(raised),
    SHA256(raised),
    {"region", FIELD_RECORD, AT(raised, region), .required = true, .record = &region_record,
     .doc = "Where.", .example = "region: {x_px: 40, y_px: 60, w_px: 300, h_px: 90}"},
    {"words", FIELD_TEXT, AT(raised, words), .required = true, .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "What is there.", .example = "words: a knife lies beside the child"},
    {"owner", FIELD_TEXT, AT(raised, owner), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Who sees to it.", .example = "owner: North Props"},
    {"due", FIELD_DATE, AT(raised, due), .doc = "Until when.", .example = "due: 2022-10-10"},
    {"change_requested", FIELD_BOOL, AT(raised, change_requested),
     .doc = "The answer is: the picture must be changed.", .example = "change_requested: true"},
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
    PICTURES(inventory),
};
static const struct record inventory_record =
    RECORD("inventory", struct inventory, "That everything in these frames is on the call sheet.",
           inventory_fields);

static const struct field age_fields[] = {
    LINE(age_attested),
    BY(age_attested),
    ON(age_attested),
    {"age", FIELD_WORD, AT(age_attested, age), .required = true, .words = &apparent_age_words,
     .doc = "How old the youngest in these frames seems to be.", .example = "age: adult"},
    PICTURES(age_attested),
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

static void check_settled(const struct settled *s, struct diags *diags)
{
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
            check_settled(&s.settled.at[i], diags);
        check_raised(&s, diags);
    }
    if (diags->n + diags->dropped != before)
        return false;
    *ret = s;
    return true;
}
