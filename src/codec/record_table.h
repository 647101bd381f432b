/* codec/record_table.h -- inside codec only: what a field table means, shared by reading, writing
 * and the schema. */
#pragma once

#include "codec/record.h"

struct limits {
    int64_t min, max;
};

struct pattern {
    const char *name;
    const char *regex; /* for the schema */
    const char *words; /* for messages: "must be ..." */
    bool (*fits)(str text);
};

/* Limits with the defaults filled in: of an integer, or of the bytes of a text. */
struct limits field_limits(const struct field *field);
size_t field_max_items(const struct field *field);

/* NULL if the field has no pattern; an unknown pattern is a bug of the table. */
const struct pattern *field_pattern(const struct field *field);

/* Write what JSON and YAML write alike; false, and nothing written, for any other kind. */
bool field_put_bare(const struct field *field, const void *at, struct buf *out);

static inline bool field_in_text(const struct field *field)
{
    return field->kind != FIELD_LINE && field->kind != FIELD_PRESENT;
}

static inline void *field_at(const struct field *field, void *value)
{
    return (char *)value + field->offset;
}

static inline const void *field_at_const(const struct field *field, const void *value)
{
    return (const char *)value + field->offset;
}
