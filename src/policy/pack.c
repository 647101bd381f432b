#include "policy/pack.h"

#include <string.h>

#include "codec/document.h"
#include "policy/policy.h"
#include "policy/territory.h"

#define AT(type, member) .offset = offsetof(struct type, member)

enum {
    WORDS_MAX_BYTES = 2000,
    SOURCE_MAX_BYTES = 8 << 10,
    CITATIONS_MAX = 20,
    EXAMPLES_MAX = 100,
    CHANGES_MAX = 1000,
    NEED_COUNT_MAX = 9,
};

/* ---- a fragment of facts: the same records with nothing required ---- */

struct copies {
    struct copied {
        const struct record *from;
        struct record *to;
        struct copied *next;
    } * first;
};

static const struct record *unrequired(const struct record *record, struct copies *copies,
                                       struct arena *a)
{
    for (struct copied *c = copies->first; c; c = c->next)
        if (c->from == record)
            return c->to;
    struct copied *copy = arena_new(a, struct copied, 1);
    struct field *fields = arena_new(a, struct field, record->n);
    *copy = (struct copied){record, arena_new(a, struct record, 1), copies->first};
    copies->first = copy; /* before its fields: a record may hold itself in a list */
    *copy->to = *record;
    copy->to->fields = fields;
    for (size_t i = 0; i < record->n; i++) {
        fields[i] = record->fields[i];
        fields[i].required = false;
        if (fields[i].record)
            fields[i].record = unrequired(fields[i].record, copies, a);
    }
    return copy->to;
}

/* ---- the records of a pack ---- */

static const struct word written_effects[] = {
    {"block", EFFECT_BLOCK, "the picture must not go out"},
    {"advise", EFFECT_ADVISE, "worth knowing; the picture can still be clear"},
};
static const struct words written_effect_words = {written_effects, countof(written_effects)};

static const struct field citation_fields[] = {
    {"name", FIELD_TEXT, AT(pack_citation, name), .required = true, .min = 1, .max = 200,
     .doc = "The code, law, standard or house rule.", .example = "name: CAP Code"},
    {"rule", FIELD_TEXT, AT(pack_citation, rule), .min = 1, .max = 100,
     .doc = "Its number or clause.", .example = "rule: \"4.8\""},
    {"url", FIELD_TEXT, AT(pack_citation, url), .min = 1, .max = 500,
     .doc = "Where it can be read.",
     .example = "url: https://www.asa.org.uk/codes-and-rulings.html"},
    {"confirmed", FIELD_FLAG, AT(pack_citation, confirmed),
     .doc = "That somebody read the rule under this number; without it the number is not shown.",
     .example = "confirmed: true"},
};
const struct record pack_citation_record =
    RECORD("citation", struct pack_citation, "What a rule rests on.", citation_fields);

static const struct field need_fields[] = {
    {.kind = FIELD_PRESENT, AT(pack_need, present)},
    {"role", FIELD_TEXT, AT(pack_need, role), .required = true, .pattern = "id",
     .doc = "The role that must sign.", .example = "role: child-protection"},
    {"party", FIELD_TEXT, AT(pack_need, party), .pattern = "id",
     .doc = "The party whose people count; absent: any.", .example = "party: north-partner"},
    {"count", FIELD_INT, AT(pack_need, count), .min = 1, .max = NEED_COUNT_MAX,
     .doc = "How many must sign; absent: 1.", .example = "count: 2"},
};
static const struct record written_need_record =
    RECORD("need", struct pack_need, "The signatures that a rule asks for.", need_fields);

static const struct field examples_fields[] = {
    {.kind = FIELD_PRESENT, AT(pack_examples, present)},
    {"fires", FIELD_RECORDS, AT(pack_examples, fires), .required = true, .max_items = EXAMPLES_MAX,
     .doc = "Fragments of facts for which the rule must fire.",
     .example = "fires: [{items: [{id: belt, themes: [adult]}]}]"},
    {"passes", FIELD_RECORDS, AT(pack_examples, passes), .required = true,
     .max_items = EXAMPLES_MAX, .doc = "Fragments of facts for which the rule must not fire.",
     .example = "passes: [{items: [{id: lamp, themes: []}]}]"},
};
static const struct record examples_record =
    RECORD("examples", struct pack_examples,
           "What the rule must do, run whenever the pack is loaded.", examples_fields);

static const struct field rule_fields[] = {
    {.kind = FIELD_LINE, AT(pack_rule, line)},
    {"id", FIELD_TEXT, AT(pack_rule, id), .required = true, .pattern = "id",
     .doc = "Names the rule in its pack.", .example = "id: minor-with-adult-item"},
    {"effect", FIELD_WORD, AT(pack_rule, effect), .words = &written_effect_words,
     .doc = "What it means when the rule fires; need stands in its place.",
     .example = "effect: block"},
    {"shadow", FIELD_BOOL, AT(pack_rule, shadow),
     .doc = "True: the rule is asked and reported, and never decides.", .example = "shadow: true"},
    {"need", FIELD_RECORD, AT(pack_rule, need), .doc = "Which signatures it then takes.",
     .example = "need: {role: legal}"},
    {"each", FIELD_TEXT, AT(pack_rule, each), .min = 1, .max = SOURCE_MAX_BYTES,
     .doc = "CEL of a list: the rule is asked once for each `it` of it.", .example = "each: items"},
    {"when", FIELD_TEXT, AT(pack_rule, when), .required = true, .min = 1, .max = SOURCE_MAX_BYTES,
     .doc = "CEL of type bool: the rule fires when it is true.",
     .example = "when: \"!it.approved\""},
    {"because", FIELD_TEXT, AT(pack_rule, because), .required = true, .min = 1,
     .max = WORDS_MAX_BYTES, .doc = "Why, in words, with {expressions}.",
     .example = "because: \"Item {it.id} is not approved.\""},
    {"fix", FIELD_TEXT, AT(pack_rule, fix), .required = true, .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "What to do, in words, with {expressions}.",
     .example = "fix: \"Have {it.id} approved, or take it off the set-up.\""},
    {"citations", FIELD_RECORDS, AT(pack_rule, citations), .record = &pack_citation_record,
     .max_items = CITATIONS_MAX, .doc = "What it rests on.",
     .example = "citations: [{name: CAP Code, rule: \"4.8\", confirmed: true}]"},
    {"examples", FIELD_RECORD, AT(pack_rule, examples), .required = true, .doc = "What it must do.",
     .example = "examples: {fires: [{unread: [{id: u1}]}], passes: [{unread: []}]}"},
};
static const struct record rule_record = RECORD("rule", struct pack_rule, "One rule.", rule_fields);

static const struct field change_fields[] = {
    {.kind = FIELD_LINE, AT(pack_change, line)},
    {"version", FIELD_INT, AT(pack_change, version), .required = true, .min = 1, .max = 1000000,
     .doc = "The version of the pack that it made.", .example = "version: 2"},
    {"date", FIELD_DATE, AT(pack_change, date), .required = true, .doc = "When.",
     .example = "date: 2022-11-16"},
    {"change", FIELD_TEXT, AT(pack_change, change), .required = true, .min = 1,
     .max = WORDS_MAX_BYTES, .doc = "What changed, and why.",
     .example = "change: Printed matter needs legal since the incident of November."},
};
static const struct record change_record =
    RECORD("change", struct pack_change, "One version of a pack.", change_fields);

static const struct field pack_fields[] = {
    {.kind = FIELD_LINE, AT(pack, line)},
    {"pack", FIELD_TEXT, AT(pack, pack), .required = true, .pattern = "id",
     .doc = "Names the pack; no other may have the name.", .example = "pack: people"},
    {"version", FIELD_INT, AT(pack, version), .required = true, .min = 1, .max = 1000000,
     .doc = "Goes up whenever the pack changes.", .example = "version: 1"},
    {"owner", FIELD_TEXT, AT(pack, owner), .required = true, .min = 1, .max = 200,
     .doc = "Who answers for it.", .example = "owner: legal department"},
    {"about", FIELD_TEXT, AT(pack, about), .min = 1, .max = WORDS_MAX_BYTES,
     .doc = "What it is for, and what it does not look at.",
     .example = "about: Releases and papers of the people in the picture."},
    {"shadow", FIELD_BOOL, AT(pack, shadow), .doc = "True: so are all of its rules.",
     .example = "shadow: true"},
    {"changelog", FIELD_RECORDS, AT(pack, changelog), .record = &change_record,
     .max_items = CHANGES_MAX, .doc = "What each version changed, the newest first.",
     .example = "changelog: [{version: 1, date: 2022-11-16, change: The first.}]"},
    {"territories", FIELD_TEXTS, AT(pack, territories), .min = 2, .max = 2,
     .max_items = PACK_TERRITORIES_MAX,
     .doc = "ISO 3166-1 codes of the territories whose rules it holds; a territory that no pack "
            "names needs legal.",
     .example = "territories: [GB]"},
    {"facts", FIELD_INT, AT(pack, facts), .required = true, .min = 1, .max = 1000,
     .doc = "The version of the facts that it is written for.", .example = "facts: 1"},
    {"given", FIELD_RECORD, 0, .doc = "Facts that all examples have in common; each lies over it.",
     .example = "given: {callsheet: {present: true}}"},
    {"rules", FIELD_RECORDS, AT(pack, rules), .required = true, .max_items = POLICY_RULES_MAX,
     .doc = "Its rules.",
     .example = "rules: [{id: unread-print, effect: block, each: unread, when: \"true\", ...}]"},
};

static struct record *with_fields(const struct record *from, struct field **ret_fields,
                                  struct arena *a)
{
    struct record *copy = arena_new(a, struct record, 1);
    *ret_fields = arena_new(a, struct field, from->n);
    memcpy(*ret_fields, from->fields, from->n * sizeof **ret_fields);
    *copy = *from;
    copy->fields = *ret_fields;
    return copy;
}

static struct field *named(const struct record *record, struct field *fields, const char *name)
{
    for (size_t i = 0; i < record->n; i++)
        if (fields[i].name && strcmp(fields[i].name, name) == 0)
            return &fields[i];
    assert(false && "no such field");
    return NULL;
}

struct record *pack_with_fragment(const struct record *record, const char *name,
                                  const struct record *fragment, struct arena *a)
{
    struct field *fields;
    struct record *copy = with_fields(record, &fields, a);
    size_t align = _Alignof(max_align_t), at = (record->size + align - 1) / align * align;
    struct field *facts = named(copy, fields, name);
    facts->offset = at;
    facts->record = fragment;
    copy->size = at + fragment->size;
    return copy;
}

/* The tables above with the facts' own record in the places that hold facts. */
struct pack_records pack_records_make(const struct record *facts, struct arena *a)
{
    static const struct record pack_record =
        RECORD("pack", struct pack, "Rules about pictures, of one owner.", pack_fields);
    struct copies copies = {0};
    const struct record *fragment = unrequired(facts, &copies, a);

    struct field *fields;
    struct record *examples = with_fields(&examples_record, &fields, a);
    named(examples, fields, "fires")->record = fragment;
    named(examples, fields, "passes")->record = fragment;

    struct record *rule = with_fields(&rule_record, &fields, a);
    named(rule, fields, "need")->record = &written_need_record;
    named(rule, fields, "examples")->record = examples;

    struct record *pack = pack_with_fragment(&pack_record, "given", fragment, a);
    pack = with_fields(pack, &fields, a);
    named(pack, fields, "rules")->record = rule;
    return (struct pack_records){pack, fragment};
}

/* ---- reading ---- */

struct citation *pack_citations(const struct pack_citation *from, size_t n, struct arena *a)
{
    struct citation *to = arena_new(a, struct citation, n);
    for (size_t i = 0; i < n; i++)
        to[i] = (struct citation){
            .name = str_copy(from[i].name, a),
            .rule = from[i].confirmed == FLAG_YES ? str_copy(from[i].rule, a) : (str){0},
            .url = str_copy(from[i].url, a),
        };
    return to;
}

const struct node *pack_child(const struct node *opt_map, const char *key)
{
    return opt_map && opt_map->kind == NODE_MAP ? node_get(opt_map, str_of(key)) : NULL;
}

const struct node *pack_item(const struct node *opt_list, size_t i)
{
    return opt_list && opt_list->kind == NODE_LIST && i < opt_list->list.n ? &opt_list->list.at[i]
                                                                           : NULL;
}

size_t pack_read_bytes(const struct pack_records *records, size_t text_bytes)
{
    size_t record = MAX(records->fragment->size, sizeof(struct pack_rule));
    return text_bytes * (NODE_BYTES_PER_INPUT_BYTE + record) + records->pack->size + (1 << 20);
}

bool pack_read(const struct pack_records *records, str yaml, struct arena *a, struct diags *diags,
               struct pack_text *ret)
{
    *ret = (struct pack_text){0};
    if (yaml.n > POLICY_PACK_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "the pack has %zu bytes, at most %d are allowed",
                        yaml.n, POLICY_PACK_MAX_BYTES);
    if (!document_read(yaml, a, diags, &ret->tree))
        return false;
    ret->pack = arena_alloc(a, records->pack->size, _Alignof(max_align_t), 1);
    return record_read(records->pack, &ret->tree, a, diags, ret->pack);
}
