/* gate/payload.h -- what an event says: one plain struct and one field table for each type
 * (docs/format/event.md). What people say of pictures is in the structs of shoot/settlements.h,
 * without `by` and `on`, which the event itself says.
 *
 * Texts are borrowed. What was not said is absent, as codec/record.h has it. */
#pragma once

#include "shoot/settlements.h"

enum key_use {
    KEY_LOG = 1,
    KEY_ISSUER,
    KEY_STATUS,
    KEY_USES = KEY_STATUS,
};
extern const struct words key_use_words;

struct workspace_created {
    str origin;              /* the ledger's name */
    str log, issuer, status; /* vkeys (docs/format/key.md) */
};

struct key_rotated {
    int use; /* enum key_use */
    str old_key, new_key;
    str reason;
};

struct party_added {
    str party;
    int kind; /* enum party_kind */
    str name; /* of an organisation; a person's is in the personal record */
};

struct person_recorded {
    str person; /* ID, or CAMPAIGN/ID for somebody on a call sheet */
    str party;
    str sealed; /* the personal record, encrypted (docs/format/key.md) */
};

/* hold_placed, hold_lifted and person_forgotten. */
struct about_person {
    str person;
    str reason;
};

struct campaign_opened {
    str campaign;
    str name;
    str house; /* party id */
};

struct callsheet_revised {
    str campaign;
    int64_t revision;     /* from 1, no gaps */
    str callsheet;        /* digest of the call sheet without personal records */
    struct texts people;  /* ids of those on it who have a personal record */
    struct texts changes; /* in words, for people; absent of the first */
};

struct asset_submitted {
    str campaign;
    str asset; /* digest of its bytes */
    int64_t bytes;
    str path;
};

struct asset_screened {
    str campaign;
    str asset;
    str facts;        /* digest of the facts as they are stored */
    int verdict;      /* enum verdict_kind */
    int64_t revision; /* of the call sheet; absent: screened without one */
    str packs;        /* digest of the policy */
    str program;      /* and its version */
};

struct asset_erased {
    str campaign;
    str asset;
    str reason;
};

struct finding_settled {
    str campaign;
    struct settled said;
};

struct finding_reopened {
    str campaign;
    int64_t settled; /* seq of that event */
    str reason;
};

struct finding_raised {
    str campaign;
    struct raised said; /* without comments */
};

struct finding_commented {
    str campaign;
    str id; /* of what was raised */
    str words;
};

struct inventory_attested {
    str campaign;
    struct inventory said;
};

struct apparent_age_attested {
    str campaign;
    struct age_attested said;
};

union payload {
    struct workspace_created workspace_created;
    struct key_rotated key_rotated;
    struct party_added party_added;
    struct person_recorded person_recorded;
    struct about_person about_person;
    struct campaign_opened campaign_opened;
    struct callsheet_revised callsheet_revised;
    struct asset_submitted asset_submitted;
    struct asset_screened asset_screened;
    struct asset_erased asset_erased;
    struct finding_settled finding_settled;
    struct finding_reopened finding_reopened;
    struct finding_raised finding_raised;
    struct finding_commented finding_commented;
    struct inventory_attested inventory_attested;
    struct apparent_age_attested apparent_age_attested;
};

extern const struct record workspace_created_record, key_rotated_record, party_added_record,
    person_recorded_record, hold_placed_record, hold_lifted_record, person_forgotten_record,
    campaign_opened_record, callsheet_revised_record, asset_submitted_record, asset_screened_record,
    asset_erased_record, finding_settled_record, finding_reopened_record, finding_raised_record,
    finding_commented_record, inventory_attested_record, apparent_age_attested_record;
