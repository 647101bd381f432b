#include "gate/payload.h"

#include "policy/policy.h"
#include "shoot/callsheet.h"
#include "shoot/settlement_fields.h"

enum {
    KEY_MAX_BYTES = 500,
    ORIGIN_MAX_BYTES = 200,
    NAME_MAX_BYTES = 500,
    REASON_MAX_BYTES = 4096,
    SEALED_MAX_BYTES = 1 << 20,
    PEOPLE_MAX_ITEMS = 20000, /* talent, and parties that are persons */
    CHANGE_MAX_BYTES = 1 << 20,
    ASSET_MAX_BYTES = 1 << 30,
    REVISION_MAX = 1000000,
};

static const struct word key_uses[] = {
    {"log", KEY_LOG, "signs checkpoints of the ledger"},
    {"issuer", KEY_ISSUER, "signs certificates"},
    {"status", KEY_STATUS, "signs the list of what is revoked"},
};
const struct words key_use_words = {key_uses, countof(key_uses)};

/* clang-format off */
#define AT(type, member)   .offset = offsetof(struct type, member)
#define NEED(type, member) AT(type, member), .required = true
#define CAMPAIGN(type)                                                                             \
    {                                                                                              \
        "campaign", FIELD_TEXT, NEED(type, campaign),                                              \
            .pattern = "id", .doc = "The campaign's id.", .example = "campaign: spring"            \
    }
#define ASSET(type)                                                                                \
    {                                                                                              \
        "asset", FIELD_TEXT, NEED(type, asset), .pattern = "sha256",                               \
                                                .doc = "The digest of the picture's bytes.",       \
                                                .example = "asset: 0f3c... (64 hex digits)"        \
    }
#define REASON(type)                                                                               \
    {                                                                                              \
        "reason", FIELD_TEXT, NEED(type, reason), .min = 1, .max = REASON_MAX_BYTES,               \
                                                  .doc = "Why.",                                   \
                                                  .example = "reason: asked for by the family"     \
    }
#define VKEY(key, type, member)                                                                    \
    {                                                                                              \
        key, FIELD_TEXT, NEED(type, member),                                                       \
            .min = 1, .max = KEY_MAX_BYTES,                                                        \
            .doc = "A public key, as docs/format/key.md writes it.",                               \
            .example =                                                                             \
                key ": gatefold.example/log+caf3dcc2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4" \
    }

static const struct field workspace_created_fields[] = {
    {"origin", FIELD_TEXT, NEED(workspace_created, origin), .min = 1, .max = ORIGIN_MAX_BYTES,
     .doc = "The ledger's name, such as a host and a path.",
     .example = "origin: gatefold.example/log"},
    VKEY("log", workspace_created, log),
    VKEY("issuer", workspace_created, issuer),
    VKEY("status", workspace_created, status),
};
const struct record workspace_created_record =
    RECORD("workspace_created", struct workspace_created, "A workspace, and its public keys.",
           workspace_created_fields);

static const struct field key_rotated_fields[] = {
    {"use", FIELD_WORD, NEED(key_rotated, use), .words = &key_use_words, .doc = "What it is for.",
     .example = "use: issuer"},
    VKEY("old", key_rotated, old_key),
    VKEY("new", key_rotated, new_key),
    REASON(key_rotated),
};
const struct record key_rotated_record = RECORD(
    "key_rotated", struct key_rotated, "From here on another key signs.", key_rotated_fields);

static const struct field party_added_fields[] = {
    {"party", FIELD_TEXT, NEED(party_added, party), .pattern = "id", .doc = "Names the party.",
     .example = "party: studio-nord"},
    {"kind", FIELD_WORD, NEED(party_added, kind), .words = &party_kind_words,
     .doc = "What it does here.", .example = "kind: supplier"},
    {"name", FIELD_TEXT, AT(party_added, name), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Of an organisation; a person's name is in the personal record.",
     .example = "name: Studio Nord"},
};
const struct record party_added_record = RECORD(
    "party_added", struct party_added, "Somebody who answers for something.", party_added_fields);

#define PERSON(type)                                                                               \
    {                                                                                              \
        "person", FIELD_TEXT, NEED(type, person),                                                  \
            .pattern = "person",                                                                   \
            .doc = "The person's id; CAMPAIGN/ID for somebody on a call sheet.",                   \
            .example = "person: spring/child-a"                                                    \
    }
static const struct field person_recorded_fields[] = {
    PERSON(person_recorded),
    {"party", FIELD_TEXT, AT(person_recorded, party), .pattern = "id",
     .doc = "The party that the person belongs to.", .example = "party: studio-nord"},
    {"sealed", FIELD_TEXT, NEED(person_recorded, sealed), .min = 1, .max = SEALED_MAX_BYTES,
     .doc = "The personal record, encrypted under the person's own key (docs/format/key.md).",
     .example = "sealed: AAAA"},
};
const struct record person_recorded_record =
    RECORD("person_recorded", struct person_recorded,
           "A personal record; a later one takes the place of an earlier.", person_recorded_fields);

static const struct field about_person_fields[] = {
    PERSON(about_person),
    REASON(about_person),
};
const struct record hold_placed_record =
    RECORD("hold_placed", struct about_person, "A legal hold: the person cannot be forgotten.",
           about_person_fields);
const struct record hold_lifted_record =
    RECORD("hold_lifted", struct about_person, "One legal hold less.", about_person_fields);
const struct record person_forgotten_record =
    RECORD("person_forgotten", struct about_person, "The key of the personal record is destroyed.",
           about_person_fields);

static const struct field campaign_opened_fields[] = {
    CAMPAIGN(campaign_opened),
    {"name", FIELD_TEXT, NEED(campaign_opened, name), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Its name.", .example = "name: \"Objects, autumn 2022\""},
    {"house", FIELD_TEXT, NEED(campaign_opened, house), .pattern = "id",
     .doc = "The id of the party whose campaign it is.", .example = "house: maison-verne"},
};
const struct record campaign_opened_record =
    RECORD("campaign_opened", struct campaign_opened, "What the house wants to publish.",
           campaign_opened_fields);

static const struct field callsheet_revised_fields[] = {
    CAMPAIGN(callsheet_revised),
    {"revision", FIELD_INT, NEED(callsheet_revised, revision), .min = 1, .max = REVISION_MAX,
     .doc = "Of the campaign's call sheet, from 1.", .example = "revision: 2"},
    {"callsheet", FIELD_TEXT, NEED(callsheet_revised, callsheet), .pattern = "sha256",
     .doc = "The digest of the call sheet without personal records.",
     .example = "callsheet: 0f3c... (64 hex digits)"},
    {"people", FIELD_TEXTS, NEED(callsheet_revised, people), .pattern = "id",
     .max_items = PEOPLE_MAX_ITEMS, .doc = "The ids of those on it who have a personal record.",
     .example = "people: [child-a, legal]"},
    {"changes", FIELD_TEXTS, AT(callsheet_revised, changes), .min = 1, .max = CHANGE_MAX_BYTES,
     .doc = "What changed since the revision before, in words.",
     .example = "changes: [\"item bag: themes: new: document\"]"},
};
const struct record callsheet_revised_record =
    RECORD("callsheet_revised", struct callsheet_revised, "Who and what may be in the pictures.",
           callsheet_revised_fields);

static const struct field asset_submitted_fields[] = {
    CAMPAIGN(asset_submitted),
    ASSET(asset_submitted),
    {"bytes", FIELD_INT, NEED(asset_submitted, bytes), .min = 1, .max = ASSET_MAX_BYTES,
     .doc = "How many it has.", .example = "bytes: 4194304"},
    {"path", FIELD_TEXT, NEED(asset_submitted, path), .min = 1, .max = SETTLEMENT_PATH_MAX_BYTES,
     .doc = "The picture's file, by which the call sheet knows its shot.",
     .example = "path: office/desk-1_004.jpg"},
};
const struct record asset_submitted_record =
    RECORD("asset_submitted", struct asset_submitted, "A picture of the campaign.",
           asset_submitted_fields);

static const struct field asset_screened_fields[] = {
    CAMPAIGN(asset_screened),
    ASSET(asset_screened),
    {"facts", FIELD_TEXT, NEED(asset_screened, facts), .pattern = "sha256",
     .doc = "The digest of the facts.", .example = "facts: 0f3c... (64 hex digits)"},
    {"verdict", FIELD_WORD, NEED(asset_screened, verdict), .words = &verdict_words,
     .doc = "The packs' answer for the facts.", .example = "verdict: needs"},
    {"revision", FIELD_INT, AT(asset_screened, revision), .min = 1, .max = REVISION_MAX,
     .doc = "Of the call sheet; absent: screened without one.", .example = "revision: 2"},
    {"packs", FIELD_TEXT, NEED(asset_screened, packs), .pattern = "sha256",
     .doc = "The digest of the policy.", .example = "packs: 0f3c... (64 hex digits)"},
    {"program", FIELD_TEXT, NEED(asset_screened, program), .min = 1, .max = 200,
     .doc = "What screened it, with its version.", .example = "program: gatefold 0.1.0"},
};
const struct record asset_screened_record =
    RECORD("asset_screened", struct asset_screened, "What a screening found, and the verdict.",
           asset_screened_fields);

static const struct field asset_erased_fields[] = {
    CAMPAIGN(asset_erased),
    ASSET(asset_erased),
    REASON(asset_erased),
};
const struct record asset_erased_record =
    RECORD("asset_erased", struct asset_erased, "The picture's bytes are gone; its digest stays.",
           asset_erased_fields);

static const struct field finding_settled_fields[] = {
    CAMPAIGN(finding_settled),
    SETTLED_FIELDS(offsetof(struct finding_settled, said)),
};
const struct record finding_settled_record =
    RECORD("finding_settled", struct finding_settled, "One act of one person over one thing.",
           finding_settled_fields);

static const struct field finding_reopened_fields[] = {
    CAMPAIGN(finding_reopened),
    {"settled", FIELD_INT, NEED(finding_reopened, settled), .doc = "The seq of that event.",
     .example = "settled: 41"},
    REASON(finding_reopened),
};
const struct record finding_reopened_record =
    RECORD("finding_reopened", struct finding_reopened, "What was settled is asked again.",
           finding_reopened_fields);

static const struct field finding_raised_fields[] = {
    CAMPAIGN(finding_raised),
    RAISED_ID(offsetof(struct finding_raised, said.id)),
    RAISED_FIELDS(offsetof(struct finding_raised, said)),
};
const struct record finding_raised_record =
    RECORD("finding_raised", struct finding_raised,
           "A finding of a person's; it blocks until it is settled.", finding_raised_fields);

static const struct field finding_commented_fields[] = {
    CAMPAIGN(finding_commented),
    RAISED_ID(offsetof(struct finding_commented, id)),
    SETTLEMENT_COMMENT(offsetof(struct finding_commented, words)),
};
const struct record finding_commented_record =
    RECORD("finding_commented", struct finding_commented, "A comment on what was raised.",
           finding_commented_fields);

static const struct field inventory_attested_fields[] = {
    CAMPAIGN(inventory_attested),
    SETTLEMENT_PICTURES(offsetof(struct inventory_attested, said.pictures)),
};
const struct record inventory_attested_record =
    RECORD("inventory_attested", struct inventory_attested,
           "That everything in these frames is on the call sheet.", inventory_attested_fields);

static const struct field apparent_age_attested_fields[] = {
    CAMPAIGN(apparent_age_attested),
    APPARENT_AGE(offsetof(struct apparent_age_attested, said.age)),
    SETTLEMENT_PICTURES(offsetof(struct apparent_age_attested, said.pictures)),
};
const struct record apparent_age_attested_record =
    RECORD("apparent_age_attested", struct apparent_age_attested,
           "An age, as a person sees it; never a model's.", apparent_age_attested_fields);
/* clang-format on */
