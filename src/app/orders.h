/* app/orders.h -- from options and the place where Gatefold stands to what workers are told. */
#pragma once

#include "app/paths.h"
#include "worker/lane.h"

struct orders_options {
    bool weak_sandbox;
    bool pdf; /* pages of PDF may be asked for */
    struct cache *opt_cache;
    str detector;     /* the only one to run; absent for all */
    str bank;         /* path; absent without */
    str suppressions; /* path; absent without */
    str watchlists;   /* folder; absent for the shipped ones */
    struct date today;
    int64_t decode_timeout_s; /* 0 for the default */
    int64_t detect_timeout_s;
};

nodiscard bool orders_make(const struct orders_options *options, struct arena *a,
                           struct lane_orders *ret_orders, struct err *err);
