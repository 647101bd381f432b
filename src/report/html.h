/* report/html.h -- HTML that cannot be broken by what is put into it.
 *
 * Tags and names of attributes are literals of ours; every value goes through html_attr or
 * html_text and is escaped there, so that a name, a reading or a path of a stranger stays text.
 * Bytes that are not UTF-8 become U+FFFD; controls and marks that turn the direction of writing are
 * shown as \xNN. Elements must be closed in order: a mistake of the caller asserts.
 *
 * Writes into a buffer of the caller, whose failure is sticky. One thread a writer. */
#pragma once

#include "base/buf.h"

enum {
    HTML_DEPTH_MAX = 40
};

struct html {
    struct buf *out;
    const char *open[HTML_DEPTH_MAX]; /* elements not closed yet */
    size_t depth;
    bool in_tag; /* attributes may follow */
};

/* A fragment; html_document writes the doctype first. */
struct html html_fragment(struct buf *out);
struct html html_document(struct buf *out);

/* opt_class is NULL or a literal: the most frequent attribute. */
void html_open(struct html *h, const char *tag, const char *opt_class);
void html_close(struct html *h, const char *tag);

/* Attributes of the element that was opened last, before anything is in it. */
void html_attr(struct html *h, const char *name, str value);
void html_number(struct html *h, const char *name, int64_t value);

void html_text(struct html *h, str text);
void html_format(struct html *h, const char *fmt, ...) PRINTF(2, 3); /* escaped like html_text */

/* An element with nothing but text in it. */
void html_element(struct html *h, const char *tag, const char *opt_class, str text);

/* What another writer finished, as it is. */
void html_splice(struct html *h, str finished);

/* Everything is closed. */
bool html_done(const struct html *h);
