/* screen/text_geometry.h -- the plane geometry of lines of print: hulls, rectangles, strips.
 *
 * Coordinates are continuous, x to the right and y down; the pixel in column i covers [i, i + 1).
 * Everything here is pure. Private to screen. */
#pragma once

#include "base/arena.h"

struct vec {
    float x, y;
};

/* A rectangle at any angle: centre, unit vector along its longer side, and both sides. */
struct rect {
    struct vec centre;
    struct vec along;
    float length; /* >= thick */
    float thick;
};

/* The convex hull, without collinear points, in O(n log n) (Andrew's monotone chain). points are
 * reordered; hull needs room for n + 1. Returns the number of its corners. */
size_t hull(struct vec *points, size_t n, struct vec *hull);

/* The rectangle of least area around a convex hull: one of its sides lies on a hull edge
 * (Freeman and Shapira, 1975). n >= 1. */
struct rect rect_around(const struct vec *hull, size_t n);

/* A band along a bent centre line. A point of it is, for s in [from, to] and t in [-1/2, 1/2],
 *   origin + along * s + across * offset(s) + normal(s) * t * thickness(s)
 * where across is along turned by 90 degrees (down, if along points right), offset is the parabola
 * bend * s^2 + slope * s + shift, and thickness is thick + taper * s. along is the reading
 * direction. */
struct strip {
    struct vec origin;
    struct vec along; /* unit */
    float from, to;
    float bend, slope, shift;
    float thick, taper;
};

float strip_thickness(struct strip s, float at);
struct vec strip_point(struct strip s, float at, float t);

/* The same band read from its other end. */
struct strip strip_turn(struct strip s);

/* A straight band. */
struct strip strip_of_rect(struct rect r);

/* The band in coordinates p * scale + offset. */
struct strip strip_map(struct strip s, float scale, struct vec offset);

/* One sample of a component's course: the middle and the thickness across at s. */
struct strip_sample {
    float s, middle, thickness;
};

/* Least squares through samples: a parabola for the middle, a straight line for the thickness.
 * Samples far from the first fit are left out of a second. With fewer than STRIP_BEND_SAMPLES
 * samples, or bent is false, the middle is a straight line. n >= 1. Writes bend, slope, shift,
 * thick and taper of *strip. */
enum {
    STRIP_BEND_SAMPLES = 8
};
void strip_fit(const struct strip_sample *samples, size_t n, bool bent, struct strip *strip);
