/* policy/pack.h -- inside policy only: a pack as it is written, before anything is compiled. */
#pragma once

#include "base/diag.h"
#include "codec/record.h"
#include "policy/policy.h"

struct pack_citation {
    str name, rule, url;
    enum flag confirmed;
};
extern const struct record pack_citation_record;

/* As they are shown: a number that nobody confirmed is not. */
struct citation *pack_citations(const struct pack_citation *from, size_t n, struct arena *a);

struct pack_need {
    bool present;
    str role, party;
    int64_t count;
};

struct pack_examples {
    bool present;
    struct records fires, passes; /* of the fragment record */
};

struct pack_change {
    uint32_t line;
    int64_t version;
    struct date date;
    str change;
};

struct pack_rule {
    uint32_t line;
    str id;
    bool shadow;
    int effect; /* enum effect without EFFECT_NEED, 0 where need says it */
    struct pack_need need;
    str each, when, because, fix;
    LIST_OF(struct pack_citation) citations;
    struct pack_examples examples;
};

struct pack {
    uint32_t line;
    str pack;
    int64_t version;
    str owner, about;
    struct texts territories;
    bool shadow;
    LIST_OF(struct pack_change) changelog;
    int64_t facts;
    LIST_OF(struct pack_rule) rules;
    /* `given`, a fragment of the facts, lies behind this in memory */
};

struct pack_records {
    const struct record *pack;     /* of a struct that is larger than struct pack */
    const struct record *fragment; /* the facts with nothing required: given and examples */
};

struct pack_records pack_records_make(const struct record *facts, struct arena *a);

/* A record whose field of this name is a fragment of facts, which lies behind the rest in memory.
 */
struct record *pack_with_fragment(const struct record *record, const char *name,
                                  const struct record *fragment, struct arena *a);

/* A pack as read: the tree has the shape of the records wherever something was read. */
struct pack_text {
    struct node tree;
    struct pack *pack; /* of the size of its record */
};

/* Room in the arena of pack_read for a text of so many bytes. Every two of them may be an item of a
 * list ("1,"), which takes a whole record even when it is wrong. */
size_t pack_read_bytes(const struct pack_records *records, size_t text_bytes);

/* True when nothing was added to diags. ret->pack is absent only where the text is no YAML. */
bool pack_read(const struct pack_records *records, str yaml, struct arena *a, struct diags *diags,
               struct pack_text *ret);

/* Steps down a tree that may lack what is asked for. */
const struct node *pack_child(const struct node *opt_map, const char *key);
const struct node *pack_item(const struct node *opt_list, size_t i);
