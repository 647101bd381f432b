#include "image/container.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "base/utf8.h"

enum {
    INFLATE_STEP_BYTES = 64 << 10,
    WORDS_MAX = 400,
};

void container_init(struct container *c, str bytes, str format, struct arena *a)
{
    *c = (struct container){
        .a = a,
        .bytes = bytes,
        .format = format,
        .statements = arena_new(a, struct statement, IMAGE_STATEMENTS_MAX),
        .oddities = arena_new(a, struct oddity, IMAGE_ODDITIES_MAX),
    };
}

bool container_walk(struct container *c, struct err *err)
{
    static const struct {
        str format;
        bool (*walk)(struct container *, struct err *);
    } WALKERS[] = {
        {S("jpeg"), jpeg_walk}, {S("png"), png_walk},   {S("tiff"), tiff_walk},
        {S("webp"), webp_walk}, {S("heic"), heif_walk}, {S("avif"), heif_walk},
    };
    for (size_t i = 0; i < countof(WALKERS); i++)
        if (str_eq(c->format, WALKERS[i].format))
            return WALKERS[i].walk(c, err);
    return err_set(err, ERR_UNSUPPORTED, "%.*s files are not handled", STR(c->format));
}

void container_read_packets(struct container *c)
{
    static const struct {
        const char *name;
        void (*read)(struct container *, str packet, const struct packet *);
    } READERS[PACKET_KINDS] = {
        [PACKET_EXIF] = {"exif", exif_read},
        [PACKET_IPTC] = {"iptc", iim_read},
        [PACKET_XMP] = {"xmp", xmp_read},
        [PACKET_TEXT] = {"png", NULL},
    };
    int seen[PACKET_KINDS] = {0};
    for (size_t i = 0; i < c->packets_n; i++) {
        const struct packet *p = &c->packets[i];
        int number = ++seen[p->kind];
        /* The texts of one PNG are one packet; of the others each is its own. */
        str name = number == 1 || p->kind == PACKET_TEXT
                       ? str_of(READERS[p->kind].name)
                       : str_format(c->a, "%s#%d", READERS[p->kind].name, number);
        if (p->kind == PACKET_TEXT)
            container_state(c, name, p->property, p->bytes);
        else
            READERS[p->kind].read(c, name, p);
    }
}

void container_packet(struct container *c, struct packet p)
{
    if (c->packets_n == CONTAINER_PACKETS_MAX) {
        container_unreadable(c, "there are more than %d metadata packets", CONTAINER_PACKETS_MAX);
        return;
    }
    c->packets[c->packets_n++] = p;
}

void container_thumbnail(struct container *c, struct thumbnail t)
{
    if (c->thumbnails_n == CONTAINER_THUMBNAILS_MAX) {
        container_odd(c, S("embedded_picture"), "there are more than %d thumbnails",
                      CONTAINER_THUMBNAILS_MAX);
        return;
    }
    c->thumbnails[c->thumbnails_n++] = t;
}

static void odd(struct container *c, str code, const char *fmt, va_list va)
{
    char words[WORDS_MAX];
    vsnprintf(words, sizeof words, fmt, va);
    for (char *p = words; *p; p++)
        if (*p < ' ' || *p > '~')
            *p = '?';
    /* The same thing said twice says no more; and with the list full it is already odd enough. */
    str said = str_of(words);
    for (size_t i = 0; i < c->oddities_n; i++)
        if (str_eq(c->oddities[i].code, code) && str_eq(c->oddities[i].words, said))
            return;
    if (c->oddities_n < IMAGE_ODDITIES_MAX)
        c->oddities[c->oddities_n++] = (struct oddity){code, str_copy(said, c->a)};
}

void container_odd(struct container *c, str code, const char *fmt, ...)
{
    va_list va;
    va_start(va, fmt);
    odd(c, code, fmt, va);
    va_end(va);
}

void container_transfer(struct container *c, uint64_t code)
{
    static const uint8_t LIKE_SRGB[] = {1, 2, 6, 13, 14, 15};
    for (size_t i = 0; i < countof(LIKE_SRGB); i++)
        if (code == LIKE_SRGB[i])
            return;
    container_odd(
        c, S("profile_unreadable"),
        "a transfer function that was not applied (H.273 code %llu): its tones are a guess",
        (unsigned long long)code);
}

void container_unreadable(struct container *c, const char *fmt, ...)
{
    va_list va;
    va_start(va, fmt);
    odd(c, S("metadata_unreadable"), fmt, va);
    va_end(va);
}

void container_trailing(struct container *c, uint64_t at)
{
    while (at < c->bytes.n && !c->bytes.p[at])
        at++;
    if (at >= c->bytes.n)
        return;
    str rest = str_from(c->bytes, (size_t)at);
    str format = image_sniff(rest);
    if (format.p)
        container_odd(c, S("appended_data"),
                      "%zu bytes follow the end of the picture: they begin like a %.*s file",
                      rest.n, STR(format));
    else
        container_odd(c, S("appended_data"), "%zu bytes follow the end of the picture", rest.n);
}

static str repair_utf8(str s, struct arena *a)
{
    if (utf8_valid(s))
        return str_copy(s, a);
    struct buf b CLEANUP(buf_done) = {0};
    while (s.n) {
        uint32_t code_point;
        if (!utf8_next(&s, &code_point)) {
            code_point = 0xfffd;
            s = str_from(s, 1);
        }
        utf8_put(&b, code_point);
    }
    assert(buf_ok(&b)); /* at most three times IMAGE_STATEMENT_MAX_BYTES */
    return str_copy(buf_str(&b), a);
}

void container_state(struct container *c, str packet, str property, str value)
{
    while (value.n && !value.p[value.n - 1])
        value = str_first(value, value.n - 1);
    value = str_trim(value);
    if (!value.n)
        return;
    if (property.n > IMAGE_PROPERTY_MAX_BYTES) {
        container_unreadable(c, "%.*s: a property's name is over %d bytes", STR(packet),
                             IMAGE_PROPERTY_MAX_BYTES);
        return;
    }
    property = repair_utf8(property, c->a);
    if (c->statements_n == IMAGE_STATEMENTS_MAX) {
        container_unreadable(c, "there are more than %d statements", IMAGE_STATEMENTS_MAX);
        return;
    }
    str text = value.n <= IMAGE_STATEMENT_MAX_BYTES ? repair_utf8(value, c->a) : (str){0};
    if (!text.p || text.n > IMAGE_STATEMENT_MAX_BYTES) {
        container_unreadable(c, "%.*s: the value of %.*s is over %d bytes", STR(packet),
                             STR(property), IMAGE_STATEMENT_MAX_BYTES);
        return;
    }
    c->statements[c->statements_n++] = (struct statement){packet, property, text};
}

char *container_room(struct container *c, size_t n)
{
    if (n > CONTAINER_UNPACKED_MAX_BYTES - c->unpacked_bytes) {
        container_unreadable(c, "the metadata unpacks to more than %d MiB",
                             CONTAINER_UNPACKED_MAX_BYTES >> 20);
        return NULL;
    }
    c->unpacked_bytes += n;
    return arena_new(c->a, char, n);
}

static str inflate_all(struct container *c, z_stream *z, const char *what)
{
    struct buf b CLEANUP(buf_done) = BUF_MAX(CONTAINER_UNPACKED_MAX_BYTES + INFLATE_STEP_BYTES);
    int status = Z_OK;
    while (status == Z_OK && b.n <= CONTAINER_UNPACKED_MAX_BYTES) {
        size_t before = b.n;
        char *room = buf_extend(&b, INFLATE_STEP_BYTES);
        if (!room)
            break;
        z->next_out = (Bytef *)room;
        z->avail_out = INFLATE_STEP_BYTES;
        status = inflate(z, Z_NO_FLUSH);
        b.n = before + INFLATE_STEP_BYTES - z->avail_out;
    }
    if (status == Z_OK) { /* stopped by the limit */
        container_room(c, CONTAINER_UNPACKED_MAX_BYTES + (size_t)1);
        return (str){0};
    }
    if (status != Z_STREAM_END) {
        container_unreadable(c, "%s is packed and damaged", what);
        return (str){0};
    }
    char *room = container_room(c, b.n);
    if (!room)
        return (str){0};
    if (b.n)
        memcpy(room, b.p, b.n);
    return (str){room, b.n};
}

str container_inflate(struct container *c, str packed, const char *what)
{
    z_stream z = {0};
    if (packed.n > UINT32_MAX || inflateInit(&z) != Z_OK) {
        container_unreadable(c, "%s cannot be unpacked", what);
        return (str){0};
    }
    z.next_in = (Bytef *)(uintptr_t)packed.p;
    z.avail_in = (uInt)packed.n;
    str out = inflate_all(c, &z, what);
    inflateEnd(&z);
    return out;
}
