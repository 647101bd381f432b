/* image/look.h -- does the colour profile, or transparency, hide what the file stores?
 *
 * Many programs and most shops' upload pipelines pass a profile over or strip it, and then the
 * samples are shown as they are. A profile may make these all the same, and so blank a page that
 * others read. This compares the two looks row by row: short runs of pixels that differ much as
 * stored and hardly at all as converted are counted. Profiles of cameras, screens and presses have
 * none or next to none. So are runs that differ much and are fully transparent: programs that know
 * no transparency, or take it for a spare channel, show them. */
#pragma once

#include "image/colour.h"

struct look {
    size_t rows;
    size_t lost; /* runs */
};

/* A row of n pixels as stored, and as the profile made it, before alpha. Every fourth row counts.
 */
void look_row(struct look *look, struct colour_layout from, const void *in, const uint8_t *rgb,
              size_t n);

/* The same of what lies under full transparency: `rgb` as converted, before alpha. */
void look_through_row(struct look *look, struct colour_layout from, const void *in,
                      const uint8_t *rgb, size_t n);

bool look_is_hidden(const struct look *look);
