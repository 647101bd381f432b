#include "codec/region.h"

/* A region is inside the picture or at its edge; a polygon of a leaning line may reach out of it.
 */
enum {
    PX_MAX = 1 << 20
};

#define PX(type, member, least, about)                                                             \
    {                                                                                              \
        .name = #member, .kind = FIELD_INT, .offset = offsetof(struct type, member),               \
        .required = true, .min = least, .max = PX_MAX, .doc = about                                \
    }

static const struct field region_fields[] = {
    PX(region, x_px, 0, "Left edge, from 0."),
    PX(region, y_px, 0, "Top edge, from 0."),
    PX(region, w_px, 0, "Width."),
    PX(region, h_px, 0, "Height."),
};
const struct record region_record =
    RECORD("region", struct region, "A rectangle in pixels of the upright picture.", region_fields);

static const struct field point_fields[] = {
    PX(point, x_px, -PX_MAX, "From the left edge."),
    PX(point, y_px, -PX_MAX, "From the top edge."),
};
const struct record point_record =
    RECORD("point", struct point, "A place in pixels of the upright picture.", point_fields);
