#include "app/probe.h"

#include <unistd.h>

#include "app/orders.h"
#include "worker/lane.h"
#include "worker/see.h"

struct probe {
    str detector;
    struct lane_orders orders;
    struct lane lane;
};

struct probe *probe_open(struct probe_options options, struct arena *a, struct err *err)
{
    struct probe *probe = arena_new(a, struct probe, 1);
    probe->detector = options.detector;
    struct orders_options orders = {
        .weak_sandbox = options.weak_sandbox,
        .opt_cache = options.opt_cache,
        .detector = options.detector,
        .pdf = options.pdf,
    };
    if (!orders_make(&orders, a, &probe->orders, err))
        return NULL;
    lane_init(&probe->lane, &probe->orders);
    return probe;
}

void probe_close(struct probe *probe)
{
    lane_done(&probe->lane);
}

bool probe_run(struct probe *probe, const char *path, int64_t page, struct arena *a,
               struct screening *ret_screening, struct digest *ret_sha256, struct err *err)
{
    struct digest sha256;
    struct lane_result result;
    if (!see_file(&probe->lane, path, page, a, &sha256, &result, err))
        return false;
    if (result.pixels >= 0)
        close(result.pixels);
    if (result.problem.p)
        return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(result.problem));
    for (size_t i = 0; i < result.screening.detectors.n; i++) {
        const struct detector_run *run = &result.screening.detectors.at[i];
        if (str_eq(run->name, probe->detector)) {
            if (run->status != RUN_DONE)
                return err_set(err, ERR_UNAVAILABLE, "%.*s", STR(run->reason));
            *ret_screening = result.screening;
            *ret_sha256 = sha256;
            return true;
        }
    }
    return err_set(err, ERR_INTERNAL, "the detector was not run");
}
