/* shoot/facts_parts.h -- inside shoot only: the steps by which facts are made. */
#pragma once

#include "shoot/callsheet.h"
#include "shoot/facts.h"

/* A part of facts: some fields of struct facts, and where its digest goes. */
struct facts_part {
    const struct record *record;
    size_t digest; /* offset of its digest in struct fact_parts */
};
extern const struct facts_part facts_parts[];
extern const size_t facts_parts_n;

/* Fill texts, unread and hits. setup.shot may be NULL. */
void facts_text(const struct facts_of *of, struct setup setup, struct arena *a,
                struct facts *facts);

/* Fill metadata. */
void facts_metadata(const struct facts_of *of, struct setup setup, struct arena *a,
                    struct facts *facts);

/* Fill scope. */
void facts_scope(const struct facts_of *of, struct setup setup, struct arena *a,
                 struct facts *facts);

/* Fill raised, inventory, apparent_age and every settlement. After all of the above. */
void facts_settle(const struct facts_of *of, struct arena *a, struct facts *facts);

/* Fill detectors and failures. */
void facts_failures(const struct facts_of *of, struct arena *a, struct facts *facts);

/* "" for an absent text: facts leave nothing out. */
static inline str present(str text)
{
    return text.p ? text : S("");
}
