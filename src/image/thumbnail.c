#include "image/thumbnail.h"

#include <math.h>
#include <stdlib.h>

enum {
    GRID = 48,           /* cells a side */
    PART = 8,            /* cells of a part's side: 6 x 6 parts */
    SAMPLES_A_SIDE = 12, /* of one cell, at most */
    PIXELS_MAX = 24 << 20,
    FLAT_DEVIATION = 6, /* luminance steps: below it there is nothing to correlate */
    FLAT_MEAN_MAX = 48,
    CORRELATION_MIN_PM = 850,
    STEP_MAX = 40,
    BAR_DEVIATION_MAX = 10,
    STRETCH_MAX_PM = 40, /* difference of aspect that counts as none */
};

struct likeness {
    int64_t correlation_pm; /* of luminance over the grid, -1000..1000 */
    int64_t worst_step;     /* largest mean difference of a part of the grid after tone, 0..255 */
    bool alike;
};

struct window {
    double x, y, w, h; /* in pixels */
};

static double luminance(const uint8_t *p)
{
    return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

/* Mean luminance of a window, from samples spread evenly over it. */
static double mean_of(struct raster r, struct window w)
{
    int nx = (int)fmin(SAMPLES_A_SIDE, fmax(1, ceil(w.w)));
    int ny = (int)fmin(SAMPLES_A_SIDE, fmax(1, ceil(w.h)));
    double sum = 0;
    for (int j = 0; j < ny; j++) {
        int32_t y = (int32_t)fmin(r.height_px - 1, w.y + (j + 0.5) * w.h / ny);
        for (int i = 0; i < nx; i++) {
            int32_t x = (int32_t)fmin(r.width_px - 1, w.x + (i + 0.5) * w.w / nx);
            sum += luminance(raster_row(r, y) + 3 * (size_t)x);
        }
    }
    return sum / (nx * ny);
}

static void grid_of(struct raster r, struct window w, double grid[GRID][GRID])
{
    for (int j = 0; j < GRID; j++)
        for (int i = 0; i < GRID; i++)
            grid[j][i] = mean_of(r, (struct window){w.x + i * w.w / GRID, w.y + j * w.h / GRID,
                                                    w.w / GRID, w.h / GRID});
}

struct moments {
    double mean_a, mean_b, dev_a, dev_b, covariance;
};

static struct moments moments_of(double a[GRID][GRID], double b[GRID][GRID])
{
    double n = GRID * GRID, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (int j = 0; j < GRID; j++)
        for (int i = 0; i < GRID; i++) {
            sa += a[j][i];
            sb += b[j][i];
            saa += a[j][i] * a[j][i];
            sbb += b[j][i] * b[j][i];
            sab += a[j][i] * b[j][i];
        }
    return (struct moments){sa / n, sb / n, sqrt(fmax(0, saa / n - sa / n * sa / n)),
                            sqrt(fmax(0, sbb / n - sb / n * sb / n)), sab / n - sa / n * sb / n};
}

static struct likeness compare(double a[GRID][GRID], double b[GRID][GRID])
{
    struct moments m = moments_of(a, b);
    bool flat = m.dev_a < FLAT_DEVIATION || m.dev_b < FLAT_DEVIATION;
    double r = m.dev_a * m.dev_b > 0 ? m.covariance / (m.dev_a * m.dev_b) : 0;
    /* The straight tone curve from b to a; between flat pictures only the level may change. */
    double gain = flat ? 1 : m.covariance / (m.dev_b * m.dev_b), worst = 0;
    for (int j = 0; j < GRID; j += PART)
        for (int i = 0; i < GRID; i += PART) {
            double sum = 0;
            for (int y = j; y < j + PART; y++)
                for (int x = i; x < i + PART; x++)
                    sum += fabs(a[y][x] - m.mean_a - gain * (b[y][x] - m.mean_b));
            worst = fmax(worst, sum / (PART * PART));
        }
    struct likeness l = {.correlation_pm = (int64_t)lrint(1000 * r),
                         .worst_step = (int64_t)lrint(worst)};
    bool level = fabs(m.mean_a - m.mean_b) <= FLAT_MEAN_MAX;
    l.alike = l.worst_step <= STEP_MAX && (flat ? level : l.correlation_pm >= CORRELATION_MIN_PM);
    return l;
}

static bool bar_is_flat(struct raster r, struct window bar)
{
    if (bar.w < 2 || bar.h < 2)
        return true;
    /* Keep off the edge that JPEG blurs. */
    double sum = 0, squares = 0, n = 0;
    for (int32_t y = (int32_t)bar.y; y < (int32_t)(bar.y + bar.h - 1); y++)
        for (int32_t x = (int32_t)bar.x; x < (int32_t)(bar.x + bar.w - 1); x++, n++) {
            double v = luminance(raster_row(r, y) + 3 * (size_t)x);
            sum += v;
            squares += v * v;
        }
    return n < 1 || sqrt(fmax(0, squares / n - sum / n * sum / n)) <= BAR_DEVIATION_MAX;
}

/* Where the whole picture lies in a thumbnail of another shape, and whether only bars are around.
 */
static struct window letterbox(struct raster t, struct raster picture, bool *ret_bars)
{
    double scale =
        fmin((double)t.width_px / picture.width_px, (double)t.height_px / picture.height_px);
    double w = picture.width_px * scale, h = picture.height_px * scale;
    struct window in = {(t.width_px - w) / 2, (t.height_px - h) / 2, w, h};
    double right = in.x + w, below = in.y + h;
    *ret_bars =
        in.x > in.y
            ? bar_is_flat(t, (struct window){0, 0, in.x - 1, t.height_px}) &&
                  bar_is_flat(t, (struct window){right + 1, 0, t.width_px - right - 1, t.height_px})
            : bar_is_flat(t, (struct window){0, 0, t.width_px, in.y - 1}) &&
                  bar_is_flat(t,
                              (struct window){0, below + 1, t.width_px, t.height_px - below - 1});
    return in;
}

/* Both upright. */
static struct likeness likeness_of(struct raster thumbnail, struct raster picture)
{
    struct window all = {0, 0, thumbnail.width_px, thumbnail.height_px};
    double stretch = (double)thumbnail.width_px * picture.height_px /
                     ((double)thumbnail.height_px * picture.width_px);
    bool same_shape = fabs(stretch - 1) * 1000 <= STRETCH_MAX_PM;
    /* Short sides round: 160 x 107 is 3:2. */
    same_shape |= fabs(thumbnail.width_px * (double)picture.height_px / picture.width_px -
                       thumbnail.height_px) <= 1;

    double a[GRID][GRID], b[GRID][GRID];
    grid_of(picture, (struct window){0, 0, picture.width_px, picture.height_px}, b);
    grid_of(thumbnail, all, a);
    struct likeness whole = compare(a, b);
    if (same_shape)
        return whole;
    bool bars;
    struct window in = letterbox(thumbnail, picture, &bars);
    grid_of(thumbnail, in, a);
    struct likeness boxed = compare(a, b);
    boxed.alike = boxed.alike && bars;
    return boxed;
}

/* The thumbnail's pixels, upright, to be freed; NULL if it cannot be read. */
static uint8_t *decode(const struct thumbnail *t, int orientation, struct raster *ret,
                       struct err *err)
{
    struct pixels *p CLEANUP(pixels_closep) = NULL;
    if (!pixels_open(t->source, &p, err))
        return NULL;
    struct upright u = pixels_upright(p);
    if (u.stored_w_px * u.stored_h_px > PIXELS_MAX) {
        err_set(err, ERR_LIMIT, "it is over %d megapixels", PIXELS_MAX >> 20);
        return NULL;
    }
    size_t bytes = (size_t)(u.stored_w_px * u.stored_h_px) * RASTER_CHANNELS;
    size_t planes = pixels_alpha(p) ? 2 : 1;
    uint8_t *rgb = malloc(planes * bytes);
    struct pixels_written written;
    if (!rgb || !pixels_write(p, rgb, &written, err)) {
        free(rgb);
        return NULL;
    }
    *ret = (struct raster){rgb, (int32_t)upright_width(u), (int32_t)upright_height(u)};
    /* A thumbnail with an orientation of its own has been turned; others turn like the picture. */
    if (t->upright || u.orientation != 1 || orientation == 1)
        return rgb;
    struct upright turn = {ret->width_px, ret->height_px, orientation};
    uint8_t *turned = malloc(bytes);
    if (turned) {
        upright_put(turn, 0, turn.stored_h_px, rgb, turned);
        *ret = (struct raster){turned, (int32_t)upright_width(turn), (int32_t)upright_height(turn)};
    } else {
        err_set(err, ERR_LIMIT, "no room");
    }
    free(rgb);
    return turned;
}

static uint8_t *turn_raw(struct raster raw, int orientation, struct raster *ret)
{
    struct upright turn = {raw.width_px, raw.height_px, orientation};
    uint8_t *rgb = malloc(raster_bytes(raw));
    if (!rgb)
        return NULL;
    upright_put(turn, 0, turn.stored_h_px, raw.rgb, rgb);
    *ret = (struct raster){rgb, (int32_t)upright_width(turn), (int32_t)upright_height(turn)};
    return rgb;
}

void thumbnails_judge(struct container *c, struct raster picture, int orientation)
{
    for (size_t i = 0; i < c->thumbnails_n; i++) {
        const struct thumbnail *t = &c->thumbnails[i];
        struct raster r;
        struct err err = {0};
        uint8_t *rgb =
            t->raw.rgb ? turn_raw(t->raw, orientation, &r) : decode(t, orientation, &r, &err);
        if (!rgb) {
            container_odd(c, S("thumbnail_differs"), "the %s thumbnail cannot be read: %s",
                          t->where, err.msg);
            continue;
        }
        struct likeness l = likeness_of(r, picture);
        /* What is finer than the picture shows what cannot be seen in it. */
        if (raster_bytes(r) > raster_bytes(picture))
            container_odd(c, S("embedded_picture"),
                          "the %s thumbnail (%d x %d px) is larger than the picture", t->where,
                          r.width_px, r.height_px);
        else if (!l.alike)
            container_odd(c, S("thumbnail_differs"),
                          "the %s thumbnail (%d x %d px) does not show the picture: correlation "
                          "%lld per mille, largest difference %lld of 255",
                          t->where, r.width_px, r.height_px, (long long)l.correlation_pm,
                          (long long)l.worst_step);
        free(rgb);
    }
}
