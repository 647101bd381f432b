#include "match/fingerprint_search.h"

#include <stdlib.h>

static int by_distance(const void *a, const void *b)
{
    const struct fingerprint_hit *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static struct fingerprint_hit nearest(struct fingerprint f, size_t index,
                                      const struct fingerprint variants[PDQ_VARIANTS])
{
    struct fingerprint_hit best = {index, fingerprint_distance(f, variants[0]), PDQ_AS_IS};
    for (int k = 1; k < PDQ_VARIANTS; k++) {
        int distance = fingerprint_distance(f, variants[k]);
        if (distance < best.distance)
            best = (struct fingerprint_hit){index, distance, (enum pdq_variant)k};
    }
    return best;
}

struct fingerprint_hits fingerprint_search(struct fingerprint_list list,
                                           const struct fingerprint variants[PDQ_VARIANTS],
                                           int radius, struct arena *a)
{
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        n += nearest(list.v[i], i, variants).distance <= radius;
    struct fingerprint_hits hits = {arena_new(a, struct fingerprint_hit, n), 0};
    for (size_t i = 0; i < list.n && hits.n < n; i++) {
        struct fingerprint_hit hit = nearest(list.v[i], i, variants);
        if (hit.distance <= radius)
            hits.v[hits.n++] = hit;
    }
    qsort(hits.v, hits.n, sizeof *hits.v, by_distance);
    return hits;
}
