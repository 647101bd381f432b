/* codec/text.h -- inside codec only: the checks that both readers make first, places in a text, and
 * foreign text made fit for a message. */
#pragma once

#include "base/err.h"
#include "base/str.h"

struct place {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points */
};

#define PLACE_START ((struct place){1, 1})

/* The place after these bytes, which must begin at `from`. Only a line feed ends a line, so CRLF
 * counts once. */
struct place place_after(struct place from, str bytes);

/* At most NODE_INPUT_MAX_BYTES (LIMIT), UTF-8 and no NUL byte (INVALID). */
nodiscard bool text_check(str bytes, struct err *err);

enum {
    SHOWN_BYTES = 80
};

/* A short printable form of s as a C string in out: control characters and bytes that are not UTF-8
 * become "?", and what is too long ends in "...". */
const char *text_shown(str s, char out[SHOWN_BYTES]);
