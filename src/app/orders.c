#include "app/orders.h"

#include "app/shoot_screen.h"
#include "base/utf8.h"

#define WATCHLIST_SUFFIX ".txt"

static bool watchlists(const struct orders_options *options, const struct paths *paths,
                       struct arena *a, struct texts *ret_lists, struct err *err)
{
    str folder = options->watchlists.p ? options->watchlists
                                       : str_format(a, "%.*s/watchlists", STR(paths->data));
    if (!options->watchlists.p && !paths_need_watchlists(paths->data, *a, err))
        return err_wrap(err, "watch-lists");
    if (!paths_list(folder, WATCHLIST_SUFFIX, NULL, a, ret_lists, err))
        return err_wrap(err, "watch-lists");
    if (!ret_lists->n)
        return err_set(err, ERR_NOT_FOUND, "watch-lists: no %s file in %.*s", WATCHLIST_SUFFIX,
                       STR(folder));
    return true;
}

/* Orders are JSON, so the paths in them must be UTF-8; the pictures' own names need not be. */
static bool check_paths(const struct worker_orders *orders, struct err *err)
{
    str one[] = {orders->models, orders->bank, orders->suppressions};
    struct texts lists[] = {{one, countof(one)}, orders->runtimes, orders->watchlists};
    for (size_t i = 0; i < countof(lists); i++)
        for (size_t k = 0; k < lists[i].n; k++)
            if (lists[i].at[k].p && !utf8_valid(lists[i].at[k]))
                return err_set(err, ERR_UNSUPPORTED, "%.*s: a path that is not UTF-8: rename it",
                               STR(lists[i].at[k]));
    return true;
}

bool orders_make(const struct orders_options *options, struct arena *a,
                 struct lane_orders *ret_orders, struct err *err)
{
    struct paths paths;
    struct texts lists = {0}, detectors = {0};
    if (!paths_find(a, &paths, err))
        return false;
    if (options->detector.p) {
        detectors = (struct texts){arena_new(a, str, 1), 1};
        detectors.at[0] = options->detector;
    } else if (!watchlists(options, &paths, a, &lists, err)) {
        return false;
    }
    *ret_orders = (struct lane_orders){
        .detect =
            {
                .weak_sandbox = options->weak_sandbox,
                .pdf = options->pdf,
                .runtimes = paths.runtimes,
                .models = paths.models,
                .watchlists = lists,
                .bank = options->bank,
                .suppressions = options->suppressions,
                .today = options->today,
                .detectors = detectors,
            },
        .opt_cache = options->opt_cache,
        .decode_timeout_s =
            options->decode_timeout_s ? options->decode_timeout_s : DECODE_TIMEOUT_S,
        .detect_timeout_s =
            options->detect_timeout_s ? options->detect_timeout_s : DETECT_TIMEOUT_S,
    };
    return check_paths(&ret_orders->detect, err);
}
