#include "gate/event_type.h"

#include "codec/json.h"
#include "shoot/callsheet.h"

#define PERSON   "person/{person}"
#define CAMPAIGN "campaign/{campaign}"
#define ASSET    "asset/{campaign}/{asset}"

#define ROW(type, stream, by_person, words)                                                        \
    {                                                                                              \
#type, &type##_record, stream, words, by_person                                            \
    }
#define ANYBODY false
#define PERSONS true

const struct event_type event_types[EVENT_KINDS] = {
    [EVENT_WORKSPACE_CREATED] =
        ROW(workspace_created, "workspace", ANYBODY, "the workspace was created: {origin}"),
    [EVENT_KEY_ROTATED] =
        ROW(key_rotated, "workspace", ANYBODY, "the {use} key was rotated: {reason}"),
    [EVENT_PARTY_ADDED] =
        ROW(party_added, "party/{party}", ANYBODY, "party {party} ({kind}) was added[: {name}]"),
    [EVENT_PERSON_RECORDED] =
        ROW(person_recorded, PERSON, ANYBODY, "person {person}[ of {party}] was recorded"),
    [EVENT_HOLD_PLACED] =
        ROW(hold_placed, PERSON, ANYBODY, "a legal hold was placed on person {person}: {reason}"),
    [EVENT_HOLD_LIFTED] =
        ROW(hold_lifted, PERSON, ANYBODY, "a legal hold on person {person} was lifted: {reason}"),
    [EVENT_PERSON_FORGOTTEN] =
        ROW(person_forgotten, PERSON, ANYBODY, "person {person} was forgotten: {reason}"),
    [EVENT_CAMPAIGN_OPENED] = ROW(campaign_opened, CAMPAIGN, ANYBODY,
                                  "campaign {campaign} of {house} was opened: {name}"),
    [EVENT_CALLSHEET_REVISED] =
        ROW(callsheet_revised, CAMPAIGN, ANYBODY,
            "campaign {campaign}: revision {revision} of the call sheet[: {changes}]"),
    [EVENT_ASSET_SUBMITTED] =
        ROW(asset_submitted, ASSET, ANYBODY,
            "campaign {campaign}: {path} was submitted (asset {asset}, {bytes} bytes)"),
    [EVENT_ASSET_SCREENED] = ROW(asset_screened, ASSET, ANYBODY,
                                 "campaign {campaign}: asset {asset} was screened: {verdict}"),
    [EVENT_ASSET_ERASED] = ROW(asset_erased, ASSET, ANYBODY,
                               "campaign {campaign}: asset {asset} was erased: {reason}"),
    [EVENT_FINDING_SETTLED] =
        ROW(finding_settled, CAMPAIGN, PERSONS,
            "campaign {campaign}: {kind}[ \"{says}\"] in {pictures} was settled"
            "[: it is item {item}][: it is person {talent}][: dismissed: {dismissed}]"),
    [EVENT_FINDING_REOPENED] =
        ROW(finding_reopened, CAMPAIGN, PERSONS,
            "campaign {campaign}: what event {settled} settled is open again: {reason}"),
    [EVENT_FINDING_RAISED] =
        ROW(finding_raised, CAMPAIGN, PERSONS,
            "campaign {campaign}: {id} was raised in [{path}, ]asset {sha256}: {words}"
            "[; for {owner}][; due {due}][; {change_requested}]"),
    [EVENT_FINDING_COMMENTED] =
        ROW(finding_commented, CAMPAIGN, PERSONS, "campaign {campaign}: of {id}: {words}"),
    [EVENT_INVENTORY_ATTESTED] =
        ROW(inventory_attested, CAMPAIGN, PERSONS,
            "campaign {campaign}: everything in {pictures} is on the call sheet"),
    [EVENT_APPARENT_AGE_ATTESTED] =
        ROW(apparent_age_attested, CAMPAIGN, PERSONS,
            "campaign {campaign}: the youngest in {pictures} seems {age}"),
};

enum event_kind event_kind_find(str name)
{
    size_t i = 0;
    while (i < EVENT_KINDS && !str_eq(str_of(event_types[i].name), name))
        i++;
    return (enum event_kind)i;
}

/* ---- what must hold beside the field tables ---- */

static bool pictures_check(size_t n, struct err *err)
{
    return n > 0 || err_set(err, ERR_INVALID, "\"pictures\" is empty: it says nothing");
}

static bool settled_whole(const struct settled *s, struct arena *scratch, struct err *err)
{
    struct diags diags = {.a = scratch};
    if (!pictures_check(s->pictures.n, err))
        return false;
    return settled_check(s, &diags) || err_set(err, ERR_INVALID, "%.*s", STR(diags.at[0].what));
}

static bool party_check(const struct party_added *p, struct err *err)
{
    if (p->kind == PARTY_PERSON && p->name.p)
        return err_set(err, ERR_INVALID,
                       "\"name\" of a person is personal: it goes into the personal record");
    if (p->kind != PARTY_PERSON && !p->name.p)
        return err_set(err, ERR_INVALID, "missing \"name\"");
    return true;
}

static bool payload_check(enum event_kind kind, const union payload *p, struct arena scratch,
                          struct err *err)
{
    switch (kind) {
    case EVENT_PARTY_ADDED:
        return party_check(&p->party_added, err);
    case EVENT_FINDING_SETTLED:
        return settled_whole(&p->finding_settled.said, &scratch, err);
    case EVENT_INVENTORY_ATTESTED:
        return pictures_check(p->inventory_attested.said.pictures.n, err);
    case EVENT_APPARENT_AGE_ATTESTED:
        return pictures_check(p->apparent_age_attested.said.pictures.n, err);
    default:
        return true;
    }
}

/* ---- reading and writing ---- */

static bool payload_read(enum event_kind kind, str json, struct arena *a, struct arena scratch,
                         union payload *ret, struct err *err)
{
    struct node tree;
    struct diags diags = {.a = &scratch};
    if (json.n > EVENT_PAYLOAD_MAX)
        return err_set(err, ERR_LIMIT, "%zu bytes, at most %d are kept", json.n, EVENT_PAYLOAD_MAX);
    if (!json_read(json, &scratch, &tree, err))
        return false;
    if (!record_read(event_types[kind].payload, &tree, a, &diags, ret))
        return err_set(err, ERR_INVALID, "%.*s", STR(diags.at[0].what));
    return payload_check(kind, ret, scratch, err);
}

bool event_payload_write(enum event_kind kind, const union payload *p, struct arena *a,
                         struct arena scratch, str *ret_json, struct err *err)
{
    const struct record *record = event_types[kind].payload;
    CLEANUP(buf_done) struct buf json = BUF_MAX(EVENT_PAYLOAD_MAX);
    if (!record_whole(record, p, err) || !payload_check(kind, p, scratch, err))
        return err_wrap(err, "%s", record->name);
    record_write_json(record, p, &json);
    if (!buf_ok(&json))
        return err_set(err, ERR_LIMIT, "%s: over %d MiB", record->name, EVENT_PAYLOAD_MAX >> 20);
    /* What is kept for ever is read once before it is: no limit is left out. */
    str stored = str_copy(buf_str(&json), a);
    struct arena texts = *a;
    union payload again;
    if (!payload_read(kind, stored, &texts, scratch, &again, err))
        return err_wrap(err, "%s", record->name);
    *ret_json = stored;
    return true;
}

bool event_payload_read(enum event_kind kind, str json, struct arena *a, struct arena scratch,
                        union payload *ret, struct err *err)
{
    const struct record *record = event_types[kind].payload;
    CLEANUP(buf_done) struct buf again = BUF_MAX(EVENT_PAYLOAD_MAX);
    union payload p;
    if (!payload_read(kind, json, a, scratch, &p, err)) {
        err->kind = ERR_CORRUPT;
        return err_wrap(err, "%s", record->name);
    }
    record_write_json(record, &p, &again);
    if (!buf_ok(&again) || !str_eq(buf_str(&again), json))
        return err_set(err, ERR_CORRUPT,
                       "%s: not as a payload is written: keys sorted, no white space",
                       record->name);
    *ret = p;
    return true;
}

const struct record *event_payloads_record(struct arena *a)
{
    struct field *fields = arena_new(a, struct field, EVENT_KINDS);
    for (size_t i = 0; i < EVENT_KINDS; i++)
        fields[i] = (struct field){
            .name = event_types[i].name, .kind = FIELD_RECORD, .record = event_types[i].payload};
    struct record *record = arena_new(a, struct record, 1);
    *record = (struct record){.name = "events",
                              .doc = "The payload of each type of event.",
                              .size = sizeof(union payload),
                              .fields = fields,
                              .n = EVENT_KINDS};
    return record;
}
