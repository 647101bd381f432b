#include "image/look.h"

#include <string.h>

enum {
    ROW_STEP = 4,
    RUN_PX = 16,     /* a few strokes of small print */
    STORED_MIN = 64, /* levels of 255 by which a run differs as stored: print that can be read */
    SHOWN_MAX = 12,  /* ... and as converted, where next to nothing can be */
    LOST_MIN = 24,   /* runs: a short word */
    ALPHA_MAX = 12,  /* of 255: next to nothing is seen */
};

struct range {
    int low[3], high[3];
};

static struct range range_start(void)
{
    return (struct range){.low = {255, 255, 255}};
}

static void range_add(struct range *r, const uint8_t rgb[3])
{
    for (int k = 0; k < 3; k++) {
        r->low[k] = MIN(r->low[k], rgb[k]);
        r->high[k] = MAX(r->high[k], rgb[k]);
    }
}

static int range_width(const struct range *r)
{
    int width = 0;
    for (int k = 0; k < 3; k++)
        width = MAX(width, r->high[k] - r->low[k]);
    return width;
}

static uint8_t sample(struct colour_layout from, const uint8_t *pixel, int channel)
{
    if (from.sample_bytes == 1)
        return pixel[channel];
    uint16_t v;
    memcpy(&v, pixel + 2 * channel, 2);
    return (uint8_t)(v >> 8);
}

/* What a program shows that knows of no profiles. */
static void plain_look(struct colour_layout from, const uint8_t *pixel, uint8_t rgb[3])
{
    int ink = from.channels == 4 ? 255 - sample(from, pixel, 3) : 0;
    for (int k = 0; k < 3; k++) {
        uint8_t v = sample(from, pixel, from.channels == 1 ? 0 : k);
        rgb[k] = from.channels == 4 ? (uint8_t)((255 - v) * ink / 255) : v;
    }
}

void look_row(struct look *look, struct colour_layout from, const void *in, const uint8_t *rgb,
              size_t n)
{
    if (look->rows++ % ROW_STEP != 0)
        return;
    size_t pixel_bytes = (size_t)((from.channels + from.alpha) * from.sample_bytes);
    const uint8_t *pixel = in;
    for (size_t start = 0; start < n; start += RUN_PX) {
        struct range stored = range_start(), shown = range_start();
        for (size_t i = start; i < MIN(n, start + RUN_PX); i++, pixel += pixel_bytes) {
            uint8_t plain[3];
            plain_look(from, pixel, plain);
            range_add(&stored, plain);
            range_add(&shown, rgb + 3 * i);
        }
        look->lost += range_width(&stored) >= STORED_MIN && range_width(&shown) <= SHOWN_MAX;
    }
}

void look_through_row(struct look *look, struct colour_layout from, const void *in,
                      const uint8_t *rgb, size_t n)
{
    if (look->rows++ % ROW_STEP != 0)
        return;
    size_t pixel_bytes = (size_t)((from.channels + from.alpha) * from.sample_bytes);
    const uint8_t *pixel = in;
    for (size_t start = 0; start < n; start += RUN_PX) {
        struct range under = range_start();
        bool unseen = true;
        for (size_t i = start; i < MIN(n, start + RUN_PX); i++, pixel += pixel_bytes) {
            unseen = unseen && sample(from, pixel, from.channels) <= ALPHA_MAX;
            range_add(&under, rgb + 3 * i);
        }
        look->lost += unseen && range_width(&under) >= STORED_MIN;
    }
}

bool look_is_hidden(const struct look *look)
{
    return look->lost >= LOST_MIN;
}
