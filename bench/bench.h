/* bench/bench.h -- what benchmarks measure with. */
#pragma once

#include <stdlib.h>
#include <time.h>

/* CLOCK_MONOTONIC, or CLOCK_PROCESS_CPUTIME_ID: the time of all threads, which a busy machine does
 * not change. */
static inline double now_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of v, which is sorted. */
static inline double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_value);
    return v[n / 2];
}
