#include "screen/text.h"

#include "screen/text_blocks.h"
#include "screen/text_confirm.h"
#include "screen/text_lines.h"
#include "screen/text_script.h"
#include "screen/text_views.h"

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

static int64_t per_mille(float share)
{
    return lroundf(1000 * fmaxf(0, fminf(1, share)));
}

/* Below this x-height words come out changed at confidences that are good in larger print. */
static const float X_HEIGHT_TINY_PX = 5;
static const float TINY_SURE = 0.9F;

/* Why a line counts as unread; absent if it was read. */
static str unread_reason(const struct line *line)
{
    const struct ctc_text *t = &line->reading.text;
    if (t->chars == 0)
        return S("empty_reading");
    struct script_strangeness strange = {0};
    script_strangeness_add(&strange, t->text);
    if (script_is_other(t->text) || script_is_improbable(strange))
        return S("other_script");
    bool small = line->x_height < TEXT_X_HEIGHT_SURE_PX;
    if (t->confidence < (line->x_height < X_HEIGHT_TINY_PX ? TINY_SURE : RECOGNISE_SURE))
        return small ? S("too_small") : S("low_confidence");
    return (str){0};
}

/* Thinner than this no print can be told from a scratch. */
static const float BAND_LEAST_PX = 4;

/* A reading that texture can bring about: short, or not sure. */
static bool is_doubtful(const struct line *line)
{
    return line->reading.text.chars <= 2 || line->reading.text.confidence < 0.85F;
}

/* Whether the line is print for sure, whatever it reads. */
static bool is_print(const struct text_reader *reader, const struct line *line, str reason,
                     struct raster picture, struct arena scratch, struct level_cost *cost,
                     bool *ret_print, struct err *err)
{
    struct strip s = line->reading.strip;
    if (!reason.p && !is_doubtful(line)) {
        *ret_print = true;
        return true;
    }
    if (strip_thickness(s, (s.from + s.to) / 2) < BAND_LEAST_PX) {
        *ret_print = false;
        return true;
    }
    /* A letter or two of low confidence is what texture reads like. */
    const struct ctc_text *t = &line->reading.text;
    struct confirm_need need = {.looks = CONFIRM_LOOKS - 1, .share = 0.5F};
    if (t->chars <= 2 && t->confidence < 0.5F)
        need.looks = CONFIRM_LOOKS;
    return print_confirm(reader->models.detector, picture, s, need, scratch, cost, ret_print, err);
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

static struct text_block make_block(const struct line *const *lines, struct block block, str plane,
                                    struct raster picture, struct arena *a)
{
    struct text_block out = {0};
    out.lines.at = arena_new(a, struct text_line, block.n);
    float sum = 0, chars = 0;
    for (size_t i = 0; i < block.n; i++) {
        const struct line *line = lines[block.at[i]];
        struct text_line made = make_line(line, plane, picture, a);
        out.region = i == 0 ? made.region : region_join(out.region, made.region);
        sum += line->reading.text.confidence * (float)line->reading.text.chars;
        chars += (float)line->reading.text.chars;
        out.lines.at[out.lines.n++] = made;
    }
    out.confidence_pm = per_mille(sum / chars);
    return out;
}

/* A line that is print and was not read. */
struct unread_line {
    const struct line *line;
    str reason;
};

/* Unread lines that stand together are one thing: a page that is too small to read. Its reason is
 * that of most of its lines. */
static struct text_unread make_unread(const struct unread_line *lines, struct block block,
                                      struct raster picture, struct arena *a)
{
    struct text_unread out = {0};
    CLEANUP(buf_done) struct buf reading = {0};
    float presence = 0;
    size_t most = 0;
    for (size_t i = 0; i < block.n; i++) {
        const struct unread_line *u = &lines[block.at[i]];
        struct outline o =
            strip_outline(u->line->reading.strip, picture.width_px, picture.height_px, a);
        struct region region = outline_region(o);
        out.region = i == 0 ? region : region_join(out.region, region);
        if (block.n == 1) {
            out.polygon.at = o.at;
            out.polygon.n = o.n;
        }
        buf_format(&reading, "%s%.*s", i == 0 ? "" : "\n", STR(u->line->reading.text.text));
        presence += u->line->presence;
        size_t same = 0;
        for (size_t j = 0; j < block.n; j++)
            same += str_eq(lines[block.at[j]].reason, u->reason);
        if (same > most) {
            most = same;
            out.reason = u->reason;
        }
    }
    out.reading = buf_ok(&reading) && reading.n > 0 ? str_copy(buf_str(&reading), a) : S("");
    out.presence_pm = per_mille(presence / (float)block.n);
    return out;
}

static struct strip *strips_of(const struct line *const *lines, size_t n, struct arena *a)
{
    struct strip *strips = arena_new(a, struct strip, n);
    for (size_t i = 0; i < n; i++)
        strips[i] = lines[i]->reading.strip;
    return strips;
}

/* A block whose words no Latin language spells: another script in look-alikes. */
static bool is_improbable(const struct line *const *lines, struct block block)
{
    struct script_strangeness strange = {0};
    for (size_t i = 0; i < block.n; i++)
        script_strangeness_add(&strange, lines[block.at[i]]->reading.text.text);
    return script_is_improbable(strange);
}

/* A lone mark that nobody could read however much it is enlarged: print of two letters at most, 5
 * px high. Measured on 72 frames: of five such marks all were highlights and knots of wood. */
static const int64_t SPECK_PX = 16;

static bool is_speck(struct region r)
{
    return r.w_px < SPECK_PX && r.h_px < SPECK_PX;
}

/* Sort the lines of one plane into what was read and what was not. */
static bool judge(const struct text_reader *reader, struct lines lines, str plane,
                  struct raster picture, struct arena *a, struct arena scratch,
                  struct text_seen *seen, struct err *err)
{
    const struct line **read = arena_new(&scratch, const struct line *, lines.n);
    const struct line **not_read = arena_new(&scratch, const struct line *, lines.n);
    struct unread_line *unread = arena_new(&scratch, struct unread_line, lines.n);
    bool *print = arena_new(&scratch, bool, lines.n);
    size_t read_n = 0, unread_n = 0;
    for (size_t i = 0; i < lines.n; i++) {
        struct line *line = &lines.at[i];
        if (line->behind && print[line->behind - 1])
            continue;
        line->reading.text.text = script_fold(line->reading.text.text, a);
        str reason = unread_reason(line);
        if (!is_print(reader, line, reason, picture, scratch, &lines.cost, &print[i], err))
            return false;
        if (!print[i])
            continue;
        if (!reason.p) {
            read[read_n++] = line;
        } else {
            not_read[unread_n] = line;
            unread[unread_n++] = (struct unread_line){line, reason};
        }
    }
    struct blocks blocks = blocks_group(strips_of(read, read_n, &scratch), read_n, &scratch, *a);
    seen->blocks.at = arena_new(a, struct text_block, blocks.n);
    for (size_t i = 0; i < blocks.n; i++) {
        struct block block = blocks.at[i];
        if (!is_improbable(read, block)) {
            seen->blocks.at[seen->blocks.n++] = make_block(read, block, plane, picture, a);
            continue;
        }
        for (size_t j = 0; j < block.n; j++) {
            not_read[unread_n] = read[block.at[j]];
            unread[unread_n++] = (struct unread_line){read[block.at[j]], S("other_script")};
        }
    }
    blocks = blocks_gather(strips_of(not_read, unread_n, &scratch), unread_n, &scratch, *a);
    seen->unread.at = arena_new(a, struct text_unread, blocks.n);
    for (size_t i = 0; i < blocks.n; i++) {
        struct text_unread made = make_unread(unread, blocks.at[i], picture, a);
        if (!is_speck(made.region))
            seen->unread.at[seen->unread.n++] = made;
    }
    seen->cost = (struct text_cost){lines.cost.tiles, lines.cost.flat, (int)lines.n};
    return true;
}

static bool same_lines(const struct text_block *a, const struct text_block *b)
{
    if (a->lines.n != b->lines.n)
        return false;
    for (size_t i = 0; i < a->lines.n; i++)
        if (!str_eq(a->lines.at[i].text, b->lines.at[i].text) ||
            region_overlap_pm(a->lines.at[i].region, b->lines.at[i].region) < 500)
            return false;
    return true;
}

/* What the black plane adds: blocks that read otherwise, unread print elsewhere. */
static void add_plane(struct text_seen *to, const struct text_seen *more, struct arena *a)
{
    struct text_block *blocks = arena_new(a, struct text_block, to->blocks.n + more->blocks.n);
    struct text_unread *unread = arena_new(a, struct text_unread, to->unread.n + more->unread.n);
    size_t b = to->blocks.n, u = to->unread.n;
    if (b)
        memcpy(blocks, to->blocks.at, b * sizeof *blocks);
    if (u)
        memcpy(unread, to->unread.at, u * sizeof *unread);
    for (size_t i = 0; i < more->blocks.n; i++) {
        bool known = false;
        for (size_t j = 0; j < to->blocks.n && !known; j++)
            known = same_lines(&more->blocks.at[i], &to->blocks.at[j]);
        if (!known)
            blocks[b++] = more->blocks.at[i];
    }
    for (size_t i = 0; i < more->unread.n; i++) {
        bool known = false;
        for (size_t j = 0; j < to->unread.n && !known; j++)
            known = region_overlap_pm(more->unread.at[i].region, to->unread.at[j].region) >= 500;
        if (!known)
            unread[u++] = more->unread.at[i];
    }
    to->cost.tiles += more->cost.tiles;
    to->cost.flat_tiles += more->cost.flat_tiles;
    to->cost.lines += more->cost.lines;
    to->blocks.at = blocks;
    to->blocks.n = b;
    to->unread.at = unread;
    to->unread.n = u;
}

/* Share of a lying page that known print must cover for it to be the same print. */
static const int64_t KNOWN_PM = 250;

static bool is_known(const struct text_seen *seen, struct region r)
{
    int64_t covered = 0;
    for (size_t i = 0; i < seen->blocks.n; i++)
        covered += region_area(region_intersect(seen->blocks.at[i].region, r));
    for (size_t i = 0; i < seen->unread.n; i++)
        covered += region_area(region_intersect(seen->unread.at[i].region, r));
    return covered * 1000 >= region_area(r) * KNOWN_PM;
}

/* Print that is seen in another shape only, where nothing was seen head on. */
static bool add_views(struct text_reader *reader, struct raster picture, struct text_seen *seen,
                      struct arena *a, struct arena scratch, struct err *err)
{
    struct level_cost cost = {0};
    struct view_prints found;
    struct region *known = arena_new(a, struct region, seen->blocks.n + seen->unread.n);
    size_t known_n = 0;
    for (size_t i = 0; i < seen->blocks.n; i++)
        known[known_n++] = seen->blocks.at[i].region;
    for (size_t i = 0; i < seen->unread.n; i++)
        known[known_n++] = seen->unread.at[i].region;
    if (!views_find(&reader->models, picture, known, known_n, a, scratch, &cost, &found, err))
        return false;
    struct text_unread *unread = arena_new(a, struct text_unread, seen->unread.n + found.n);
    size_t n = seen->unread.n;
    if (n)
        memcpy(unread, seen->unread.at, n * sizeof *unread);
    for (size_t i = 0; i < found.n; i++) {
        if (!is_known(seen, found.at[i].region))
            unread[n++] = (struct text_unread){.region = found.at[i].region,
                                               .reason = found.at[i].reason,
                                               .reading = S(""),
                                               .presence_pm = per_mille(found.at[i].presence)};
    }
    seen->unread.at = unread;
    seen->unread.n = n;
    seen->cost.tiles += cost.tiles;
    seen->cost.flat_tiles += cost.flat;
    return true;
}

bool text_read(struct text_reader *reader, const struct raster *planes, size_t n, struct arena *a,
               struct arena scratch, struct text_seen *ret, struct err *err)
{
    static const char *const names[] = {"white", "black"};
    assert(n >= 1 && n <= countof(names));
    struct text_seen seen = {0};
    for (size_t p = 0; p < n; p++) {
        struct lines lines;
        if (!lines_find(&reader->models, planes[p], a, scratch, &lines, err))
            return err_wrap(err, "text");
        struct text_seen one = {0};
        if (!judge(reader, lines, n > 1 ? str_of(names[p]) : (str){0}, planes[p], a, scratch, &one,
                   err) ||
            !add_views(reader, planes[p], &one, a, scratch, err))
            return err_wrap(err, "text");
        add_plane(&seen, &one, a);
    }
    *ret = seen;
    return true;
}
