#include "image/bytes.h"
#include "image/container.h"

/* Photoshop File Formats Specification, "Image Resource Blocks". */
enum {
    RESOURCE_IPTC = 0x0404,
    RESOURCE_THUMBNAIL_BGR = 0x0409, /* Photoshop 4.0 */
    RESOURCE_THUMBNAIL = 0x040c,
    THUMBNAIL_HEADER_BYTES = 28,
    THUMBNAIL_IS_JPEG = 1,
};

static void irb_thumbnail(struct container *c, str data)
{
    if (data.n <= THUMBNAIL_HEADER_BYTES || be32_at(data, 0) != THUMBNAIL_IS_JPEG) {
        container_odd(c, S("thumbnail_differs"), "Photoshop's thumbnail cannot be read");
        return;
    }
    container_thumbnail(
        c, (struct thumbnail){
               .source = {.format = S("jpeg"), .bytes = str_from(data, THUMBNAIL_HEADER_BYTES)},
               .where = "Photoshop"});
}

void irb_walk(struct container *c, str resources)
{
    uint64_t at = 0;
    while (at < resources.n) {
        /* Signature, number, a padded Pascal string, the length, the padded data. */
        str head = str_slice(resources, at, 7);
        bool known = head.p && (str_starts(head, S("8BIM")) || str_starts(head, S("MeSa")) ||
                                str_starts(head, S("PHUT")) || str_starts(head, S("AgHg")) ||
                                str_starts(head, S("DCSR")));
        if (!known) {
            /* Some writers pad the whole with zero bytes. */
            while (at < resources.n && !resources.p[at])
                at++;
            if (at < resources.n)
                container_unreadable(c, "Photoshop's resources are damaged");
            return;
        }
        uint64_t name_bytes = ((uint64_t)(uint8_t)head.p[6] + 2) & ~1ull;
        str length = str_slice(resources, at + 6 + name_bytes, 4);
        str data =
            length.p ? str_slice(resources, at + 10 + name_bytes, be32_at(length, 0)) : (str){0};
        if (!data.p) {
            container_unreadable(c, "Photoshop's resources are cut short");
            return;
        }
        switch (be16_at(head, 4)) {
        case RESOURCE_IPTC:
            container_packet(c, (struct packet){.kind = PACKET_IPTC, .bytes = data});
            break;
        case RESOURCE_THUMBNAIL:
        case RESOURCE_THUMBNAIL_BGR:
            irb_thumbnail(c, data);
            break;
        }
        at += 10 + name_bytes + ((data.n + 1) & ~(uint64_t)1);
    }
}
