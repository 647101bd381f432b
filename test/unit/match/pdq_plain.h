/* PDQ written down step by step from its description, with full float images and no thought of
 * speed: what the tests and the benchmark hold src/match/pdq.c against. */
#pragma once

#include "match/pdq.h"

/* The picture is overwritten; spare is as large. */
void pdq_plain_spectrum(float *picture, float *spare, int width, int height,
                        struct pdq_spectrum *ret_spectrum);

/* The value that the reference thresholds at: Torben's median. */
float pdq_plain_median(const float *v, int n);

/* A raster to brightness. */
void pdq_plain_luma(struct raster r, float *ret_luma);
