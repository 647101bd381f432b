/* policy/pack.h -- inside policy only: a pack as it is written, before anything is compiled. */
#pragma once

#include "codec/record.h"

struct pack_citation {
    str name, rule, url;
    enum flag confirmed;
};

struct pack_need {
    bool present;
    str role, party;
    int64_t count;
};

struct pack_examples {
    bool present;
    struct records fires, passes; /* of the fragment record */
};

struct pack_rule {
    uint32_t line;
    str id;
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
    int64_t facts;
    LIST_OF(struct pack_rule) rules;
    /* `given`, a fragment of the facts, lies behind this in memory */
};

struct pack_records {
    const struct record *pack;     /* of a struct that is larger than struct pack */
    const struct record *fragment; /* the facts with nothing required: given and examples */
};

struct pack_records pack_records_make(const struct record *facts, struct arena *a);
