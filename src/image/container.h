/* image/container.h -- what a picture file holds beside its main picture: metadata packets,
 * thumbnails, and oddities. One walker a format reads the structure with bounds of its own; pixels
 * are libvips's business. Everything found is a view of the file's bytes or lives in the arena. */
#pragma once

#include "image/image.h"
#include "image/pixels.h"

enum {
    CONTAINER_PACKETS_MAX = 64,
    CONTAINER_THUMBNAILS_MAX = 16,
    CONTAINER_UNPACKED_MAX_BYTES = 32 << 20, /* of all packets that had to be unpacked or joined */
};

enum packet_kind {
    PACKET_EXIF, /* a TIFF structure */
    PACKET_IPTC, /* IIM datasets */
    PACKET_XMP,
    PACKET_TEXT, /* a PNG text chunk: `property` names it */
    PACKET_KINDS,
};

struct packet {
    enum packet_kind kind;
    str bytes;
    str property;    /* PACKET_TEXT only */
    bool whole_file; /* PACKET_EXIF of a TIFF file: the next directory is a page, not a thumbnail */
};

struct thumbnail {
    struct pixels_source source;
    struct raster raw; /* rgb is NULL unless the samples are stored as they are (JFIF) */
    const char *where; /* "EXIF", for people */
    bool upright;      /* shown as stored; otherwise it turns like the picture */
};

struct container {
    struct arena *a;
    str bytes;
    str format;
    bool premultiplied; /* TIFF: the colour was multiplied by alpha */
    bool has_profile;   /* it states one, whether or not that can be read (not of HEIC, AVIF) */
    size_t unpacked_bytes;
    struct packet packets[CONTAINER_PACKETS_MAX];
    size_t packets_n;
    struct thumbnail thumbnails[CONTAINER_THUMBNAILS_MAX];
    size_t thumbnails_n;
    struct statement *statements; /* IMAGE_STATEMENTS_MAX */
    size_t statements_n;
    size_t xmp_properties;   /* of any schema, stated or not */
    struct oddity *oddities; /* IMAGE_ODDITIES_MAX */
    size_t oddities_n;
};

void container_init(struct container *c, str bytes, str format, struct arena *a);

/* Walk the file: fills packets, thumbnails and oddities. INVALID if the structure is damaged or
 * does not reach its end. */
nodiscard bool container_walk(struct container *c, struct err *err);

/* Read every packet: fills statements, and more oddities and thumbnails. */
void container_read_packets(struct container *c);

/* The walkers, one a format, and the readers, one a kind of packet. */
nodiscard bool jpeg_walk(struct container *c, struct err *err);
nodiscard bool png_walk(struct container *c, struct err *err);
nodiscard bool tiff_walk(struct container *c, struct err *err);
nodiscard bool webp_walk(struct container *c, struct err *err);
nodiscard bool heif_walk(struct container *c, struct err *err);
void exif_read(struct container *c, str packet, const struct packet *p);
void iim_read(struct container *c, str packet, const struct packet *p);
void xmp_read(struct container *c, str packet, const struct packet *p);

/* Photoshop image resources (JPEG APP13, TIFF 34377): IPTC and thumbnails. */
void irb_walk(struct container *c, str resources);

/* For walkers and readers. Beyond a limit each leaves an oddity instead. */
void container_packet(struct container *c, struct packet p);
void container_thumbnail(struct container *c, struct thumbnail t);
void container_odd(struct container *c, str code, const char *fmt, ...) PRINTF(3, 4);
void container_unreadable(struct container *c, const char *fmt, ...) PRINTF(2, 3);

/* The file names the transfer function of its samples (ITU-T H.273, table 3), which is not applied:
 * an oddity unless it is much like sRGB's. */
void container_transfer(struct container *c, uint64_t code);

/* What follows the picture from `at` on; zero bytes are padding and say nothing. */
void container_trailing(struct container *c, uint64_t at);

/* A claim of one packet. Bytes that are not UTF-8 become U+FFFD; empty values are left out. */
void container_state(struct container *c, str packet, str property, str value);

/* Room for n bytes that a packet unpacks to, or NULL (with an oddity) beyond the limit. */
char *container_room(struct container *c, size_t n);

/* zlib data, inflated; absent (with an oddity) if it is damaged or beyond the limit. */
str container_inflate(struct container *c, str packed, const char *what);
