/* policy/example.h -- inside policy only: facts made of a fragment that an example writes down.
 *
 * What the fragment does not say is neutral: false, 0, "", the first of a field's words, an empty
 * list. A list in the fragment takes the place of the one in `given`; records in both are laid over
 * each other, key by key. */
#pragma once

#include "codec/node.h"
#include "codec/record.h"

/* Facts as given and the fragment say; both are maps that were read without a mistake as this
 * record. Lives in a. */
void *example_facts(const struct record *fragment, const struct node *opt_given,
                    const struct node *example, struct arena *a);
