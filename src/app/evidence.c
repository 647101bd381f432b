#include "app/evidence.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "screen/detector.h"
#include "worker/cache.h"

enum {
    MARGIN_PX = 24,
    CROPS_MAX = 500,
    ENCODED_MAX_BYTES = 1 << 30,
    /* Drawn again rather than read again: nothing that large is drawn often. */
    KNOWN_MAX_BYTES = 64 << 20,
};

/* One file of a picture. */
struct piece {
    struct drawn drawn; /* what, and once it is there what it is */
    bool there;
    str path;
    size_t plane;
    int32_t side_px;      /* of the longer side at most; 0: a crop, pixel for pixel */
    struct region region; /* of a crop */
    str finding;          /* of a crop: the unread print */
};

struct evidence {
    const struct evidence_options *options;
    struct result *result;
    int64_t width_px, height_px;
    size_t planes; /* one, or over white and over black */
    str name;      /* what the files' names begin with: pages of one PDF share a digest */
    struct arena *a;
    LIST_OF(struct piece) pieces;
    bool failed;
};

static bool folder_start(str folder, struct err *err)
{
    if (folder.p && !utf8_valid(folder)) /* it goes into the result */
        return err_set(err, ERR_UNSUPPORTED, "%s: a path that is not UTF-8: give another folder",
                       folder.p);
    if (!folder.p || mkdir(folder.p, 0777) == 0 || errno == EEXIST)
        return true;
    return err_system(err, folder.p);
}

bool evidence_start(const struct evidence_options *options, struct err *err)
{
    if (!options->crops.p && !options->previews.p)
        return true;
    return folder_start(options->crops, err) && folder_start(options->previews, err) &&
           image_show_start(err);
}

static str plane_word(const struct evidence *e, size_t plane)
{
    if (e->planes == 1)
        return (str){0};
    return plane == 0 ? S("white") : S("black");
}

/* "" for the first plane, "-black" for the second: part of a file's name. */
static const char *plane_suffix(size_t i)
{
    return i == 0 ? "" : "-black";
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

static bool lost(struct evidence *e, const struct piece *piece, const struct err *err)
{
    fail(e->result, piece->side_px ? "preview" : "crop of unread print", err, e->a);
    e->failed = true;
    return false;
}

/* ---- what is wanted ---- */

/* The place with a margin, as far as the picture goes. */
static struct region with_margin(const struct evidence *e, struct region r)
{
    struct region whole = {0, 0, e->width_px, e->height_px};
    struct region wide = {r.x_px - MARGIN_PX, r.y_px - MARGIN_PX, r.w_px + 2 * MARGIN_PX,
                          r.h_px + 2 * MARGIN_PX};
    return region_intersect(wide, whole);
}

static void want_small(struct evidence *e, const char *kind, size_t plane, int32_t side_px)
{
    e->pieces.at[e->pieces.n++] = (struct piece){
        .drawn.what = str_format(e->a, "at most %d px%s", (int)side_px, plane_suffix(plane)),
        .path = str_format(e->a, "%s/%.*s-%s%s.jpg", e->options->previews.p, STR(e->name), kind,
                           plane_suffix(plane)),
        .plane = plane,
        .side_px = side_px,
    };
}

static void want_crop(struct evidence *e, const struct fact_unread *u, size_t plane)
{
    struct region r = with_margin(e, u->region);
    e->pieces.at[e->pieces.n++] = (struct piece){
        .drawn.what =
            str_format(e->a, "%lld %lld %lld %lld%s", (long long)r.x_px, (long long)r.y_px,
                       (long long)r.w_px, (long long)r.h_px, plane_suffix(plane)),
        .path = str_format(e->a, "%s/%.*s-%.*s%s.png", e->options->crops.p, STR(e->name),
                           STR(u->id), plane_suffix(plane)),
        .plane = plane,
        .region = r,
        .finding = u->id,
    };
}

struct evidence *evidence_want(const struct evidence_options *options, struct result *result,
                               const struct lane_result *seen, int64_t page, struct arena *a)
{
    const struct facts *facts = &result->facts;
    bool crops = options->crops.p && facts->unread.n;
    if (!seen->decoded || (!options->previews.p && !crops))
        return NULL;
    struct evidence *e = arena_new(a, struct evidence, 1);
    *e = (struct evidence){
        .options = options,
        .result = result,
        .width_px = seen->about.width_px,
        .height_px = seen->about.height_px,
        .planes = (size_t)seen->planes,
        .name = page ? str_format(a, "%.*s-page%lld", STR(result->sha256), (long long)page)
                     : result->sha256,
        .a = a,
    };
    if (crops && facts->unread.n > CROPS_MAX) {
        struct err err;
        err_set(&err, ERR_LIMIT, "there are more of them than any picture has");
        fail(result, "crop of unread print", &err, a);
        crops = false;
    }
    size_t room = (1 + e->planes) + (crops ? facts->unread.n * e->planes : 0);
    e->pieces.at = arena_new(a, struct piece, room);
    for (size_t i = 0; options->previews.p && i < e->planes; i++)
        want_small(e, "preview", i, PREVIEW_SIDE_PX);
    if (options->previews.p)
        want_small(e, "thumbnail", 0, THUMBNAIL_SIDE_PX);
    for (size_t i = 0; crops && i < facts->unread.n; i++)
        for (size_t k = 0; k < e->planes; k++)
            want_crop(e, &facts->unread.at[i], k);
    return e;
}

/* ---- what is there already ---- */

/* By its bytes: whose hand put the file there does not matter then. A link is none, for a report is
 * a folder that is sent. */
static bool stands(const struct piece *piece, struct arena scratch)
{
    struct stat st;
    str bytes;
    struct err err;
    struct digest wanted;
    return lstat(piece->path.p, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= KNOWN_MAX_BYTES &&
           digest_from_hex(piece->drawn.sha256, &wanted) &&
           file_read(piece->path.p, KNOWN_MAX_BYTES, &scratch, &bytes, &err) &&
           digest_eq(sha256(bytes), wanted);
}

bool evidence_stands(struct evidence *e, struct cache *cache, str key)
{
    struct drawn_list known;
    if (!cache_get_drawn(cache, key, e->a, &known))
        return e->pieces.n == 0;
    bool all = true;
    for (size_t i = 0; i < e->pieces.n; i++) {
        struct piece *piece = &e->pieces.at[i];
        for (size_t k = 0; k < known.files.n && !piece->there; k++) {
            struct piece as_known = *piece;
            as_known.drawn = known.files.at[k];
            as_known.there =
                str_eq(as_known.drawn.what, piece->drawn.what) && stands(&as_known, *e->a);
            if (as_known.there)
                *piece = as_known;
        }
        all = all && piece->there;
    }
    return all;
}

/* ---- drawing ---- */

static bool encode(const struct piece *piece, struct raster raster, struct buf *out,
                   int32_t *ret_width_px, int32_t *ret_height_px, struct err *err)
{
    struct region r = piece->region;
    if (piece->side_px)
        return image_preview_jpeg(raster, piece->side_px, out, ret_width_px, ret_height_px, err);
    if (region_area(r) == 0)
        return err_set(err, ERR_INTERNAL, "a region outside the picture");
    *ret_width_px = (int32_t)r.w_px;
    *ret_height_px = (int32_t)r.h_px;
    return image_crop_png(raster, (int32_t)r.x_px, (int32_t)r.y_px, (int32_t)r.w_px,
                          (int32_t)r.h_px, out, err);
}

static bool draw(struct evidence *e, struct piece *piece, struct raster raster)
{
    CLEANUP(buf_done) struct buf out = BUF_MAX(ENCODED_MAX_BYTES);
    int32_t width_px, height_px;
    struct err err;
    if (!encode(piece, raster, &out, &width_px, &height_px, &err) ||
        !file_write(piece->path.p, buf_str(&out), &err))
        return lost(e, piece, &err);
    piece->drawn.width_px = width_px;
    piece->drawn.height_px = height_px;
    piece->drawn.sha256 = digest_hex(sha256(buf_str(&out)), e->a);
    piece->there = true;
    return true;
}

void evidence_draw(struct evidence *e, const struct lane_result *seen)
{
    assert(seen->pixels >= 0);
    size_t plane = (size_t)e->width_px * (size_t)e->height_px * RASTER_CHANNELS;
    size_t bytes = plane * e->planes;
    struct err err;
    void *pixels = mmap(NULL, bytes, PROT_READ, MAP_SHARED, seen->pixels, 0);
    if (pixels == MAP_FAILED) {
        err_set(&err, ERR_UNAVAILABLE, "out of memory");
        evidence_lost(e, &err);
        return;
    }
    for (size_t i = 0; i < e->pieces.n && !e->failed; i++) {
        struct piece *piece = &e->pieces.at[i];
        const uint8_t *at = (const uint8_t *)pixels + piece->plane * plane;
        struct raster raster = {at, (int32_t)e->width_px, (int32_t)e->height_px};
        if (!piece->there)
            (void)draw(e, piece, raster);
    }
    munmap(pixels, bytes);
}

void evidence_lost(struct evidence *e, const struct err *err)
{
    fail(e->result, "picture for people", err, e->a);
    e->failed = true;
}

/* ---- what became of it ---- */

void evidence_list(struct evidence *e)
{
    struct result *result = e->result;
    result->crops.at = arena_new(e->a, struct text_crop, e->pieces.n);
    result->previews.at = arena_new(e->a, struct preview, e->pieces.n);
    for (size_t i = 0; i < e->pieces.n; i++) {
        const struct piece *p = &e->pieces.at[i];
        str plane = plane_word(e, p->plane);
        if (!p->there)
            continue;
        struct preview small = {true, p->path, plane, p->drawn.width_px, p->drawn.height_px};
        if (!p->side_px)
            result->crops.at[result->crops.n++] = (struct text_crop){
                p->finding, p->path, plane, p->drawn.width_px, p->drawn.height_px};
        else if (p->side_px == THUMBNAIL_SIDE_PX)
            result->thumbnail = small;
        else
            result->previews.at[result->previews.n++] = small;
    }
}

void evidence_remember(const struct evidence *e, struct cache *cache, str key)
{
    struct drawn_list drawn = {.files.at = arena_new(e->a, struct drawn, e->pieces.n)};
    for (size_t i = 0; i < e->pieces.n; i++)
        if (e->pieces.at[i].there)
            drawn.files.at[drawn.files.n++] = e->pieces.at[i].drawn;
    cache_put_drawn(cache, key, &drawn);
}
