#include <string.h>

#include "image/container.h"

#include <glib.h>

#include "image/bytes.h"
#include "image/ifd.h"

/* ITU-T T.81, table B.1. */
enum marker {
    MARKER_TEM = 0x01,
    MARKER_RST0 = 0xd0,
    MARKER_RST7 = 0xd7,
    MARKER_SOI = 0xd8,
    MARKER_EOI = 0xd9,
    MARKER_SOS = 0xda,
    MARKER_APP0 = 0xe0,
    MARKER_APP1 = 0xe1,
    MARKER_APP2 = 0xe2,
    MARKER_APP13 = 0xed,
};

/* CIPA DC-007 (Multi-Picture Format). */
enum {
    MPF_TAG_ENTRIES = 0xb002,
    MPF_ENTRY_BYTES = 16,
    MPF_TYPE_MASK = 0xffffff,
    MPF_LARGE_THUMBNAIL = 0x01, /* the class, in bits 16 to 23 of the type */
    MPF_IMAGES_MAX = 64,
};

enum {
    XMP_PIECES_MAX = 1024,
    XMP_GUID_BYTES = 32,
};

struct xmp_piece {
    str guid;
    uint32_t full_bytes;
    uint32_t at;
    str bytes;
};

struct jpeg {
    struct container *c;
    struct xmp_piece *pieces;
    size_t pieces_n;
    struct buf irb;   /* APP13 segments joined: a resource may go on in the next segment */
    uint8_t icc[256]; /* how often each piece of the profile came, by its number */
    unsigned icc_n;   /* pieces, as each of them says */
    bool icc_differ;
    uint64_t mpf_at; /* offset of MPF's TIFF header in the file; 0: none */
    str mpf;
};

/* The rest of s after prefix; absent if it does not begin so. */
static str after(str s, str prefix)
{
    return str_starts(s, prefix) ? str_from(s, prefix.n) : (str){0};
}

static void app0(struct jpeg *j, str body)
{
    struct container *c = j->c;
    str jfif = after(body, S("JFIF\0"));
    str jfxx = after(body, S("JFXX\0"));
    if (jfif.n >= 9) {
        int w = (uint8_t)jfif.p[7], h = (uint8_t)jfif.p[8];
        str rgb = str_slice(jfif, 9, (uint64_t)w * (uint64_t)h * RASTER_CHANNELS);
        if (w && h && rgb.p)
            container_thumbnail(
                c, (struct thumbnail){.raw = {(const uint8_t *)rgb.p, w, h}, .where = "JFIF"});
        else if (w && h)
            container_odd(c, S("thumbnail_differs"), "the JFIF thumbnail is cut short");
    } else if (jfxx.n > 1) {
        if (jfxx.p[0] == 0x10)
            container_thumbnail(
                c, (struct thumbnail){.source = {.format = S("jpeg"), .bytes = str_from(jfxx, 1)},
                                      .where = "JFIF"});
        else
            container_odd(c, S("thumbnail_differs"),
                          "the JFIF thumbnail is of a kind that is not read (0x%02x)",
                          (uint8_t)jfxx.p[0]);
    }
}

static void xmp_extension(struct jpeg *j, str body)
{
    if (body.n < XMP_GUID_BYTES + 8 || j->pieces_n == XMP_PIECES_MAX) {
        container_unreadable(j->c, "an extended XMP packet is damaged");
        return;
    }
    if (!j->pieces)
        j->pieces = arena_new(j->c->a, struct xmp_piece, XMP_PIECES_MAX);
    j->pieces[j->pieces_n++] = (struct xmp_piece){
        .guid = str_first(body, XMP_GUID_BYTES),
        .full_bytes = be32_at(body, XMP_GUID_BYTES),
        .at = be32_at(body, XMP_GUID_BYTES + 4),
        .bytes = str_from(body, XMP_GUID_BYTES + 8),
    };
}

/* XMP Specification Part 3, 1.1.3.1: pieces of one GUID, which is the MD5 of the whole. */
static void xmp_join(struct jpeg *j, struct xmp_piece first)
{
    char *room = container_room(j->c, first.full_bytes);
    if (!room)
        return;
    uint64_t filled = 0;
    bool fits = true;
    for (size_t i = 0; i < j->pieces_n; i++) {
        struct xmp_piece p = j->pieces[i];
        if (!str_eq(p.guid, first.guid))
            continue;
        fits = fits && p.at <= first.full_bytes && p.bytes.n <= first.full_bytes - p.at;
        if (fits && p.bytes.n)
            memcpy(room + p.at, p.bytes.p, p.bytes.n);
        filled += p.bytes.n;
    }
    gchar *md5 =
        g_compute_checksum_for_data(G_CHECKSUM_MD5, (const guchar *)room, first.full_bytes);
    bool whole = fits && filled == first.full_bytes &&
                 !g_ascii_strncasecmp(md5, first.guid.p, XMP_GUID_BYTES);
    g_free(md5);
    if (whole)
        container_packet(j->c,
                         (struct packet){.kind = PACKET_XMP, .bytes = {room, first.full_bytes}});
    else
        container_unreadable(j->c, "the extended XMP packet does not match its checksum");
}

static void xmp_join_all(struct jpeg *j)
{
    for (size_t i = 0; i < j->pieces_n; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(j->pieces[k].guid, j->pieces[i].guid);
        if (!seen)
            xmp_join(j, j->pieces[i]);
    }
}

static void app1(struct jpeg *j, str body)
{
    str exif = after(body, S("Exif\0"));
    str xmp = after(body, S("http://ns.adobe.com/xap/1.0/\0"));
    str more = after(body, S("http://ns.adobe.com/xmp/extension/\0"));
    if (exif.n > 1) /* one byte of padding, which should be zero */
        container_packet(j->c, (struct packet){.kind = PACKET_EXIF, .bytes = str_from(exif, 1)});
    else if (xmp.p)
        container_packet(j->c, (struct packet){.kind = PACKET_XMP, .bytes = xmp});
    else if (more.p)
        xmp_extension(j, more);
}

/* ICC.1, annex B.4: pieces from 1 on, each of which says how many there are. */
static void profile_piece(struct jpeg *j, str piece)
{
    unsigned number = piece.n >= 2 ? (uint8_t)piece.p[0] : 0;
    unsigned n = piece.n >= 2 ? (uint8_t)piece.p[1] : 0;
    j->icc_differ |= j->c->has_profile && n != j->icc_n;
    j->icc_n = n;
    j->icc[number] = (uint8_t)MIN(j->icc[number] + 1, 2);
    j->c->has_profile = true;
}

/* Of pieces that do not make one profile each reader makes something else. */
static void judge_profile(const struct jpeg *j)
{
    bool whole = !j->icc_differ && j->icc_n > 0;
    for (unsigned i = 0; i < countof(j->icc); i++)
        whole = whole && j->icc[i] == (i >= 1 && i <= j->icc_n);
    if (j->c->has_profile && !whole)
        container_odd(j->c, S("profile_unreadable"),
                      "the colour profile is in pieces that do not fit: its colours are a guess");
}

static void segment(struct jpeg *j, int marker, str body)
{
    switch (marker) {
    case MARKER_APP0:
        app0(j, body);
        break;
    case MARKER_APP1:
        app1(j, body);
        break;
    case MARKER_APP2: {
        str mpf = after(body, S("MPF\0")), icc = after(body, S("ICC_PROFILE\0"));
        if (icc.p)
            profile_piece(j, icc);
        if (mpf.p && j->mpf_at)
            container_odd(j->c, S("embedded_picture"), "there are two lists of further pictures");
        if (mpf.p && !j->mpf_at) {
            j->mpf = mpf;
            j->mpf_at = (uint64_t)(mpf.p - j->c->bytes.p);
        }
        if (after(body, S("urn:iso:std:iso:ts:21496:-1\0")).p)
            container_odd(j->c, S("gain_map"), "the picture has a gain map (ISO 21496-1)");
        break;
    }
    case MARKER_APP13: {
        str resources = after(body, S("Photoshop 3.0\0"));
        if (resources.p)
            buf_put(&j->irb, resources);
        break;
    }
    }
}

static void mpf_image(struct jpeg *j, uint32_t type, uint64_t at, str image)
{
    struct container *c = j->c;
    if (type >> 16 == MPF_LARGE_THUMBNAIL)
        container_thumbnail(c, (struct thumbnail){.source = {.format = S("jpeg"), .bytes = image},
                                                  .where = "multi-picture"});
    else if (str_contains(str_first(image, MIN(image.n, (size_t)65536)),
                          S("http://ns.adobe.com/hdr-gain-map/1.0/")))
        container_odd(c, S("gain_map"), "the picture has a gain map of %zu bytes", image.n);
    else
        container_odd(
            c, S("embedded_picture"),
            "another picture of %zu bytes (multi-picture type 0x%06x) begins at byte %llu", image.n,
            type, (unsigned long long)at);
}

/* The pictures that the list names, and from where on nothing is named. */
static uint64_t mpf_walk(struct jpeg *j, uint64_t end)
{
    struct tiff t;
    struct ifd d;
    struct ifd_entry list;
    if (!tiff_open(j->mpf, &t) || !ifd_open(&t, t.first_ifd, &d) ||
        !ifd_find(&d, MPF_TAG_ENTRIES, &list) || !list.value.p ||
        list.value.n > MPF_IMAGES_MAX * MPF_ENTRY_BYTES) {
        container_odd(j->c, S("embedded_picture"), "the list of further pictures is damaged");
        return end;
    }
    str file = j->c->bytes;
    for (size_t i = 1; (i + 1) * MPF_ENTRY_BYTES <= list.value.n; i++) {
        str e = str_slice(list.value, i * MPF_ENTRY_BYTES, MPF_ENTRY_BYTES);
        uint64_t (*number)(str, size_t, size_t) = t.big_endian ? be_at : le_at;
        uint64_t size = number(e, 4, 4), at = j->mpf_at + number(e, 8, 4);
        str image = str_slice(file, at, size);
        if (!size || !image.p || at < end) {
            container_odd(j->c, S("embedded_picture"),
                          "the list of further pictures points to a wrong place");
            continue;
        }
        mpf_image(j, (uint32_t)number(e, 0, 4) & MPF_TYPE_MASK, at, image);
    }
    /* Nothing but zero bytes may lie between the listed pictures; they come in file order. */
    for (size_t i = 1; (i + 1) * MPF_ENTRY_BYTES <= list.value.n; i++) {
        str e = str_slice(list.value, i * MPF_ENTRY_BYTES, MPF_ENTRY_BYTES);
        uint64_t (*number)(str, size_t, size_t) = t.big_endian ? be_at : le_at;
        uint64_t size = number(e, 4, 4), at = j->mpf_at + number(e, 8, 4);
        while (end < at && end < file.n && !file.p[end])
            end++;
        if (at == end && size <= file.n - at)
            end = at + size;
    }
    return end;
}

/* From the first byte of entropy-coded data to the marker that ends it. */
static uint64_t scan_end(str bytes, uint64_t at)
{
    while (at < bytes.n) {
        const char *ff = memchr(bytes.p + at, 0xff, bytes.n - at);
        if (!ff)
            break;
        at = (uint64_t)(ff - bytes.p);
        if (at + 1 >= bytes.n)
            break;
        uint8_t next = (uint8_t)bytes.p[at + 1];
        if (next && next != 0xff && !(next >= MARKER_RST0 && next <= MARKER_RST7))
            return at;
        at += next == 0xff ? 1 : 2;
    }
    return bytes.n;
}

static bool walk_segments(struct jpeg *j, uint64_t *ret_end, struct err *err)
{
    str bytes = j->c->bytes;
    bool scanned = false;
    uint64_t at = 2;
    for (;;) {
        if (at + 2 > bytes.n)
            return err_set(err, ERR_INVALID, "truncated jpeg: no end marker");
        if ((uint8_t)bytes.p[at] != 0xff)
            return err_set(err, ERR_INVALID, "damaged jpeg: no marker at byte %llu",
                           (unsigned long long)at);
        int marker = (uint8_t)bytes.p[at + 1];
        if (marker == 0xff) { /* fill byte */
            at++;
            continue;
        }
        at += 2;
        if (marker == MARKER_EOI)
            break;
        if (marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_RST7))
            continue;
        if (!marker || marker == MARKER_SOI)
            return err_set(err, ERR_INVALID, "damaged jpeg: marker 0x%02x at byte %llu", marker,
                           (unsigned long long)at - 2);
        str length = str_slice(bytes, at, 2);
        uint16_t n = length.p ? be16_at(length, 0) : 0;
        str body = n >= 2 ? str_slice(bytes, at + 2, n - 2u) : (str){0};
        if (!body.p)
            return err_set(err, ERR_INVALID, "truncated jpeg: marker 0x%02x at byte %llu", marker,
                           (unsigned long long)at - 2);
        segment(j, marker, body);
        at += n;
        if (marker == MARKER_SOS) {
            scanned = true;
            at = scan_end(bytes, at);
        }
    }
    if (!scanned)
        return err_set(err, ERR_INVALID, "damaged jpeg: it holds no picture");
    *ret_end = at;
    return true;
}

bool jpeg_walk(struct container *c, struct err *err)
{
    struct jpeg j = {.c = c};
    uint64_t end = 0;
    bool walked = walk_segments(&j, &end, err);
    if (walked) {
        if (j.irb.n) {
            char *room = container_room(c, j.irb.n);
            if (room)
                irb_walk(c, (str){memcpy(room, j.irb.p, j.irb.n), j.irb.n});
        }
        if (!buf_ok(&j.irb))
            container_unreadable(c, "Photoshop's resources are too large");
        xmp_join_all(&j);
        judge_profile(&j);
        if (j.mpf_at)
            end = mpf_walk(&j, end);
        container_trailing(c, end);
    }
    buf_done(&j.irb);
    return walked;
}
