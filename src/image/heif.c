/* What the items of a HEIF or AVIF file mean: metadata packets, thumbnails, and what is in it
 * beside the picture that is shown. */
#include "image/bytes.h"
#include "image/container.h"
#include "image/heif_items.h"

enum {
    DERIVED_MAX = 4, /* of what is made of what: more is a further picture */
    CUT_MAX_PX = 7,  /* encoders pad a picture by so little and cut it off again */
};

static void mark_refs(struct heif *h)
{
    for (size_t i = 0; i < h->refs_n; i++) {
        const struct heif_ref *ref = &h->refs[i];
        struct heif_item *from = heif_item_of(h, ref->from);
        if (from && str_eq(ref->type, S("auxl")))
            from->auxiliary = true;
        if (from && str_eq(ref->type, S("thmb")))
            from->thumbnail = true;
    }
    /* What a picture that is shown is made of, and what that is made of. */
    for (int level = 0; level < DERIVED_MAX; level++)
        for (size_t i = 0; i < h->refs_n; i++) {
            const struct heif_item *from = heif_item_of(h, h->refs[i].from);
            struct heif_item *to = heif_item_of(h, h->refs[i].to);
            if (from && to && str_eq(h->refs[i].type, S("dimg")))
                to->part |=
                    from->part || from->auxiliary || from->thumbnail || from->id == h->primary;
        }
}

static bool is_picture(const struct heif_item *item)
{
    static const str TYPES[] = {S("hvc1"), S("hev1"), S("av01"), S("avc1"), S("jpeg"),
                                S("vvc1"), S("grid"), S("iovl"), S("iden"), S("j2k1"),
                                S("unci"), S("lhv1"), S("evc1")};
    for (size_t i = 0; i < countof(TYPES); i++)
        if (str_eq(item->type, TYPES[i]))
            return true;
    return false;
}

static void judge_auxiliary(struct container *c, const struct heif_item *item)
{
    str kind = item->aux_type;
    if (str_ends(kind, S(":auxid:1")) || str_contains(kind, S("auxiliary:alpha")))
        return; /* alpha: part of the picture */
    if (str_contains(kind, S("hdrgainmap")))
        container_odd(c, S("gain_map"), "the picture has a gain map");
    else if (str_ends(kind, S(":auxid:2")) || str_contains(kind, S("depth")))
        container_odd(c, S("embedded_picture"), "the picture has a depth map");
    else
        container_odd(c, S("embedded_picture"), "the picture has an auxiliary picture (%.*s)",
                      (int)MIN(kind.n, (size_t)80), kind.p ? kind.p : "");
}

/* A cut that some readers make and others do not: they show different pictures. */
static void judge_cut(struct container *c, const struct heif_item *item)
{
    struct heif_size stored = item->stored, shown = item->shown;
    bool whole = shown.w_px && shown.h_px && stored.w_px <= shown.w_px + CUT_MAX_PX &&
                 stored.h_px <= shown.h_px + CUT_MAX_PX;
    if (item->is_cut && !whole)
        container_odd(c, S("cut"),
                      "the file holds %llu x %llu px of which %llu x %llu are to be shown, and not "
                      "every program cuts them out",
                      (unsigned long long)stored.w_px, (unsigned long long)stored.h_px,
                      (unsigned long long)shown.w_px, (unsigned long long)shown.h_px);
}

static void judge_metadata(struct container *c, const struct heif_item *item)
{
    bool exif = str_eq(item->type, S("Exif"));
    bool xmp =
        str_eq(item->type, S("mime")) && (str_eq(item->content_type, S("application/rdf+xml")) ||
                                          str_eq(item->content_type, S("text/xml")));
    if (!exif && !xmp)
        return;
    if (!item->data.p || item->content_encoding.n) {
        container_unreadable(c, "the %s item cannot be read", exif ? "EXIF" : "XMP");
    } else if (xmp) {
        container_packet(c, (struct packet){.kind = PACKET_XMP, .bytes = item->data});
    } else {
        /* Four bytes say how far after them the TIFF header is. */
        uint64_t skip = item->data.n >= 4 ? be32_at(item->data, 0) : UINT32_MAX;
        str tiff = skip + 4 <= item->data.n ? str_from(item->data, skip + 4) : S("");
        container_packet(c, (struct packet){.kind = PACKET_EXIF, .bytes = tiff});
    }
}

static void judge_items(struct heif *h)
{
    struct container *c = h->c;
    bool thumbnail = false;
    const struct heif_item *further = NULL;
    for (size_t i = 0; i < h->items_n; i++) {
        const struct heif_item *item = &h->items[i];
        if (str_eq(item->type, S("tmap")))
            container_odd(c, S("gain_map"), "the picture has a gain map (tone-mapped item)");
        judge_metadata(c, item);
        judge_cut(c, item);
        if (!is_picture(item) || item->id == h->primary)
            continue;
        if (item->thumbnail && str_eq(item->type, S("jpeg")) && item->data.p)
            container_thumbnail(
                c, (struct thumbnail){.source = {.format = S("jpeg"), .bytes = item->data},
                                      .where = "HEIF"});
        else if (item->thumbnail && thumbnail)
            container_odd(c, S("embedded_picture"), "the picture has several thumbnails");
        else if (item->thumbnail)
            thumbnail = true;
        else if (item->auxiliary)
            judge_auxiliary(c, item);
        else if (!item->part)
            further = item; /* said once: it may be made of others */
    }
    if (further)
        container_odd(c, S("extra_pages"), "the file holds a further picture (item %u)",
                      further->id);
    if (thumbnail)
        container_thumbnail(
            c, (struct thumbnail){
                   .source = {.format = c->format, .bytes = c->bytes, .part = PIXELS_THUMBNAIL},
                   .where = "HEIF",
                   .upright = true});
}

bool heif_walk(struct container *c, struct err *err)
{
    static const str QUIET[] = {S("ftyp"), S("mdat"), S("free"), S("skip"), S("wide"),
                                S("styp"), S("uuid"), S("idat"), S("pdin")};
    struct heif h;
    heif_init(&h, c);
    str rest = c->bytes;
    struct heif_box b;
    bool bad, meta = false;
    while (heif_box_next(&h, &rest, &b, &bad)) {
        bool quiet = false;
        for (size_t i = 0; i < countof(QUIET); i++)
            quiet |= str_eq(b.type, QUIET[i]);
        if (str_eq(b.type, S("meta")) && !meta) {
            meta = true;
            heif_read_meta(&h, b.body);
        } else if (str_eq(b.type, S("moov")) || str_eq(b.type, S("moof"))) {
            container_odd(c, S("extra_frames"), "the file holds an image sequence");
        } else if (!quiet) {
            container_odd(c, S("appended_data"), "a box of %zu bytes of an unknown kind (%.*s)",
                          b.body.n, STR(b.type));
        }
    }
    if (!meta)
        return err_set(err, ERR_INVALID, "damaged or truncated %.*s: no list of items",
                       STR(c->format));
    if (bad) {
        /* A box that promises more than there is was cut; anything else was put after the end. */
        bool cut = rest.n >= 8 && (str_eq(str_slice(rest, 4, 4), S("mdat")) ||
                                   str_eq(str_slice(rest, 4, 4), S("moov")));
        if (cut || rest.n == c->bytes.n)
            return err_set(err, ERR_INVALID, "truncated %.*s", STR(c->format));
        container_trailing(c, c->bytes.n - rest.n);
    }
    if (h.iloc.p)
        heif_read_data(&h);
    if (h.damaged || !h.has_primary || !h.iloc.p)
        return err_set(err, ERR_INVALID, "damaged %.*s: its list of items cannot be read",
                       STR(c->format));
    mark_refs(&h);
    judge_items(&h);
    return true;
}
