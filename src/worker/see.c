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
    str key = cache_key(cache, &lane->orders->detect, &lane->reads, sha256, a);
    if (!key.p || !cache_get(cache, &lane->orders->detect, key, a, ret_result))
        return false;
    *ret_sha256 = sha256;
    return true;
}

bool see_file(struct lane *lane, const char *path, int64_t page, struct arena *a,
              struct digest *ret_sha256, struct lane_result *ret_result, struct err *err)
{
    /* What a program of somebody else's answers is not known to depend on what we know of. */
    struct cache *cache = page || lane->orders->outside_n ? NULL : lane->orders->opt_cache;
    if (cache && seen_before(lane, path, a, ret_sha256, ret_result))
        return true;
    struct intake file;
    if (!intake_open(path, &file, err))
        return false;
    if (page)
        intake_page(&file, page, *a);
    lane_screen(lane, &file, a, ret_result);
    close(file.fd);
    *ret_sha256 = file.sha256;
    str key = {0};
    if (cache)
        key = cache_key(cache, &lane->orders->detect, &ret_result->reads, file.sha256, a);
    if (key.p)
        cache_put(cache, &lane->orders->detect, key, ret_result);
    return true;
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
