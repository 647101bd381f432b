/* image/ifd.h -- the directories of TIFF 6.0 (and BigTIFF), which EXIF uses too: bounded views of
 * bytes, no memory of its own. Every offset is checked before it is followed; a value that lies
 * outside the bytes reads as absent. */
#pragma once

#include "base/str.h"

enum {
    TIFF_IFDS_MAX = 64,      /* in one chain: more is damage or an attack */
    TIFF_ENTRIES_MAX = 4096, /* in one directory */
};

enum tiff_type {
    TIFF_BYTE = 1,
    TIFF_ASCII = 2,
    TIFF_SHORT = 3,
    TIFF_LONG = 4,
    TIFF_UNDEFINED = 7,
    TIFF_IFD = 13,
    TIFF_LONG8 = 16,
    TIFF_IFD8 = 18,
};

enum tiff_tag {
    TAG_NEW_SUBFILE_TYPE = 254,
    TAG_WIDTH = 256,
    TAG_HEIGHT = 257,
    TAG_PHOTOMETRIC = 262,
    TAG_DESCRIPTION = 270,
    TAG_MAKE = 271,
    TAG_MODEL = 272,
    TAG_STRIP_OFFSETS = 273,
    TAG_ORIENTATION = 274,
    TAG_STRIP_BYTE_COUNTS = 279,
    TAG_SOFTWARE = 305,
    TAG_ARTIST = 315,
    TAG_TILE_OFFSETS = 324,
    TAG_TILE_BYTE_COUNTS = 325,
    TAG_SUB_IFDS = 330,
    TAG_EXTRA_SAMPLES = 338,
    TAG_JPEG_OFFSET = 513,
    TAG_JPEG_BYTES = 514,
    TAG_XMP = 700,
    TAG_COPYRIGHT = 33432,
    TAG_IPTC = 33723,
    TAG_PHOTOSHOP = 34377,
    TAG_ICC_PROFILE = 34675,
    TAG_EXIF = 34665,
    TAG_GPS = 34853,
    TAG_DATE_TIME_ORIGINAL = 36867,
    TAG_OFFSET_TIME_ORIGINAL = 36881,
    TAG_LAYERS = 37724,
    TAG_DNG_VERSION = 50706,
};

struct tiff {
    str bytes;
    bool big_endian;
    bool big;           /* BigTIFF: offsets of 8 bytes */
    uint64_t first_ifd; /* 0: none */
};

struct ifd {
    const struct tiff *tiff;
    uint64_t at;   /* offset of the entry count */
    uint32_t n;    /* entries */
    uint64_t next; /* offset of the next directory; 0: none */
};

struct ifd_entry {
    uint16_t tag;
    uint16_t type;
    uint64_t count;
    uint64_t at; /* offset of the value */
    str value;   /* absent: it lies outside the bytes, or its type is unknown */
};

bool tiff_open(str bytes, struct tiff *ret); /* false: no TIFF header */
bool ifd_open(const struct tiff *t, uint64_t at, struct ifd *ret);
struct ifd_entry ifd_entry(const struct ifd *d, uint32_t i); /* i < n */
bool ifd_find(const struct ifd *d, uint16_t tag, struct ifd_entry *ret);

/* The i-th whole number of an entry (of any integer type up to 64 bits); false beyond its end. */
bool ifd_number(const struct ifd *d, const struct ifd_entry *e, uint64_t i, uint64_t *ret);

/* The first number of a tag, or `otherwise`. */
uint64_t ifd_first(const struct ifd *d, uint16_t tag, uint64_t otherwise);
