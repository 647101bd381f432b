#include "image/xmp.h"

#include <string.h>

#include <exempi/xmp.h>
#include <glib.h>

#include "image/container.h"

enum {
    XMP_MAX_BYTES = 16 << 20,
};

/* The schemas whose properties are stated, and those that mean something is hidden. */
static const struct schema {
    const char *uri;
    const char *prefix;
    bool stated;
    const char *oddity; /* its presence is an oddity */
    const char *words;
} SCHEMAS[] = {
    {"http://purl.org/dc/elements/1.1/", "dc", true, NULL, NULL},
    {"http://ns.adobe.com/xap/1.0/", "xmp", true, NULL, NULL},
    {"http://ns.adobe.com/xap/1.0/rights/", "xmpRights", true, NULL, NULL},
    {"http://ns.adobe.com/photoshop/1.0/", "photoshop", true, NULL, NULL},
    {"http://ns.adobe.com/tiff/1.0/", "tiff", true, NULL, NULL},
    {"http://ns.adobe.com/exif/1.0/", "exif", true, NULL, NULL},
    {"http://cipa.jp/exif/1.0/", "exifEX", true, NULL, NULL},
    {"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore", true, NULL, NULL},
    {"http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt", true, NULL, NULL},
    {"http://ns.useplus.org/ldf/xmp/1.0/", "plus", true, NULL, NULL},
    {"http://www.metadataworkinggroup.com/schemas/regions/", "mwg-rs", true, NULL, NULL},
    {"http://ns.adobe.com/hdr-gain-map/1.0/", "hdrgm", false, "gain_map",
     "the metadata announces a gain map"},
    {"http://ns.apple.com/HDRGainMap/1.0/", "HDRGainMap", false, "gain_map",
     "the metadata announces a gain map"},
    {"http://ns.google.com/photos/1.0/image/", "GImage", false, "embedded_picture",
     "the metadata holds another picture"},
    {"http://ns.google.com/photos/1.0/depthmap/", "GDepth", false, "embedded_picture",
     "the metadata holds a depth map"},
};

/* Long lists about the making that say nothing about what is shown. */
static const char *const NOT_STATED[] = {
    "photoshop:DocumentAncestors",
    "photoshop:History",
    "photoshop:TextLayers",
    "exif:GPS",
};

bool xmp_start(struct err *err)
{
    if (!xmp_init())
        return err_set(err, ERR_UNAVAILABLE, "exempi does not start");
    for (size_t i = 0; i < countof(SCHEMAS); i++) {
        XmpStringPtr got = xmp_string_new();
        bool known = xmp_register_namespace(SCHEMAS[i].uri, SCHEMAS[i].prefix, got);
        /* exempi answers with the prefix it uses, and a colon. */
        str want = str_of(SCHEMAS[i].prefix);
        known = known && !strncmp(xmp_string_cstr(got), want.p, want.n) &&
                xmp_string_cstr(got)[want.n] == ':';
        xmp_string_free(got);
        if (!known)
            return err_set(err, ERR_UNAVAILABLE, "exempi does not take the prefix %s",
                           SCHEMAS[i].prefix);
    }
    return true;
}

static const struct schema *schema_of(const char *uri)
{
    for (size_t i = 0; i < countof(SCHEMAS); i++)
        if (!strcmp(uri, SCHEMAS[i].uri))
            return &SCHEMAS[i];
    return NULL;
}

static bool not_stated(str path)
{
    for (size_t i = 0; i < countof(NOT_STATED); i++)
        if (str_starts(path, str_of(NOT_STATED[i])))
            return true;
    return false;
}

static void embedded_thumbnail(struct container *c, str base64)
{
    gsize n = 0;
    gchar *text = g_strndup(base64.p, base64.n);
    guchar *bytes = g_base64_decode(text, &n);
    g_free(text);
    char *room = n ? container_room(c, n) : NULL;
    if (room)
        container_thumbnail(c, (struct thumbnail){.source = {.format = S("jpeg"),
                                                             .bytes = {memcpy(room, bytes, n), n}},
                                                  .where = "XMP"});
    g_free(bytes);
}

struct leaf {
    XmpStringPtr schema, path, value;
};

static void leaf(struct container *c, str packet, struct leaf l, bool *gps)
{
    const struct schema *schema = schema_of(xmp_string_cstr(l.schema));
    if (!schema)
        return;
    if (schema->oddity)
        container_odd(c, str_of(schema->oddity), "%s", schema->words);
    if (!schema->stated)
        return;
    str path = str_of(xmp_string_cstr(l.path));
    str value = {xmp_string_cstr(l.value), xmp_string_len(l.value)};
    if (str_starts(path, S("exif:GPS")) && !*gps) {
        container_state(c, packet, S("exif:GPS"), S("present"));
        *gps = true;
    } else if (str_starts(path, S("xmp:Thumbnails"))) {
        if (str_ends(path, S(":image")))
            embedded_thumbnail(c, value);
    } else if (!not_stated(path)) {
        container_state(c, packet, path, value);
    }
}

void xmp_read(struct container *c, str packet, const struct packet *p)
{
    if (p->bytes.n > XMP_MAX_BYTES) {
        container_unreadable(c, "%.*s: the packet is over %d MiB", STR(packet),
                             XMP_MAX_BYTES >> 20);
        return;
    }
    if (!str_trim(p->bytes).n) /* exiftool empties packets that it cannot take out */
        return;
    XmpPtr xmp = xmp_new_empty();
    if (!xmp || !xmp_parse(xmp, p->bytes.p, p->bytes.n)) {
        container_unreadable(c, "%.*s: the packet is damaged", STR(packet));
        if (xmp)
            xmp_free(xmp);
        return;
    }
    XmpIteratorPtr iter =
        xmp_iterator_new(xmp, NULL, NULL, XMP_ITER_JUSTLEAFNODES | XMP_ITER_OMITQUALIFIERS);
    struct leaf l = {xmp_string_new(), xmp_string_new(), xmp_string_new()};
    bool gps = false;
    while (iter && xmp_iterator_next(iter, l.schema, l.path, l.value, NULL)) {
        c->xmp_properties++;
        leaf(c, packet, l, &gps);
    }
    if (!iter)
        container_unreadable(c, "%.*s: the packet cannot be walked", STR(packet));
    xmp_string_free(l.schema);
    xmp_string_free(l.path);
    xmp_string_free(l.value);
    if (iter)
        xmp_iterator_free(iter);
    xmp_free(xmp);
}
