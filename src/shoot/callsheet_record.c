#include "shoot/callsheet.h"
#include "shoot/callsheet_tree.h"
#include "shoot/codes.h"

/* The field tables of a call sheet: what is read, its limits, and the published schema. */

enum {
    NAME_MAX_BYTES = 500,
    LIST_MAX_ITEMS = 10000,
    WORDS_MAX_ITEMS = 1000,
    PRINT_MAX_BYTES = 64 << 10,
    MARK_MAX_BYTES = 2000,
    COUNT_MAX = 1000000,
};

static const struct word party_kinds[] = {
    {"house", PARTY_HOUSE, "whose campaign it is"},
    {"agency", PARTY_AGENCY, "creates it for the house"},
    {"producer", PARTY_PRODUCER, "runs the shoot"},
    {"supplier", PARTY_SUPPLIER, "brings things to the set"},
    {"partner", PARTY_PARTNER, "an outside body with a say, such as child protection"},
    {"person", PARTY_PERSON, "somebody who assesses or approves"},
};
const struct words party_kind_words = {party_kinds, countof(party_kinds)};

static const struct word release_kinds[] = {
    {"none", RELEASE_NONE, "nothing is signed"},
    {"limited", RELEASE_LIMITED, "signed, with conditions"},
    {"unlimited", RELEASE_UNLIMITED, "signed, without conditions"},
};
const struct words release_kind_words = {release_kinds, countof(release_kinds)};

static const struct word signers[] = {
    {"talent", SIGNER_TALENT, "the person in the picture"},
    {"guardian", SIGNER_GUARDIAN, "who has parental responsibility"},
};
static const struct words signer_words = {signers, countof(signers)};

static const struct word item_kinds[] = {
    {"prop", ITEM_PROP, "stands in the scene"},
    {"wardrobe", ITEM_WARDROBE, "is worn"},
    {"product", ITEM_PRODUCT, "is what the house sells"},
    {"printed", ITEM_PRINTED, "bears print: paper, book, label, screen"},
};
const struct words item_kind_words = {item_kinds, countof(item_kinds)};

static const struct word use_licence_kinds[] = {
    {"photograph", LICENCE_PHOTOGRAPH, "the photographer's, of the pictures"},
    {"location", LICENCE_LOCATION, "of whoever owns the place, or a thing that stands there"},
};
const struct words use_licence_kind_words = {use_licence_kinds, countof(use_licence_kinds)};

static const struct word themes[] = {
    {"adult", 1, "sexual, fetish or bondage in look or purpose"},
    {"weapon", 2, "a weapon, a toy weapon or what looks like one"},
    {"violence", 3, "injury, blood, restraint, death"},
    {"alcohol", 4, "drink, bottle, glass or brand of it"},
    {"tobacco", 5, "tobacco, vape, ashtray, lighter or brand of it"},
    {"drugs", 6, "drugs or what is used to take them"},
    {"gambling", 7, "cards for money, dice, betting, lottery"},
    {"hazard", 8, "fire, heights, traffic, chemicals, sharp or electric things"},
    {"document", 9, "a paper, book, screen or sign that can be read"},
    {"personal_data", 10, "names, addresses, numbers or faces of real people"},
    {"artwork", 11, "a work of art, photograph or design of somebody else"},
    {"brand", 12, "a mark or product of another house"},
    {"religious", 13, "a symbol, garment, book or place of a faith"},
    {"political", 14, "a symbol, slogan or person of politics"},
    {"national", 15, "a flag, emblem, uniform or banknote of a state"},
    {"cultural", 16, "dress, craft or symbol of a people"},
    {"medical", 17, "medicine, instrument, sickness, body part"},
    {"animal", 18, "a live animal, or what is made of one"},
};
const struct words theme_words = {themes, countof(themes)};

/* clang-format off: one field a line or two reads best as a table */
#define AT(type, member) .offset = offsetof(struct type, member)
#define LINE_AT(type, member)                                                                      \
    {                                                                                              \
        .kind = FIELD_LINE, AT(type, member)                                                       \
    }
#define PRESENT_AT(type, member)                                                                   \
    {                                                                                              \
        .kind = FIELD_PRESENT, AT(type, member)                                                    \
    }
#define LINE(type)    LINE_AT(type, line)
#define PRESENT(type) PRESENT_AT(type, present)
#define ID(type, about, right)                                                                     \
    {                                                                                              \
        "id", FIELD_TEXT, AT(type, id), .required = true, .pattern = "id", .doc = about,           \
                                        .example = right                                           \
    }

static const struct field campaign_fields[] = {
    {"id", FIELD_TEXT, AT(campaign, id), .required = true, .min = 1, .max = 64,
     .doc = "Its reference; metadata carry it as the job id.", .example = "id: AW22-OBJECTS"},
    {"name", FIELD_TEXT, AT(campaign, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Its name.", .example = "name: Objects, autumn 2022"},
};
static const struct record campaign_record =
    RECORD("campaign", struct campaign, "What the house wants to publish.", campaign_fields);

/* The fields of a scope that stands at this place in a struct. */
#define SCOPE(type, at, required_)                                                                 \
    LINE_AT(type, at.line), PRESENT_AT(type, at.present),                                          \
        {"channels",                                                                               \
         FIELD_TEXTS,                                                                              \
         AT(type, at.channels),                                                                    \
         .required = required_,                                                                    \
         .min = 1,                                                                                 \
         .max = 64,                                                                                \
         .max_items = CODES_MAX,                                                                   \
         .doc = "Ids of data/channels.tsv; absent: every channel.",                                \
         .example = "channels: [web, print]"},                                                     \
        {"territories",                                                                            \
         FIELD_TEXTS,                                                                              \
         AT(type, at.territories),                                                                 \
         .required = required_,                                                                    \
         .min = 1,                                                                                 \
         .max = 64,                                                                                \
         .max_items = CODES_MAX,                                                                   \
         .doc = "ISO 3166-1 codes of data/territories.tsv, or world alone; absent: everywhere.",   \
         .example = "territories: [FR, GB]"},                                                      \
        {"except",                                                                                 \
         FIELD_TEXTS,                                                                              \
         AT(type, at.except),                                                                      \
         .min = 1,                                                                                 \
         .max = 64,                                                                                \
         .max_items = CODES_MAX,                                                                   \
         .doc = "Codes that are left out; only with territories: [world].",                        \
         .example = "except: [US, CA]"},                                                           \
        {"from",                                                                                   \
         FIELD_DATE,                                                                               \
         AT(type, at.from),                                                                        \
         .required = required_,                                                                    \
         .doc = "First day; absent: no bound.",                                                    \
         .example = "from: 2022-11-16"},                                                           \
    {                                                                                              \
        "until", FIELD_DATE, AT(type, at.until), .doc = "Last day; absent: no bound.",             \
                                                 .example = "until: 2023-05-31"                    \
    }

static const struct field usage_fields[] = {
    SCOPE(usage, scope, true),
    {"time_zone", FIELD_TEXT, AT(usage, time_zone), .required = true, .min = 1, .max = 64,
     .doc = "As IANA names it; all days of usage and of papers are days there.",
     .example = "time_zone: Europe/Paris"},
};
static const struct record usage_record =
    RECORD("usage", struct usage, "What the pictures are wanted for.", usage_fields);

struct scoped {
    struct scope scope;
};
static const struct field scope_fields[] = {SCOPE(scoped, scope, false)};
static const struct record scope_record =
    RECORD("scope", struct scoped, "How far something may be used.", scope_fields);

#define SCOPE_OF(type)                                                                             \
    {                                                                                              \
        "scope", FIELD_RECORD, AT(type, scope),                                                    \
            .record = &scope_record, .doc = "How far it goes; absent: no bound.",                  \
            .example = "scope: {channels: [web], territories: [FR, GB], "                          \
                       "until: 2023-12-31}"                                                        \
    }

static const struct field party_fields[] = {
    LINE(party),
    ID(party, "Names the party everywhere else.", "id: north-props"),
    {"name", FIELD_TEXT, AT(party, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Its name.", .example = "name: North Props Ltd"},
    {"kind", FIELD_WORD, AT(party, kind), .required = true, .words = &party_kind_words,
     .doc = "What it does here.", .example = "kind: supplier"},
};
const struct record callsheet_party_record = RECORD(
    "party", struct party, "An organisation or a person that answers for something.", party_fields);

static const struct field place_fields[] = {
    LINE(place),
    ID(place, "Names the place in days.", "id: studio-2"),
    {"name", FIELD_TEXT, AT(place, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Its name or address.", .example = "name: Studio 2, Paris"},
    {"time_zone", FIELD_TEXT, AT(place, time_zone), .required = true, .min = 1, .max = 64,
     .doc = "Its time zone, as IANA names it; dates of days are dates there.",
     .example = "time_zone: Europe/Paris"},
};
static const struct record place_record =
    RECORD("place", struct place, "Where pictures are taken.", place_fields);

static const struct field day_fields[] = {
    LINE(shoot_day),
    ID(shoot_day, "Names the day in shots.", "id: day-1"),
    {"date", FIELD_DATE, AT(shoot_day, date), .required = true,
     .doc = "The date at the place; ages are counted on it.", .example = "date: 2022-09-14"},
    {"place", FIELD_TEXT, AT(shoot_day, place), .required = true, .pattern = "id",
     .doc = "The id of the place.", .example = "place: studio-2"},
};
static const struct record day_record =
    RECORD("day", struct shoot_day, "A day of the shoot.", day_fields);

static const struct field release_fields[] = {
    LINE(release),
    PRESENT(release),
    {"kind", FIELD_WORD, AT(release, kind), .required = true, .words = &release_kind_words,
     .doc = "How far it goes.", .example = "kind: unlimited"},
    {"signed_by", FIELD_WORD, AT(release, signed_by), .words = &signer_words,
     .doc = "Who signed; for a minor it is the guardian.", .example = "signed_by: guardian"},
    {"signer", FIELD_TEXT, AT(release, signer), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "The name under it.", .example = "signer: Karin Lindqvist"},
    {"signed_on", FIELD_DATE, AT(release, signed_on), .doc = "When it was signed.",
     .example = "signed_on: 2022-09-01"},
    SCOPE_OF(release),
};
static const struct record release_record =
    RECORD("release", struct release, "A signed model release.", release_fields);

static const struct field guardian_fields[] = {
    LINE(guardian),
    PRESENT(guardian),
    {"name", FIELD_TEXT, AT(guardian, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Who has parental responsibility.", .example = "name: Karin Lindqvist"},
    {"consent", FIELD_DATE, AT(guardian, consent),
     .doc = "When the guardian consented in writing; absent: not yet.",
     .example = "consent: 2022-09-01"},
};
static const struct record guardian_record =
    RECORD("guardian", struct guardian, "Who answers for a minor.", guardian_fields);

static const struct field licence_fields[] = {
    LINE(licence),
    PRESENT(licence),
    {"number", FIELD_TEXT, AT(licence, number), .min = 1, .max = 100, .doc = "Its number.",
     .example = "number: CP-2022-0417"},
    {"authority", FIELD_TEXT, AT(licence, authority), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Who issued it.", .example = "authority: London Borough of Hackney"},
    {"holder", FIELD_TEXT, AT(licence, holder), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Who holds it and keeps its records.", .example = "holder: North Productions Ltd"},
    {"from", FIELD_DATE, AT(licence, from), .doc = "First day that it covers.",
     .example = "from: 2022-09-10"},
    {"until", FIELD_DATE, AT(licence, until), .doc = "Last day that it covers.",
     .example = "until: 2022-09-20"},
    {"not_needed", FIELD_TEXT, AT(licence, not_needed), .min = 1, .max = MARK_MAX_BYTES,
     .doc = "Why none is needed; only for someone of 16 or 17.",
     .example = "not_needed: over compulsory school age since 2022-06-24"},
};
static const struct record licence_record =
    RECORD("licence", struct licence, "A licence for a minor to work.", licence_fields);

static const struct field chaperone_fields[] = {
    LINE(chaperone),
    PRESENT(chaperone),
    {"name", FIELD_TEXT, AT(chaperone, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Who looks after the minor on set.", .example = "name: Ruth Okafor"},
    {"approved_by", FIELD_TEXT, AT(chaperone, approved_by), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "Who approved the chaperone.", .example = "approved_by: London Borough of Hackney"},
};
static const struct record chaperone_record =
    RECORD("chaperone", struct chaperone, "Who looks after a minor on set.", chaperone_fields);

static const struct field talent_fields[] = {
    LINE(talent),
    ID(talent, "Names the person in everything that leaves the house; it must not hold the name.",
       "id: child-a"),
    {"name", FIELD_TEXT, AT(talent, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "The person's name; never leaves the call sheet.", .example = "name: Mia Lindqvist"},
    {"birth_date", FIELD_DATE, AT(talent, birth_date),
     .doc = "Never leaves the call sheet; absent: the person counts as the youngest band.",
     .example = "birth_date: 2015-04-30"},
    {"release", FIELD_RECORD, AT(talent, release), .record = &release_record,
     .doc = "The model release; absent: none.",
     .example = "release: {kind: unlimited, signed_by: guardian, signer: Karin Lindqvist, "
                "signed_on: 2022-09-01}"},
    {"guardian", FIELD_RECORD, AT(talent, guardian), .record = &guardian_record,
     .doc = "For minors.", .example = "guardian: {name: Karin Lindqvist, consent: 2022-09-01}"},
    {"licence", FIELD_RECORD, AT(talent, licence), .record = &licence_record, .doc = "For minors.",
     .example = "licence: {number: CP-2022-0417, authority: Hackney, holder: North Productions, "
                "from: 2022-09-10, until: 2022-09-20}"},
    {"chaperone", FIELD_RECORD, AT(talent, chaperone), .record = &chaperone_record,
     .doc = "For minors.", .example = "chaperone: {name: Ruth Okafor, approved_by: Hackney}"},
    {"hours", FIELD_TEXT, AT(talent, hours), .min = 1, .max = 200,
     .doc = "For minors: hours on set, as permitted.",
     .example = "hours: 09:30 to 12:30, break at 11:00"},
};
const struct record callsheet_talent_record =
    RECORD("talent", struct talent, "Somebody who may be in a picture.", talent_fields);

static const struct field approval_fields[] = {
    LINE(approval),
    PRESENT(approval),
    {"by", FIELD_TEXT, AT(approval, by), .required = true, .pattern = "id",
     .doc = "The id of the party that approved it.", .example = "by: legal"},
    {"date", FIELD_DATE, AT(approval, date), .required = true, .doc = "When.",
     .example = "date: 2022-09-02"},
};
static const struct record approval_record = RECORD(
    "approval", struct approval, "That somebody approved an item for the set.", approval_fields);

static const struct field item_fields[] = {
    LINE(item),
    ID(item, "Names the thing, or the group, everywhere else.", "id: desk-papers"),
    {"name", FIELD_TEXT, AT(item, name), .required = true, .min = 1, .max = NAME_MAX_BYTES,
     .doc = "What it is, in a few words.", .example = "name: loose office papers"},
    {"kind", FIELD_WORD, AT(item, kind), .required = true, .words = &item_kind_words,
     .doc = "What it is on set.", .example = "kind: printed"},
    {"count", FIELD_INT, AT(item, count), .min = 1, .max = COUNT_MAX,
     .doc = "How many, when it is a group; absent: 1.", .example = "count: 12"},
    {"supplier", FIELD_TEXT, AT(item, supplier), .pattern = "id",
     .doc = "The id of the party or person that brings it.", .example = "supplier: north-props"},
    {"themes", FIELD_TEXTS, AT(item, themes), .words = &theme_words, .max_items = 18,
     .doc = "What it touches, as assessed; absent: not assessed; []: assessed, none.",
     .example = "themes: [document]"},
    {"assessed_by", FIELD_TEXT, AT(item, assessed_by), .pattern = "id",
     .doc = "The id of the party that assessed the themes.", .example = "assessed_by: legal"},
    {"assessed_on", FIELD_DATE, AT(item, assessed_on), .doc = "When.",
     .example = "assessed_on: 2022-09-01"},
    {"print", FIELD_TEXTS, AT(item, print), .min = 1, .max = PRINT_MAX_BYTES,
     .max_items = WORDS_MAX_ITEMS, .doc = "The texts that it bears, typed; one a page or label.",
     .example = "print: [\"Quarterly report, page 3\"]"},
    {"print_scans", FIELD_TEXTS, AT(item, print_scans), .min = 1, .max = 1000,
     .max_items = WORDS_MAX_ITEMS,
     .doc = "Scans of what it bears, read at each screening: files in the call sheet's folder.",
     .example = "print_scans: [scans/report-page-3.png]"},
    {"own_marks", FIELD_TEXTS, AT(item, own_marks), .min = 1, .max = MARK_MAX_BYTES,
     .max_items = WORDS_MAX_ITEMS,
     .doc = "Words of the house on it, such as its name on a product.",
     .example = "own_marks: [MAISON VERNE]"},
    {"photos", FIELD_TEXTS, AT(item, photos), .min = 1, .max = 1000, .max_items = WORDS_MAX_ITEMS,
     .doc = "Reference photos, by file name.", .example = "photos: [items/desk-papers-1.jpg]"},
    {"approval", FIELD_RECORD, AT(item, approval), .record = &approval_record,
     .doc = "Who approved it for the set; absent: nobody.",
     .example = "approval: {by: legal, date: 2022-09-02}"},
    SCOPE_OF(item),
};
static const struct record item_record =
    RECORD("item", struct item, "A thing, or a group of alike things, that may be in a picture.",
           item_fields);

static const struct field use_licence_fields[] = {
    LINE(use_licence),
    ID(use_licence, "Names the licence.", "id: photographer"),
    {"kind", FIELD_WORD, AT(use_licence, kind), .required = true, .words = &use_licence_kind_words,
     .doc = "What it is of.", .example = "kind: photograph"},
    {"party", FIELD_TEXT, AT(use_licence, party), .required = true, .pattern = "id",
     .doc = "The id of the party that gives it.", .example = "party: studio-nord"},
    {"place", FIELD_TEXT, AT(use_licence, place), .pattern = "id",
     .doc = "Of a location: the id of the place.", .example = "place: studio-2"},
    {"shots", FIELD_TEXTS, AT(use_licence, shots), .pattern = "id",
     .max_items = CALLSHEET_PATTERNS_MAX,
     .doc = "Of a photograph: the ids of the shots that it is of; absent: all.",
     .example = "shots: [desk-1]"},
    {"signed_on", FIELD_DATE, AT(use_licence, signed_on), .doc = "When; absent: not signed.",
     .example = "signed_on: 2022-09-01"},
    {"not_needed", FIELD_TEXT, AT(use_licence, not_needed), .min = 1, .max = MARK_MAX_BYTES,
     .doc = "Why none is needed, in the place of a signature.",
     .example = "not_needed: the house's own studio"},
    SCOPE_OF(use_licence),
};
static const struct record use_licence_record =
    RECORD("use_licence", struct use_licence, "A photographer's or a location's licence.",
           use_licence_fields);

static const struct field shot_fields[] = {
    LINE(shot),
    ID(shot, "Names the shot; unique in the call sheet.", "id: desk-1"),
    {"files", FIELD_TEXTS, AT(shot, files), .required = true, .min = 1, .max = 256,
     .max_items = CALLSHEET_PATTERNS_MAX,
     .doc = "Patterns of its file names; no two shots may claim the same name.",
     .example = "files: [\"desk-1_*.jpg\"]"},
    {"day", FIELD_TEXT, AT(shot, day), .pattern = "id",
     .doc = "The id of its day; absent: any day of the shoot, and the earliest decides ages.",
     .example = "day: day-1"},
    {"talent", FIELD_TEXTS, AT(shot, talent), .required = true, .pattern = "id",
     .max_items = LIST_MAX_ITEMS, .doc = "The ids of everybody who may be in frame; [] for nobody.",
     .example = "talent: [child-a]"},
    {"items", FIELD_TEXTS, AT(shot, items), .required = true, .pattern = "id",
     .max_items = LIST_MAX_ITEMS,
     .doc = "The ids of everything that may be in frame; [] for nothing.",
     .example = "items: [bag, desk-papers]"},
};
static const struct record shot_record =
    RECORD("shot", struct shot, "One picture, or one series of alike pictures.", shot_fields);

static const struct field look_fields[] = {
    LINE(look),
    {"look", FIELD_TEXT, AT(look, id), .required = true, .pattern = "id", .doc = "Names the look.",
     .example = "look: desk"},
    {"name", FIELD_TEXT, AT(look, name), .min = 1, .max = NAME_MAX_BYTES,
     .doc = "What it is, in a few words.", .example = "name: The office"},
    {"shots", FIELD_RECORDS, AT(look, shots), .required = true, .record = &shot_record,
     .max_items = CALLSHEET_PATTERNS_MAX, .doc = "Its shots.",
     .example = "shots: [{id: desk-1, files: [\"desk-1_*.jpg\"], talent: [], items: [bag]}]"},
};
static const struct record look_record = RECORD(
    "look", struct look, "A set-up: one scene, styling or story, with its shots.", look_fields);

static const struct field slate_fields[] = {
    LINE(slate),
    {"files", FIELD_TEXTS, AT(slate, files), .required = true, .min = 1, .max = 256,
     .max_items = CALLSHEET_PATTERNS_MAX,
     .doc = "Patterns of their file names; they win over those of shots.",
     .example = "files: [\"slate_*.jpg\"]"},
    {"reason", FIELD_TEXT, AT(slate, reason), .required = true, .min = 1, .max = MARK_MAX_BYTES,
     .doc = "Why these are no pictures of the campaign.",
     .example = "reason: colour card at each change of light"},
};
static const struct record slate_record =
    RECORD("slate", struct slate, "Pictures that are never published: slates, colour cards.",
           slate_fields);

static const struct field imported_fields[] = {
    LINE(imported),
    {"file", FIELD_TEXT, AT(imported, file), .required = true, .min = 1, .max = 1000,
     .doc = "The name of the file, without its folder.", .example = "file: callsheet.xlsx"},
    {"sha256", FIELD_TEXT, AT(imported, sha256), .required = true, .pattern = "sha256",
     .doc = "SHA-256 of its bytes."},
};
static const struct record imported_record =
    RECORD("imported", struct imported, "A spreadsheet that the call sheet was imported from.",
           imported_fields);

static const struct field callsheet_fields[] = {
    {"callsheet", FIELD_INT, AT(callsheet, version), .required = true, .min = CALLSHEET_VERSION,
     .max = CALLSHEET_VERSION, .doc = "Version of this format.", .example = "callsheet: 1"},
    {"campaign", FIELD_RECORD, AT(callsheet, campaign), .required = true,
     .record = &campaign_record, .doc = "What the house wants to publish.",
     .example = "campaign: {id: AW22-OBJECTS, name: Objects}"},
    {"usage", FIELD_RECORD, AT(callsheet, usage), .record = &usage_record,
     .doc = "What the pictures are wanted for; every paper is held against it.",
     .example = "usage: {channels: [web, print], territories: [FR, GB], from: 2022-11-16, "
                "until: 2023-05-31, time_zone: Europe/Paris}"},
    {"house", FIELD_TEXT, AT(callsheet, house), .required = true, .pattern = "id",
     .doc = "The id of the party whose campaign it is.", .example = "house: maison-verne"},
    {"parties", FIELD_RECORDS, AT(callsheet, parties), .required = true,
     .record = &callsheet_party_record, .max_items = LIST_MAX_ITEMS,
     .doc = "Who answers for something.",
     .example = "parties: [{id: maison-verne, name: Maison Verne, kind: house}]"},
    {"places", FIELD_RECORDS, AT(callsheet, places), .required = true, .record = &place_record,
     .max_items = LIST_MAX_ITEMS, .doc = "Where pictures are taken.",
     .example = "places: [{id: studio-2, name: \"Studio 2, Paris\", time_zone: Europe/Paris}]"},
    {"days", FIELD_RECORDS, AT(callsheet, days), .required = true, .record = &day_record,
     .max_items = LIST_MAX_ITEMS, .doc = "The days of the shoot.",
     .example = "days: [{id: day-1, date: 2022-09-14, place: studio-2}]"},
    {"talent", FIELD_RECORDS, AT(callsheet, talent), .required = true,
     .record = &callsheet_talent_record, .max_items = LIST_MAX_ITEMS,
     .doc = "Everybody who may be in a picture; [] for nobody.",
     .example = "talent: [{id: child-a, name: Mia Lindqvist, birth_date: 2015-04-30}]"},
    {"items", FIELD_RECORDS, AT(callsheet, items), .required = true, .record = &item_record,
     .max_items = LIST_MAX_ITEMS, .doc = "Everything that may be in a picture; [] for nothing.",
     .example = "items: [{id: bag, name: the handbag, kind: product, supplier: maison-verne}]"},
    {"licences", FIELD_RECORDS, AT(callsheet, licences), .record = &use_licence_record,
     .max_items = WORDS_MAX_ITEMS, .doc = "The photographer's licences, and those of locations.",
     .example = "licences: [{id: photographer, kind: photograph, party: studio-nord, "
                "signed_on: 2022-09-01, scope: {until: 2023-12-31}}]"},
    {"setups", FIELD_RECORDS, AT(callsheet, setups), .required = true, .record = &look_record,
     .max_items = CALLSHEET_PATTERNS_MAX, .doc = "Which pictures show whom and what.",
     .example = "setups: [{look: desk, shots: [{id: desk-1, files: [\"desk-1_*.jpg\"], talent: [], "
                "items: [bag]}]}]"},
    {"slates", FIELD_RECORDS, AT(callsheet, slates), .record = &slate_record,
     .max_items = CALLSHEET_PATTERNS_MAX, .doc = "Pictures that are never published.",
     .example = "slates: [{files: [\"slate_*.jpg\"], reason: colour card}]"},
    {"imported_from", FIELD_RECORDS, AT(callsheet, imported_from), .record = &imported_record,
     .max_items = WORDS_MAX_ITEMS,
     .doc = "Spreadsheets that it was made of, which callsheet import writes down."},
};
/* clang-format on */
const struct record callsheet_record =
    RECORD("callsheet", struct callsheet, "Who and what may be in the pictures of a shoot.",
           callsheet_fields);
