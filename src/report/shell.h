/* report/shell.h -- inside report only: what every page has, and the small parts that pages share.
 */
#pragma once

#include "app/result.h"
#include "report/html.h"

/* The style sheet, from style.css. */
str report_style(void);

/* Opens the document up to <main>, and closes it. title is what the tab says. */
struct html shell_open(struct buf *out, str title);
void shell_close(struct html *h);

/* The words for a verdict, and for a rule's effect, as people read them. */
str verdict_title(int verdict);
const char *verdict_class(int verdict);
str effect_title(int effect);
const char *effect_class(int effect);

/* A verdict as a badge: a sign and a word, never colour alone. */
void shell_verdict(struct html *h, int verdict);
void shell_effect(struct html *h, int effect);

/* Rating and label in words, with as many stars as the rating has. */
void shell_marks(struct html *h, int64_t rating, str words);

/* "pack/rule" and what it cites; links only to http and https. */
void shell_rule(struct html *h, const struct reason *reason);

void shell_link(struct html *h, const char *opt_class, str href, str text);

/* A row of a list of terms. */
void shell_term(struct html *h, const char *term, str value);
