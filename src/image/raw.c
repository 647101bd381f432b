#include "image/raw.h"

#include <libraw/libraw.h>

static void raw_closep(libraw_data_t **raw)
{
    if (*raw)
        libraw_close(*raw);
}

/* What LibRaw calls flip, in EXIF's numbers. A preview that stands upright beside a picture that
 * lies was turned already. */
static int orientation_of(const libraw_data_t *raw)
{
    bool turns = raw->sizes.flip == 5 || raw->sizes.flip == 6;
    bool stands = raw->thumbnail.theight > raw->thumbnail.twidth;
    if (turns && stands && raw->sizes.width > raw->sizes.height)
        return 1;
    switch (raw->sizes.flip) {
    case 3:
        return 3;
    case 5:
        return 8;
    case 6:
        return 6;
    default:
        return 1;
    }
}

bool raw_preview(str bytes, struct arena *a, struct raw_preview *ret_preview, struct err *err)
{
    libraw_data_t *raw CLEANUP(raw_closep) = libraw_init(0);
    if (!raw)
        return err_set(err, ERR_UNAVAILABLE, "out of memory");
    int status = libraw_open_buffer(raw, (void *)(uintptr_t)bytes.p, bytes.n);
    if (status == LIBRAW_FILE_UNSUPPORTED)
        return err_set(err, ERR_INVALID,
                       "a raw file that is damaged or cut off, or of a camera that LibRaw %s does "
                       "not know: export the picture and screen that",
                       libraw_version());
    if (status != LIBRAW_SUCCESS)
        return err_set(err, ERR_INVALID, "raw file: %s; export the picture and screen that",
                       libraw_strerror(status));
    status = libraw_unpack_thumb(raw);
    if (status == LIBRAW_NO_THUMBNAIL || status == LIBRAW_UNSUPPORTED_THUMBNAIL)
        return err_set(err, ERR_UNSUPPORTED,
                       "raw file without a preview: export the picture and screen that");
    if (status == LIBRAW_IO_ERROR)
        return err_set(err, ERR_INVALID,
                       "the raw file is damaged or cut off: its preview is not where it says; "
                       "export the picture and screen that");
    if (status != LIBRAW_SUCCESS)
        return err_set(err, ERR_INVALID,
                       "the raw file's preview: %s; export the picture and screen that",
                       libraw_strerror(status));
    const libraw_thumbnail_t *preview = &raw->thumbnail;
    if (preview->tformat != LIBRAW_THUMBNAIL_JPEG || !preview->thumb || !preview->tlength)
        return err_set(err, ERR_UNSUPPORTED,
                       "the raw file's preview is no JPEG: export the picture and screen that");
    *ret_preview = (struct raw_preview){
        .jpeg = str_copy((str){preview->thumb, preview->tlength}, a),
        .orientation = orientation_of(raw),
        .picture_w_px = raw->sizes.width,
        .picture_h_px = raw->sizes.height,
    };
    return true;
}

/* Whatever LibRaw and its exceptions load on first use is loaded now. */
bool raw_start(struct err *err)
{
    libraw_data_t *raw CLEANUP(raw_closep) = libraw_init(0);
    char nothing[64] = "II*";
    if (!raw)
        return err_set(err, ERR_UNAVAILABLE, "LibRaw does not start");
    return libraw_open_buffer(raw, nothing, sizeof nothing) != LIBRAW_SUCCESS ||
           err_set(err, ERR_UNAVAILABLE, "LibRaw takes nothing for a raw file");
}
