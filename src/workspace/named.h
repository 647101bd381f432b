/* workspace/named.h -- which blobs the events name: pictures until they are erased, facts and call
 * sheets for ever. */
#pragma once

#include "base/buf.h"
#include "base/hash.h"
#include "gate/event_type.h"

struct named_blob {
    struct digest name;
    uint64_t seq;   /* the first event that names it */
    int64_t naming; /* how many name it still; 0: it was erased wherever it was a picture */
};

struct named {
    struct buf blobs; /* struct named_blob */
};

/* Take in what one event names; events in their order. CORRUPT for a payload that cannot be read,
 * LIMIT for more than memory holds. */
nodiscard bool named_add(struct named *n, const struct event *e, struct arena scratch,
                         struct arena tree_scratch, struct err *err);

/* After the last: each blob once, in the order of the names. Valid until named_done. */
const struct named_blob *named_sorted(struct named *n, size_t *ret_n);
void named_done(struct named *n);
