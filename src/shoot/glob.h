/* shoot/glob.h -- file patterns of a call sheet.
 *
 *   *       any run of characters inside one name, also none
 *   ?       one character, not a slash
 *   [a-c1]  one of these characters; [!a-c] one that is none of these, and not a slash
 *   **      alone between slashes: any number of folders, also none; alone at the end: whatever
 * lies below
 *
 * Every other character stands for itself; there is no escape ([*] is a star, [?] a question mark).
 * A pattern is compared with the whole path relative to the folder that is screened; one without a
 * slash is compared with the file's name in any folder. The suffix (what follows the last dot of
 * the last name) ignores ASCII case, so that *.jpg takes IMG_1.JPG too. Names are bytes: what is
 * not UTF-8 is a character of its own, which only * ? ** and [!...] match.
 *
 * Time is the product of both lengths at most, whatever the pattern (the set of states is followed,
 * nothing backtracks). Pure. */
#pragma once

#include "base/str.h"

enum {
    GLOB_MAX_BYTES = 256
};

/* NULL when the pattern is well formed, otherwise what is wrong with it, a sentence without a full
 * stop. */
const char *glob_mistake(str pattern);

/* Does the path match? The pattern must be well formed. */
bool glob_match(str pattern, str path);

/* Is there a path that both match? Then *ret_path is one (UTF-8, in a). Both must be well formed.
 * The search costs the product of both lengths at most; that is taken from *work, and nothing is
 * searched once *work is too small (it is then 0, and the answer says nothing). */
bool glob_overlap(str one, str other, size_t *work, struct arena *a, str *ret_path);
