#include "image/container.h"
#include "image/ifd.h"

/* TIFF 6.0; Adobe Photoshop TIFF Technical Notes (layers). */
enum {
    SUBFILE_REDUCED = 1, /* bit of NewSubfileType: a smaller copy of another picture */
    EXTRA_ASSOCIATED_ALPHA = 1,
    SUB_IFDS_MAX = 64,
    PADDING_MAX_BYTES = 16,
};

struct extent {
    const struct tiff *tiff;
    uint64_t end;  /* of all that some directory refers to */
    bool short_of; /* something lies outside the file */
};

static void reach(struct extent *x, uint64_t at, uint64_t n)
{
    if (at > x->tiff->bytes.n || n > x->tiff->bytes.n - at)
        x->short_of = true;
    else
        x->end = MAX(x->end, at + n);
}

static void reach_data(struct extent *x, const struct ifd *d, uint16_t offsets, uint16_t counts)
{
    struct ifd_entry at, n;
    uint64_t a, b;
    if (!ifd_find(d, offsets, &at) || !ifd_find(d, counts, &n))
        return;
    for (uint64_t i = 0; ifd_number(d, &at, i, &a) && ifd_number(d, &n, i, &b); i++)
        reach(x, a, b);
}

static void reach_ifd(struct extent *x, const struct ifd *d)
{
    reach(x, d->at, (x->tiff->big ? 16 + 20 * (uint64_t)d->n : 6 + 12 * (uint64_t)d->n));
    for (uint32_t i = 0; i < d->n; i++) {
        struct ifd_entry e = ifd_entry(d, i);
        if (e.value.p)
            reach(x, e.at, e.value.n);
    }
    reach_data(x, d, TAG_STRIP_OFFSETS, TAG_STRIP_BYTE_COUNTS);
    reach_data(x, d, TAG_TILE_OFFSETS, TAG_TILE_BYTE_COUNTS);
    reach_data(x, d, TAG_JPEG_OFFSET, TAG_JPEG_BYTES);
    static const uint16_t POINTERS[] = {TAG_EXIF, TAG_GPS};
    for (size_t i = 0; i < countof(POINTERS); i++) {
        struct ifd sub;
        if (ifd_open(x->tiff, ifd_first(d, POINTERS[i], 0), &sub))
            for (uint32_t k = 0; k < sub.n; k++) {
                struct ifd_entry e = ifd_entry(&sub, k);
                reach(x, sub.at, 6);
                if (e.value.p)
                    reach(x, e.at, e.value.n);
            }
    }
}

static void further_picture(struct container *c, const struct ifd *d, enum pixels_part part,
                            int index)
{
    if (ifd_first(d, TAG_NEW_SUBFILE_TYPE, 0) & SUBFILE_REDUCED)
        container_thumbnail(
            c, (struct thumbnail){
                   .source = {.format = c->format, .bytes = c->bytes, .part = part, .index = index},
                   .where = "TIFF"});
    else
        container_odd(c, S("extra_pages"), "the file has a further page of %llu x %llu px",
                      (unsigned long long)ifd_first(d, TAG_WIDTH, 0),
                      (unsigned long long)ifd_first(d, TAG_HEIGHT, 0));
}

static void packets_of(struct container *c, const struct ifd *d)
{
    static const struct {
        uint16_t tag;
        const char *name;
    } PACKETS[] = {{TAG_XMP, "XMP"}, {TAG_IPTC, "IPTC"}, {TAG_PHOTOSHOP, "Photoshop"}};
    for (uint32_t i = 0; i < d->n; i++) {
        struct ifd_entry e = ifd_entry(d, i);
        for (size_t k = 0; k < countof(PACKETS); k++)
            if (e.tag == PACKETS[k].tag && !e.value.p)
                container_unreadable(c, "the %s packet lies outside the file", PACKETS[k].name);
        if (!e.value.p)
            continue;
        if (e.tag == TAG_XMP)
            container_packet(c, (struct packet){.kind = PACKET_XMP, .bytes = e.value});
        else if (e.tag == TAG_IPTC)
            container_packet(c, (struct packet){.kind = PACKET_IPTC, .bytes = e.value});
        else if (e.tag == TAG_PHOTOSHOP)
            irb_walk(c, e.value);
        else if (e.tag == TAG_LAYERS &&
                 (str_contains(e.value, S("8BIMLayr")) || str_contains(e.value, S("MIB8ryaL")) ||
                  str_contains(e.value, S("8BIMLr16")) || str_contains(e.value, S("MIB861rL"))))
            container_odd(c, S("layers"), "the file keeps Photoshop layers beside the picture");
    }
}

/* libvips opens sub-directories of the first page only. */
static void sub_ifds(struct container *c, const struct ifd *d, bool first, struct extent *x)
{
    struct ifd_entry subs;
    if (!ifd_find(d, TAG_SUB_IFDS, &subs))
        return;
    uint64_t at;
    for (int i = 0; ifd_number(d, &subs, (uint64_t)i, &at); i++) {
        struct ifd sub;
        if (!first || i == SUB_IFDS_MAX || !ifd_open(d->tiff, at, &sub)) {
            container_odd(c, S("extra_pages"),
                          "there are further pictures in a place that is not read");
            return;
        }
        further_picture(c, &sub, PIXELS_SUBIFD, i);
        reach_ifd(x, &sub);
    }
}

bool tiff_walk(struct container *c, struct err *err)
{
    struct tiff t;
    struct ifd d;
    if (!tiff_open(c->bytes, &t) || !ifd_open(&t, t.first_ifd, &d))
        return err_set(err, ERR_INVALID, "damaged tiff: no directory");

    struct extent x = {.tiff = &t};
    container_packet(c,
                     (struct packet){.kind = PACKET_EXIF, .bytes = c->bytes, .whole_file = true});
    packets_of(c, &d);
    sub_ifds(c, &d, true, &x);
    reach_ifd(&x, &d);
    struct ifd_entry extra;
    uint64_t kind;
    struct ifd_entry profile;
    c->has_profile = ifd_find(&d, TAG_ICC_PROFILE, &profile);
    c->premultiplied = ifd_find(&d, TAG_EXTRA_SAMPLES, &extra) &&
                       ifd_number(&d, &extra, 0, &kind) && kind == EXTRA_ASSOCIATED_ALPHA;

    uint64_t next = d.next;
    for (int page = 1; next; page++, next = d.next) {
        if (page == TIFF_IFDS_MAX || !ifd_open(&t, next, &d)) {
            container_odd(c, S("extra_pages"), "the chain of pages is damaged or over %d long",
                          TIFF_IFDS_MAX);
            break;
        }
        further_picture(c, &d, PIXELS_PAGE, page);
        packets_of(c, &d);
        sub_ifds(c, &d, false, &x);
        reach_ifd(&x, &d);
    }
    if (x.short_of)
        return err_set(err, ERR_INVALID, "truncated tiff: a part lies beyond its end");
    /* Writers pad to even or to 16 bytes. */
    if (t.bytes.n - x.end > PADDING_MAX_BYTES)
        container_trailing(c, x.end);
    return true;
}
