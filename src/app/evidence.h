/* app/evidence.h -- pictures for people: the places that somebody must look at, and the picture
 * itself made small. Written by the lane, while it still holds the pixels; none carries metadata.
 *
 * Where a picture is see-through, each is written twice: over white and over black, for print may
 * show over one of them only. */
#pragma once

#include "app/result.h"
#include "worker/cache.h"
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

/* The files of one picture. They live in the arena, and fill the result. */
struct evidence;

/* What is wanted of one picture (page: of a PDF, from 1; else 0); NULL for nothing. */
struct evidence *evidence_want(const struct evidence_options *options, struct result *result,
                               const struct lane_result *seen, int64_t page, struct arena *a);

/* Find what a former run drew, in the same folder, of the same picture: a file that has the very
 * bytes that the cache knows. True if nothing is left to draw. */
bool evidence_stands(struct evidence *e, struct cache *cache, str key);

/* Draw what is not there yet; what was seen has its pixels. What cannot be written is a failure of
 * the picture: it adds the reason and blocks. */
void evidence_draw(struct evidence *e, const struct lane_result *seen);

/* What is wanted cannot be had, for want of pixels: it adds the reason and blocks. */
void evidence_lost(struct evidence *e, const struct err *err);

/* List what is there in result->crops, previews and thumbnail, and keep its digests for the next
 * run; no pixels are kept. */
void evidence_list(struct evidence *e);
void evidence_remember(const struct evidence *e, struct cache *cache, str key);
