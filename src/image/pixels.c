#include "image/pixels.h"

#include <stdlib.h>

#include "base/raster.h"
#include "image/image.h"

#include <vips/vips.h> /* last: glib takes over MIN and MAX */

enum {
    STRIP_ROWS = 16,      /* libvips's own decoding step: what it holds stays in the cache */
    BAND_BYTES = 8 << 20, /* rows gathered before they are turned: */
    BAND_ROWS_MAX = 256,  /* the more, the longer the runs that are written */
};

struct pixels {
    VipsImage *image;
    struct pixels_source source;
    struct colour_layout layout;
    struct upright upright;
    int bits;
    str colour;
    str profile;
};

/* libvips's messages, on one line and in printable ASCII: they may quote the file. */
static bool vips_failed(struct err *err, enum err_kind kind, str format)
{
    char words[400];
    snprintf(words, sizeof words, "%s", vips_error_buffer());
    vips_error_clear();
    for (char *p = words; *p; p++)
        if (*p < ' ' || *p > '~')
            *p = *p == '\n' ? ';' : '?';
    str s = str_of(words);
    while (s.n && (s.p[s.n - 1] == ';' || s.p[s.n - 1] == ' '))
        s = str_first(s, s.n - 1);
    return err_set(err, kind, "damaged %.*s: %.*s", STR(format), STR(s));
}

/* ---- PDF ---- */

static bool pdf_allowed;

static struct {
    size_t n;
    char first[200];
} complaints;

static void on_complaint(const gchar *domain, GLogLevelFlags level, const gchar *words,
                         gpointer self)
{
    (void)domain, (void)level, (void)self;
    if (complaints.n++ > 0)
        return;
    size_t n = 0;
    for (; words[n] && n + 1 < sizeof complaints.first; n++)
        complaints.first[n] = words[n] < ' ' || words[n] > '~' ? '?' : words[n];
    complaints.first[n] = 0;
}

void pixels_allow_pdf(void)
{
    pdf_allowed = true;
    g_log_set_handler("Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                      on_complaint, NULL);
}

bool pixels_pdf_allowed(void)
{
    return pdf_allowed;
}

const char *pixels_complaint(void)
{
    return complaints.n ? complaints.first : NULL;
}

int64_t pixels_pages(const struct pixels *p)
{
    int n = 1;
    if (vips_image_get_typeof(p->image, VIPS_META_N_PAGES))
        vips_image_get_int(p->image, VIPS_META_N_PAGES, &n);
    return n;
}

static VipsImage *load(struct pixels_source s)
{
    void *p = (void *)(uintptr_t)s.bytes.p;
    size_t n = s.bytes.n;
    VipsImage *image = NULL;
    int status = -1;
#define OPEN "access", VIPS_ACCESS_SEQUENTIAL, "fail-on", VIPS_FAIL_ON_ERROR
    if (str_eq(s.format, S("jpeg")))
        status = vips_jpegload_buffer(p, n, &image, OPEN, NULL);
    else if (str_eq(s.format, S("png")))
        status = vips_pngload_buffer(p, n, &image, OPEN, NULL);
    else if (str_eq(s.format, S("webp")))
        status = vips_webpload_buffer(p, n, &image, OPEN, NULL);
    else if (str_eq(s.format, S("tiff")))
        status = vips_tiffload_buffer(p, n, &image, "page", s.part == PIXELS_PAGE ? s.index : 0,
                                      "subifd", s.part == PIXELS_SUBIFD ? s.index : -1, OPEN, NULL);
    else if (str_eq(s.format, S("heic")) || str_eq(s.format, S("avif")))
        status =
            vips_heifload_buffer(p, n, &image, "thumbnail", s.part == PIXELS_THUMBNAIL, OPEN, NULL);
    else if (str_eq(s.format, S("pdf")) && pdf_allowed)
        status = vips_pdfload_buffer(p, n, &image, "page", s.part == PIXELS_PAGE ? s.index : 0,
                                     "dpi", (double)IMAGE_PAGE_DPI, OPEN, NULL);
    else
        vips_error("gatefold", "no loader for this format");
#undef OPEN
    return status ? NULL : image;
}

/* How libvips's image reads as colour; false for what we do not convert (floats, complex). */
static bool layout_of(VipsImage *image, bool premultiplied, struct colour_layout *ret,
                      str *ret_word)
{
    int bands = vips_image_get_bands(image);
    VipsInterpretation kind = vips_image_get_interpretation(image);
    int sample_bytes;
    switch (vips_image_get_format(image)) {
    case VIPS_FORMAT_UCHAR:
        sample_bytes = 1;
        break;
    case VIPS_FORMAT_USHORT:
        sample_bytes = 2;
        break;
    default:
        return false;
    }
    bool wide = sample_bytes == 2;
    int channels;
    switch (kind) {
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16:
        channels = 1;
        *ret_word = wide ? S("grey16") : S("grey");
        break;
    case VIPS_INTERPRETATION_sRGB:
    case VIPS_INTERPRETATION_RGB:
    case VIPS_INTERPRETATION_RGB16:
        channels = 3;
        *ret_word = wide ? S("rgb16") : S("srgb");
        break;
    case VIPS_INTERPRETATION_CMYK:
        channels = 4;
        *ret_word = wide ? S("cmyk16") : S("cmyk");
        break;
    default:
        return false;
    }
    if (bands != channels && bands != channels + 1)
        return false;
    *ret = (struct colour_layout){.channels = channels,
                                  .sample_bytes = sample_bytes,
                                  .alpha = bands == channels + 1,
                                  .premultiplied = premultiplied};
    return true;
}

bool pixels_open(struct pixels_source source, struct pixels **ret_pixels, struct err *err)
{
    vips_error_clear();
    complaints.n = 0;
    VipsImage *image = load(source);
    if (!image)
        return vips_failed(err, ERR_INVALID, source.format);

    struct pixels *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    p->image = image;
    p->source = source;
    if (!layout_of(image, source.premultiplied, &p->layout, &p->colour)) {
        err_set(err, ERR_UNSUPPORTED, "%.*s with %d channels of %s samples (%s): not handled",
                STR(source.format), vips_image_get_bands(image),
                vips_enum_nick(VIPS_TYPE_BAND_FORMAT, vips_image_get_format(image)),
                vips_enum_nick(VIPS_TYPE_INTERPRETATION, vips_image_get_interpretation(image)));
        pixels_close(p);
        return false;
    }
    /* libheif turns the picture itself; libvips then reports 1. */
    int orientation = vips_image_get_orientation(image);
    if (!vips_image_get_typeof(image, VIPS_META_ORIENTATION) && source.orientation)
        orientation = source.orientation;
    p->upright = (struct upright){
        .stored_w_px = vips_image_get_width(image),
        .stored_h_px = vips_image_get_height(image),
        .orientation = orientation >= 1 && orientation <= 8 ? orientation : 1,
    };
    p->bits = 8 * p->layout.sample_bytes;
    /* libvips 8.14's names, and the one that later versions use for all. */
    static const char *const BITS[] = {"bits-per-sample", "palette-bit-depth", "heif-bitdepth"};
    for (size_t i = 0; i < countof(BITS); i++)
        if (vips_image_get_typeof(image, BITS[i]) == G_TYPE_INT)
            vips_image_get_int(image, BITS[i], &p->bits);
    const void *icc;
    size_t icc_n;
    if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) &&
        !vips_image_get_blob(image, VIPS_META_ICC_NAME, &icc, &icc_n))
        p->profile = (str){g_memdup2(icc, icc_n), icc_n}; /* libvips drops it as it decodes */
    *ret_pixels = p;
    return true;
}

void pixels_close(struct pixels *p)
{
    if (!p)
        return;
    g_object_unref(p->image);
    g_free((void *)(uintptr_t)p->profile.p);
    free(p);
}

void pixels_closep(struct pixels **p)
{
    pixels_close(*p);
}

struct upright pixels_upright(const struct pixels *p)
{
    return p->upright;
}

bool pixels_alpha(const struct pixels *p)
{
    return p->layout.alpha;
}

int pixels_bits(const struct pixels *p)
{
    return p->bits;
}

str pixels_colour(const struct pixels *p)
{
    return p->colour;
}

str pixels_profile(const struct pixels *p)
{
    return p->profile;
}

/* libjpeg goes on after damage and only warns. One warning is harmless and common in cameras'
 * files: padding before the end marker. It is the last thing that libjpeg can say about a picture.
 */
static bool jpeg_warned(void)
{
    str words = str_trim(str_of(vips_error_buffer()));
    return words.n && !(str_contains(words, S("extraneous bytes before marker 0xd9")));
}

struct planes {
    uint8_t *white;
    uint8_t *black; /* without alpha the same as white, and not written */
};

static struct planes planes_at(struct planes p, int64_t row, int64_t row_bytes)
{
    return (struct planes){p.white + row * row_bytes, p.black + row * row_bytes};
}

/* Convert `rows` stored rows from row y on into `to`, a few at a time. */
static bool convert_rows(struct pixels *p, struct colour *colour, VipsRegion *region, int64_t y,
                         int64_t rows, struct planes to, bool *see_through)
{
    int64_t w = p->upright.stored_w_px, row_bytes = w * RASTER_CHANNELS;
    for (int64_t at = 0; at < rows; at += STRIP_ROWS) {
        VipsRect strip = {0, (int)(y + at), (int)w, (int)MIN((int64_t)STRIP_ROWS, rows - at)};
        if (vips_region_prepare(region, &strip))
            return false;
        for (int i = 0; i < strip.height; i++) {
            struct planes row = planes_at(to, at + i, row_bytes);
            *see_through |= colour_row(colour, VIPS_REGION_ADDR(region, 0, strip.top + i),
                                       (size_t)w, row.white, row.black);
        }
    }
    return true;
}

static bool write_turned(struct pixels *p, struct colour *colour, VipsRegion *region,
                         struct planes out, bool *see_through)
{
    int64_t h = p->upright.stored_h_px, row_bytes = p->upright.stored_w_px * RASTER_CHANNELS;
    int64_t step = BAND_BYTES / row_bytes / STRIP_ROWS * STRIP_ROWS;
    step = MAX(step, (int64_t)STRIP_ROWS);
    step = MIN(step, (int64_t)BAND_ROWS_MAX);
    uint8_t *spare = malloc((size_t)(2 * step * row_bytes));
    if (!spare)
        abort();
    struct planes band = {spare, p->layout.alpha ? spare + step * row_bytes : spare};
    bool good = true;
    for (int64_t y = 0; y < h && good; y += step) {
        int64_t rows = MIN(step, h - y);
        good = convert_rows(p, colour, region, y, rows, band, see_through);
        if (good)
            upright_put(p->upright, y, rows, band.white, out.white);
        if (good && p->layout.alpha)
            upright_put(p->upright, y, rows, band.black, out.black);
    }
    free(spare);
    return good;
}

bool pixels_write(struct pixels *p, uint8_t *out, struct pixels_written *ret_written,
                  struct err *err)
{
    const char *note;
    struct colour *colour CLEANUP(colour_closep) = colour_open(p->layout, p->profile, &note);
    if (!colour)
        return err_set(err, ERR_INTERNAL, "no CMYK profile is built into libvips");

    int64_t w = p->upright.stored_w_px, h = p->upright.stored_h_px;
    struct planes planes = {out, p->layout.alpha ? out + w * h * RASTER_CHANNELS : out};
    VipsRegion *region = vips_region_new(p->image);
    bool see_through = false;
    bool good = p->upright.orientation == 1
                    ? convert_rows(p, colour, region, 0, h, planes, &see_through)
                    : write_turned(p, colour, region, planes, &see_through);
    g_object_unref(region);
    if (!good || (str_eq(p->source.format, S("jpeg")) && jpeg_warned()))
        return vips_failed(err, ERR_INVALID, p->source.format);
    *ret_written = (struct pixels_written){see_through, note, colour_hides(colour),
                                           colour_hides_under_alpha(colour)};
    return true;
}
