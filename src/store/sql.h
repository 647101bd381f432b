/* store/sql.h -- the statements of src/store/sql/, embedded by the build. */
#pragma once

#include "base/str.h"

struct sql_text {
    const char *name; /* path below sql/, without ".sql": "views/party_added" */
    str text;         /* ends with a NUL that is not counted */
};

extern const struct sql_text sql_texts[];
extern const size_t sql_text_count;

/* The file sql/FOLDER/NAME.sql, or NULL. */
const struct sql_text *sql_find(const char *folder, str name);

/* Cut the next statement, without comments before it and without its semicolon, off a file whose
 * statements each end with a semicolon at the end of a line. False at the end. */
bool sql_next(str *file, str *ret_statement);
