/* The detector "text": what the reader saw, as findings. */
#include "screen/detect.h"
#include "screen/sharpness.h"
#include "screen/text.h"

static bool open(struct screener *s, void **ret_state, struct err *err)
{
    struct ort *ort;
    if (!screener_ort(s, &ort, err))
        return false;
    *ret_state = text_reader_open(ort, &screener_given(s)->models, err);
    return *ret_state != NULL;
}

static void close(void *state)
{
    text_reader_close(state);
}

static bool add_block(struct detection *d, const struct text_block *block, struct err *err)
{
    struct finding *f = detection_add(d, FINDING_TEXT, err);
    if (!f)
        return false;
    CLEANUP(buf_done) struct buf words = {0};
    for (size_t i = 0; i < block->lines.n; i++)
        buf_format(&words, "%s%.*s", i == 0 ? "" : "\n", STR(block->lines.at[i].text));
    if (!buf_ok(&words))
        return err_set(err, ERR_LIMIT, "a block of text is too long");
    f->region = block->region;
    f->evidence = str_copy(buf_str(&words), d->a);
    f->score_pm = block->confidence_pm;
    f->lines.at = block->lines.at;
    f->lines.n = block->lines.n;
    return true;
}

static bool add_unread(struct detection *d, const struct text_unread *unread, struct err *err)
{
    struct finding *f = detection_add(d, FINDING_UNREAD_PRINT, err);
    if (!f)
        return false;
    f->region = unread->region;
    f->polygon.at = unread->polygon.at;
    f->polygon.n = unread->polygon.n;
    f->evidence = unread->reading;
    f->reason = unread->reason;
    f->score_pm = unread->presence_pm;
    return true;
}

/* Of 70 photographs by others the sharpest edges are 0.3 to 1.6 px wide, 2.2 and 3.0 in one that
 * was moved and one that is a few blurred letters; in those of the demo that are out of focus,
 * over 5. */
static const float OUT_OF_FOCUS_PX = 3;

/* What people still see and no detector of print does. */
static bool add_out_of_focus(struct detection *d, struct err *err)
{
    if (sharpness_blur_px(d->picture.planes[0], *d->a) <= OUT_OF_FOCUS_PX)
        return true;
    struct finding *f = detection_add(d, FINDING_UNREAD_PRINT, err);
    if (!f)
        return false;
    f->reason = S("out_of_focus");
    return true;
}

static bool run(struct detection *d, void *state, struct err *err)
{
    struct raster first = d->picture.planes[0];
    CLEANUP(arena_close)
    struct arena scratch = arena_open(text_scratch_bytes(first.width_px, first.height_px));
    struct text_seen seen;
    if (!text_read(state, d->picture.planes, d->picture.planes_n, d->a, scratch, &seen, err))
        return false;
    for (size_t i = 0; i < seen.blocks.n; i++)
        if (!add_block(d, &seen.blocks.at[i], err))
            return false;
    for (size_t i = 0; i < seen.unread.n; i++)
        if (!add_unread(d, &seen.unread.at[i], err))
            return false;
    return add_out_of_focus(d, err);
}

const struct detector text_detector = {
    .name = DETECTOR_TEXT,
    .version = "1",
    .needs = NEEDS_PIXELS,
    .uses_runtime = true,
    .models = {MODEL_TEXT_DETECT, MODEL_TEXT_READ, MODEL_TEXT_TURN, MODEL_TEXT_KEYS},
    .models_n = 4,
    .open = open,
    .close = close,
    .run = run,
};
