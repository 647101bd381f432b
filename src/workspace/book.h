/* workspace/book.h -- what people say of the pictures of a campaign, kept as events: the
 * counterpart of a settlements.yaml (app/settling.h). */
#pragma once

#include "app/settling.h"
#include "workspace/shooting.h"

struct campaign_book {
    struct workspace *w;
    str campaign;
    str by;                                /* the person who says it */
    const struct callsheet *opt_callsheet; /* whose people's names are replaced by ids in words */
    uint64_t first_seq;                    /* of the events of the last change */
    size_t events;
};

/* Its change reads what stands in the campaign, lets the caller add to it, and appends one event
 * for each thing that was added; all or none. What is refused is DENIED, in the words of the
 * refusal. Nothing that was said can be changed: only added to. */
struct settling_book campaign_book(struct campaign_book *b, struct arena *a);
