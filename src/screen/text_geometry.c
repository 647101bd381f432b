#include "screen/text_geometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static float cross(struct vec o, struct vec a, struct vec b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

static int by_x_then_y(const void *pa, const void *pb)
{
    const struct vec *a = pa, *b = pb;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

size_t hull(struct vec *points, size_t n, struct vec *out)
{
    qsort(points, n, sizeof *points, by_x_then_y);
    size_t different = 0;
    for (size_t i = 0; i < n; i++)
        if (different == 0 || by_x_then_y(&points[different - 1], &points[i]) != 0)
            points[different++] = points[i];
    n = different;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        while (k >= 2 && cross(out[k - 2], out[k - 1], points[i]) <= 0)
            k--;
        out[k++] = points[i];
    }
    size_t lower = k + 1;
    for (size_t i = n; i-- > 1;) {
        while (k >= lower && cross(out[k - 2], out[k - 1], points[i - 1]) <= 0)
            k--;
        out[k++] = points[i - 1];
    }
    /* The last point is the first again, unless all points were one. */
    return k > 1 ? k - 1 : k;
}

struct rect rect_around(const struct vec *h, size_t n)
{
    struct rect best = {.centre = h[0], .along = {1, 0}};
    float best_area = INFINITY;
    for (size_t i = 0; i < n; i++) {
        struct vec e = {h[(i + 1) % n].x - h[i].x, h[(i + 1) % n].y - h[i].y};
        float norm = hypotf(e.x, e.y);
        if (norm <= 0)
            continue;
        struct vec u = {e.x / norm, e.y / norm};
        float s0 = INFINITY, s1 = -INFINITY, t0 = INFINITY, t1 = -INFINITY;
        for (size_t j = 0; j < n; j++) {
            float s = h[j].x * u.x + h[j].y * u.y;
            float t = h[j].y * u.x - h[j].x * u.y;
            s0 = fminf(s0, s);
            s1 = fmaxf(s1, s);
            t0 = fminf(t0, t);
            t1 = fmaxf(t1, t);
        }
        float area = (s1 - s0) * (t1 - t0);
        if (area >= best_area)
            continue;
        best_area = area;
        float s = (s0 + s1) / 2, t = (t0 + t1) / 2;
        bool long_s = s1 - s0 >= t1 - t0;
        best = (struct rect){
            .centre = {s * u.x - t * u.y, s * u.y + t * u.x},
            .along = long_s ? u : (struct vec){-u.y, u.x},
            .length = long_s ? s1 - s0 : t1 - t0,
            .thick = long_s ? t1 - t0 : s1 - s0,
        };
    }
    return best;
}

float strip_thickness(struct strip s, float at)
{
    return s.thick + s.taper * at;
}

struct vec strip_point(struct strip s, float at, float t)
{
    struct vec across = {-s.along.y, s.along.x};
    float steep = 2 * s.bend * at + s.slope;
    float norm = 1 / sqrtf(1 + steep * steep);
    float offset = (s.bend * at + s.slope) * at + s.shift;
    float d = t * strip_thickness(s, at) * norm;
    /* The curve's tangent is along + across * steep; its normal is across - along * steep. */
    float on_along = at - d * steep;
    float on_across = offset + d;
    return (struct vec){s.origin.x + s.along.x * on_along + across.x * on_across,
                        s.origin.y + s.along.y * on_along + across.y * on_across};
}

struct strip strip_turn(struct strip s)
{
    return (struct strip){
        .origin = s.origin,
        .along = {-s.along.x, -s.along.y},
        .from = -s.to,
        .to = -s.from,
        .bend = -s.bend,
        .slope = s.slope,
        .shift = -s.shift,
        .thick = s.thick,
        .taper = -s.taper,
    };
}

struct strip strip_of_rect(struct rect r)
{
    return (struct strip){.origin = r.centre,
                          .along = r.along,
                          .from = -r.length / 2,
                          .to = r.length / 2,
                          .thick = r.thick};
}

struct strip strip_map(struct strip s, float scale, struct vec offset)
{
    s.origin = (struct vec){s.origin.x * scale + offset.x, s.origin.y * scale + offset.y};
    s.from *= scale;
    s.to *= scale;
    s.shift *= scale;
    s.thick *= scale;
    s.bend /= scale;
    return s;
}

/* Solve the n x n system m x = v in place by elimination with pivots; false if it is singular. */
static bool solve(double m[3][3], double v[3], int n, double x[3])
{
    for (int c = 0; c < n; c++) {
        int pivot = c;
        for (int r = c + 1; r < n; r++)
            if (fabs(m[r][c]) > fabs(m[pivot][c]))
                pivot = r;
        if (fabs(m[pivot][c]) < 1e-12)
            return false;
        for (int k = 0; k < n; k++) {
            double swap = m[c][k];
            m[c][k] = m[pivot][k];
            m[pivot][k] = swap;
        }
        double swap = v[c];
        v[c] = v[pivot];
        v[pivot] = swap;
        for (int r = c + 1; r < n; r++) {
            double f = m[r][c] / m[c][c];
            for (int k = c; k < n; k++)
                m[r][k] -= f * m[c][k];
            v[r] -= f * v[c];
        }
    }
    for (int r = n - 1; r >= 0; r--) {
        x[r] = v[r];
        for (int k = r + 1; k < n; k++)
            x[r] -= m[r][k] * x[k];
        x[r] /= m[r][r];
    }
    return true;
}

/* Coefficients c[0] + c[1] s + c[2] s^2 (terms of them) through the samples for which the curve
 * `near` is within `reach`. s is scaled to about 1 for the sake of the numbers. */
static void fit_curve(const struct strip_sample *samples, size_t n, int terms, bool thickness,
                      const double near[3], double reach, double ret[3])
{
    double span = 1;
    for (size_t i = 0; i < n; i++)
        span = fmax(span, fabs((double)samples[i].s));
    for (; terms > 0; terms--) {
        double m[3][3] = {{0}}, v[3] = {0}, x[3] = {0};
        size_t used = 0;
        for (size_t i = 0; i < n; i++) {
            double s = samples[i].s / span;
            double y = thickness ? samples[i].thickness : samples[i].middle;
            if (near) {
                double at = samples[i].s;
                if (fabs(y - (near[0] + at * (near[1] + at * near[2]))) > reach)
                    continue;
            }
            double power[3] = {1, s, s * s};
            for (int r = 0; r < terms; r++) {
                for (int c = 0; c < terms; c++)
                    m[r][c] += power[r] * power[c];
                v[r] += power[r] * y;
            }
            used++;
        }
        if (used < (size_t)terms || !solve(m, v, terms, x))
            continue;
        ret[0] = x[0];
        ret[1] = terms > 1 ? x[1] / span : 0;
        ret[2] = terms > 2 ? x[2] / (span * span) : 0;
        return;
    }
    /* Nothing lies near: keep the first fit. */
    if (near)
        memcpy(ret, near, 3 * sizeof *ret);
}

static double mean_distance(const struct strip_sample *samples, size_t n, const double c[3])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double s = samples[i].s;
        sum += fabs(samples[i].middle - (c[0] + s * (c[1] + s * c[2])));
    }
    return sum / (double)n;
}

void strip_fit(const struct strip_sample *samples, size_t n, bool bent, struct strip *strip)
{
    int terms = bent && n >= STRIP_BEND_SAMPLES ? 3 : 2;
    double first[3] = {0}, middle[3] = {0}, t_first[3] = {0}, thick[3] = {0};
    fit_curve(samples, n, terms, false, NULL, 0, first);
    double reach = fmax(1.0, 2 * mean_distance(samples, n, first));
    fit_curve(samples, n, terms, false, first, reach, middle);

    fit_curve(samples, n, n >= STRIP_BEND_SAMPLES ? 2 : 1, true, NULL, 0, t_first);
    fit_curve(samples, n, n >= STRIP_BEND_SAMPLES ? 2 : 1, true, t_first,
              fmax(1.0, 0.5 * t_first[0]), thick);
    strip->shift = (float)middle[0];
    strip->slope = (float)middle[1];
    strip->bend = (float)middle[2];
    strip->thick = (float)thick[0];
    strip->taper = (float)thick[1];
}
