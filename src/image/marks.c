#include "image/image.h"

#include "image/container.h"
#include "image/xmp.h"

enum {
    SIDECAR_MAX_BYTES = 16 << 20,
};

static bool sidecar_read(struct container *c, str bytes, struct err *err)
{
    if (bytes.n > SIDECAR_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "the sidecar is over %d MiB", SIDECAR_MAX_BYTES >> 20);
    container_packet(c, (struct packet){.kind = PACKET_XMP, .bytes = bytes});
    return true;
}

/* XMP, part 1: a real number from 0 to 5, or -1 for a reject. Programs write whole numbers. */
static bool rating_read(str value, struct image_marks *marks, struct err *err)
{
    int64_t rating;
    str whole = str_ends(value, S(".0")) ? str_first(value, value.n - 2) : value;
    if (!str_to_i64(whole, &rating) || rating < RATING_REJECTED || rating > RATING_MAX)
        return err_set(err, ERR_INVALID, "xmp:Rating is no number from -1 to 5");
    if (marks->rated && marks->rating != rating)
        return err_set(err, ERR_INVALID, "two packets give two ratings");
    marks->rated = true;
    marks->rating = rating;
    return true;
}

static bool label_read(str value, struct image_marks *marks, struct err *err)
{
    if (value.n > IMAGE_LABEL_MAX_BYTES)
        return err_set(err, ERR_INVALID, "xmp:Label is over %d bytes", IMAGE_LABEL_MAX_BYTES);
    if (marks->label.p && !str_eq(marks->label, value))
        return err_set(err, ERR_INVALID, "two packets give two labels");
    marks->label = value;
    return true;
}

static bool marks_stated(const struct statement *statements, size_t n,
                         struct image_marks *ret_marks, struct err *err)
{
    struct image_marks marks = {0};
    for (size_t i = 0; i < n; i++) {
        const struct statement *s = &statements[i];
        if (str_eq(s->property, S("xmp:Rating")) && !rating_read(s->value, &marks, err))
            return false;
        if (str_eq(s->property, S("xmp:Label")) && !label_read(s->value, &marks, err))
            return false;
    }
    *ret_marks = marks;
    return true;
}

bool image_marks_stated(const struct image_about *about, struct image_marks *ret_marks,
                        struct err *err)
{
    /* Of a raw file only the preview's packets are known, and those are not where marks stand. */
    if (!str_eq(about->format, S("raw")))
        return marks_stated(about->statements.at, about->statements.n, ret_marks, err);
    *ret_marks = (struct image_marks){0};
    return true;
}

bool image_marks(str bytes, bool sidecar, struct arena *a, struct image_marks *ret_marks,
                 struct err *err)
{
    str format = sidecar ? S("xmp") : image_sniff(bytes);
    struct container *c = arena_new(a, struct container, 1);
    container_init(c, bytes, format, a);
    if (sidecar && !sidecar_read(c, bytes, err))
        return false;
    if (!sidecar && (!image_handled(format) || str_eq(format, S("raw"))))
        return err_set(err, ERR_UNSUPPORTED, "metadata of such files are not read");
    if (!sidecar && !container_walk(c, err))
        return false;
    container_read_packets(c);
    for (size_t i = 0; i < c->oddities_n; i++)
        if (str_eq(c->oddities[i].code, S("metadata_unreadable")))
            return err_set(err, ERR_INVALID, "%.*s", STR(c->oddities[i].words));
    /* exempi takes XML that it does not know for a packet without properties. */
    if (sidecar && c->xmp_properties == 0)
        return err_set(err, ERR_INVALID, "it is no XMP packet, or one without a property");
    return marks_stated(c->statements, c->statements_n, ret_marks, err);
}

bool image_marks_start(struct err *err)
{
    /* A first packet, so that whatever loads on first use is loaded while files may be opened. */
    static const char first[] =
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
        "rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"3\"/>"
        "</rdf:RDF></x:xmpmeta>";
    struct arena a CLEANUP(arena_close) = arena_open(IMAGE_ARENA_BYTES);
    struct image_marks marks;
    if (!xmp_start(err) || !image_marks(str_of(first), true, &a, &marks, err))
        return false;
    return marks.rating == 3 || err_set(err, ERR_UNAVAILABLE, "exempi does not read a rating");
}
