/* image/image.h -- hostile bytes to upright sRGB pixels, and what the file says about itself.
 *
 * The only folder that includes vips, exempi and LibRaw. Runs inside the decode worker: init
 * before the sandbox, everything else after it, with no file rights. Not thread safe.
 *
 * What a picture hides is as important as what it shows: extra pages or frames, appended or
 * embedded pictures, gain maps, and a thumbnail unlike the picture are reported as `oddities`, and
 * each makes the whole picture "could not tell". */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/raster.h"
#include "codec/record.h"

enum {
    IMAGE_PIXELS_MAX = 150 * 1000 * 1000,
    IMAGE_SIDE_MAX_PX = 65500,
    IMAGE_FILE_MAX_BYTES = 1 << 30,
    IMAGE_HEAD_BYTES = 4096, /* as many as image_sniff looks at */
    IMAGE_STATEMENTS_MAX = 2000,
    IMAGE_STATEMENT_MAX_BYTES = 16 << 10,
    IMAGE_PROPERTY_MAX_BYTES = 512,
    IMAGE_ODDITIES_MAX = 100,
    IMAGE_LABEL_MAX_BYTES = 500,
    IMAGE_PAGE_DPI = 200, /* at which pages of a PDF are drawn */
    IMAGE_PAGES_MAX = 500,
    IMAGE_ARENA_BYTES = 256 << 20, /* what image_decode's arena needs at worst (address space) */
};

/* One value that one metadata packet states: the sender's claim, never a fact. */
struct statement {
    str packet;   /* "exif", "iptc", "xmp", "xmp#2" ... in file order */
    str property; /* "plus:ModelReleaseStatus", "Iptc4xmpExt:PersonInImage[2]",
                     "exif:DateTimeOriginal" */
    str value;    /* UTF-8; bytes that are not are replaced by U+FFFD */
};

/* Why a picture cannot be judged though it could be decoded (or could not be at all). */
struct oddity {
    str code;  /* extra_pages, extra_frames, appended_data, embedded_picture, gain_map,
                  thumbnail_differs, metadata_unreadable, ... ; listed in docs/format/screening.md */
    str words; /* one sentence for people, with numbers */
};

struct image_about {
    str format;       /* "jpeg", "png", "tiff", "webp", "heic", "avif"; "raw": its preview, and the
                         oddity preview_only says so; "pdf": a page */
    int64_t width_px; /* upright */
    int64_t height_px;
    int64_t bits;        /* a channel, as stored */
    str colour;          /* "srgb", "cmyk", "grey", "rgb16", ... as stored */
    str profile;         /* name of the embedded ICC profile; absent if none */
    int64_t orientation; /* EXIF 1..8 as stored */
    bool alpha; /* some pixel is not opaque: a second raster, over black, follows the one over white
                 */
    LIST_OF(struct statement) statements;
    LIST_OF(struct oddity) oddities;
};

extern const struct record statement_record, oddity_record, image_about_record;

/* What the first bytes say, without decoding: a word such as "jpeg", "png", "tiff", "webp", "heic",
 * "avif", "gif", "pdf", "psd", "raw" (CR2, CR3, NEF, ARW, RAF, DNG, IIQ by content), "svg", "jxl",
 * "jp2", "bmp", or absent when nothing is recognised. The suffix plays no part. */
str image_sniff(str bytes);

/* What image_decode would refuse by the first IMAGE_HEAD_BYTES alone, with its error: so cheap and
 * so little to go wrong that it needs no worker. */
nodiscard bool image_begins(str head, struct err *err);

/* Is it a format that image_decode reads? */
bool image_handled(str format);

/* How somebody marked a picture in a catalogue: xmp:Rating and xmp:Label. */
enum {
    RATING_REJECTED = -1,
    RATING_MAX = 5
};
struct image_marks {
    bool rated;
    int64_t rating; /* -1 rejected, 0 to 5 */
    str label;      /* absent: none */
};

/* What a sidecar, which is one XMP packet, or the packets inside a picture say. Absent is not an
 * error. INVALID: malformed, or two packets disagree; UNSUPPORTED: a file whose packets are not
 * read; LIMIT: a sidecar over 16 MiB. */
nodiscard bool image_marks(str bytes, bool sidecar, struct arena *a, struct image_marks *ret_marks,
                           struct err *err);

/* The same of a picture that was decoded. INVALID as above; of a raw file nothing is known. Needs
 * no start. */
nodiscard bool image_marks_stated(const struct image_about *about, struct image_marks *ret_marks,
                                  struct err *err);

/* Start what image_marks needs, in the place of image_start. Before the sandbox. */
nodiscard bool image_marks_start(struct err *err);

/* Start libvips with its untrusted operations blocked and its cache off. Before the sandbox. */
nodiscard bool image_start(struct err *err);

/* Where decode writes pixels: called once the size is known and within budget. Gives room for
 * `bytes` bytes (planes * width * height * 3), or NULL. */
struct image_sink {
    uint8_t *(*room)(void *self, size_t bytes);
    void *self;
};

/* Decode: orientation applied, converted to 8-bit sRGB (profiles honoured, CMYK included), alpha
 * flattened over white and then, as a second plane after the first, over black (room is asked for
 * both when the file has an alpha channel; about.alpha says whether the second differs). Fills
 * *ret_about, oddities included. INVALID (damaged, truncated: a picture that decodes only in part
 * is an error), LIMIT (too many pixels, checked before the first is decoded), UNSUPPORTED (named
 * format). */
nodiscard bool image_decode(str bytes, struct image_sink sink, struct arena *a,
                            struct image_about *ret_about, struct err *err);

/* Pages of a PDF proof, after image_pages_start in the place of image_start. Before the sandbox. */
nodiscard bool image_pages_start(struct err *err);

/* How many there are. INVALID: damaged or locked; LIMIT: over IMAGE_PAGES_MAX. */
nodiscard bool image_pages(str bytes, int64_t *ret_pages, struct err *err);

/* Draw one page, from 1, at IMAGE_PAGE_DPI over white; errors and oddities as of image_decode. */
nodiscard bool image_page(str bytes, int64_t page, struct image_sink sink, struct arena *a,
                          struct image_about *ret_about, struct err *err);

/* ---- pictures for people: trusted pixels in, no metadata out; may run outside the worker ---- */

/* Start what encodes. Once, before the first thread that calls one of the two below. */
nodiscard bool image_show_start(struct err *err);

/* Encode a crop of a raster as PNG without metadata, pixel for pixel. Any thread. INVALID: outside
 * the raster. LIMIT: over the cap of out. */
nodiscard bool image_crop_png(struct raster r, int32_t x_px, int32_t y_px, int32_t w_px,
                              int32_t h_px, struct buf *out, struct err *err);

/* Encode the raster as JPEG without metadata, made smaller where a side is over side_px, never
 * larger. Any thread. *ret_width_px and *ret_height_px are its size. LIMIT as above. */
nodiscard bool image_preview_jpeg(struct raster r, int32_t side_px, struct buf *out,
                                  int32_t *ret_width_px, int32_t *ret_height_px, struct err *err);
