/* policy/shape.h -- inside policy only: a record table as CEL types, and a struct that the table
 * describes as CEL values.
 *
 * A record becomes an object with the same fields; words and dates become strings; lists become
 * lists. What is absent in the struct, or is no text in UTF-8, or a word that the table does not
 * know, becomes CEL_ABSENT: a rule that reads it errs, and so nothing is clear. */
#pragma once

#include "base/region.h"
#include "cel/cel.h"
#include "codec/record.h"

struct shape {
    const struct record *record;
    struct cel_type object, list; /* of it, and a list of it */
    const struct field **fields;  /* object.n of them, in the order of object.fields */
    const struct shape **subs;    /* of each field that is a record or a list of records */
    size_t id;                    /* its field "id" where that is a text, or SHAPE_NONE */
    size_t region;                /* its field "region" where that is one, or SHAPE_NONE */
    size_t px[4];                 /* in a region: the fields of x, y, w and h */
    bool is_region;
    struct shape *next; /* all shapes of one policy */
};

#define SHAPE_NONE SIZE_MAX

/* The shape of a record, made once for each record: *all is the list of those made so far. */
const struct shape *shape_make(const struct record *record, struct arena *a, struct shape **all);

/* The shape whose objects have this type, or NULL. */
const struct shape *shape_find(const struct shape *all, const struct cel_type *type);

/* Write a value for each field of the struct to out, in the order of object.fields. Lists are
 * copied to a, texts are borrowed. */
void shape_bind(const struct shape *s, const void *value, struct arena *a, struct cel_value *out);

/* What a reason says of the object it is about. */
str shape_id(const struct shape *s, const struct cel_object *o); /* "" if it has none */
bool shape_region(const struct shape *s, const struct cel_object *o, struct region *ret);
