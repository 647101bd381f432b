#include "screen/text.h"

#include "screen/text_blocks.h"
#include "screen/text_lines.h"
#include "screen/text_script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct text_reader {
    struct text_models models;
    struct arena memory; /* the reader's characters */
};

static const enum model_id used_models[] = {MODEL_TEXT_DETECT, MODEL_TEXT_READ, MODEL_TEXT_TURN,
                                            MODEL_TEXT_KEYS};

static bool open_models(struct text_reader *reader, struct ort *ort,
                        const struct model_bytes *models, struct err *err)
{
    for (size_t i = 0; i < countof(used_models); i++)
        if (!model_check(used_models[i], models->at[used_models[i]], err))
            return false;
    struct {
        enum model_id id;
        struct ort_model **to;
    } sessions[] = {
        {MODEL_TEXT_DETECT, &reader->models.detector},
        {MODEL_TEXT_READ, &reader->models.recogniser.read},
        {MODEL_TEXT_TURN, &reader->models.recogniser.turn},
    };
    for (size_t i = 0; i < countof(sessions); i++) {
        *sessions[i].to =
            ort_model_open(ort, model_files[sessions[i].id].name, models->at[sessions[i].id], err);
        if (!*sessions[i].to)
            return false;
    }
    str keys = str_copy(models->at[MODEL_TEXT_KEYS], &reader->memory);
    return ctc_keys_parse(keys, &reader->memory, &reader->models.recogniser.keys, err);
}

struct text_reader *text_reader_open(struct ort *ort, const struct model_bytes *models,
                                     struct err *err)
{
    struct text_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        err_set(err, ERR_UNAVAILABLE, "out of memory");
        return NULL;
    }
    reader->memory = arena_open(1 << 20);
    if (open_models(reader, ort, models, err))
        return reader;
    text_reader_close(reader);
    return NULL;
}

void text_reader_close(struct text_reader *reader)
{
    if (!reader)
        return;
    ort_model_close(reader->models.detector);
    ort_model_close(reader->models.recogniser.read);
    ort_model_close(reader->models.recogniser.turn);
    arena_close(&reader->memory);
    free(reader);
}

void text_reader_closep(struct text_reader **reader)
{
    text_reader_close(*reader);
}

size_t text_scratch_bytes(int32_t width_px, int32_t height_px)
{
    /* Maps of two levels, and what the largest number of marks and lines can need. */
    return ((size_t)width_px * (size_t)height_px + (16 << 20)) * 8 + ((size_t)1 << 30);
}

/* Findings under construction. */
struct findings {
    struct finding *at;
    size_t n, cap;
};

static int64_t per_mille(float share)
{
    return lroundf(1000 * fmaxf(0, fminf(1, share)));
}

static struct finding new_finding(enum finding_kind kind, struct arena *a)
{
    struct finding f = {.kind = (int)kind,
                        .score_pm = INT_ABSENT,
                        .distance_bits = INT_ABSENT,
                        .detector = S(TEXT_DETECTOR),
                        .version = S(TEXT_VERSION)};
    f.models.at = arena_new(a, str, countof(used_models));
    for (size_t i = 0; i < countof(used_models); i++)
        f.models.at[f.models.n++] = str_of(model_files[used_models[i]].sha256);
    return f;
}

/* Why a line counts as unread; absent if it was read. */
static str unread_reason(const struct line *line)
{
    const struct ctc_text *t = &line->reading.text;
    if (t->chars == 0)
        return S("empty_reading");
    if (script_is_other(t->text))
        return S("other_script");
    if (t->confidence < RECOGNISE_SURE)
        return line->x_height < TEXT_X_HEIGHT_SURE_PX ? S("too_small") : S("low_confidence");
    return (str){0};
}

/* Enough of a sign of print to say so without being able to read it. */
static bool is_evidently_print(const struct line *line)
{
    struct strip s = line->reading.strip;
    float thick = strip_thickness(s, (s.from + s.to) / 2);
    return line->presence >= 0.6F && s.to - s.from >= 2 * thick;
}

static struct text_line make_line(const struct line *line, str plane, struct raster picture,
                                  struct arena *a)
{
    struct outline o = strip_outline(line->reading.strip, picture.width_px, picture.height_px, a);
    struct text_line out = {.region = outline_region(o),
                            .text = line->reading.text.text,
                            .confidence_pm = per_mille(line->reading.text.confidence),
                            .x_height_px = lroundf(line->x_height),
                            .plane = plane};
    out.polygon.at = o.at;
    out.polygon.n = o.n;
    return out;
}

static struct finding text_finding(const struct line *lines, struct block block, str plane,
                                   struct raster picture, struct arena *a)
{
    struct finding f = new_finding(FINDING_TEXT, a);
    CLEANUP(buf_done) struct buf words = {0};
    f.lines.at = arena_new(a, struct text_line, block.n);
    float sum = 0, chars = 0;
    for (size_t i = 0; i < block.n; i++) {
        const struct line *line = &lines[block.at[i]];
        struct text_line out = make_line(line, plane, picture, a);
        f.region = i == 0 ? out.region : region_join(f.region, out.region);
        buf_format(&words, "%s%.*s", i == 0 ? "" : "\n", STR(out.text));
        sum += line->reading.text.confidence * (float)line->reading.text.chars;
        chars += (float)line->reading.text.chars;
        f.lines.at[f.lines.n++] = out;
    }
    f.evidence = buf_ok(&words) ? str_copy(buf_str(&words), a) : S("");
    f.score_pm = per_mille(sum / chars);
    return f;
}

static struct finding unread_finding(const struct line *line, str reason, struct raster picture,
                                     struct arena *a)
{
    struct finding f = new_finding(FINDING_UNREAD_PRINT, a);
    struct text_line out = make_line(line, (str){0}, picture, a);
    f.region = out.region;
    f.polygon.at = out.polygon.at;
    f.polygon.n = out.polygon.n;
    f.evidence = out.text.p ? out.text : S("");
    f.reason = reason;
    f.score_pm = per_mille(line->presence);
    return f;
}

bool text_read(struct text_reader *reader, struct raster picture, const struct raster *opt_black,
               struct arena *a, struct arena scratch, struct text_seen *ret, struct err *err)
{
    struct text_seen seen = {0};
    const struct raster *planes[] = {&picture, opt_black};
    static const str names[] = {{"white", 5}, {"black", 5}};
    struct findings read = {0}, unread = {0};
    for (size_t p = 0; p < countof(planes) && planes[p]; p++) {
        struct lines lines;
        if (!lines_find(&reader->models, *planes[p], a, scratch, &lines, err))
            return err_wrap(err, "text");
        seen.cost.tiles += lines.cost.tiles;
        seen.cost.flat_tiles += lines.cost.flat;
        seen.cost.lines += (int)lines.n;
        struct finding *more = arena_new(a, struct finding, unread.n + lines.n);
        if (unread.n)
            memcpy(more, unread.at, unread.n * sizeof *more);
        unread.at = more;
        size_t legible = 0;
        for (size_t i = 0; i < lines.n; i++) {
            struct line *line = &lines.at[i];
            line->reading.text.text = script_fold(line->reading.text.text, a);
            str reason = unread_reason(line);
            if (!reason.p)
                lines.at[legible++] = *line;
            else if (is_evidently_print(line))
                unread.at[unread.n++] = unread_finding(line, reason, picture, a);
        }
        struct strip *strips = arena_new(a, struct strip, legible);
        for (size_t i = 0; i < legible; i++)
            strips[i] = lines.at[i].reading.strip;
        struct blocks blocks = blocks_group(strips, legible, a, scratch);
        more = arena_new(a, struct finding, read.n + blocks.n);
        if (read.n)
            memcpy(more, read.at, read.n * sizeof *more);
        read.at = more;
        for (size_t i = 0; i < blocks.n; i++)
            read.at[read.n++] =
                text_finding(lines.at, blocks.at[i], opt_black ? names[p] : (str){0}, picture, a);
    }
    seen.findings.at = arena_new(a, struct finding, read.n + unread.n);
    if (read.n)
        memcpy(seen.findings.at, read.at, read.n * sizeof *read.at);
    if (unread.n)
        memcpy(seen.findings.at + read.n, unread.at, unread.n * sizeof *unread.at);
    seen.findings.n = read.n + unread.n;
    *ret = seen;
    return true;
}
