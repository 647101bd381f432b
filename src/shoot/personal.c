#include "shoot/personal.h"

#include <string.h>

#include "shoot/callsheet_tree.h"
#include "shoot/facts.h"

/* What becomes of a field in the public part. */
enum keep {
    KEPT,     /* as it is; of a record, each of its fields by its own row */
    MASKED,   /* free words: names of talent become ids */
    NAMELESS, /* must stay as it is, and is refused when it holds a name of talent */
    DROPPED,
    PERSONAL, /* goes into the record of its person */
};

struct row {
    struct personal_field of;
    enum keep keep;
};

/* Every field of every record that a call sheet is made of, but those of talent, who go into their
 * records whole: name, birth date, release and who signed it, guardian, licence and its number,
 * chaperone, hours. A field without a row asserts. */
static const struct row rows[] = {
    {{"callsheet", "callsheet", "a version"}, KEPT},
    {{"callsheet", "campaign", "by its fields"}, KEPT},
    {{"callsheet", "usage", "what the house wants"}, KEPT},
    {{"callsheet", "house", "an id"}, KEPT},
    {{"callsheet", "parties", "by their fields"}, KEPT},
    {{"callsheet", "places", "by their fields"}, KEPT},
    {{"callsheet", "days", "by their fields"}, KEPT},
    {{"callsheet", "talent", "all that is said of a person"}, PERSONAL},
    {{"callsheet", "items", "by their fields"}, KEPT},
    {{"callsheet", "licences", "by their fields"}, KEPT},
    {{"callsheet", "setups", "by their fields"}, KEPT},
    {{"callsheet", "slates", "by their fields"}, KEPT},
    {{"callsheet", "imported_from", "by its fields"}, KEPT},
    {{"campaign", "id", "metadata of pictures carry it"}, NAMELESS},
    {{"campaign", "name", "free words"}, MASKED},
    {{"usage", "channels", "codes"}, KEPT},
    {{"usage", "territories", "codes"}, KEPT},
    {{"usage", "except", "codes"}, KEPT},
    {{"usage", "from", "the campaign's date"}, KEPT},
    {{"usage", "until", "the campaign's date"}, KEPT},
    {{"usage", "time_zone", "the campaign's"}, KEPT},
    {{"scope", "channels", "codes, of a thing or a licence of pictures"}, KEPT},
    {{"scope", "territories", "codes"}, KEPT},
    {{"scope", "except", "codes"}, KEPT},
    {{"scope", "from", "of a thing or a licence of pictures"}, KEPT},
    {{"scope", "until", "of a thing or a licence of pictures"}, KEPT},
    {{"party", "id", "other entries name it"}, NAMELESS},
    {{"party", "name", "an organisation's; a person's goes into the record"}, MASKED},
    {{"party", "kind", "what the party does here"}, KEPT},
    {{"place", "id", "days name it"}, NAMELESS},
    {{"place", "name", "of a studio or a location"}, MASKED},
    {{"place", "time_zone", "the place's"}, KEPT},
    {{"day", "id", "shots name it"}, NAMELESS},
    {{"day", "date", "of the shoot"}, KEPT},
    {{"day", "place", "an id"}, KEPT},
    {{"item", "id", "shots name it"}, NAMELESS},
    {{"item", "name", "free words"}, MASKED},
    {{"item", "kind", "of a thing"}, KEPT},
    {{"item", "count", "of things"}, KEPT},
    {{"item", "supplier", "an id"}, KEPT},
    {{"item", "themes", "of a thing"}, KEPT},
    {{"item", "assessed_by", "an id"}, KEPT},
    {{"item", "assessed_on", "of a thing"}, KEPT},
    {{"item", "print", "what a thing says, which may name talent"}, MASKED},
    {{"item", "print_scans", "their print is kept; the files stay where they are"}, DROPPED},
    {{"item", "own_marks", "words of the house"}, MASKED},
    {{"item", "photos", "file names, of reference photos of things"}, MASKED},
    {{"item", "approval", "by its fields"}, KEPT},
    {{"item", "scope", "of a thing"}, KEPT},
    {{"approval", "by", "an id"}, KEPT},
    {{"approval", "date", "of a thing"}, KEPT},
    {{"use_licence", "id", "facts name it"}, NAMELESS},
    {{"use_licence", "kind", "of pictures or a place"}, KEPT},
    {{"use_licence", "party", "an id"}, KEPT},
    {{"use_licence", "place", "an id"}, KEPT},
    {{"use_licence", "shots", "ids"}, KEPT},
    {{"use_licence", "signed_on", "of pictures or a place"}, KEPT},
    {{"use_licence", "not_needed", "free words"}, MASKED},
    {{"use_licence", "scope", "of pictures or a place"}, KEPT},
    {{"look", "look", "facts name it"}, NAMELESS},
    {{"look", "name", "free words"}, MASKED},
    {{"look", "shots", "by their fields"}, KEPT},
    {{"shot", "id", "facts name it"}, NAMELESS},
    {{"shot", "files", "pictures are found by them"}, NAMELESS},
    {{"shot", "day", "an id"}, KEPT},
    {{"shot", "talent", "ids"}, KEPT},
    {{"shot", "items", "ids"}, KEPT},
    {{"slate", "files", "pictures are found by them"}, NAMELESS},
    {{"slate", "reason", "free words"}, MASKED},
    {{"imported", "file", "a spreadsheet's name"}, MASKED},
    {{"imported", "sha256", "of a file that is not kept"}, KEPT},
};

const struct personal_field *personal_field_at(size_t i)
{
    return i < countof(rows) ? &rows[i].of : NULL;
}

struct splitter {
    const struct callsheet *c;
    struct arena *a;
    struct diags *diags;
    struct callsheet_parts parts;
};

static enum keep keep_of(const struct record *record, const struct field *field)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (strcmp(rows[i].of.record, record->name) == 0 &&
            strcmp(rows[i].of.field, field->name) == 0)
            return rows[i].keep;
    assert(false && "a field of the call sheet of which it is not said how it is kept");
    return PERSONAL;
}

static void keep_text(struct splitter *s, const char *what, enum keep keep, str *text)
{
    str masked = facts_mask_names(s->c, *text, s->a);
    if (keep == MASKED)
        *text = masked;
    else if (keep == NAMELESS && !str_eq(masked, *text))
        diag_add(s->diags, 0, 0, (str){0},
                 "%s \"%.*s\" holds a person's name, and is kept when the person is forgotten: "
                 "write %.*s",
                 what, STR(*text), STR(masked));
}

static void keep_fields(struct splitter *s, const struct record *record, void *value);

/* The value is a copy, and its lists are not yet. */
static void keep_field(struct splitter *s, const struct field *field, enum keep keep, void *at)
{
    struct records *list = at;
    size_t size = field->kind == FIELD_TEXTS     ? sizeof(str)
                  : field->kind == FIELD_RECORDS ? field->record->size
                                                 : 0;
    if (size && list->at) {
        void *copy = arena_alloc(s->a, size, _Alignof(max_align_t), list->n);
        list->at = list->n ? memcpy(copy, list->at, list->n * size) : copy;
    }
    if (field->kind == FIELD_TEXT && keep != KEPT)
        keep_text(s, field->name, keep, at);
    for (size_t i = 0; field->kind == FIELD_TEXTS && keep != KEPT && i < list->n; i++)
        keep_text(s, field->name, keep, &((str *)list->at)[i]);
    if (field->kind == FIELD_RECORD)
        keep_fields(s, field->record, at);
    for (size_t i = 0; field->kind == FIELD_RECORDS && i < list->n; i++)
        keep_fields(s, field->record, (char *)list->at + i * size);
}

static str json_of(const struct record *record, const void *value, struct arena *a)
{
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(record, value, &json);
    assert(buf_ok(&json));
    return str_copy(buf_str(&json), a);
}

/* The name that the public part has. Who is forgotten stays so, and has no record: an older one
 * must not come back. */
static str take_person(struct splitter *s, const struct record *record, str id, const void *value,
                       const void *forgotten)
{
    str json = json_of(record, value, s->a);
    if (str_eq(json, json_of(record, forgotten, s->a)))
        return S(CALLSHEET_FORGOTTEN);
    s->parts.people.at[s->parts.people.n++] = (struct personal_record){id, json};
    return S(CALLSHEET_WITHHELD);
}

static void keep_fields(struct splitter *s, const struct record *record, void *value)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct field *field = &record->fields[i];
        if (!field->name)
            continue;
        void *at = (char *)value + field->offset;
        enum keep keep = keep_of(record, field);
        if (keep == DROPPED)
            *(struct texts *)at = (struct texts){0};
        else if (keep != PERSONAL && !field_absent(field, at))
            keep_field(s, field, keep, at);
    }
}

/* Whoever is not kept in the clear. */
static void take_people(struct splitter *s, struct callsheet *public)
{
    const struct callsheet *c = s->c;
    s->parts.people.at = arena_new(s->a, struct personal_record, c->talent.n + c->parties.n);
    public->talent.at = arena_new(s->a, struct talent, c->talent.n);
    for (size_t i = 0; i < c->talent.n; i++) {
        str id = c->talent.at[i].id;
        keep_text(s, "id", NAMELESS, &id);
        struct talent *talent = &public->talent.at[i];
        *talent = (struct talent){.id = id, .name = S(CALLSHEET_FORGOTTEN)};
        talent->name = take_person(s, &callsheet_talent_record, id, &c->talent.at[i], talent);
    }
    for (size_t i = 0; i < c->parties.n; i++) {
        struct party *party = &public->parties.at[i];
        if (party->kind != PARTY_PERSON)
            continue;
        party->name = S(CALLSHEET_FORGOTTEN);
        party->name = take_person(s, &callsheet_party_record, party->id, &c->parties.at[i], party);
    }
}

static bool from_parts(void *self, str id, struct arena *a, str *ret_json)
{
    const struct callsheet_parts *parts = self;
    (void)a;
    for (size_t i = 0; i < parts->people.n; i++)
        if (str_eq(parts->people.at[i].id, id)) {
            *ret_json = parts->people.at[i].json;
            return true;
        }
    return false;
}

static bool from_nobody(void *self, str id, struct arena *a, str *ret_json)
{
    (void)self, (void)id, (void)a, (void)ret_json;
    return false;
}

/* What is kept for ever is read once before it is: with everybody, and with nobody. */
static bool reads(struct callsheet_parts *parts, bool people, struct diags *diags)
{
    struct arena scratch CLEANUP(arena_close) = arena_open(CALLSHEET_ARENA_BYTES);
    struct personal_source from = {people ? from_parts : from_nobody, parts};
    struct callsheet again;
    struct err err;
    str json;
    if (!callsheet_join(parts->public_json, from, &scratch, &json, &err))
        return diag_add(diags, 0, 0, (str){0}, "%s", err.msg);
    return callsheet_read(json, &scratch, diags, &again);
}

bool callsheet_split(const struct callsheet *c, struct arena *a, struct diags *diags,
                     struct callsheet_parts *ret)
{
    size_t before = diags->n + diags->dropped;
    struct splitter s = {.c = c, .a = a, .diags = diags};
    struct callsheet public = *c;
    keep_fields(&s, &callsheet_record, &public);
    take_people(&s, &public);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&callsheet_record, &public, &json);
    if (!buf_ok(&json))
        return diag_add(diags, 0, 0, (str){0}, "the call sheet is too large to be kept");
    s.parts.public_json = str_copy(buf_str(&json), a);
    if (diags->n + diags->dropped != before || !reads(&s.parts, true, diags) ||
        !reads(&s.parts, false, diags))
        return false;
    *ret = s.parts;
    return true;
}

/* The record of one entry of a list in the place of what the public part has. */
static void join_one(const struct record *record, struct personal_source from, size_t id_at,
                     size_t name_at, struct arena *a, void *entry)
{
    str id = *(str *)((char *)entry + id_at), *name = (str *)((char *)entry + name_at), json;
    struct err err;
    void *own = arena_alloc(a, record->size, _Alignof(max_align_t), 1);
    if (!str_eq(*name, S(CALLSHEET_WITHHELD)))
        return;
    if (from.get(from.self, id, a, &json) && record_read_json(record, json, a, own, &err) &&
        str_eq(*(str *)((char *)own + id_at), id))
        memcpy(entry, own, record->size);
    else
        *name = S(CALLSHEET_FORGOTTEN);
}

bool callsheet_join(str public_json, struct personal_source from, struct arena *a, str *ret_json,
                    struct err *err)
{
    struct callsheet c;
    if (!record_read_json(&callsheet_record, public_json, a, &c, err))
        return false;
    for (size_t i = 0; i < c.talent.n; i++)
        join_one(&callsheet_talent_record, from, offsetof(struct talent, id),
                 offsetof(struct talent, name), a, &c.talent.at[i]);
    for (size_t i = 0; i < c.parties.n; i++)
        if (c.parties.at[i].kind == PARTY_PERSON)
            join_one(&callsheet_party_record, from, offsetof(struct party, id),
                     offsetof(struct party, name), a, &c.parties.at[i]);
    CLEANUP(buf_done) struct buf json = {0};
    record_write_json(&callsheet_record, &c, &json);
    if (!buf_ok(&json))
        return err_set(err, ERR_LIMIT, "the call sheet is too large to be read");
    *ret_json = str_copy(buf_str(&json), a);
    return true;
}
