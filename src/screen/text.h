/* screen/text.h -- the detector `text`: what is printed in a picture.
 *
 * Print is found at the picture's own size in tiles, cut out along the middle of each line, and
 * read. What reads well as Latin print is FINDING_TEXT, one finding a block (a page, a label) with
 * its lines; print that is there and cannot be read is FINDING_UNREAD_PRINT, which is what makes
 * the reader safe to rely on.
 *
 * A reader holds its models and belongs to one thread. Reading opens no file. */
#pragma once

#include "base/raster.h"
#include "screen/model.h"
#include "screen/ort.h"
#include "screen/screening.h"

#define TEXT_DETECTOR "text"
#define TEXT_VERSION  "1"

enum {
    TEXT_X_HEIGHT_SURE_PX = 9, /* whole words are reliable from here */
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

struct text_seen {
    LIST_OF(struct finding) findings; /* blocks in reading order, then unread print */
    struct text_cost cost;
};

/* Address space that text_read needs from scratch for a picture of this size; little of it is
 * touched. */
size_t text_scratch_bytes(int32_t width_px, int32_t height_px);

/* Read a picture. opt_black is the same picture with its alpha over black, when it has alpha and
 * `picture` is it over white. Findings live in a; they are complete but for detector, version and
 * models, which text_read fills too. UNAVAILABLE or CORRUPT if a model fails; LIMIT if there are
 * more marks than any print has. */
nodiscard bool text_read(struct text_reader *reader, struct raster picture,
                         const struct raster *opt_black, struct arena *a, struct arena scratch,
                         struct text_seen *ret, struct err *err);
