/* shoot/people.h -- inside shoot only: ages and papers of the people on a call sheet.
 *
 * Exact ages are used here and only results leave: bands, and papers in a few words without names,
 * numbers or birth dates. What is unknown counts as the youngest. */
#pragma once

#include "shoot/facts.h"
#include "shoot/setup.h"

/* Full years on the first day of the span; -1 when that is unknown. */
int talent_age(const struct talent *t, struct span span);

/* Band and papers for pictures taken in this span. Strings live in a or in the call
 * sheet. */
struct fact_person person_make(const struct talent *t, struct span span, struct arena *a);
