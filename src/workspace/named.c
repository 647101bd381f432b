#include "workspace/named.h"

#include <stdlib.h>
#include <string.h>

#define NAMED_MAX_BYTES ((size_t)1 << 34)

static bool add(struct named *n, const struct event *e, str hex, int64_t naming, struct err *err)
{
    struct named_blob blob = {.seq = e->seq, .naming = naming};
    if (!digest_from_hex(hex, &blob.name))
        return err_set(err, ERR_CORRUPT, "event %llu: \"%.*s\" is no digest",
                       (unsigned long long)e->seq, STR(hex));
    n->blobs.max_bytes = NAMED_MAX_BYTES;
    buf_put(&n->blobs, (str){(const char *)&blob, sizeof blob});
    return buf_ok(&n->blobs) ||
           err_set(err, ERR_LIMIT, "too many pictures for this machine's memory");
}

bool named_add(struct named *n, const struct event *e, struct arena scratch,
               struct arena tree_scratch, struct err *err)
{
    enum event_kind kind = event_kind_find(e->type);
    union payload p;
    if (kind != EVENT_ASSET_SUBMITTED && kind != EVENT_ASSET_SCREENED &&
        kind != EVENT_ASSET_ERASED && kind != EVENT_CALLSHEET_REVISED)
        return true;
    if (!event_payload_read(kind, e->payload, &scratch, tree_scratch, &p, err))
        return err_wrap(err, "event %llu", (unsigned long long)e->seq);
    if (kind == EVENT_ASSET_SUBMITTED)
        return add(n, e, p.asset_submitted.asset, 1, err);
    if (kind == EVENT_ASSET_SCREENED)
        return add(n, e, p.asset_screened.facts, 1, err);
    if (kind == EVENT_ASSET_ERASED)
        return add(n, e, p.asset_erased.asset, -1, err);
    return add(n, e, p.callsheet_revised.callsheet, 1, err);
}

static int by_name_and_seq(const void *a, const void *b)
{
    const struct named_blob *x = a, *y = b;
    int names = memcmp(x->name.b, y->name.b, sizeof x->name.b);
    return names ? names : (x->seq > y->seq) - (x->seq < y->seq);
}

const struct named_blob *named_sorted(struct named *n, size_t *ret_n)
{
    struct named_blob *at = (struct named_blob *)n->blobs.p;
    size_t all = n->blobs.n / sizeof *at, kept = 0;
    if (all)
        qsort(at, all, sizeof *at, by_name_and_seq);
    for (size_t i = 0; i < all; i++)
        if (kept && digest_eq(at[kept - 1].name, at[i].name))
            at[kept - 1].naming += at[i].naming;
        else
            at[kept++] = at[i];
    n->blobs.n = kept * sizeof *at;
    *ret_n = kept;
    return at;
}

void named_done(struct named *n)
{
    buf_done(&n->blobs);
}
