#include "image/bytes.h"
#include "image/ifd.h"
#include "image/image.h"

enum {
    PHOTOMETRIC_CFA = 32803,        /* samples of a colour filter array: TIFF/EP, DNG */
    PHOTOMETRIC_LINEAR_RAW = 34892, /* DNG */
    SVG_LOOK_BYTES = 4096,
};

/* A prefix (and optionally a mark further on) that names a format. */
struct signature {
    str at_0;
    size_t also_offset;
    str also;
    str format;
};

static const struct signature SIGNATURES[] = {
    {S("\xff\xd8\xff"), 0, {0}, S("jpeg")},
    {S("\x89PNG\r\n\x1a\n"), 0, {0}, S("png")},
    {S("RIFF"), 8, S("WEBP"), S("webp")},
    {S("GIF87a"), 0, {0}, S("gif")},
    {S("GIF89a"), 0, {0}, S("gif")},
    {S("%PDF-"), 0, {0}, S("pdf")},
    {S("8BPS"), 0, {0}, S("psd")},
    {S("FUJIFILMCCD-RAW"), 0, {0}, S("raw")},
    {S("IIRO"), 0, {0}, S("raw")}, /* Olympus ORF */
    {S("IIRS"), 0, {0}, S("raw")},
    {S("MMOR"), 0, {0}, S("raw")},
    {S("IIU\0"), 0, {0}, S("raw")},       /* Panasonic RW2 */
    {S("II*\0"), 8, S("CR"), S("raw")},   /* Canon CR2 */
    {S("II*\0"), 8, S("IIII"), S("raw")}, /* Phase One IIQ */
    {S("MM\0*"), 8, S("MMMM"), S("raw")},
    {S("\xff\x0a"), 0, {0}, S("jxl")},
    {S("\0\0\0\x0cJXL \r\n\x87\n"), 0, {0}, S("jxl")},
    {S("\0\0\0\x0cjP  \r\n\x87\n"), 0, {0}, S("jp2")},
    {S("\xff\x4f\xff\x51"), 0, {0}, S("jp2")},
};

/* ISO base media files, by brand: major first, then the compatible ones. */
static const struct {
    str brand;
    str format;
} BRANDS[] = {
    {S("avif"), S("avif")}, {S("avis"), S("avif")}, {S("heic"), S("heic")}, {S("heix"), S("heic")},
    {S("hevc"), S("heic")}, {S("hevx"), S("heic")}, {S("heim"), S("heic")}, {S("heis"), S("heic")},
    {S("hevm"), S("heic")}, {S("hevs"), S("heic")}, {S("crx "), S("raw")}, /* Canon CR3 */
};

static str sniff_brand(str brand)
{
    for (size_t i = 0; i < countof(BRANDS); i++)
        if (str_eq(brand, BRANDS[i].brand))
            return BRANDS[i].format;
    return (str){0};
}

static str sniff_isobmff(str bytes)
{
    if (bytes.n < 16 || !str_eq(str_slice(bytes, 4, 4), S("ftyp")))
        return (str){0};
    str major = str_slice(bytes, 8, 4);
    str format = sniff_brand(major);
    uint64_t end = MIN((uint64_t)be32_at(bytes, 0), (uint64_t)bytes.n);
    for (uint64_t at = 16; !format.p && at + 4 <= end; at += 4)
        format = sniff_brand(str_slice(bytes, at, 4));
    /* An image whose coding the brands don't tell; libheif finds out. */
    if (!format.p && (str_eq(major, S("mif1")) || str_eq(major, S("msf1"))))
        format = S("heic");
    return format;
}

static bool ifd_is_raw(const struct ifd *d)
{
    uint64_t photometric = ifd_first(d, TAG_PHOTOMETRIC, 0);
    return photometric == PHOTOMETRIC_CFA || photometric == PHOTOMETRIC_LINEAR_RAW ||
           ifd_first(d, TAG_DNG_VERSION, UINT64_MAX) != UINT64_MAX;
}

/* NEF, ARW, DNG and their kin are TIFF files with sensor samples in some directory. */
static bool tiff_is_raw(const struct tiff *t)
{
    struct ifd d;
    uint64_t at = t->first_ifd;
    for (int i = 0; i < TIFF_IFDS_MAX && ifd_open(t, at, &d); i++, at = d.next) {
        if (ifd_is_raw(&d))
            return true;
        struct ifd_entry subs;
        if (!ifd_find(&d, TAG_SUB_IFDS, &subs))
            continue;
        uint64_t sub_at;
        struct ifd sub;
        for (uint64_t k = 0; k < TIFF_IFDS_MAX && ifd_number(&d, &subs, k, &sub_at); k++)
            if (ifd_open(t, sub_at, &sub) && ifd_is_raw(&sub))
                return true;
    }
    return false;
}

/* BM, and a header size that some version of the format has. */
static bool is_bmp(str bytes)
{
    if (bytes.n < 26 || !str_starts(bytes, S("BM")))
        return false;
    uint32_t header = le32_at(bytes, 14);
    return header == 12 || header == 16 || header == 40 || header == 52 || header == 56 ||
           header == 64 || header == 108 || header == 124;
}

static bool is_svg(str bytes)
{
    str head = str_first(bytes, MIN(bytes.n, (size_t)SVG_LOOK_BYTES));
    if (str_starts(head, S("\xef\xbb\xbf")))
        head = str_from(head, 3);
    head = str_trim(head);
    return str_starts(head, S("<")) && str_contains(head, S("<svg"));
}

str image_sniff(str bytes)
{
    for (size_t i = 0; i < countof(SIGNATURES); i++) {
        const struct signature *s = &SIGNATURES[i];
        if (str_starts(bytes, s->at_0) &&
            (!s->also.p || str_eq(str_slice(bytes, s->also_offset, s->also.n), s->also)))
            return s->format;
    }
    str media = sniff_isobmff(bytes);
    if (media.p)
        return media;
    struct tiff t;
    if (tiff_open(bytes, &t))
        return tiff_is_raw(&t) ? S("raw") : S("tiff");
    if (is_bmp(bytes))
        return S("bmp");
    return is_svg(bytes) ? S("svg") : (str){0};
}
