/* The tables of what a verdict says, for printing and for the published schema. */
#include "policy/policy.h"

#define AT(type, member) .offset = offsetof(struct type, member)

static const struct word effects[] = {
    {"block", EFFECT_BLOCK, "the picture must not go out"},
    {"need", EFFECT_NEED, "somebody must sign first"},
    {"advise", EFFECT_ADVISE, "worth knowing; the picture can still be clear"},
};
const struct words effect_words = {effects, countof(effects)};

static const struct word verdicts[] = {
    {"blocked", VERDICT_BLOCKED, "it must not go out, whoever signs"},
    {"needs", VERDICT_NEEDS, "it takes the signatures that are listed"},
    {"clear", VERDICT_CLEAR, "no rule speaks against it, and everything was looked at"},
};
const struct words verdict_words = {verdicts, countof(verdicts)};

static const struct field citation_fields[] = {
    {"name", FIELD_TEXT, AT(citation, name), .required = true, .doc = "The code, law or standard."},
    {"rule", FIELD_TEXT, AT(citation, rule),
     .doc = "Its number; absent where nobody confirmed it."},
    {"url", FIELD_TEXT, AT(citation, url), .doc = "Where it can be read."},
};
static const struct record citation_record =
    RECORD("citation", struct citation, "What a rule rests on.", citation_fields);

/* has_region stands before the region, so together they are a record that can be absent. */
struct reason_region {
    bool present;
    struct region region;
};
#define REGION_START offsetof(struct reason, has_region)
static_assert(offsetof(struct reason, region) - REGION_START ==
                  offsetof(struct reason_region, region),
              "a reason holds its region as reason_region does");
#define PX(member, about)                                                                          \
    {                                                                                              \
#member, FIELD_INT, offsetof(struct reason_region, region.member), .required = true,       \
                                                                           .doc = about            \
    }
static const struct field region_fields[] = {
    {.kind = FIELD_PRESENT, AT(reason_region, present)},
    PX(x_px, "Left edge, from 0."),
    PX(y_px, "Top edge, from 0."),
    PX(w_px, "Width."),
    PX(h_px, "Height."),
};
static const struct record reason_region_record =
    RECORD("reason_region", struct reason_region, "A rectangle in pixels of the upright picture.",
           region_fields);

static const struct field reason_fields[] = {
    {"pack", FIELD_TEXT, AT(reason, pack), .required = true,
     .doc = "The pack of the rule; gatefold for what is decided in code."},
    {"rule", FIELD_TEXT, AT(reason, rule), .required = true, .doc = "The rule's id in its pack."},
    {"effect", FIELD_WORD, AT(reason, effect), .required = true, .words = &effect_words,
     .doc = "What it does to the picture."},
    {"because", FIELD_TEXT, AT(reason, because), .required = true, .doc = "Why, in words."},
    {"fix", FIELD_TEXT, AT(reason, fix), .required = true, .doc = "What to do, in words."},
    {"citations", FIELD_RECORDS, AT(reason, citations), .record = &citation_record,
     .doc = "What the rule rests on."},
    {"subject", FIELD_TEXT, AT(reason, subject), .required = true,
     .doc = "The id of what it is about; empty for the picture as a whole."},
    {"region", FIELD_RECORD, .offset = REGION_START, .record = &reason_region_record,
     .doc = "Where it is, in pixels of the upright picture."},
};
const struct record reason_record =
    RECORD("reason", struct reason, "One rule that fired, for one thing.", reason_fields);

static const struct field need_fields[] = {
    {"role", FIELD_TEXT, AT(need, role), .required = true, .doc = "The role that must sign."},
    {"party", FIELD_TEXT, AT(need, party), .required = true,
     .doc = "The party whose people count; empty for any."},
    {"count", FIELD_INT, AT(need, count), .required = true, .doc = "How many must sign."},
    {"rules", FIELD_TEXTS, AT(need, rules), .required = true,
     .doc = "The rules that ask for it, as pack/rule."},
};
const struct record need_record =
    RECORD("need", struct need, "Signatures that are needed.", need_fields);

static const struct field verdict_fields[] = {
    {"verdict", FIELD_WORD, AT(verdict, kind), .required = true, .words = &verdict_words,
     .doc = "The answer."},
    {"reasons", FIELD_RECORDS, AT(verdict, reasons), .required = true, .record = &reason_record,
     .doc = "Blocks first, then needs, then advice."},
    {"needs", FIELD_RECORDS, AT(verdict, needs), .required = true, .record = &need_record,
     .doc = "Which signatures it takes, once nothing blocks."},
    {"shadows", FIELD_RECORDS, AT(verdict, shadows), .record = &reason_record,
     .doc = "What shadow rules say, which decides nothing."},
};
const struct record verdict_record =
    RECORD("verdict", struct verdict, "What the packs say of the facts.", verdict_fields);
