/* policy/territory.h -- inside policy only: territories that no pack speaks for.
 *
 * A pack names the territories whose rules it holds. The pictures are wanted somewhere else: then
 * nobody has held them against the rules there, and legal must. Decided in code, under the pack
 * name "gatefold", so that leaving a pack away asks for more and never for less. */
#pragma once

#include "codec/record.h"
#include "policy/rule.h"

enum {
    PACK_TERRITORIES_MAX = 300,
};

extern const struct rule territory_rule; /* what is needed: a signature of legal */

/* The first of them that is no ISO 3166-1 code by its look, or absent. */
str territory_mistake(const struct texts *territories);

/* Add a reason if one of the wanted territories is in none of these n lists. True if it did. */
bool territory_judge(const struct texts *wanted, const struct texts *const *covered, size_t n,
                     struct reason_list *list);
