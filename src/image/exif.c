#include "image/bytes.h"
#include "image/container.h"
#include "image/ifd.h"

/* CIPA DC-008 (Exif 2.32). libexif is not used: the directory reader is there for TIFF anyway, is
 * bounded, and can say what it could not read. */
enum {
    TAG_COMPRESSION = 259,
    COMPRESSION_NONE = 1,
    PHOTOMETRIC_RGB = 2,
    MAIN_THUMBNAIL_SIDE_MAX_PX = 1024, /* of samples stored as they are */
};

struct exif_text {
    uint16_t tag;
    str property;
};

static const struct exif_text MAIN_TEXTS[] = {
    {TAG_DESCRIPTION, S("exif:ImageDescription")},
    {TAG_MAKE, S("exif:Make")},
    {TAG_MODEL, S("exif:Model")},
    {TAG_SOFTWARE, S("exif:Software")},
    {TAG_ARTIST, S("exif:Artist")},
    {TAG_COPYRIGHT, S("exif:Copyright")},
};

static const struct exif_text EXIF_TEXTS[] = {
    {TAG_DATE_TIME_ORIGINAL, S("exif:DateTimeOriginal")},
    {TAG_OFFSET_TIME_ORIGINAL, S("exif:OffsetTimeOriginal")},
};

static void read_texts(struct container *c, str packet, const struct ifd *d,
                       const struct exif_text *texts, size_t n)
{
    for (uint32_t i = 0; i < d->n; i++) {
        struct ifd_entry e = ifd_entry(d, i);
        for (size_t k = 0; k < n; k++) {
            if (e.tag != texts[k].tag)
                continue;
            if (e.value.p)
                container_state(c, packet, texts[k].property, e.value);
            else
                container_unreadable(c, "%.*s: %.*s lies outside the packet", STR(packet),
                                     STR(texts[k].property));
        }
    }
}

/* The directory that a tag of d points to. */
static bool follow(struct container *c, str packet, const struct ifd *d, uint16_t tag,
                   const char *what, struct ifd *ret)
{
    uint64_t at = ifd_first(d, tag, 0);
    if (!at)
        return false;
    if (ifd_open(d->tiff, at, ret))
        return true;
    container_unreadable(c, "%.*s: the %s directory is damaged", STR(packet), what);
    return false;
}

/* Samples stored as they are: one strip of 8-bit RGB. */
static struct raster plain_thumbnail(const struct ifd *d)
{
    uint64_t w = ifd_first(d, TAG_WIDTH, 0), h = ifd_first(d, TAG_HEIGHT, 0);
    if (ifd_first(d, TAG_COMPRESSION, 0) != COMPRESSION_NONE ||
        ifd_first(d, TAG_PHOTOMETRIC, 0) != PHOTOMETRIC_RGB || !w || !h ||
        w > MAIN_THUMBNAIL_SIDE_MAX_PX || h > MAIN_THUMBNAIL_SIDE_MAX_PX)
        return (struct raster){0};
    str rgb = str_slice(d->tiff->bytes, ifd_first(d, TAG_STRIP_OFFSETS, UINT64_MAX),
                        w * h * RASTER_CHANNELS);
    return (struct raster){(const uint8_t *)rgb.p, (int32_t)w, (int32_t)h};
}

static void read_thumbnail(struct container *c, const struct ifd *d)
{
    uint64_t at = ifd_first(d, TAG_JPEG_OFFSET, 0), n = ifd_first(d, TAG_JPEG_BYTES, 0);
    if (at && n) {
        str jpeg = str_slice(d->tiff->bytes, at, n);
        if (jpeg.p)
            container_thumbnail(c,
                                (struct thumbnail){.source = {.format = S("jpeg"), .bytes = jpeg},
                                                   .where = "EXIF"});
        else
            container_odd(c, S("thumbnail_differs"), "the EXIF thumbnail lies outside its packet");
        return;
    }
    struct raster raw = plain_thumbnail(d);
    if (raw.rgb)
        container_thumbnail(c, (struct thumbnail){.raw = raw, .where = "EXIF"});
    else if (ifd_first(d, TAG_STRIP_OFFSETS, 0))
        container_odd(c, S("thumbnail_differs"),
                      "the EXIF thumbnail is of a kind that is not read");
}

void exif_read(struct container *c, str packet, const struct packet *p)
{
    struct tiff t;
    struct ifd main, sub;
    if (!tiff_open(p->bytes, &t) || !ifd_open(&t, t.first_ifd, &main)) {
        container_unreadable(c, "%.*s: the packet is damaged", STR(packet));
        return;
    }
    read_texts(c, packet, &main, MAIN_TEXTS, countof(MAIN_TEXTS));
    uint64_t orientation = ifd_first(&main, TAG_ORIENTATION, 0);
    if (orientation)
        container_state(c, packet, S("exif:Orientation"),
                        str_format(c->a, "%llu", (unsigned long long)orientation));
    if (follow(c, packet, &main, TAG_EXIF, "EXIF", &sub))
        read_texts(c, packet, &sub, EXIF_TEXTS, countof(EXIF_TEXTS));
    /* Only that there are coordinates: where somebody was is nobody's business here. */
    if (follow(c, packet, &main, TAG_GPS, "GPS", &sub))
        container_state(c, packet, S("exif:GPS"), S("present"));
    if (p->whole_file || !main.next)
        return;
    if (ifd_open(&t, main.next, &sub))
        read_thumbnail(c, &sub);
    else
        container_unreadable(c, "%.*s: the thumbnail's directory is damaged", STR(packet));
}
