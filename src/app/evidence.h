/* app/evidence.h -- pictures for people: the places that somebody must look at, and the picture
 * itself made small. Written by the lane, while it still holds the pixels; none carries metadata.
 *
 * Where a picture is see-through, each is written twice: over white and over black, for print may
 * show over one of them only. */
#pragma once

#include "app/result.h"
#include "worker/lane.h"

struct evidence_options {
    str crops;    /* folder for crops of unread print, PNG at 100 %; absent for none */
    str previews; /* folder for previews and thumbnails, JPEG; absent for none */
};

enum {
    PREVIEW_SIDE_PX = 1600,
    THUMBNAIL_SIDE_PX = 400,
};

/* Make the folders that are not there, and get ready to encode. Before the first lane. */
nodiscard bool evidence_start(const struct evidence_options *options, struct err *err);

/* Is there anything to write of this picture? */
bool evidence_wanted(const struct evidence_options *options, const struct result *result);

/* What is wanted cannot be had, for want of pixels: it adds the reason and blocks. */
void evidence_lost(struct result *result, const struct err *err, struct arena *a);

/* Write what is asked for of one picture (page: of a PDF, from 1; else 0) and list it in
 * result->crops, previews and thumbnail. What
 * cannot be written is a failure of the picture: it adds the reason and blocks. */
void evidence_write(const struct evidence_options *options, struct result *result,
                    const struct lane_result *seen, int64_t page, struct arena *a);
