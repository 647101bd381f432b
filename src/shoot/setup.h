/* shoot/setup.h -- inside shoot only: on which days a shot is taken. */
#pragma once

#include "shoot/callsheet.h"

/* Dates at the place; the first decides ages. */
struct span {
    struct date first, last;
};

struct span callsheet_span(const struct callsheet *c, const struct shot *shot);
