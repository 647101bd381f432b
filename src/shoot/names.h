/* shoot/names.h -- inside shoot only: finding people's names in texts, so that they can be left
 * out.
 *
 * Names are looked for as a watch-list is (match/term_set.h): folded, long ones without regard to
 * spaces and with an edit in six letters, short ones as whole words. Each is found as written, with
 * the last part first, and for talent with the middle parts left out, too; so "Mia K. Lindqvist" is
 * also found as "LINDQVIST, MIA". A single part of a longer name is not found: many are words of
 * their own, and taking them out of a text would hide what it says. */
#pragma once

#include "shoot/callsheet.h"

struct names; /* every name on a call sheet; immutable */

/* Can this name be looked for at all (letters in it, and not too many)? */
bool name_usable(str name, struct arena scratch);

/* What stands where a name is kept elsewhere or forgotten. */
bool name_is_nobodys(str name);

/* Is a part of the name, of 3 letters or more, a part of the id? */
bool name_in_id(str name, str id, struct arena scratch);

/* Every name must be usable. */
const struct names *names_make(const struct callsheet *c, struct arena *a);

/* The text with each name replaced by the id of its person ("guardian-of-ID" and "chaperone-of-ID"
 * for those); the text itself when it holds none. Must be UTF-8. */
str names_mask(const struct names *names, str text, struct arena *a);

/* The person whose name (in one of its forms) is the whole of value, or NULL. */
const struct talent *names_owner(const struct names *names, str value, struct arena scratch);
