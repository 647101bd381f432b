/* screen/tsv.h -- lines of a text file that a house keeps: what bank, suppressions and watch-lists
 * have in common. Private to screen.
 *
 * UTF-8, lines ended by LF. The first line is the name and version of the format. Empty lines and
 * lines that start with # are skipped. A carriage return, a control character but TAB, bytes that
 * are not UTF-8, or a line that is too long is a mistake, told with its line. */
#pragma once

#include "base/diag.h"
#include "base/str.h"

enum {
    TSV_LINE_MAX_BYTES = 4096,
};

struct tsv {
    str rest; /* absent at the end */
    uint32_t line;
    struct diags *diags;
};

/* False, with a diag, unless the text starts with the line `header`. */
bool tsv_start(struct tsv *t, str text, str header, struct diags *diags);

/* The next line with content, its number in t->line. Lines with mistakes are told and passed over.
 */
bool tsv_next(struct tsv *t, str *ret_line);

/* Exactly n fields between TABs, trimmed, none empty; names are for messages. */
bool tsv_fields(struct tsv *t, str line, const char *const *names, size_t n, str *ret_fields);
