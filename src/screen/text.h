/* screen/text.h -- what is printed in a picture: the reader behind the detector "text".
 *
 * Print is found at the picture's own size in tiles, cut out along the middle of each line, and
 * read. What reads well as Latin print becomes blocks (a page, a label) of lines; print that is
 * there and cannot be read is told apart, with its place and the reason. That, and not the
 * readings, is what makes the reader safe to rely on.
 *
 * A reader holds its models and belongs to one thread. Reading opens no file and starts no
 * thread. */
#pragma once

#include "base/raster.h"
#include "screen/model.h"
#include "screen/ort.h"
#include "screen/screening.h"

enum {
    TEXT_X_HEIGHT_SURE_PX = 9, /* whole words are reliable from here */
    TEXT_SURE_PM = 750,        /* confidence below which a reading counts as unread print */
};

struct text_reader;

/* Check and load the four text models. NOT_FOUND or CORRUPT names the file and how to repair it.
 * The runtime must outlive the reader; the bytes are not needed after. */
nodiscard struct text_reader *text_reader_open(struct ort *ort, const struct model_bytes *models,
                                               struct err *err);
void text_reader_close(struct text_reader *reader); /* accepts NULL */
void text_reader_closep(struct text_reader **reader);

/* What was done, for benches: tiles given to the detector, tiles skipped as flat, lines read. */
struct text_cost {
    int tiles;
    int flat_tiles;
    int lines;
};

/* Lines that stand together, in reading order. */
struct text_block {
    struct region region;
    int64_t confidence_pm; /* mean over its characters */
    LIST_OF(struct text_line) lines;
};

/* Unread lines that stand together. */
struct text_unread {
    struct region region;
    LIST_OF(struct point) polygon; /* of a single line; absent for several */
    str reason;          /* low_confidence, too_small, other_script, oblique, empty_reading */
    str reading;         /* what came out of it, to show; may be empty */
    int64_t presence_pm; /* how sure it is that this is print */
};

struct text_seen {
    LIST_OF(struct text_block) blocks;
    LIST_OF(struct text_unread) unread;
    struct text_cost cost;
};

/* Address space that text_read needs from scratch for a picture of this size; little of it is
 * touched. */
size_t text_scratch_bytes(int32_t width_px, int32_t height_px);

/* Read a picture of one plane, or of two: the same picture with its alpha over white, then over
 * black; what the second adds to the first is kept, and lines say which plane they are from. What
 * was seen lives in a. UNAVAILABLE or CORRUPT if a model fails; LIMIT if there are more marks than
 * any print has. */
nodiscard bool text_read(struct text_reader *reader, const struct raster *planes, size_t n,
                         struct arena *a, struct arena scratch, struct text_seen *ret,
                         struct err *err);
