#include "image/image.h"

#include <stdlib.h>

#include "image/container.h"
#include "image/raw.h"
#include "image/samples.h"
#include "image/thumbnail.h"

bool image_handled(str format)
{
    static const str HANDLED[] = {S("jpeg"), S("png"),  S("tiff"), S("webp"),
                                  S("heic"), S("avif"), S("raw")};
    for (size_t i = 0; i < countof(HANDLED); i++)
        if (str_eq(format, HANDLED[i]))
            return true;
    return false;
}

static bool within_budget(struct upright u, struct err *err)
{
    if (u.stored_w_px > IMAGE_SIDE_MAX_PX || u.stored_h_px > IMAGE_SIDE_MAX_PX)
        return err_set(err, ERR_LIMIT, "%ld x %ld px: a side is over %d px; send it smaller",
                       (long)u.stored_w_px, (long)u.stored_h_px, IMAGE_SIDE_MAX_PX);
    if (u.stored_w_px * u.stored_h_px > IMAGE_PIXELS_MAX)
        return err_set(err, ERR_LIMIT, "%ld x %ld px is over %d megapixels; send it smaller",
                       (long)u.stored_w_px, (long)u.stored_h_px, IMAGE_PIXELS_MAX / 1000000);
    return true;
}

/* Of a raw file the preview takes the picture's place, and that is said first of all. */
static bool open_container(struct container *c, struct pixels_source *source, struct arena *a,
                           struct err *err)
{
    if (!str_eq(source->format, S("raw"))) {
        container_init(c, source->bytes, source->format, a);
        return true;
    }
    struct raw_preview preview;
    if (!raw_preview(source->bytes, a, &preview, err))
        return false;
    *source = (struct pixels_source){
        .format = S("jpeg"), .bytes = preview.jpeg, .orientation = preview.orientation};
    container_init(c, source->bytes, source->format, a);
    container_odd(
        c, S("preview_only"),
        "preview only: of this raw file (%d x %d px) the preview inside was looked at, and "
        "not the picture; export the picture and screen that",
        preview.picture_w_px, preview.picture_h_px);
    return true;
}

/* The pixels of an opened file, and what was found out about it. */
static bool decode(struct container *c, struct pixels_source source, str format,
                   struct image_sink sink, struct image_about *ret_about, struct err *err)
{
    struct pixels *pixels CLEANUP(pixels_closep) = NULL;
    if (!pixels_open(source, &pixels, err))
        return false;
    struct upright upright = pixels_upright(pixels);
    if (!within_budget(upright, err))
        return false;

    size_t planes = pixels_alpha(pixels) ? 2 : 1;
    size_t room =
        planes * (size_t)upright.stored_w_px * (size_t)upright.stored_h_px * RASTER_CHANNELS;
    uint8_t *out = sink.room(sink.self, room);
    if (!out)
        return err_set(err, ERR_LIMIT, "no room for %zu bytes of pixels", room);

    struct pixels_written written;
    if (!pixels_write(pixels, out, &written, err))
        return false;
    if (c->has_profile && !pixels_profile(pixels).p)
        container_odd(c, S("profile_unreadable"),
                      "the colour profile cannot be read: its colours are a guess");
    if (written.opt_no_profile)
        container_odd(c, S("profile_unreadable"), "%s: its colours are a guess",
                      written.opt_no_profile);
    if (written.profile_hides)
        container_odd(c, S("profile_hides"),
                      "the colour profile blanks what programs without colour management show");
    if (written.alpha_hides)
        container_odd(c, S("alpha_hides"),
                      "transparency blanks what programs show that leave it out; flatten the "
                      "picture and screen that");

    struct raster picture = {out, (int32_t)upright_width(upright),
                             (int32_t)upright_height(upright)};
    container_read_packets(c);
    thumbnails_judge(c, picture, upright.orientation);

    *ret_about = (struct image_about){
        .format = format,
        .width_px = upright_width(upright),
        .height_px = upright_height(upright),
        .bits = pixels_bits(pixels),
        .colour = pixels_colour(pixels),
        .profile = colour_profile_name(pixels_profile(pixels), c->a),
        .orientation = upright.orientation,
        .alpha = written.see_through,
        .statements = {c->statements, c->statements_n},
        .oddities = {c->oddities, c->oddities_n},
    };
    return true;
}

static bool format_handled(str format, struct err *err)
{
    if (!format.p)
        return err_set(err, ERR_INVALID, "not a picture: its first bytes match no known format");
    if (str_eq(format, S("pdf")))
        return err_set(err, ERR_UNSUPPORTED,
                       "pdf files are not handled; send the picture, or ask for the pages (--pdf)");
    return image_handled(format) ||
           err_set(err, ERR_UNSUPPORTED,
                   "%.*s files are not handled; send it as JPEG, PNG, TIFF, WebP, HEIC or AVIF",
                   STR(format));
}

bool image_begins(str head, struct err *err)
{
    return format_handled(image_sniff(head), err);
}

bool image_decode(str bytes, struct image_sink sink, struct arena *a, struct image_about *ret_about,
                  struct err *err)
{
    if (bytes.n == 0)
        return err_set(err, ERR_INVALID, "the file is empty");
    if (bytes.n > IMAGE_FILE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the file is over %d MiB", IMAGE_FILE_MAX_BYTES >> 20);
    str format = image_sniff(bytes);
    if (!format_handled(format, err))
        return false;

    struct pixels_source source = {.format = format, .bytes = bytes};
    struct container *c = arena_new(a, struct container, 1);
    if (!open_container(c, &source, a, err) || !container_walk(c, err))
        return false;
    source.premultiplied = c->premultiplied;
    return decode(c, source, format, sink, ret_about, err);
}

/* ---- pages of a PDF ---- */

bool image_pages_start(struct err *err)
{
    pixels_allow_pdf();
    if (!image_start(err))
        return false;
    /* The name of this operation is libvips's: were it another, it would stay blocked. */
    uint8_t *room = NULL;
    struct arena a CLEANUP(arena_close) = arena_open(IMAGE_ARENA_BYTES);
    struct image_about about;
    bool done = image_page(IMAGE_SAMPLE_PDF, 1, (struct image_sink){image_spare_room, &room}, &a,
                           &about, err);
    free(room);
    return done || err_wrap(err, "pages of PDF");
}

bool image_pages(str bytes, int64_t *ret_pages, struct err *err)
{
    struct pixels *pixels CLEANUP(pixels_closep) = NULL;
    if (!pixels_open((struct pixels_source){.format = S("pdf"), .bytes = bytes}, &pixels, err))
        return false;
    int64_t n = pixels_pages(pixels);
    if (n > IMAGE_PAGES_MAX)
        return err_set(err, ERR_LIMIT, "a pdf of %lld pages; at most %d are read: split it",
                       (long long)n, IMAGE_PAGES_MAX);
    *ret_pages = n;
    return true;
}

bool image_page(str bytes, int64_t page, struct image_sink sink, struct arena *a,
                struct image_about *ret_about, struct err *err)
{
    assert(page >= 1 && page <= IMAGE_PAGES_MAX);
    struct pixels_source source = {
        .format = S("pdf"), .bytes = bytes, .part = PIXELS_PAGE, .index = (int)page - 1};
    struct container *c = arena_new(a, struct container, 1);
    container_init(c, bytes, source.format, a);
    container_odd(
        c, S("proof_page"),
        "a page of a proof, drawn at %d dpi: other readers may draw it otherwise, and it is "
        "not the picture; screen the picture itself",
        IMAGE_PAGE_DPI);
    if (!decode(c, source, source.format, sink, ret_about, err))
        return false;
    const char *complaint = pixels_complaint();
    if (complaint) {
        container_odd(c, S("page_in_doubt"), "the page may not be drawn whole: \"%s\"", complaint);
        ret_about->oddities.n = c->oddities_n;
    }
    return true;
}
