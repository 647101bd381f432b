#include "policy/incident.h"

#include <string.h>

#include "codec/document.h"
#include "policy/example.h"
#include "policy/loaded.h"

#define AT(type, member) .offset = offsetof(struct type, member)

enum {
    INCIDENT_WORDS_BYTES = 4000,
    INCIDENT_ROLES_MAX = 16,
    INCIDENT_PICTURES_MAX = 100,
};

/* As written; the facts, a fragment, lie behind each in memory. */
struct written_source {
    str name, url;
};

struct written_incident {
    uint32_t line;
    str incident, about, judgement;
    struct written_source source;
    LIST_OF(struct pack_citation) citations;
    int verdict;
    struct texts roles;
    struct texts pictures;
    str callsheet;
};

struct written_base {
    uint32_t line;
    str about;
};

static const struct word strict_words_list[] = {
    {"blocked", VERDICT_BLOCKED, "whoever signs"},
    {"needs", VERDICT_NEEDS, "these roles must look, or it is blocked"},
};
static const struct words strict_words = {strict_words_list, countof(strict_words_list)};

static const struct field source_fields[] = {
    {"name", FIELD_TEXT, AT(written_source, name), .required = true, .min = 1,
     .max = INCIDENT_WORDS_BYTES, .doc = "What it is known from.",
     .example = "name: ASA ruling A17-401541"},
    {"url", FIELD_TEXT, AT(written_source, url), .min = 1, .max = 500,
     .doc = "Where it can be read.", .example = "url: https://www.asa.org.uk/rulings.html"},
};
static const struct record source_record =
    RECORD("source", struct written_source, "What an incident is known from.", source_fields);

static const struct field incident_fields[] = {
    {.kind = FIELD_LINE, AT(written_incident, line)},
    {"incident", FIELD_TEXT, AT(written_incident, incident), .required = true, .pattern = "id",
     .doc = "Names it.", .example = "incident: court-paper-read"},
    {"about", FIELD_TEXT, AT(written_incident, about), .required = true, .min = 1,
     .max = INCIDENT_WORDS_BYTES, .doc = "What went out, and what was wrong with it.",
     .example = "about: A page of a court's opinion lay half under the bag."},
    {"source", FIELD_RECORD, AT(written_incident, source), .required = true,
     .record = &source_record, .doc = "What it is known from.",
     .example = "source: {name: ASA ruling A17-401541}"},
    {"citations", FIELD_RECORDS, AT(written_incident, citations), .record = &pack_citation_record,
     .max_items = 20, .doc = "The rules of today that speak of it.",
     .example = "citations: [{name: CAP Code, rule: \"4.8\", confirmed: true}]"},
    {"judgement", FIELD_TEXT, AT(written_incident, judgement), .min = 1,
     .max = INCIDENT_WORDS_BYTES,
     .doc = "What mattered and stands in no facts, so that a person must see it.",
     .example = "judgement: Whether she seems younger than she is."},
    {"facts", FIELD_RECORD, 0, .required = true, .doc = "A fragment of facts, over the base.",
     .example = "facts: {unread: [{id: u1, reason: oblique}]}"},
    {"verdict", FIELD_WORD, AT(written_incident, verdict), .required = true, .words = &strict_words,
     .doc = "What no policy may be weaker than.", .example = "verdict: blocked"},
    {"roles", FIELD_TEXTS, AT(written_incident, roles), .max = 64, .pattern = "id",
     .max_items = INCIDENT_ROLES_MAX, .doc = "Of needs: who must look.",
     .example = "roles: [child-protection]"},
    {"pictures", FIELD_TEXTS, AT(written_incident, pictures), .min = 1, .max = 1000,
     .max_items = INCIDENT_PICTURES_MAX,
     .doc = "Pictures of it, files of the sub-folder pictures: each must get the verdict too.",
     .example = "pictures: [paper-half-covered.jpg]"},
    {"callsheet", FIELD_TEXT, AT(written_incident, callsheet), .min = 1, .max = 1000,
     .doc = "The call sheet that the pictures are held against, a file of the same sub-folder.",
     .example = "callsheet: callsheet.yaml"},
};

static const struct field base_fields[] = {
    {.kind = FIELD_LINE, AT(written_base, line)},
    {"about", FIELD_TEXT, AT(written_base, about), .required = true, .min = 1,
     .max = INCIDENT_WORDS_BYTES, .doc = "What picture this is.",
     .example = "about: A desk with a lamp, in order in every way."},
    {"facts", FIELD_RECORD, 0, .required = true, .doc = "A fragment of facts.",
     .example = "facts: {version: 1}"},
};

static const struct record *base_record(const struct policy *p, struct arena *a)
{
    static const struct record record =
        RECORD("base", struct written_base, "The picture that incidents lie over.", base_fields);
    return pack_with_fragment(&record, "facts", loaded_frame(p)->records.fragment, a);
}

const struct record *incident_record(const struct policy *p, struct arena *a)
{
    static const struct record record =
        RECORD("incident", struct written_incident, "What must not happen again.", incident_fields);
    return pack_with_fragment(&record, "facts", loaded_frame(p)->records.fragment, a);
}

static bool read_text(const struct record *record, str yaml, struct arena *a, struct diags *diags,
                      struct node *ret_tree, void **ret)
{
    if (yaml.n > INCIDENT_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "it has %zu bytes, at most %d are allowed", yaml.n,
                        INCIDENT_MAX_BYTES);
    if (!document_read(yaml, a, diags, ret_tree))
        return false;
    *ret = arena_alloc(a, record->size, _Alignof(max_align_t), 1);
    return record_read(record, ret_tree, a, diags, *ret);
}

bool incident_base_read(const struct policy *p, str yaml, struct arena *a, struct diags *diags,
                        struct incident_base *ret)
{
    struct node tree;
    void *written;
    if (!read_text(base_record(p, a), yaml, a, diags, &tree, &written))
        return false;
    ret->facts = *node_get(&tree, S("facts"));
    return true;
}

/* A verdict of signatures says whose. */
static bool check_roles(const struct written_incident *w, struct diags *diags)
{
    if (w->verdict == VERDICT_NEEDS && w->roles.n == 0)
        return diag_add(diags, w->line, 0, S("roles: [child-protection]"),
                        "which roles must look is not said");
    if (w->verdict == VERDICT_BLOCKED && w->roles.n > 0)
        return diag_add(diags, w->line, 0, (str){0},
                        "roles go with `verdict: needs`: what is blocked nobody signs");
    return true;
}

/* An incident that somebody sent names no file elsewhere. */
static bool check_files(const struct written_incident *w, struct diags *diags)
{
    bool good = true;
    for (size_t i = 0; i <= w->pictures.n; i++) {
        str name = i < w->pictures.n ? w->pictures.at[i] : w->callsheet;
        if (name.p && (memchr(name.p, '/', name.n) || str_eq(name, S(".."))))
            good = diag_add(diags, w->line, 0, S("pictures: [paper-half-covered.jpg]"),
                            "\"%.*s\" is not a file of the sub-folder pictures: copy it there",
                            STR(name));
    }
    if (w->callsheet.p && w->pictures.n == 0)
        good = diag_add(diags, w->line, 0, (str){0},
                        "a call sheet goes with pictures, and there are none");
    return good;
}

bool incident_read(const struct policy *p, const struct incident_base *base, str yaml,
                   struct arena *a, struct diags *diags, struct incident *ret)
{
    struct node tree;
    void *read = NULL;
    if (!read_text(incident_record(p, a), yaml, a, diags, &tree, &read) ||
        !check_roles(read, diags) || !check_files(read, diags))
        return false;
    const struct written_incident *w = read;
    *ret = (struct incident){
        .id = w->incident,
        .about = w->about,
        .judgement = w->judgement,
        .source = w->source.name,
        .source_url = w->source.url,
        .verdict = w->verdict,
        .roles = w->roles,
        .pictures = w->pictures,
        .callsheet = w->callsheet,
        .facts = example_facts(loaded_frame(p)->records.fragment, &base->facts,
                               node_get(&tree, S("facts")), a),
    };
    ret->citations.n = w->citations.n;
    ret->citations.at = pack_citations(w->citations.at, w->citations.n, a);
    return true;
}

static str missing_role(const struct verdict *v, const struct texts *roles)
{
    for (size_t i = 0; i < roles->n; i++) {
        bool asked = false;
        for (size_t j = 0; j < v->needs.n && !asked; j++)
            asked = str_eq(v->needs.at[j].role, roles->at[i]);
        if (!asked)
            return roles->at[i];
    }
    return (str){0};
}

bool incident_holds(const struct incident *incident, const struct verdict *v, str *ret_missing)
{
    *ret_missing = (str){0};
    if (v->kind == VERDICT_BLOCKED)
        return true;
    *ret_missing = missing_role(v, &incident->roles);
    return incident->verdict == VERDICT_NEEDS && v->kind == VERDICT_NEEDS && !ret_missing->p;
}

struct verdict incident_base_ask(const struct policy *p, const struct incident_base *base,
                                 struct arena *a)
{
    static const struct node nothing = {.kind = NODE_MAP};
    return policy_judge(
        p, example_facts(loaded_frame(p)->records.fragment, &base->facts, &nothing, a), a);
}

struct incident_answer incident_ask(const struct policy *p, const struct incident_base *base,
                                    const struct incident *incident, struct arena *a)
{
    struct incident_answer answer = {.verdict = policy_judge(p, incident->facts, a)};
    answer.holds = incident_holds(incident, &answer.verdict, &answer.missing);
    struct verdict v = incident_base_ask(p, base, a);
    str missing;
    answer.base_too = incident_holds(incident, &v, &missing);
    return answer;
}
