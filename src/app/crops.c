#include "app/crops.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"

enum {
    MARGIN_PX = 24,
    CROPS_MAX = 500,
};

bool crops_start(str folder, struct err *err)
{
    if (folder.p && !utf8_valid(folder)) /* it goes into the result */
        return err_set(err, ERR_UNSUPPORTED, "%s: a path that is not UTF-8: give another folder",
                       folder.p);
    if (!folder.p || mkdir(folder.p, 0777) == 0 || errno == EEXIST)
        return true;
    return err_set(err, ERR_UNAVAILABLE, "%s: %s", folder.p, strerror(errno));
}

static bool write_one(str path, struct raster raster, struct region r, struct err *err)
{
    struct region whole = {0, 0, raster.width_px, raster.height_px};
    struct region wide = {r.x_px - MARGIN_PX, r.y_px - MARGIN_PX, r.w_px + 2 * MARGIN_PX,
                          r.h_px + 2 * MARGIN_PX};
    wide = region_intersect(wide, whole);
    if (region_area(wide) == 0)
        return err_set(err, ERR_INTERNAL, "a region outside the picture");
    CLEANUP(buf_done) struct buf png = BUF_MAX((size_t)1 << 30);
    return image_crop_png(raster, (int32_t)wide.x_px, (int32_t)wide.y_px, (int32_t)wide.w_px,
                          (int32_t)wide.h_px, &png, err) &&
           file_write(path.p, buf_str(&png), err);
}

static void fail(struct result *result, const char *why, struct arena *a)
{
    size_t n = result->reasons.n;
    struct reason *reasons = arena_new(a, struct reason, n + 1);
    reasons[0] = (struct reason){
        .pack = S("gatefold"),
        .rule = S("crops"),
        .effect = EFFECT_BLOCK,
        .because = str_format(a, "A crop of unread print could not be written: %s", why),
        .fix = S("Make room or give another folder to --crops, and screen again."),
        .subject = S(""),
    };
    if (n)
        memcpy(reasons + 1, result->reasons.at, n * sizeof *reasons);
    result->reasons.at = reasons;
    result->reasons.n = n + 1;
    result->verdict = VERDICT_BLOCKED;
}

void crops_write(str folder, struct result *result, const struct lane_result *seen, struct arena *a)
{
    const struct facts *facts = &result->facts;
    if (!folder.p || seen->pixels < 0 || !facts->unread.n)
        return;
    int32_t width = (int32_t)seen->about.width_px, height = (int32_t)seen->about.height_px;
    size_t bytes = (size_t)width * (size_t)height * RASTER_CHANNELS;
    void *pixels = mmap(NULL, bytes, PROT_READ, MAP_SHARED, seen->pixels, 0);
    if (pixels == MAP_FAILED) {
        fail(result, "out of memory", a);
        return;
    }
    struct raster raster = {pixels, width, height};
    result->crops.at = arena_new(a, struct text_crop, facts->unread.n);
    if (facts->unread.n > CROPS_MAX) {
        fail(result, "there are more of them than any picture has", a);
        munmap(pixels, bytes);
        return;
    }
    for (size_t i = 0; i < facts->unread.n; i++) {
        struct err err;
        const struct fact_unread *u = &facts->unread.at[i];
        str path = str_format(a, "%s/%.*s-%.*s.png", folder.p, 16, result->sha256.p, STR(u->id));
        if (!write_one(path, raster, u->region, &err)) {
            fail(result, str_c(str_of(err.msg), a), a);
            break;
        }
        result->crops.at[result->crops.n++] = (struct text_crop){u->id, path};
    }
    munmap(pixels, bytes);
}
