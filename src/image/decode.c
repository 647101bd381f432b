#include "image/image.h"

#include "image/container.h"
#include "image/raw.h"
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

bool image_decode(str bytes, struct image_sink sink, struct arena *a, struct image_about *ret_about,
                  struct err *err)
{
    if (bytes.n == 0)
        return err_set(err, ERR_INVALID, "the file is empty");
    if (bytes.n > IMAGE_FILE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the file is over %d MiB", IMAGE_FILE_MAX_BYTES >> 20);
    str format = image_sniff(bytes);
    if (!format.p)
        return err_set(err, ERR_INVALID, "not a picture: its first bytes match no known format");
    if (!image_handled(format))
        return err_set(err, ERR_UNSUPPORTED,
                       "%.*s files are not handled; send it as JPEG, PNG, TIFF, WebP, HEIC or AVIF",
                       STR(format));

    struct pixels_source source = {.format = format, .bytes = bytes};
    struct container *c = arena_new(a, struct container, 1);
    if (!open_container(c, &source, a, err) || !container_walk(c, err))
        return false;
    source.premultiplied = c->premultiplied;

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
    if (written.opt_no_profile)
        container_odd(c, S("profile_unreadable"), "%s: its colours are a guess",
                      written.opt_no_profile);
    if (written.profile_hides)
        container_odd(c, S("profile_hides"),
                      "the colour profile blanks what programs without colour management show");

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
        .profile = colour_profile_name(pixels_profile(pixels), a),
        .orientation = upright.orientation,
        .alpha = written.see_through,
        .statements = {c->statements, c->statements_n},
        .oddities = {c->oddities, c->oddities_n},
    };
    return true;
}
