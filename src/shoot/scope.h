/* shoot/scope.h -- inside shoot only: the usage asked for, held against what a paper allows. */
#pragma once

#include "shoot/callsheet.h"
#include "shoot/codes.h"
#include "shoot/facts.h"

enum {
    SCOPE_LIMITS = 3, /* channels, territories, dates */
};

/* Something signed, or a thing of somebody's, that says how far a picture may be used. */
struct paper {
    uint32_t line;
    str whose;        /* id of the person, item or licence */
    const char *kind; /* "release", "item", "photograph", "location" */
    str party;        /* id of who gives it; "" where it is the person */
    const struct scope *scope;
};

struct paper paper_release(const struct talent *t);
struct paper paper_item(const struct item *item);
struct paper paper_licence(const struct use_licence *l);

/* Where the usage goes beyond this paper, a row for each limit; ids are not set. Without a usage
 * every limit is gone beyond: nobody knows. The number of rows. */
size_t scope_beyond(const struct callsheet *c, struct paper paper, struct arena *a,
                    struct fact_beyond ret[SCOPE_LIMITS]);

/* For each place of the call sheet: may the shot be taken there? */
bool *shot_places(const struct callsheet *c, const struct shot *shot, struct arena *a);

/* Does this licence hold for a shot, which is taken at these places? */
bool licence_holds(const struct callsheet *c, const struct use_licence *l, const struct shot *shot,
                   const bool *places);

static inline bool licence_signed(const struct use_licence *l)
{
    return date_present(l->signed_on) || l->not_needed.p;
}
