#include "worker/see.h"

#include <unistd.h>

#include "worker/cache.h"

/* For a cached answer the digest alone matters: the bytes are read once and not kept. */
static bool seen_before(struct lane *lane, const char *path, struct arena *a,
                        struct digest *ret_sha256, struct lane_result *ret_result)
{
    struct cache *cache = lane->orders->opt_cache;
    struct err err;
    struct digest sha256;
    if (!lane_ready(lane, a, &err) || !intake_digest(path, &sha256, &err))
        return false;
    const struct worker_orders *orders = &lane->orders->detect;
    str key = cache_key(cache, CACHE_WHOLE, orders, &lane->reads, sha256, a);
    if (!key.p || !cache_get(cache, CACHE_WHOLE, orders, key, a, ret_result))
        return false;
    *ret_sha256 = sha256;
    return true;
}

/* Programs of somebody else's are asked each time: what their answers depend on is not known. */
static bool ask_outside(struct lane *lane, const char *path, struct digest sha256, struct arena *a,
                        struct lane_result *seen, struct err *err)
{
    if (!lane->orders->outside_n)
        return true;
    if (seen->pixels < 0 && seen->decoded && !see_pixels(lane, path, 0, sha256, a, seen, err))
        return false;
    lane_outside(lane, a, seen);
    return true;
}

static void keep(struct lane *lane, struct digest sha256, struct arena *a,
                 const struct lane_result *seen)
{
    struct cache *cache = lane->orders->opt_cache;
    str key = {0};
    if (cache)
        key = cache_key(cache, CACHE_WHOLE, &lane->orders->detect, &seen->reads, sha256, a);
    if (key.p)
        cache_put(cache, CACHE_WHOLE, &lane->orders->detect, key, seen);
}

bool see_file(struct lane *lane, const char *path, int64_t page, struct arena *a,
              struct digest *ret_sha256, struct lane_result *ret_result, struct err *err)
{
    /* A page is never a whole answer. */
    if (lane->orders->opt_cache && !page && seen_before(lane, path, a, ret_sha256, ret_result))
        return ask_outside(lane, path, *ret_sha256, a, ret_result, err);
    struct intake file;
    if (!intake_open(path, &file, err))
        return false;
    if (page)
        intake_page(&file, page, *a);
    lane_screen(lane, &file, a, ret_result);
    close(file.fd);
    *ret_sha256 = file.sha256;
    keep(lane, file.sha256, a, ret_result);
    return ask_outside(lane, path, file.sha256, a, ret_result, err);
}

bool see_pixels(struct lane *lane, const char *path, int64_t page, struct digest sha256,
                struct arena *a, struct lane_result *seen, struct err *err)
{
    struct intake file;
    struct lane_result again;
    if (!intake_open(path, &file, err))
        return false;
    if (page)
        intake_page(&file, page, *a);
    bool same = digest_eq(file.sha256, sha256);
    bool ok = same ? lane_decode(lane, &file, a, &again, err)
                   : err_set(err, ERR_CONFLICT, "the file changed meanwhile; screen it again");
    close(file.fd);
    if (!ok)
        return false;
    if (again.about.width_px != seen->about.width_px ||
        again.about.height_px != seen->about.height_px || again.planes != seen->planes) {
        close(again.pixels);
        return err_set(err, ERR_CORRUPT, "the picture decodes to another size than before");
    }
    seen->pixels = again.pixels;
    return true;
}
