/* shoot/personal.h -- a call sheet in two: what may be kept in the clear for ever, and a record for
 * each person, which can be forgotten.
 *
 * A personal record is what the call sheet says of one person: of talent everything, of a party of
 * kind person everything, as canonical JSON. In the public part such a person is an id whose name
 * is "withheld". Who was forgotten is an id whose name is "forgotten": there is no record, and none
 * is looked for, so that the person can stay on later revisions. The public part is a call sheet
 * too: nobody on it has papers or an age, and counts as the youngest.
 *
 * Which field goes where, and why, is the table in personal.c. Pure. Arenas need
 * CALLSHEET_ARENA_BYTES. */
#pragma once

#include "base/err.h"
#include "shoot/callsheet.h"

struct personal_record {
    str id;   /* of the call sheet */
    str json; /* canonical */
};

struct callsheet_parts {
    str public_json; /* canonical: equal call sheets, equal bytes */
    LIST_OF(struct personal_record) people;
};

/* Print that was read in scans (callsheet_add_print) is kept as typed print, and the paths of the
 * scans are dropped. Names of talent in free words are replaced by ids. Where a name stands in what
 * must stay as it is (ids, file patterns), or the parts could not be joined again, that is a
 * mistake in diags and false. */
nodiscard bool callsheet_split(const struct callsheet *c, struct arena *a, struct diags *diags,
                               struct callsheet_parts *ret);

/* Where records come from. */
struct personal_source {
    /* False when there is none (any more), or it does not open. */
    bool (*get)(void *self, str id, struct arena *a, str *ret_json);
    void *self;
};

/* The call sheet for callsheet_read, in canonical JSON. Who has no record, or one that is not his,
 * is forgotten on it. CORRUPT if that is not the public part of a call sheet. */
nodiscard bool callsheet_join(str public_json, struct personal_source from, struct arena *a,
                              str *ret_json, struct err *err);

/* How the fields of a call sheet are kept, for whoever checks that none was left out: record and
 * field, NULL at the end. */
struct personal_field {
    const char *record, *field;
    const char *why;
};
const struct personal_field *personal_field_at(size_t i);
