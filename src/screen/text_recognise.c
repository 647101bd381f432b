#include "screen/text_recognise.h"

#include "base/buf.h"
#include "screen/text_resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH_MIN_PX = 320, /* narrower strips are padded: the reader was trained on 320 and more */
    BATCH_WIDTH_PX = 3200,
    BATCH_MAX = 16,
    TURN_WIDTH_PX = 192,
    TURN_BATCH = 16,
};
/* What the model must say before a strip is turned: a wrong turn costs a second reading. */
static const float TURN_SURE = 0.9F;

/* A piece of a reading that fits the reader, as pixels. */
struct piece {
    size_t reading;
    size_t order;
    struct strip strip;
    int32_t width;
    struct ctc_text text;
};

static float strip_aspect(struct strip s)
{
    return (s.to - s.from) / fmaxf(1e-3F, strip_thickness(s, (s.from + s.to) / 2));
}

/* Bytes to the readers' -1..1; the rest of the row stays zero, their grey. */
static void put_strip(struct raster picture, struct strip strip, int32_t width, int32_t stride,
                      struct arena scratch, float *planes)
{
    size_t plane = (size_t)width * RECOGNISE_HEIGHT_PX;
    uint8_t *bytes = arena_new(&scratch, uint8_t, 3 * plane);
    resample_strip(picture, strip, width, RECOGNISE_HEIGHT_PX, bytes);
    for (size_t row = 0; row < (size_t)3 * RECOGNISE_HEIGHT_PX; row++)
        for (int32_t i = 0; i < width; i++)
            planes[row * (size_t)stride + (size_t)i] =
                (float)bytes[row * (size_t)width + (size_t)i] / 127.5F - 1;
}

/* Turn the strips that are upside down. */
static bool turn_strips(const struct recogniser *r, struct raster picture, struct reading *readings,
                        size_t n, struct arena scratch, struct err *err)
{
    const size_t one = (size_t)3 * RECOGNISE_HEIGHT_PX * TURN_WIDTH_PX;
    struct ort_answer answer = {0};
    for (size_t at = 0; at < n; at += TURN_BATCH) {
        size_t count = MIN(n - at, (size_t)TURN_BATCH);
        struct arena temporary = scratch;
        float *values = arena_new(&temporary, float, count *one);
        for (size_t i = 0; i < count; i++) {
            struct strip s = readings[at + i].strip;
            float width = ceilf(strip_aspect(s) * RECOGNISE_HEIGHT_PX);
            put_strip(picture, s, (int32_t)fminf(TURN_WIDTH_PX, fmaxf(8, width)), TURN_WIDTH_PX,
                      temporary, values + i * one);
        }
        struct ort_tensor input = {
            values, {(int64_t)count, 3, RECOGNISE_HEIGHT_PX, TURN_WIDTH_PX}, 4, count * one};
        if (!ort_model_run(r->turn, input, &answer, err))
            return false;
        if (answer.at[0].count != 2 * count) {
            ort_answer_done(&answer);
            return err_set(err, ERR_CORRUPT, "the turn model gives %zu values for %zu strips",
                           answer.at[0].count, count);
        }
        for (size_t i = 0; i < count; i++)
            if (answer.at[0].values[2 * i + 1] > TURN_SURE)
                readings[at + i].strip = strip_turn(readings[at + i].strip);
    }
    ort_answer_done(&answer);
    return true;
}

static int by_width(const void *pa, const void *pb)
{
    const struct piece *a = pa, *b = pb;
    if (a->width != b->width)
        return a->width < b->width ? -1 : 1;
    if (a->reading != b->reading)
        return a->reading < b->reading ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool read_batch(const struct recogniser *r, struct raster picture, struct piece *pieces,
                       size_t n, struct arena *a, struct arena scratch, struct err *err)
{
    int32_t stride = MAX((int32_t)WIDTH_MIN_PX, pieces[n - 1].width);
    size_t one = (size_t)3 * RECOGNISE_HEIGHT_PX * (size_t)stride;
    float *values = arena_new(&scratch, float, n *one);
    for (size_t i = 0; i < n; i++)
        put_strip(picture, pieces[i].strip, pieces[i].width, stride, scratch, values + i * one);
    struct ort_tensor input = {values, {(int64_t)n, 3, RECOGNISE_HEIGHT_PX, stride}, 4, n * one};
    struct ort_answer answer = {0};
    if (!ort_model_run(r->read, input, &answer, err))
        return false;
    struct ort_tensor out = answer.at[0];
    bool ok = out.n_dims == 3 && out.dims[0] == (int64_t)n && out.dims[2] == (int64_t)r->keys.n + 2;
    if (ok) {
        size_t steps = (size_t)out.dims[1], classes = (size_t)out.dims[2];
        for (size_t i = 0; i < n; i++)
            pieces[i].text =
                ctc_decode(out.values + i * steps * classes, steps, classes, r->keys, a);
    } else {
        err_set(err, ERR_CORRUPT, "the text reader's answer does not fit its %zu characters",
                r->keys.n);
    }
    ort_answer_done(&answer);
    return ok;
}

/* Join the pieces of one reading in their order; confidence weighs by characters. */
static void join_pieces(const struct piece *pieces, size_t n, struct reading *readings,
                        struct arena *a)
{
    for (size_t i = 0; i < n; i++) {
        const struct piece *p = &pieces[i];
        struct ctc_text *t = &readings[p->reading].text;
        if (p->order == 0 || t->chars == 0) {
            *t = p->text;
            continue;
        }
        if (p->text.chars == 0)
            continue;
        size_t chars = t->chars + p->text.chars;
        *t = (struct ctc_text){
            .text = str_format(a, "%.*s %.*s", STR(t->text), STR(p->text.text)),
            .confidence =
                (t->confidence * (float)t->chars + p->text.confidence * (float)p->text.chars) /
                (float)chars,
            .chars = chars,
        };
    }
}

static int by_reading(const void *pa, const void *pb)
{
    const struct piece *a = pa, *b = pb;
    if (a->reading != b->reading)
        return a->reading < b->reading ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool read_all(const struct recogniser *r, struct raster picture, struct reading *readings,
                     size_t n, struct arena *a, struct arena scratch, struct err *err)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += 1 + (size_t)(strip_aspect(readings[i].strip) * RECOGNISE_HEIGHT_PX /
                              RECOGNISE_WIDTH_MAX_PX);
    struct piece *pieces = arena_new(&scratch, struct piece, count);
    size_t made = 0;
    for (size_t i = 0; i < n; i++) {
        struct strip s = readings[i].strip;
        float width = strip_aspect(s) * RECOGNISE_HEIGHT_PX;
        size_t parts = 1 + (size_t)(width / RECOGNISE_WIDTH_MAX_PX);
        float step = (s.to - s.from) / (float)parts;
        for (size_t k = 0; k < parts; k++) {
            struct strip part = s;
            part.from = s.from + step * (float)k;
            part.to = part.from + step;
            pieces[made++] = (struct piece){
                .reading = i,
                .order = k,
                .strip = part,
                .width = (int32_t)fmaxf(8, ceilf(width / (float)parts)),
            };
        }
    }
    qsort(pieces, made, sizeof *pieces, by_width);
    for (size_t at = 0; at < made;) {
        size_t end = at + 1;
        while (end < made && end - at < BATCH_MAX &&
               (int64_t)(end + 1 - at) * MAX((int32_t)WIDTH_MIN_PX, pieces[end].width) <=
                   BATCH_WIDTH_PX &&
               pieces[end].width <=
                   MAX((int32_t)WIDTH_MIN_PX, pieces[at].width + pieces[at].width / 6))
            end++;
        if (!read_batch(r, picture, pieces + at, end - at, a, scratch, err))
            return false;
        at = end;
    }
    qsort(pieces, made, sizeof *pieces, by_reading);
    join_pieces(pieces, made, readings, a);
    return true;
}

bool recognise(const struct recogniser *r, struct raster picture, struct reading *readings,
               size_t n, struct arena *a, struct arena scratch, struct err *err)
{
    if (!turn_strips(r, picture, readings, n, scratch, err) ||
        !read_all(r, picture, readings, n, a, scratch, err))
        return false;
    struct reading *again = arena_new(&scratch, struct reading, n);
    size_t *which = arena_new(&scratch, size_t, n), unsure = 0;
    for (size_t i = 0; i < n; i++)
        if (readings[i].text.confidence < RECOGNISE_SURE) {
            which[unsure] = i;
            again[unsure++].strip = strip_turn(readings[i].strip);
        }
    if (!read_all(r, picture, again, unsure, a, scratch, err))
        return false;
    for (size_t i = 0; i < unsure; i++)
        if (again[i].text.confidence > readings[which[i]].text.confidence)
            readings[which[i]] = again[i];
    return true;
}
