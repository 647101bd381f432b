#include <string.h>

#include "image/bytes.h"
#include "image/container.h"

/* ISO/IEC 14496-12 (boxes, items), 23008-12 (HEIF), AV1 Image File Format. */
enum {
    BOX_DEPTH_MAX = 8,
    BOXES_MAX = 65536, /* over all levels: more is an attack */
    ITEMS_MAX = 4096,
    REFS_MAX = 8192,
    PROPERTIES_MAX = 4096,
    EXTENTS_MAX = 1024, /* of one item */
    DERIVED_MAX = 4,    /* of what is made of what: more is a further picture */
    CUT_MAX_PX = 7,     /* encoders pad a picture by so little and cut it off again */
};

struct size {
    uint64_t w_px, h_px; /* 0 for unknown */
};

/* Of the properties of items, those that say what else is there. */
struct property {
    str aux_type;
    struct size stored; /* ispe */
    struct size shown;  /* clap, rounded up */
    bool is_clap;
};

struct box {
    str type;
    str body;
};

struct item {
    uint32_t id;
    str type;
    str content_type;
    str content_encoding;
    bool auxiliary; /* some auxl reference says so */
    bool thumbnail; /* thmb */
    bool part;      /* of a derived picture: dimg */
    str aux_type;   /* property auxC */
    struct size stored, shown;
    bool is_cut; /* property clap */
    str data;    /* joined extents; absent if not read */
};

struct ref {
    str type;
    uint32_t from;
    uint32_t to;
};

struct heif {
    struct container *c;
    uint32_t primary;
    bool has_primary;
    struct item *items;
    size_t items_n;
    struct ref *refs;
    size_t refs_n;
    struct property *properties; /* by index from 1 */
    size_t properties_n;
    str iloc;
    str idat;
    size_t boxes;
    bool damaged;
};

/* A cursor whose failure sticks. */
struct reader {
    str s;
    bool failed;
};

static uint64_t take(struct reader *r, size_t n)
{
    if (r->failed || r->s.n < n) {
        r->failed = true;
        return 0;
    }
    uint64_t v = be_at(r->s, 0, n);
    r->s = str_from(r->s, n);
    return v;
}

static str take_bytes(struct reader *r, size_t n)
{
    if (r->failed || r->s.n < n) {
        r->failed = true;
        return (str){0};
    }
    str v = str_first(r->s, n);
    r->s = str_from(r->s, n);
    return v;
}

static str take_text(struct reader *r)
{
    str v;
    if (r->failed || !r->s.n || !memchr(r->s.p, 0, r->s.n) || !str_cut(&r->s, '\0', &v)) {
        r->failed = true;
        return (str){0};
    }
    return v;
}

/* The next box of *s. False at its end; *ret_bad tells that from a box that does not fit. */
static bool box_next(struct heif *h, str *s, struct box *ret, bool *ret_bad)
{
    *ret_bad = false;
    if (!s->n)
        return false;
    *ret_bad = true;
    if (s->n < 8 || ++h->boxes > BOXES_MAX)
        return false;
    uint64_t n = be32_at(*s, 0), header = 8;
    str type = str_slice(*s, 4, 4);
    if (n == 1) {
        if (s->n < 16)
            return false;
        n = be_at(*s, 8, 8);
        header = 16;
    } else if (n == 0) {
        n = s->n;
    }
    if (n < header || n > s->n)
        return false;
    *ret = (struct box){type, str_slice(*s, header, n - header)};
    *s = str_from(*s, (size_t)n);
    *ret_bad = false;
    return true;
}

static struct item *item_of(struct heif *h, uint32_t id)
{
    for (size_t i = 0; i < h->items_n; i++)
        if (h->items[i].id == id)
            return &h->items[i];
    return NULL;
}

static void read_infe(struct heif *h, str body)
{
    struct reader r = {body, false};
    uint64_t version = take(&r, 4) >> 24;
    if (version != 2 && version != 3) {
        h->damaged = true;
        return;
    }
    struct item item = {.id = (uint32_t)take(&r, version == 2 ? 2 : 4)};
    take(&r, 2); /* protection */
    item.type = take_bytes(&r, 4);
    take_text(&r); /* name */
    bool mime = !r.failed && str_eq(item.type, S("mime"));
    if (mime) {
        item.content_type = take_text(&r);
        if (!r.failed && r.s.n)
            item.content_encoding = take_text(&r);
    }
    if (r.failed || h->items_n == ITEMS_MAX || item_of(h, item.id)) {
        h->damaged = true;
        return;
    }
    h->items[h->items_n++] = item;
}

static void read_iinf(struct heif *h, str body)
{
    struct reader r = {body, false};
    uint64_t version = take(&r, 4) >> 24;
    take(&r, version ? 4 : 2);
    struct box b;
    bool bad = r.failed;
    while (!r.failed && box_next(h, &r.s, &b, &bad))
        if (str_eq(b.type, S("infe")))
            read_infe(h, b.body);
    h->damaged |= bad;
}

static void read_iref(struct heif *h, str body)
{
    struct reader r = {body, false};
    size_t id_bytes = take(&r, 4) >> 24 ? 4 : 2;
    struct box b;
    bool bad = r.failed;
    while (!r.failed && box_next(h, &r.s, &b, &bad)) {
        struct reader e = {b.body, false};
        uint32_t from = (uint32_t)take(&e, id_bytes);
        uint64_t n = take(&e, 2);
        for (uint64_t i = 0; i < n && !e.failed; i++) {
            uint32_t to = (uint32_t)take(&e, id_bytes);
            if (e.failed || h->refs_n == REFS_MAX) {
                e.failed = true;
                break;
            }
            h->refs[h->refs_n++] = (struct ref){b.type, from, to};
        }
        h->damaged |= e.failed;
    }
    h->damaged |= bad;
}

static void take_property(struct item *item, const struct property *p)
{
    if (p->aux_type.p)
        item->aux_type = p->aux_type;
    if (p->stored.w_px)
        item->stored = p->stored;
    if (p->is_clap) {
        item->is_cut = true;
        item->shown = p->shown;
    }
}

static void read_ipma(struct heif *h, str body)
{
    struct reader r = {body, false};
    uint64_t head = take(&r, 4);
    size_t id_bytes = head >> 24 ? 4 : 2, index_bytes = head & 1 ? 2 : 1;
    uint64_t n = take(&r, 4);
    for (uint64_t i = 0; i < n && !r.failed; i++) {
        struct item *item = item_of(h, (uint32_t)take(&r, id_bytes));
        uint64_t count = take(&r, 1);
        for (uint64_t k = 0; k < count && !r.failed; k++) {
            uint64_t index = take(&r, index_bytes) & (index_bytes == 2 ? 0x7fff : 0x7f);
            if (item && index >= 1 && index <= h->properties_n)
                take_property(item, &h->properties[index - 1]);
        }
    }
    h->damaged |= r.failed;
}

/* Two numbers of four bytes, as the whole number that is not less than their quotient; 0 where
 * there is none. */
static uint64_t take_ratio(struct reader *r)
{
    uint64_t over = take(r, 4), under = take(r, 4);
    return under ? (over + under - 1) / under : 0;
}

static void read_ipco(struct heif *h, str body)
{
    struct box b;
    bool bad;
    while (box_next(h, &body, &b, &bad)) {
        if (h->properties_n == PROPERTIES_MAX) {
            h->damaged = true;
            return;
        }
        struct property *p = &h->properties[h->properties_n++];
        struct reader r = {b.body, false};
        if (str_eq(b.type, S("auxC"))) {
            take(&r, 4);
            p->aux_type = take_text(&r);
        } else if (str_eq(b.type, S("ispe"))) {
            take(&r, 4);
            p->stored.w_px = take(&r, 4);
            p->stored.h_px = take(&r, 4);
        } else if (str_eq(b.type, S("clap"))) {
            p->is_clap = true;
            p->shown.w_px = take_ratio(&r);
            p->shown.h_px = take_ratio(&r);
        } else if (str_eq(b.type, S("colr")) && str_eq(take_bytes(&r, 4), S("nclx"))) {
            take(&r, 2);
            container_transfer(h->c, take(&r, 2));
        }
        h->damaged |= r.failed;
    }
    h->damaged |= bad;
}

/* The properties before who has them, in whatever order they stand. */
static void read_iprp(struct heif *h, str body)
{
    struct box b;
    bool bad;
    for (str rest = body; box_next(h, &rest, &b, &bad);)
        if (str_eq(b.type, S("ipco")))
            read_ipco(h, b.body);
    for (str rest = body; box_next(h, &rest, &b, &bad);)
        if (str_eq(b.type, S("ipma")))
            read_ipma(h, b.body);
    h->damaged |= bad;
}

static void read_meta(struct heif *h, str body)
{
    struct reader r = {body, false};
    take(&r, 4);
    if (r.failed) {
        h->damaged = true;
        return;
    }
    struct box b;
    bool bad;
    str iprp[4];
    size_t iprp_n = 0;
    while (box_next(h, &r.s, &b, &bad)) {
        if (str_eq(b.type, S("pitm"))) {
            struct reader p = {b.body, false};
            size_t id_bytes = take(&p, 4) >> 24 ? 4 : 2;
            h->primary = (uint32_t)take(&p, id_bytes);
            h->has_primary = !p.failed;
        } else if (str_eq(b.type, S("iinf"))) {
            read_iinf(h, b.body);
        } else if (str_eq(b.type, S("iref"))) {
            read_iref(h, b.body);
        } else if (str_eq(b.type, S("iprp")) && iprp_n < countof(iprp)) {
            iprp[iprp_n++] = b.body;
        } else if (str_eq(b.type, S("iloc"))) {
            h->iloc = b.body;
        } else if (str_eq(b.type, S("idat"))) {
            h->idat = b.body;
        }
    }
    h->damaged |= bad;
    for (size_t i = 0; i < iprp_n; i++) /* after iinf, wherever it stood */
        read_iprp(h, iprp[i]);
}

/* One item's extents, joined: a view where there is one, else a copy. */
static str join(struct heif *h, str from, const uint64_t (*extents)[2], size_t n)
{
    if (n == 1) {
        uint64_t length = extents[0][1];
        if (!length && extents[0][0] <= from.n) /* to the end */
            length = from.n - extents[0][0];
        return str_slice(from, extents[0][0], length);
    }
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++) {
        if (!str_slice(from, extents[i][0], extents[i][1]).p)
            return (str){0};
        total += extents[i][1];
    }
    char *room = container_room(h->c, total);
    if (!room)
        return (str){0};
    uint64_t at = 0;
    for (size_t i = 0; i < n; at += extents[i][1], i++)
        memcpy(room + at, from.p + extents[i][0], extents[i][1]);
    return (str){room, total};
}

static bool wanted(const struct item *item)
{
    return str_eq(item->type, S("Exif")) || str_eq(item->type, S("mime")) ||
           str_eq(item->type, S("jpeg"));
}

/* Fill the data of the items that are metadata (of the others libheif takes care). */
static void read_iloc(struct heif *h)
{
    struct reader r = {h->iloc, false};
    uint64_t version = take(&r, 4) >> 24, sizes = take(&r, 2);
    size_t offset_bytes = sizes >> 12 & 15, length_bytes = sizes >> 8 & 15,
           base_bytes = sizes >> 4 & 15, index_bytes = version ? sizes & 15 : 0;
    if (version > 2 || offset_bytes > 8 || length_bytes > 8 || base_bytes > 8 || index_bytes > 8)
        r.failed = true;
    uint64_t n = take(&r, version == 2 ? 4 : 2);
    for (uint64_t i = 0; i < n && !r.failed; i++) {
        struct item *item = item_of(h, (uint32_t)take(&r, version == 2 ? 4 : 2));
        uint64_t method = version ? take(&r, 2) & 15 : 0;
        take(&r, 2); /* data reference */
        uint64_t base = take(&r, base_bytes), count = take(&r, 2);
        uint64_t extents[EXTENTS_MAX][2];
        for (uint64_t k = 0; k < count && !r.failed; k++) {
            take(&r, index_bytes);
            uint64_t at = take(&r, offset_bytes), length = take(&r, length_bytes);
            if (k == EXTENTS_MAX || __builtin_add_overflow(at, base, &at)) {
                r.failed = true;
                break;
            }
            extents[k][0] = at;
            extents[k][1] = length;
        }
        if (!r.failed && item && count && wanted(item) && method <= 1)
            item->data = join(h, method ? h->idat : h->c->bytes, extents, count);
    }
    h->damaged |= r.failed;
}

static void mark_refs(struct heif *h)
{
    for (size_t i = 0; i < h->refs_n; i++) {
        const struct ref *ref = &h->refs[i];
        struct item *from = item_of(h, ref->from);
        if (from && str_eq(ref->type, S("auxl")))
            from->auxiliary = true;
        if (from && str_eq(ref->type, S("thmb")))
            from->thumbnail = true;
    }
    /* What a picture that is shown is made of, and what that is made of. */
    for (int level = 0; level < DERIVED_MAX; level++)
        for (size_t i = 0; i < h->refs_n; i++) {
            const struct item *from = item_of(h, h->refs[i].from);
            struct item *to = item_of(h, h->refs[i].to);
            if (from && to && str_eq(h->refs[i].type, S("dimg")))
                to->part |=
                    from->part || from->auxiliary || from->thumbnail || from->id == h->primary;
        }
}

static bool is_picture(const struct item *item)
{
    static const str TYPES[] = {S("hvc1"), S("hev1"), S("av01"), S("avc1"), S("jpeg"),
                                S("vvc1"), S("grid"), S("iovl"), S("iden"), S("j2k1"),
                                S("unci"), S("lhv1"), S("evc1")};
    for (size_t i = 0; i < countof(TYPES); i++)
        if (str_eq(item->type, TYPES[i]))
            return true;
    return false;
}

static void judge_auxiliary(struct container *c, const struct item *item)
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
static void judge_cut(struct container *c, const struct item *item)
{
    struct size stored = item->stored, shown = item->shown;
    bool whole = shown.w_px && shown.h_px && stored.w_px <= shown.w_px + CUT_MAX_PX &&
                 stored.h_px <= shown.h_px + CUT_MAX_PX;
    if (item->is_cut && !whole)
        container_odd(c, S("cut"),
                      "the file holds %llu x %llu px of which %llu x %llu are to be shown, and not "
                      "every program cuts them out",
                      (unsigned long long)stored.w_px, (unsigned long long)stored.h_px,
                      (unsigned long long)shown.w_px, (unsigned long long)shown.h_px);
}

static void judge_metadata(struct container *c, const struct item *item)
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
    const struct item *further = NULL;
    for (size_t i = 0; i < h->items_n; i++) {
        const struct item *item = &h->items[i];
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
    struct heif h = {
        .c = c,
        .items = arena_new(c->a, struct item, ITEMS_MAX),
        .refs = arena_new(c->a, struct ref, REFS_MAX),
        .properties = arena_new(c->a, struct property, PROPERTIES_MAX),
    };
    str rest = c->bytes;
    struct box b;
    bool bad, meta = false;
    while (box_next(&h, &rest, &b, &bad)) {
        bool quiet = false;
        for (size_t i = 0; i < countof(QUIET); i++)
            quiet |= str_eq(b.type, QUIET[i]);
        if (str_eq(b.type, S("meta")) && !meta) {
            meta = true;
            read_meta(&h, b.body);
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
        read_iloc(&h);
    if (h.damaged || !h.has_primary || !h.iloc.p)
        return err_set(err, ERR_INVALID, "damaged %.*s: its list of items cannot be read",
                       STR(c->format));
    mark_refs(&h);
    judge_items(&h);
    return true;
}
