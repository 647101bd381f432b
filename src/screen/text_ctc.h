/* screen/text_ctc.h -- from the reader's probabilities to text: greedy decoding of connectionist
 * temporal classification (Graves et al., 2006). Pure. Private to screen. */
#pragma once

#include "base/err.h"
#include "base/str.h"

/* The reader's classes: 0 is blank, then one for each line of the keys, then the space. */
struct ctc_keys {
    str *at; /* UTF-8 of class i + 1 */
    size_t n;
};

/* Views into bytes (one character a line, the last line with or without its newline). CORRUPT if a
 * line is empty or not UTF-8. */
nodiscard bool ctc_keys_parse(str bytes, struct arena *a, struct ctc_keys *ret, struct err *err);

struct ctc_text {
    str text;         /* UTF-8, trimmed of spaces */
    float confidence; /* mean over the characters kept; 0 where there is none */
    size_t chars;     /* other than spaces */
};

/* Decode steps rows of `classes` probabilities: the best class of each step, runs of one class
 * taken once, blanks dropped. classes must be keys.n + 2. */
struct ctc_text ctc_decode(const float *p, size_t steps, size_t classes, struct ctc_keys keys,
                           struct arena *a);
