/* app/screened.h -- facts of pictures that were screened before, read back.
 *
 * A text holds facts (docs/format/facts.md) or results (docs/format/result.md, of which only the
 * path, the verdict and the facts are read): one document, or one a line as `gatefold screen
 * --format json` prints them. Nothing is believed: the reader's limits hold, and the digest beside
 * the facts of a result must be theirs. A line that cannot be read is an error, never passed over.
 *
 * Limits: SCREENED_TEXT_MAX_BYTES a text, NODE_INPUT_MAX_BYTES a document. */
#pragma once

#include "app/result.h"

enum {
    SCREENED_TEXT_MAX_BYTES = 1 << 30,
};

/* Room for one document in its arena: the tree, the facts, and judging them. */
#define SCREENED_BYTES ((size_t)4 << 30)

struct screened_text {
    str rest;
    uint32_t line; /* of the next document */
    bool by_lines;
};

struct screened {
    uint32_t line;
    str path;    /* absent where the document says none */
    int verdict; /* enum verdict_kind; 0 where it says none */
    struct facts facts;
};

struct screened_text screened_open(str bytes);

/* Read the next document into a. False at the end with err->kind ERR_NONE, and with CORRUPT, LIMIT
 * or UNSUPPORTED (facts of another version) for one that cannot be read. */
nodiscard bool screened_next(struct screened_text *t, struct arena *a, struct screened *ret,
                             struct err *err);
