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

/* How unlike the spelling of Latin languages some lines are: bits for a letter given the one
 * before, in tenths, over all words of three letters or more; accents are left aside. */
struct script_strangeness {
    int64_t tenths; /* sum */
    size_t letters; /* that were counted, with the end of each word */
};
void script_strangeness_add(struct script_strangeness *s, str text);

/* Whether that many letters so strange are another script in Latin look-alikes. Measured: readings
 * of Russian, Greek and Armenian have 5.2 bits a letter and more; English, German, French, Polish,
 * Finnish, Turkish, Vietnamese and an Austronesian language have 4.6 at most. */
bool script_is_improbable(struct script_strangeness s);
