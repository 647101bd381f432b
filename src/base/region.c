#include "base/region.h"

int64_t region_area(struct region r)
{
    return r.w_px * r.h_px;
}

struct region region_join(struct region a, struct region b)
{
    int64_t x = MIN(a.x_px, b.x_px), y = MIN(a.y_px, b.y_px);
    int64_t right = MAX(a.x_px + a.w_px, b.x_px + b.w_px);
    int64_t bottom = MAX(a.y_px + a.h_px, b.y_px + b.h_px);
    return (struct region){x, y, right - x, bottom - y};
}

struct region region_intersect(struct region a, struct region b)
{
    int64_t x = MAX(a.x_px, b.x_px), y = MAX(a.y_px, b.y_px);
    int64_t right = MIN(a.x_px + a.w_px, b.x_px + b.w_px);
    int64_t bottom = MIN(a.y_px + a.h_px, b.y_px + b.h_px);
    if (right <= x || bottom <= y)
        return (struct region){0};
    return (struct region){x, y, right - x, bottom - y};
}

int64_t region_overlap_pm(struct region a, struct region b)
{
    int64_t both = region_area(region_intersect(a, b));
    int64_t either = region_area(a) + region_area(b) - both;
    return either > 0 ? both * 1000 / either : 0;
}
