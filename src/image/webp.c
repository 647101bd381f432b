#include "image/bytes.h"
#include "image/container.h"

/* WebP Container Specification: RIFF, size, WEBP, then chunks padded to even sizes. */
enum {
    RIFF_HEADER_BYTES = 12,
    CHUNK_HEADER_BYTES = 8,
};

static str exif_of(str data)
{
    /* Some writers keep JPEG's prefix. */
    return str_starts(data, S("Exif\0\0")) ? str_from(data, 6) : data;
}

bool webp_walk(struct container *c, struct err *err)
{
    str bytes = c->bytes;
    uint64_t end = (uint64_t)le32_at(bytes, 4) + 8;
    if (end > bytes.n)
        return err_set(err, ERR_INVALID, "truncated webp: %zu bytes of %llu", bytes.n,
                       (unsigned long long)end);
    int frames = 0, pictures = 0, profiles = 0;
    bool animated = false;
    uint64_t at = RIFF_HEADER_BYTES;
    while (at + CHUNK_HEADER_BYTES <= end) {
        str type = str_slice(bytes, at, 4);
        uint32_t n = le32_at(bytes, (size_t)at + 4);
        str data = str_slice(str_first(bytes, (size_t)end), at + CHUNK_HEADER_BYTES, n);
        if (!data.p)
            return err_set(err, ERR_INVALID, "truncated webp: a chunk of %u bytes at byte %llu", n,
                           (unsigned long long)at);
        if (str_eq(type, S("VP8 ")) || str_eq(type, S("VP8L")))
            pictures++;
        else if (str_eq(type, S("ANIM")))
            animated = true;
        else if (str_eq(type, S("ANMF")))
            frames++;
        else if (str_eq(type, S("ICCP")))
            profiles++;
        else if (str_eq(type, S("EXIF")))
            container_packet(c, (struct packet){.kind = PACKET_EXIF, .bytes = exif_of(data)});
        else if (str_eq(type, S("XMP ")))
            container_packet(c, (struct packet){.kind = PACKET_XMP, .bytes = data});
        at += CHUNK_HEADER_BYTES + (((uint64_t)n + 1) & ~1ull);
    }
    if (!pictures && !frames)
        return err_set(err, ERR_INVALID, "damaged webp: it holds no picture");
    if (animated || frames)
        container_odd(c, S("extra_frames"), "the picture is animated: %d frames", frames);
    if (pictures > 1)
        container_odd(c, S("embedded_picture"), "the file holds %d pictures", pictures);
    c->has_profile = profiles > 0;
    if (profiles > 1)
        container_odd(c, S("profile_unreadable"), "%d colour profiles: its colours are a guess",
                      profiles);
    container_trailing(c, end);
    return true;
}
