/* screen/text_script.h -- whether a reading is Latin print at all.
 *
 * The reader knows Chinese and English characters. Print in another script comes back as Chinese,
 * as nothing, or as Latin look-alikes with high confidence; only the first two betray themselves.
 * Pure. Private to screen. */
#pragma once

#include "base/str.h"

/* Full-width forms and the like as their ASCII equals (NFKC of what the reader can answer). */
str script_fold(str text, struct arena *a);

struct script_count {
    size_t letters; /* Latin, accented ones included */
    size_t digits;
    size_t marks; /* punctuation, currency, symbols */
    size_t other; /* anything else */
};
struct script_count script_count(str text);

/* A fifth or more of the characters are of another script. */
bool script_is_other(str text);
