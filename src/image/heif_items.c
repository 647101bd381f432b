#include "image/heif_items.h"

#include <string.h>

#include "image/bytes.h"

/* ISO/IEC 14496-12 (boxes, items), 23008-12 (HEIF), AV1 Image File Format. */
enum {
    BOXES_MAX = 65536, /* over all levels: more is an attack */
    ITEMS_MAX = 4096,
    REFS_MAX = 8192,
    PROPERTIES_MAX = 4096,
    EXTENTS_MAX = 1024, /* of one item */
};

/* Of the properties of items, those that say what else is there. */
struct heif_property {
    str aux_type;
    struct heif_size stored; /* ispe */
    struct heif_size shown;  /* clap, rounded up */
    bool is_clap;
};

void heif_init(struct heif *h, struct container *c)
{
    *h = (struct heif){
        .c = c,
        .items = arena_new(c->a, struct heif_item, ITEMS_MAX),
        .refs = arena_new(c->a, struct heif_ref, REFS_MAX),
        .properties = arena_new(c->a, struct heif_property, PROPERTIES_MAX),
    };
}

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

bool heif_box_next(struct heif *h, str *s, struct heif_box *ret, bool *ret_bad)
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
    *ret = (struct heif_box){type, str_slice(*s, header, n - header)};
    *s = str_from(*s, (size_t)n);
    *ret_bad = false;
    return true;
}

struct heif_item *heif_item_of(struct heif *h, uint32_t id)
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
    struct heif_item item = {.id = (uint32_t)take(&r, version == 2 ? 2 : 4)};
    take(&r, 2); /* protection */
    item.type = take_bytes(&r, 4);
    take_text(&r); /* name */
    bool mime = !r.failed && str_eq(item.type, S("mime"));
    if (mime) {
        item.content_type = take_text(&r);
        if (!r.failed && r.s.n)
            item.content_encoding = take_text(&r);
    }
    if (r.failed || h->items_n == ITEMS_MAX || heif_item_of(h, item.id)) {
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
    struct heif_box b;
    bool bad = r.failed;
    while (!r.failed && heif_box_next(h, &r.s, &b, &bad))
        if (str_eq(b.type, S("infe")))
            read_infe(h, b.body);
    h->damaged |= bad;
}

static void read_iref(struct heif *h, str body)
{
    struct reader r = {body, false};
    size_t id_bytes = take(&r, 4) >> 24 ? 4 : 2;
    struct heif_box b;
    bool bad = r.failed;
    while (!r.failed && heif_box_next(h, &r.s, &b, &bad)) {
        struct reader e = {b.body, false};
        uint32_t from = (uint32_t)take(&e, id_bytes);
        uint64_t n = take(&e, 2);
        for (uint64_t i = 0; i < n && !e.failed; i++) {
            uint32_t to = (uint32_t)take(&e, id_bytes);
            if (e.failed || h->refs_n == REFS_MAX) {
                e.failed = true;
                break;
            }
            h->refs[h->refs_n++] = (struct heif_ref){b.type, from, to};
        }
        h->damaged |= e.failed;
    }
    h->damaged |= bad;
}

static void take_property(struct heif_item *item, const struct heif_property *p)
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
        struct heif_item *item = heif_item_of(h, (uint32_t)take(&r, id_bytes));
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
    struct heif_box b;
    bool bad;
    while (heif_box_next(h, &body, &b, &bad)) {
        if (h->properties_n == PROPERTIES_MAX) {
            h->damaged = true;
            return;
        }
        struct heif_property *p = &h->properties[h->properties_n++];
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
    struct heif_box b;
    bool bad;
    for (str rest = body; heif_box_next(h, &rest, &b, &bad);)
        if (str_eq(b.type, S("ipco")))
            read_ipco(h, b.body);
    for (str rest = body; heif_box_next(h, &rest, &b, &bad);)
        if (str_eq(b.type, S("ipma")))
            read_ipma(h, b.body);
    h->damaged |= bad;
}

void heif_read_meta(struct heif *h, str body)
{
    struct reader r = {body, false};
    take(&r, 4);
    if (r.failed) {
        h->damaged = true;
        return;
    }
    struct heif_box b;
    bool bad;
    str iprp[4];
    size_t iprp_n = 0;
    while (heif_box_next(h, &r.s, &b, &bad)) {
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

static bool wanted(const struct heif_item *item)
{
    return str_eq(item->type, S("Exif")) || str_eq(item->type, S("mime")) ||
           str_eq(item->type, S("jpeg"));
}

void heif_read_data(struct heif *h)
{
    struct reader r = {h->iloc, false};
    uint64_t version = take(&r, 4) >> 24, sizes = take(&r, 2);
    size_t offset_bytes = sizes >> 12 & 15, length_bytes = sizes >> 8 & 15,
           base_bytes = sizes >> 4 & 15, index_bytes = version ? sizes & 15 : 0;
    if (version > 2 || offset_bytes > 8 || length_bytes > 8 || base_bytes > 8 || index_bytes > 8)
        r.failed = true;
    uint64_t n = take(&r, version == 2 ? 4 : 2);
    for (uint64_t i = 0; i < n && !r.failed; i++) {
        struct heif_item *item = heif_item_of(h, (uint32_t)take(&r, version == 2 ? 4 : 2));
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
