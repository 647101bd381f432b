#include "app/evidence.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "screen/detector.h"

enum {
    MARGIN_PX = 24,
    CROPS_MAX = 500,
    ENCODED_MAX_BYTES = 1 << 30,
};

static bool folder_start(str folder, struct err *err)
{
    if (folder.p && !utf8_valid(folder)) /* it goes into the result */
        return err_set(err, ERR_UNSUPPORTED, "%s: a path that is not UTF-8: give another folder",
                       folder.p);
    if (!folder.p || mkdir(folder.p, 0777) == 0 || errno == EEXIST)
        return true;
    return err_set(err, ERR_UNAVAILABLE, "%s: %s", folder.p, strerror(errno));
}

bool evidence_start(const struct evidence_options *options, struct err *err)
{
    if (!options->crops.p && !options->previews.p)
        return true;
    return folder_start(options->crops, err) && folder_start(options->previews, err) &&
           image_show_start(err);
}

/* The picture in its planes: one, or over white and over black. */
struct planes {
    struct raster at[SCREEN_PLANES_MAX];
    size_t n;
    str name; /* what its files' names begin with: pages of one PDF share a digest */
};

static str plane_word(const struct planes *planes, size_t i)
{
    if (planes->n == 1)
        return (str){0};
    return i == 0 ? S("white") : S("black");
}

/* "" for the first plane, "-black" for the second: part of a file's name. */
static const char *plane_suffix(size_t i)
{
    return i == 0 ? "" : "-black";
}

/* The place with a margin, as far as the picture goes. */
static struct region with_margin(struct region r, struct raster raster)
{
    struct region whole = {0, 0, raster.width_px, raster.height_px};
    struct region wide = {r.x_px - MARGIN_PX, r.y_px - MARGIN_PX, r.w_px + 2 * MARGIN_PX,
                          r.h_px + 2 * MARGIN_PX};
    return region_intersect(wide, whole);
}

static bool write_crop(const char *path, struct raster raster, struct region r, struct err *err)
{
    if (region_area(r) == 0)
        return err_set(err, ERR_INTERNAL, "a region outside the picture");
    CLEANUP(buf_done) struct buf png = BUF_MAX(ENCODED_MAX_BYTES);
    return image_crop_png(raster, (int32_t)r.x_px, (int32_t)r.y_px, (int32_t)r.w_px,
                          (int32_t)r.h_px, &png, err) &&
           file_write(path, buf_str(&png), err);
}

static bool write_crops(str folder, struct result *result, const struct planes *planes,
                        struct arena *a, struct err *err)
{
    const struct facts *facts = &result->facts;
    if (facts->unread.n > CROPS_MAX)
        return err_set(err, ERR_LIMIT, "there are more of them than any picture has");
    result->crops.at = arena_new(a, struct text_crop, facts->unread.n * planes->n);
    for (size_t i = 0; i < facts->unread.n; i++) {
        const struct fact_unread *u = &facts->unread.at[i];
        for (size_t k = 0; k < planes->n; k++) {
            str path = str_format(a, "%s/%.*s-%.*s%s.png", folder.p, STR(planes->name), STR(u->id),
                                  plane_suffix(k));
            struct region wide = with_margin(u->region, planes->at[k]);
            if (!write_crop(path.p, planes->at[k], wide, err))
                return false;
            result->crops.at[result->crops.n++] =
                (struct text_crop){u->id, path, plane_word(planes, k), wide.w_px, wide.h_px};
        }
    }
    return true;
}

static bool write_small(const char *path, struct raster raster, int32_t side_px,
                        struct preview *ret_preview, struct err *err)
{
    CLEANUP(buf_done) struct buf jpeg = BUF_MAX(ENCODED_MAX_BYTES);
    int32_t width_px, height_px;
    if (!image_preview_jpeg(raster, side_px, &jpeg, &width_px, &height_px, err) ||
        !file_write(path, buf_str(&jpeg), err))
        return false;
    *ret_preview = (struct preview){
        .present = true,
        .path = str_of(path),
        .width_px = width_px,
        .height_px = height_px,
    };
    return true;
}

static bool write_previews(str folder, struct result *result, const struct planes *planes,
                           struct arena *a, struct err *err)
{
    result->previews.at = arena_new(a, struct preview, planes->n);
    for (size_t k = 0; k < planes->n; k++) {
        str path =
            str_format(a, "%s/%.*s-preview%s.jpg", folder.p, STR(planes->name), plane_suffix(k));
        struct preview *preview = &result->previews.at[k];
        if (!write_small(path.p, planes->at[k], PREVIEW_SIDE_PX, preview, err))
            return false;
        preview->plane = plane_word(planes, k);
        result->previews.n++;
    }
    str path = str_format(a, "%s/%.*s-thumbnail.jpg", folder.p, STR(planes->name));
    if (!write_small(path.p, planes->at[0], THUMBNAIL_SIDE_PX, &result->thumbnail, err))
        return false;
    result->thumbnail.plane = plane_word(planes, 0);
    return true;
}

static void fail(struct result *result, const char *what, const struct err *err, struct arena *a)
{
    size_t n = result->reasons.n;
    struct reason *reasons = arena_new(a, struct reason, n + 1);
    reasons[0] = (struct reason){
        .pack = S("gatefold"),
        .rule = S("evidence"),
        .effect = EFFECT_BLOCK,
        .because = str_format(a, "A %s could not be written: %s", what, err->msg),
        .fix = S("Make room or give another folder, and screen again."),
        .subject = S(""),
    };
    if (n)
        memcpy(reasons + 1, result->reasons.at, n * sizeof *reasons);
    result->reasons.at = reasons;
    result->reasons.n = n + 1;
    result->verdict = VERDICT_BLOCKED;
}

bool evidence_wanted(const struct evidence_options *options, const struct result *result)
{
    return options->previews.p || (options->crops.p && result->facts.unread.n);
}

void evidence_lost(struct result *result, const struct err *err, struct arena *a)
{
    fail(result, "picture for people", err, a);
}

void evidence_write(const struct evidence_options *options, struct result *result,
                    const struct lane_result *seen, int64_t page, struct arena *a)
{
    assert(seen->pixels >= 0);
    bool crops = options->crops.p && result->facts.unread.n;
    int32_t width = (int32_t)seen->about.width_px, height = (int32_t)seen->about.height_px;
    size_t plane = (size_t)width * (size_t)height * RASTER_CHANNELS;
    size_t bytes = plane * (size_t)seen->planes;
    struct err err;
    void *pixels = mmap(NULL, bytes, PROT_READ, MAP_SHARED, seen->pixels, 0);
    if (pixels == MAP_FAILED) {
        err_set(&err, ERR_UNAVAILABLE, "out of memory");
        fail(result, crops ? "crop of unread print" : "preview", &err, a);
        return;
    }
    struct planes planes = {.n = (size_t)seen->planes, .name = result->sha256};
    if (page)
        planes.name = str_format(a, "%.*s-page%lld", STR(result->sha256), (long long)page);
    for (size_t i = 0; i < planes.n; i++)
        planes.at[i] = (struct raster){(uint8_t *)pixels + i * plane, width, height};
    if (options->previews.p && !write_previews(options->previews, result, &planes, a, &err))
        fail(result, "preview", &err, a);
    if (crops && !write_crops(options->crops, result, &planes, a, &err))
        fail(result, "crop of unread print", &err, a);
    munmap(pixels, bytes);
}
