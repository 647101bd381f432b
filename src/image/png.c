#include "image/container.h"

#include <string.h>

#include <zlib.h>

#include "image/bytes.h"

/* W3C PNG (third edition) 5.3: length, type, data, CRC over type and data. */
enum {
    CHUNK_MORE_BYTES = 12,
    KEYWORD_MAX_BYTES = 79,
    RAW_PROFILE_MAX_BYTES = 8 << 20,
    /* gAMA and cHRM are not applied. Browsers do, and beyond these they draw print out of what
     * looks plain. */
    GAMMA_LEAST = 30000,
    GAMMA_MOST = 60000,
    PRIMARIES = 8,
    PRIMARIES_SLACK = 2000, /* of 100000: what writers round */
};

static bool chunk_intact(str bytes, uint64_t at, uint32_t n)
{
    uLong crc = crc32(0, (const Bytef *)bytes.p + at + 4, n + 4);
    return crc == be32_at(bytes, (size_t)at + 8 + n);
}

/* s up to a zero byte; s then goes on after it. */
static bool take_word(str *s, str *ret)
{
    return memchr(s->p, 0, s->n) && str_cut(s, '\0', ret);
}

/* ImageMagick's and exiftool's "Raw profile type X": newline, name, newline, length, hex digits. */
static str raw_profile(struct container *c, str text)
{
    str line, name;
    char *room = NULL;
    int64_t n;
    if (!str_cut(&text, '\n', &line) || !text.p || !str_cut(&text, '\n', &name) || !text.p ||
        !str_cut(&text, '\n', &line) || !text.p || !str_to_i64(str_trim(line), &n) || n < 1 ||
        n > RAW_PROFILE_MAX_BYTES || !(room = container_room(c, (size_t)n)))
        return (str){0};
    int64_t digits = 0;
    for (size_t i = 0; i < text.n; i++) {
        char d = text.p[i];
        if (d == '\n' || d == ' ' || d == '\r')
            continue;
        int v = d >= '0' && d <= '9' ? d - '0' : d >= 'a' && d <= 'f' ? d - 'a' + 10 : -1;
        if (v < 0 || digits == 2 * n)
            return (str){0};
        room[digits / 2] = (char)(room[digits / 2] << 4 | v);
        digits++;
    }
    return digits == 2 * n ? (str){room, (size_t)n} : (str){0};
}

static void text(struct container *c, str keyword, str value)
{
    str type = str_starts(keyword, S("Raw profile type "))
                   ? str_from(keyword, S("Raw profile type ").n)
                   : (str){0};
    if (type.p) {
        str p = raw_profile(c, value);
        if (!p.p) {
            container_unreadable(c, "a raw profile in a text chunk is damaged");
            return;
        }
        if (str_starts(p, S("Exif\0\0")))
            container_packet(c, (struct packet){.kind = PACKET_EXIF, .bytes = str_from(p, 6)});
        else if (str_eq(type, S("exif")) || str_eq(type, S("APP1")))
            container_packet(
                c, (struct packet){.kind = str_starts(p, S("http:")) ? PACKET_XMP : PACKET_EXIF,
                                   .bytes = p});
        else if (str_eq(type, S("iptc")) || str_eq(type, S("8bim")))
            irb_walk(c, p);
        else if (str_eq(type, S("xmp")))
            container_packet(c, (struct packet){.kind = PACKET_XMP, .bytes = p});
    } else if (str_eq(keyword, S("XML:com.adobe.xmp"))) {
        container_packet(c, (struct packet){.kind = PACKET_XMP, .bytes = value});
    } else {
        container_packet(c,
                         (struct packet){.kind = PACKET_TEXT,
                                         .bytes = value,
                                         .property = str_format(c->a, "png:%.*s", STR(keyword))});
    }
}

static void text_chunk(struct container *c, str type, str data)
{
    str keyword, language, translated;
    if (!take_word(&data, &keyword) || !keyword.n || keyword.n > KEYWORD_MAX_BYTES) {
        container_unreadable(c, "a text chunk is damaged");
        return;
    }
    bool packed = str_eq(type, S("zTXt"));
    if (str_eq(type, S("iTXt"))) {
        if (data.n < 2) {
            container_unreadable(c, "a text chunk is damaged");
            return;
        }
        packed = data.p[0] == 1;
        data = str_from(data, 2);
        if (!take_word(&data, &language) || !take_word(&data, &translated)) {
            container_unreadable(c, "a text chunk is damaged");
            return;
        }
    } else if (packed) {
        data = data.n ? str_from(data, 1) : data;
    }
    if (packed)
        data = container_inflate(c, data, "a text chunk");
    if (data.p)
        text(c, keyword, data);
}

/* What the file says of tones and colours. */
struct tones {
    size_t profiles;   /* iCCP chunks */
    bool overruled;    /* W3C PNG 4.3: sRGB and iCCP come before gAMA and cHRM */
    int64_t odd_gamma; /* that is none a picture has; -1: all are usual */
    bool odd_primaries;
};

static bool primaries_of_srgb(str data)
{
    static const uint32_t SRGB[PRIMARIES] = {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000};
    bool near = data.n >= sizeof SRGB;
    for (size_t i = 0; near && i < PRIMARIES; i++) {
        int64_t off = (int64_t)be32_at(data, 4 * i) - SRGB[i];
        near = off >= -PRIMARIES_SLACK && off <= PRIMARIES_SLACK;
    }
    return near;
}

/* `read` says that every reader takes the chunk: damaged ones and those behind the palette or the
 * picture are dropped by most. Of several of a kind each counts: readers differ in which they take.
 */
static void tones_chunk(struct container *c, struct tones *t, str type, str data, bool read)
{
    if (str_eq(type, S("iCCP")))
        t->profiles++;
    if (str_eq(type, S("iCCP")) || str_eq(type, S("sRGB")))
        t->overruled |= read;
    else if (str_eq(type, S("cICP")))
        container_transfer(c, data.n >= 2 ? (uint8_t)data.p[1] : 0);
    else if (str_eq(type, S("cHRM")))
        t->odd_primaries |= !primaries_of_srgb(data);
    else if (str_eq(type, S("gAMA"))) {
        int64_t gamma = data.n >= 4 ? be32_at(data, 0) : 0;
        if (gamma < GAMMA_LEAST || gamma > GAMMA_MOST)
            t->odd_gamma = gamma;
    }
}

static void judge_tones(struct container *c, const struct tones *t)
{
    c->has_profile = t->profiles > 0;
    if (t->profiles > 1)
        container_odd(c, S("profile_unreadable"), "%zu colour profiles: its colours are a guess",
                      t->profiles);
    if (!t->overruled && t->odd_gamma >= 0)
        container_odd(c, S("profile_unreadable"),
                      "a gamma of %lld/100000 that was not applied: its tones are a guess",
                      (long long)t->odd_gamma);
    if (!t->overruled && t->odd_primaries)
        container_odd(c, S("profile_unreadable"),
                      "primaries (cHRM) that were not applied: its colours are a guess");
}

bool png_walk(struct container *c, struct err *err)
{
    str bytes = c->bytes;
    bool ended = false, data_seen = false;
    uint64_t at = 8;
    int64_t frames = -1;
    bool palette_seen = false;
    struct tones tones = {.odd_gamma = -1};
    while (!ended) {
        str head = str_slice(bytes, at, 8);
        if (!head.p)
            return err_set(err, ERR_INVALID, "truncated png: no end chunk");
        uint32_t n = be32_at(head, 0);
        str type = str_from(head, 4), data = str_slice(bytes, at + 8, n);
        if (!data.p || !str_slice(bytes, at, (uint64_t)n + CHUNK_MORE_BYTES).p)
            return err_set(err, ERR_INVALID, "truncated png: a chunk of %u bytes at byte %llu", n,
                           (unsigned long long)at);
        bool is_text =
            str_eq(type, S("tEXt")) || str_eq(type, S("zTXt")) || str_eq(type, S("iTXt"));
        bool is_exif = str_eq(type, S("eXIf"));
        if ((is_text || is_exif) && !chunk_intact(bytes, at, n))
            container_unreadable(c, "a metadata chunk does not match its checksum");
        if (is_text)
            text_chunk(c, type, data);
        else if (is_exif)
            container_packet(c, (struct packet){.kind = PACKET_EXIF, .bytes = data});
        else if (str_eq(type, S("PLTE")))
            palette_seen = true;
        else if (str_eq(type, S("acTL")))
            frames = n >= 4 ? be32_at(data, 0) : 0;
        else if (str_eq(type, S("fcTL")) || str_eq(type, S("fdAT")))
            frames = MAX(frames, (int64_t)0);
        else if (str_eq(type, S("IDAT")))
            data_seen = true;
        else if (str_eq(type, S("IEND")))
            ended = true;
        else
            tones_chunk(c, &tones, type, data,
                        !palette_seen && !data_seen && chunk_intact(bytes, at, n));
        at += (uint64_t)n + CHUNK_MORE_BYTES;
    }
    if (!data_seen)
        return err_set(err, ERR_INVALID, "damaged png: it holds no picture");
    if (frames >= 0)
        container_odd(c, S("extra_frames"), "the picture is animated: %lld frames",
                      (long long)frames);
    judge_tones(c, &tones);
    container_trailing(c, at);
    return true;
}
