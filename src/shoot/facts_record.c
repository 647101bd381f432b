#include "shoot/callsheet.h"
#include "shoot/facts.h"
#include "shoot/facts_parts.h"

/* The field tables of facts. Every field is required: nothing is ever left out of the text, so
 * rules need not ask whether a key is there. */

enum {
    READ_TEXT_MAX_BYTES = 1 << 20,
};

/* clang-format off: one field a line reads best as a table */
#define AT(type, member) .offset = offsetof(struct type, member), .required = true
#define TEXT(type, member, about)                                                                  \
    {                                                                                              \
#member, FIELD_TEXT, AT(type, member), .max = READ_TEXT_MAX_BYTES, .doc = about            \
    }
/* A text of which all values are known: a rule that looks for another can never fire, and an
 * example with another is refused. */
#define CHOICE(type, member, list, about)                                                          \
    {                                                                                              \
#member, FIELD_TEXT, AT(type, member), .words = &list, .doc = about                        \
    }
#define INT(type, member, about)                                                                   \
    {                                                                                              \
#member, FIELD_INT, AT(type, member), .doc = about                                         \
    }
#define BOOL(type, member, about)                                                                  \
    {                                                                                              \
#member, FIELD_BOOL, AT(type, member), .doc = about                                        \
    }
#define TEXTS(type, member, about)                                                                 \
    {                                                                                              \
#member, FIELD_TEXTS, AT(type, member), .max = READ_TEXT_MAX_BYTES, .doc = about           \
    }
#define SUB(type, member, of, about)                                                               \
    {                                                                                              \
#member, FIELD_RECORD, AT(type, member), .record = &of##_record, .doc = about              \
    }
#define LIST(type, member, of, about)                                                              \
    {                                                                                              \
#member, FIELD_RECORDS, AT(type, member), .record = &of##_record, .doc = about             \
    }

static const struct field picture_fields[] = {
    TEXT(fact_picture, sha256, "SHA-256 of the file's bytes."),
    TEXT(fact_picture, format, "\"jpeg\", \"png\" and so on; \"\" when it could not be told."),
    INT(fact_picture, width_px, "Of the upright picture; 0 when unknown."),
    INT(fact_picture, height_px, "Of the upright picture; 0 when unknown."),
    TEXT(fact_picture, fingerprint, "PDQ, 64 hex digits; \"\" when it has none."),
    INT(fact_picture, quality, "PDQ quality, 0 to 100; 0 when unknown."),
};
static const struct record picture_record =
    RECORD("picture", struct fact_picture, "The picture itself.", picture_fields);

static const struct field fact_callsheet_fields[] = {
    BOOL(fact_callsheet, present, "Was it screened with a call sheet?"),
    TEXT(fact_callsheet, campaign, "The campaign's id."),
    TEXT(fact_callsheet, house, "The house's party id."),
};
static const struct record fact_callsheet_record =
    RECORD("facts_callsheet", struct fact_callsheet, "The call sheet that it was compared with.",
           fact_callsheet_fields);

static const struct field setup_fields[] = {
    BOOL(fact_setup, known, "Does exactly one shot claim this file?"),
    TEXT(fact_setup, look, "Its look."),
    TEXT(fact_setup, shot, "Its shot."),
    TEXT(fact_setup, why, "Why it is not known; \"\" when it is."),
};
static const struct record setup_record =
    RECORD("setup", struct fact_setup, "The set-up that the picture belongs to.", setup_fields);

static const struct field person_fields[] = {
    TEXT(fact_person, id, "The id on the call sheet."),
    {"band", FIELD_WORD, AT(fact_person, band), .words = &band_words,
     .doc = "The age at the shoot."},
    BOOL(fact_person, minor, "Under 18, or unknown."),
    BOOL(fact_person, under_13, "Under 13, or unknown."),
    BOOL(fact_person, under_16, "Under 16, or unknown."),
    BOOL(fact_person, under_25, "Under 25, or unknown."),
    BOOL(fact_person, fourteen_or_under, "14 or under, or unknown."),
    CHOICE(fact_person, release, release_kind_words,
           "What the release allows; \"none\" where it does not hold."),
    TEXTS(fact_person, missing, "Papers that are missing or out of date, each in a few words."),
};
static const struct record person_record =
    RECORD("person", struct fact_person, "Somebody on the call sheet who may be in this frame.",
           person_fields);

static const struct field settlement_fields[] = {
    BOOL(fact_settlement, settled, "Did a person settle it?"),
    TEXT(fact_settlement, how, "matched or dismissed; \"\" when it is not settled."),
    TEXT(fact_settlement, to, "matched: the id of the item or person."),
    TEXT(fact_settlement, reason, "dismissed: why."),
    TEXT(fact_settlement, by, "Who."),
    TEXT(fact_settlement, on, "When: a date."),
    TEXT(fact_settlement, why_not, "Why what somebody said of it does not count; \"\" otherwise."),
};
static const struct record settlement_record = RECORD(
    "settlement", struct fact_settlement, "What people said of a finding.", settlement_fields);
#define SETTLEMENT(type) SUB(type, settlement, settlement, "What people said of it.")

static const struct field raised_fields[] = {
    TEXT(fact_raised, id, "r1, r2 and so on."),
    TEXT(fact_raised, name, "Its id in the settlements."),
    SUB(fact_raised, region, region, "Where it is."),
    TEXT(fact_raised, words, "What it is."),
    TEXT(fact_raised, by, "Who raised it."),
    TEXT(fact_raised, owner, "Who sees to it; \"\" for nobody yet."),
    TEXT(fact_raised, due, "Until when; \"\" for no date."),
    BOOL(fact_raised, change_requested, "Is the answer that the picture must be changed?"),
    SETTLEMENT(fact_raised),
};
static const struct record fact_raised_record =
    RECORD("raised", struct fact_raised, "What a person raised.", raised_fields);

static const struct field inventory_fields[] = {
    BOOL(fact_inventory, complete, "Did a person find everything in frame on the call sheet?"),
    TEXT(fact_inventory, by, "Who; \"\" when nobody did."),
    TEXT(fact_inventory, on, "When: a date."),
};
static const struct record fact_inventory_record = RECORD(
    "inventory", struct fact_inventory, "The frame, looked through by a person.", inventory_fields);

static const struct field apparent_age_fields[] = {
    TEXT(fact_apparent_age, said, "under_16, under_18, cannot_say, adult or absent."),
    BOOL(fact_apparent_age, under_16, "True unless a person said otherwise."),
    BOOL(fact_apparent_age, under_18, "True unless a person said otherwise."),
    TEXT(fact_apparent_age, by, "Who; \"\" when absent."),
    TEXT(fact_apparent_age, on, "When: a date."),
};
static const struct record fact_apparent_age_record =
    RECORD("apparent_age", struct fact_apparent_age,
           "How old the youngest in frame seems, to people.", apparent_age_fields);

static const struct field faces_fields[] = {
    INT(fact_faces, counted, "Faces that were found."),
    INT(fact_faces, cast, "People on the call sheet who may be in this frame."),
    SETTLEMENT(fact_faces),
};
static const struct record faces_record =
    RECORD("faces", struct fact_faces, "Faces, counted and never recognised.", faces_fields);

static const struct field fact_item_fields[] = {
    TEXT(fact_item, id, "The id on the call sheet."),
    TEXT(fact_item, name, "What it is."),
    CHOICE(fact_item, kind, item_kind_words, "What sort of thing it is."),
    INT(fact_item, count, "How many."),
    TEXT(fact_item, supplier, "Party or person that brings it; \"\" when nobody is named."),
    BOOL(fact_item, assessed, "Has somebody said what it touches?"),
    TEXT(fact_item, assessed_by, "Who; \"\" when nobody has."),
    TEXTS(fact_item, themes, "What it touches; means nothing unless assessed."),
    BOOL(fact_item, approved, "Is it approved for the set?"),
    TEXT(fact_item, approved_by, "By whom; \"\" when by nobody."),
};
static const struct record fact_item_record =
    RECORD("facts_item", struct fact_item, "Something on the call sheet that may be in this frame.",
           fact_item_fields);

static const struct field beyond_fields[] = {
    TEXT(fact_beyond, id, "b1, b2 and so on."),
    TEXT(fact_beyond, whose, "The person, item or licence."),
    TEXT(fact_beyond, paper, "release, item, photograph or location."),
    TEXT(fact_beyond, party, "Who gives it; \"\" when it is the person, or nobody is named."),
    TEXT(fact_beyond, limit, "channels, territories or dates."),
    TEXTS(fact_beyond, over, "What of it; empty when no usage is asked for."),
    TEXT(fact_beyond, words, "The same in a sentence."),
};
static const struct record beyond_record =
    RECORD("beyond", struct fact_beyond, "Where the usage goes beyond a paper.", beyond_fields);

static const struct field scope_fields[] = {
    BOOL(fact_scope, asked, "Does the call sheet say what the pictures are wanted for?"),
    TEXTS(fact_scope, channels, "In which channels."),
    TEXTS(fact_scope, territories, "Where, ISO 3166-1; the world is written out."),
    TEXT(fact_scope, from, "The first day; \"\" when it is not known."),
    TEXT(fact_scope, until, "The last day; \"\" for no end."),
    TEXT(fact_scope, time_zone, "Of these days."),
    TEXTS(fact_scope, missing, "Licences of the photographer and the location that are missing."),
    LIST(fact_scope, beyond, beyond, "What goes beyond a paper, and whose."),
};
static const struct record fact_scope_record =
    RECORD("facts_scope", struct fact_scope, "The usage asked for.", scope_fields);

static const struct word accounts[] = {
    {"item", 1, "an item's print bears it"},
    {"own_mark", 2, "one of the house's own marks"},
    {"unaccounted", 3, "nothing on the call sheet"},
};
static const struct words account_words = {accounts, countof(accounts)};

static const struct field text_fields[] = {
    TEXT(fact_text, id, "t1, t2 and so on, in reading order."),
    SUB(fact_text, region, region, "Where it stands."),
    TEXT(fact_text, text, "As read; names of people replaced by ids."),
    CHOICE(fact_text, account, account_words, "What accounts for it."),
    TEXT(fact_text, item, "The item that accounts for it; \"\" for none."),
    INT(fact_text, covered_pm, "Per mille of its letters found in what fits best."),
    SETTLEMENT(fact_text),
};
static const struct record text_record =
    RECORD("text", struct fact_text, "Print that was read.", text_fields);

static const struct field unread_fields[] = {
    TEXT(fact_unread, id, "u1, u2 and so on."),
    SUB(fact_unread, region, region, "Where it stands."),
    TEXT(fact_unread, reason,
         "low_confidence, too_small, other_script, oblique, empty_reading or out_of_focus."),
    TEXT(fact_unread, words, "The same in a sentence."),
    TEXT(fact_unread, look,
         "PDQ of the region, 64 hex digits; \"\" where it has too little in it."),
    SETTLEMENT(fact_unread),
};
static const struct record unread_record =
    RECORD("unread", struct fact_unread, "Print that cannot be read.", unread_fields);

static const struct field hit_fields[] = {
    TEXT(fact_hit, id, "h1, h2 and so on."),
    SUB(fact_hit, region, region, "Where it stands."),
    TEXT(fact_hit, list, "Name of the watch-list."),
    TEXT(fact_hit, term, "The term, as the list has it."),
    TEXT(fact_hit, text, "As read; names of people replaced by ids."),
    BOOL(fact_hit, accounted,
         "Does an approved item's print say it, and account for where it stands?"),
    TEXT(fact_hit, item, "That item; \"\" for none."),
    SETTLEMENT(fact_hit),
};
static const struct record hit_record =
    RECORD("hit", struct fact_hit, "A term of a watch-list in what was read.", hit_fields);

static const struct field match_fields[] = {
    TEXT(fact_match, id, "m1, m2 and so on."),
    TEXT(fact_match, label, "The entry of the bank."),
    TEXT(fact_match, reason, "Why it is in the bank."),
    TEXT(fact_match, source, "Who put it there."),
    INT(fact_match, distance_bits, "Hamming distance of the fingerprints."),
    TEXT(fact_match, variant, "How the picture was turned to match."),
};
static const struct record match_record =
    RECORD("match", struct fact_match, "A picture of the bank that it is like.", match_fields);

static const struct field outside_fields[] = {
    TEXT(fact_outside, id, "o1, o2 and so on."),
    SUB(fact_outside, region, region, "Where it is."),
    TEXT(fact_outside, detector, "outside/ and the name of the program."),
    TEXT(fact_outside, version, "Of the detector."),
    TEXT(fact_outside, kind, "What it is, in the detector's own word."),
    TEXT(fact_outside, words, "The same in a sentence."),
    INT(fact_outside, score_pm, "How sure it is, per mille; 0 where it does not say."),
};
static const struct record outside_record =
    RECORD("outside", struct fact_outside, "What a detector from outside saw.", outside_fields);

static const struct field contradiction_fields[] = {
    TEXT(fact_contradiction, id, "c1, c2 and so on."),
    TEXT(fact_contradiction, property, "The property of the metadata."),
    TEXT(fact_contradiction, says, "What it says; people's names are left out."),
    TEXT(fact_contradiction, against, "What another packet, or the call sheet, says."),
    TEXT(fact_contradiction, words, "The same in a sentence."),
    SETTLEMENT(fact_contradiction),
};
static const struct record contradiction_record =
    RECORD("contradiction", struct fact_contradiction,
           "Metadata against metadata, or against the call sheet.", contradiction_fields);

static const struct field metadata_fields[] = {
    TEXT(fact_metadata, age_code, "plus:MinorModelAgeDisclosure."),
    TEXT(fact_metadata, age_code_state,
         "right, absent, unknown, too_high, too_low or not_needed, against the youngest in frame."),
    TEXT(fact_metadata, model_release, "plus:ModelReleaseStatus."),
    TEXT(fact_metadata, property_release, "plus:PropertyReleaseStatus."),
    TEXT(fact_metadata, adult_warning, "plus:AdultContentWarning."),
    TEXTS(fact_metadata, constraints, "plus:ImageAlterationConstraints."),
    TEXT(fact_metadata, source_type, "Iptc4xmpExt:DigitalSourceType."),
    LIST(fact_metadata, contradictions, contradiction, "What does not agree."),
};
static const struct record metadata_record =
    RECORD("metadata", struct fact_metadata,
           "What the file's metadata claim: codes without their URI, \"\" if absent, \"invalid\" "
           "if it is none "
           "of the standard's.",
           metadata_fields);

static const struct field detector_fields[] = {
    TEXT(fact_detector, name, "Its name."),
    TEXT(fact_detector, version, "Its version."),
    TEXT(fact_detector, status, "done, failed or off."),
};
static const struct record detector_record =
    RECORD("detector", struct fact_detector, "A detector, run or not.", detector_fields);

static const struct field failure_fields[] = {
    TEXT(fact_failure, id, "f1, f2 and so on."),
    TEXT(fact_failure, what, "The detector, or file, worker or callsheet."),
    TEXT(fact_failure, reason, "A code."),
    TEXT(fact_failure, words, "A sentence, with what to do."),
};
static const struct record failure_record = RECORD(
    "failure", struct fact_failure, "Something that could not be told; it blocks.", failure_fields);

static const struct field parts_fields[] = {
    TEXT(fact_parts, pixels, "Of picture, unread, matches, raised and outside."),
    TEXT(fact_parts, people, "Of people, faces, apparent_age and setup."),
    TEXT(fact_parts, items, "Of items, inventory and setup."),
    TEXT(fact_parts, text, "Of texts and hits."),
    TEXT(fact_parts, metadata, "Of metadata."),
    TEXT(fact_parts, scope, "Of scope."),
    TEXT(fact_parts, run, "Of version, callsheet, detectors and failures."),
};
static const struct record parts_record =
    RECORD("parts", struct fact_parts,
           "SHA-256 of each part's canonical JSON: what a sign-off covers.", parts_fields);

#define PICTURE    SUB(facts, picture, picture, "The picture itself.")
#define SETUP      SUB(facts, setup, setup, "The set-up that it belongs to.")
#define PEOPLE     LIST(facts, people, person, "Who may be in frame.")
#define FACES      SUB(facts, faces, faces, "Faces, counted.")
#define ITEMS      LIST(facts, items, fact_item, "What may be in frame.")
#define SCOPE      SUB(facts, scope, fact_scope, "The usage asked for, held against the papers.")
#define TEXTS_READ LIST(facts, texts, text, "Print that was read.")
#define UNREAD     LIST(facts, unread, unread, "Print that cannot be read.")
#define HITS       LIST(facts, hits, hit, "Terms of watch-lists.")
#define MATCHES    LIST(facts, matches, match, "Pictures of the bank that it is like.")
#define OUTSIDE    LIST(facts, outside, outside, "What detectors from outside saw.")
#define RAISED     LIST(facts, raised, fact_raised, "What people raised.")
#define INVENTORY  SUB(facts, inventory, fact_inventory, "The frame, looked through.")
#define AGE        SUB(facts, apparent_age, fact_apparent_age, "How old the youngest seems.")
#define METADATA   SUB(facts, metadata, metadata, "What the metadata claim.")
#define CALLSHEET  SUB(facts, callsheet, fact_callsheet, "The call sheet.")
#define DETECTORS  LIST(facts, detectors, detector, "Every detector, run or not.")
#define FAILURES   LIST(facts, failures, failure, "What could not be told; any blocks.")
#define VERSION                                                                                    \
    {                                                                                              \
        "version", FIELD_INT, AT(facts, version), .min = FACTS_VERSION, .max = FACTS_VERSION,      \
                                                  .doc = "Version of this format."                 \
    }

/* clang-format off */
static const struct field facts_fields[] = {
    VERSION,
    PICTURE,
    CALLSHEET,
    SETUP,
    PEOPLE,
    FACES,
    ITEMS,
    SCOPE,
    TEXTS_READ,
    UNREAD,
    HITS,
    MATCHES,
    OUTSIDE,
    RAISED,
    INVENTORY,
    AGE,
    METADATA,
    DETECTORS,
    FAILURES,
    SUB(facts, parts, parts, "Digests of the parts."),
};
/* clang-format on */
const struct record facts_record =
    RECORD("facts", struct facts, "Everything that is known about one picture.", facts_fields);

static const struct field pixels_part[] = {PICTURE, UNREAD, MATCHES, RAISED, OUTSIDE};
static const struct field people_part[] = {PEOPLE, FACES, AGE, SETUP};
static const struct field items_part[] = {ITEMS, INVENTORY, SETUP};
static const struct field text_part[] = {TEXTS_READ, HITS};
static const struct field metadata_part[] = {METADATA};
static const struct field scope_part[] = {SCOPE};
static const struct field run_part[] = {VERSION, CALLSHEET, DETECTORS, FAILURES};
/* clang-format on */

#define PART(name) RECORD(#name, struct facts, "A part of facts.", name##_part)
static const struct record pixels = PART(pixels), people = PART(people), items = PART(items),
                           text = PART(text), metadata = PART(metadata), scope = PART(scope),
                           run = PART(run);

const struct facts_part facts_parts[] = {
    {&pixels, offsetof(struct fact_parts, pixels)},
    {&people, offsetof(struct fact_parts, people)},
    {&items, offsetof(struct fact_parts, items)},
    {&text, offsetof(struct fact_parts, text)},
    {&metadata, offsetof(struct fact_parts, metadata)},
    {&scope, offsetof(struct fact_parts, scope)},
    {&run, offsetof(struct fact_parts, run)},
};
const size_t facts_parts_n = countof(facts_parts);
