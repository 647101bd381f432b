#include "app/crop.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/shoot_screen_parts.h"
#include "base/utf8.h"

struct cropper {
    const struct shoot_screen *s;
    struct lane lane;
};

struct cropper *crop_open(const struct shoot_screen *s, struct arena *a)
{
    struct cropper *c = arena_new(a, struct cropper, 1);
    c->s = s;
    lane_init(&c->lane, &s->orders);
    return c;
}

void crop_close(struct cropper *c)
{
    if (c)
        lane_done(&c->lane);
}

static const struct walk_file *file_of(const struct walk *walk, str path, struct arena scratch)
{
    for (size_t i = 0; i < walk->n; i++) {
        struct arena one = scratch;
        if (!walk->files[i].page && str_eq(utf8_clean(walk_shown(&walk->files[i]), &one), path))
            return &walk->files[i];
    }
    return NULL;
}

static bool cut(const struct lane_result *seen, struct region r, struct arena *a,
                struct raster *ret_crop, struct err *err)
{
    int64_t width = seen->about.width_px, height = seen->about.height_px;
    struct region wide = {r.x_px - CROP_MARGIN_PX, r.y_px - CROP_MARGIN_PX,
                          r.w_px + 2 * CROP_MARGIN_PX, r.h_px + 2 * CROP_MARGIN_PX};
    wide = region_intersect(wide, (struct region){0, 0, width, height});
    size_t row = (size_t)wide.w_px * RASTER_CHANNELS;
    if (region_area(wide) == 0)
        return err_set(err, ERR_INVALID, "the region is outside the picture");
    if (row * (size_t)wide.h_px > CROP_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the region is too large to show");
    size_t bytes = (size_t)width * (size_t)height * RASTER_CHANNELS;
    const uint8_t *pixels = mmap(NULL, bytes, PROT_READ, MAP_SHARED, seen->pixels, 0);
    if (pixels == MAP_FAILED)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    struct raster picture = {pixels, (int32_t)width, (int32_t)height};
    uint8_t *rgb = arena_new(a, uint8_t, row * (size_t)wide.h_px);
    for (int64_t y = 0; y < wide.h_px; y++)
        memcpy(rgb + (size_t)y * row,
               raster_row(picture, (int32_t)(wide.y_px + y)) + wide.x_px * RASTER_CHANNELS, row);
    munmap((void *)pixels, bytes);
    *ret_crop = (struct raster){rgb, (int32_t)wide.w_px, (int32_t)wide.h_px};
    return true;
}

/* opt_region NULL: the whole picture. */
static bool take(struct cropper *c, str path, str sha256, const struct region *opt_region,
                 struct arena *a, struct raster *ret_crop, struct err *err)
{
    const struct walk_file *file = file_of(&c->s->walk, path, *a);
    struct intake intake;
    if (!file)
        return err_set(err, ERR_NOT_FOUND, "no file of this shoot, or a page of a PDF");
    if (!intake_open(file->path.p, &intake, err))
        return false;
    struct lane_result seen;
    struct arena scratch = *a;
    bool same = str_eq(digest_hex(intake.sha256, &scratch), sha256);
    bool ok = same ? lane_decode(&c->lane, &intake, a, &seen, err)
                   : err_set(err, ERR_CONFLICT, "the file changed meanwhile; screen it again");
    close(intake.fd);
    if (!ok)
        return false;
    struct region whole = {0, 0, seen.about.width_px, seen.about.height_px};
    ok = cut(&seen, opt_region ? *opt_region : whole, a, ret_crop, err);
    close(seen.pixels);
    return ok;
}

bool crop_take(struct cropper *c, str path, str sha256, struct region region, struct arena *a,
               struct raster *ret_crop, struct err *err)
{
    return take(c, path, sha256, &region, a, ret_crop, err);
}

bool crop_whole(struct cropper *c, str path, str sha256, struct arena *a,
                struct raster *ret_picture, struct err *err)
{
    return take(c, path, sha256, NULL, a, ret_picture, err);
}
