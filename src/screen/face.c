#include "screen/face.h"

#include <math.h>
#include <stdlib.h>

enum {
    NATIVE_PX = 256, /* side of the model's own input */
    GRID_PX = 32,    /* sides of an input must be multiples of this */
    TILE_PX = 1024,  /* side of a tile of a level */
    OVERLAP_PX = 96, /* of neighbouring tiles: a face of FACE_IN_TILE_PX and its surroundings */
    FACE_IN_TILE_PX = 64, /* larger faces are left to a coarser level */
    FINEST_PIXELS = 5000000,
    SMALL_PIXELS = 400000, /* pictures up to this are doubled first */
    LOOKS = 3,
    VALUES = 16, /* a box: centre, size, six landmarks */
    SEEN_MAX = 20000,
};

/* Candidates start here; a face must reach FACE_SCORE_MIN_PM in two of three looks. */
static const float CANDIDATE_SCORE = 0.5f;
/* In sizes of the candidate. Nearer than 3 the model loses half of the real faces, too. */
static const double LOOK_SIDES[LOOKS] = {3.75, 4.5, 3.0};
static const float LOOK_OVERLAP = 0.35f;

struct box {
    float x, y, w, h;
    float score;
};

struct boxes {
    struct box *at;
    size_t n, room;
};

/* One of the model's two grids. */
struct head {
    const char *score_name, *box_name;
    int32_t stride_px;
    size_t per_cell;
};
static const struct head heads[] = {
    {"Identity", "Identity_2", 16, 2},
    {"Identity_1", "Identity_3", 32, 6},
};

struct face_finder {
    struct ort_model *model;
    size_t score_at[countof(heads)], box_at[countof(heads)];
    struct ort_answer answer;
};

static bool output_named(const struct ort_model *model, const char *name, size_t *ret_at)
{
    const char *output;
    for (size_t i = 0; (output = ort_model_output(model, i)); i++) {
        if (str_eq(str_of(output), str_of(name))) {
            *ret_at = i;
            return true;
        }
    }
    return false;
}

struct face_finder *face_finder_open(struct ort *ort, str model, struct err *err)
{
    struct face_finder *f = calloc(1, sizeof *f);
    if (!f)
        abort();
    f->model = ort_model_open(ort, "face", model, err);
    if (!f->model) {
        free(f);
        return NULL;
    }
    for (size_t i = 0; i < countof(heads); i++) {
        if (!output_named(f->model, heads[i].score_name, &f->score_at[i]) ||
            !output_named(f->model, heads[i].box_name, &f->box_at[i])) {
            err_set(err, ERR_CORRUPT, "the face model lacks its output %s or %s",
                    heads[i].score_name, heads[i].box_name);
            face_finder_close(f);
            return NULL;
        }
    }
    return f;
}

void face_finder_close(struct face_finder *finder)
{
    if (!finder)
        return;
    ort_answer_done(&finder->answer);
    ort_model_close(finder->model);
    free(finder);
}

static bool boxes_add(struct boxes *boxes, struct box box, struct err *err)
{
    if (boxes->n == boxes->room)
        return err_set(err, ERR_LIMIT, "more than %zu places look like a face", boxes->room);
    boxes->at[boxes->n++] = box;
    return true;
}

/* What one grid of an answer says, in pixels of the input. */
static bool head_read(const struct face_finder *f, size_t which, int32_t width_px,
                      int32_t height_px, struct boxes *boxes, struct err *err)
{
    const struct head *head = &heads[which];
    const struct ort_tensor *scores = &f->answer.at[f->score_at[which]];
    const struct ort_tensor *values = &f->answer.at[f->box_at[which]];
    size_t across = (size_t)(width_px / head->stride_px);
    size_t want = across * (size_t)(height_px / head->stride_px) * head->per_cell;
    if (scores->count != want || values->count != want * VALUES)
        return err_set(err, ERR_CORRUPT, "the face model answers in another shape");
    for (size_t i = 0; i < want; i++) {
        float score = 1.0f / (1.0f + expf(-scores->values[i]));
        if (!(score >= CANDIDATE_SCORE))
            continue;
        size_t cell = i / head->per_cell;
        const float *v = values->values + i * VALUES;
        float x = ((float)(cell % across) + 0.5f) * (float)head->stride_px + v[0];
        float y = ((float)(cell / across) + 0.5f) * (float)head->stride_px + v[1];
        if (!(v[2] > 1.0f && v[3] > 1.0f && fabsf(x) < 1e6f && fabsf(y) < 1e6f && v[2] < 1e6f &&
              v[3] < 1e6f))
            continue; /* NaN and nonsense */
        struct box box = {x - v[2] / 2, y - v[3] / 2, v[2], v[3], score};
        if (!boxes_add(boxes, box, err))
            return false;
    }
    return true;
}

static bool look(struct face_finder *f, float *input, int32_t width_px, int32_t height_px,
                 struct boxes *boxes, struct err *err)
{
    struct ort_tensor tensor = {.values = input,
                                .dims = {1, height_px, width_px, RASTER_CHANNELS},
                                .n_dims = 4,
                                .count = (size_t)width_px * (size_t)height_px * RASTER_CHANNELS};
    if (!ort_model_run(f->model, tensor, &f->answer, err))
        return false;
    for (size_t i = 0; i < countof(heads); i++)
        if (!head_read(f, i, width_px, height_px, boxes, err))
            return false;
    return true;
}

static float shared_area(struct box a, struct box b)
{
    float w = fminf(a.x + a.w, b.x + b.w) - fmaxf(a.x, b.x);
    float h = fminf(a.y + a.h, b.y + b.h) - fmaxf(a.y, b.y);
    return w > 0 && h > 0 ? w * h : 0;
}

static float overlap(struct box a, struct box b)
{
    float shared = shared_area(a, b);
    return shared / (a.w * a.h + b.w * b.h - shared);
}

static int by_score(const void *a, const void *b)
{
    const struct box *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->x < y->x ? -1 : x->x > y->x;
}

/* The same face seen by several cells, levels and tiles is one: the best of those that overlap by
 * 0.3, or that lie within another by 0.6. */
static void boxes_merge(struct boxes *boxes)
{
    qsort(boxes->at, boxes->n, sizeof *boxes->at, by_score);
    size_t kept = 0;
    for (size_t i = 0; i < boxes->n; i++) {
        struct box box = boxes->at[i];
        bool fresh = true;
        for (size_t k = 0; k < kept && fresh; k++) {
            struct box other = boxes->at[k];
            float smaller = fminf(box.w * box.h, other.w * other.h);
            fresh = overlap(box, other) <= 0.3f && shared_area(box, other) <= 0.6f * smaller;
        }
        if (fresh)
            boxes->at[kept++] = box;
    }
    boxes->n = kept;
}

/* Where the output pixels of a resampling by area begin in the input: from[i] to from[i + 1], at
 * least one pixel. Outside of 0..limit there is nothing. */
static void spans(double origin, double step, int32_t n, int32_t limit, int32_t *from,
                  int32_t *until)
{
    for (int32_t i = 0; i < n; i++) {
        double low = floor(origin + i * step), high = floor(origin + (i + 1) * step);
        high = fmax(high, low + 1);
        from[i] = (int32_t)fmin(fmax(low, 0), limit);
        until[i] = (int32_t)fmin(fmax(high, 0), limit);
    }
}

/* A part of a picture at another scale: the mean of the pixels that each new one covers, nearest
 * ones where it is enlarged, black outside. */
static void resample(struct raster from, double x_px, double y_px, double step, int32_t width_px,
                     int32_t height_px, struct arena scratch, uint8_t *out)
{
    int32_t *left = arena_new(&scratch, int32_t, width_px);
    int32_t *right = arena_new(&scratch, int32_t, width_px);
    int32_t *top = arena_new(&scratch, int32_t, height_px);
    int32_t *bottom = arena_new(&scratch, int32_t, height_px);
    spans(x_px, step, width_px, from.width_px, left, right);
    spans(y_px, step, height_px, from.height_px, top, bottom);
    for (int32_t y = 0; y < height_px; y++) {
        for (int32_t x = 0; x < width_px; x++, out += RASTER_CHANNELS) {
            uint64_t sum[RASTER_CHANNELS] = {0};
            for (int32_t sy = top[y]; sy < bottom[y]; sy++) {
                const uint8_t *p = raster_row(from, sy) + (size_t)left[x] * RASTER_CHANNELS;
                for (int32_t sx = left[x]; sx < right[x]; sx++, p += RASTER_CHANNELS)
                    for (int c = 0; c < RASTER_CHANNELS; c++)
                        sum[c] += p[c];
            }
            uint64_t n = (uint64_t)(right[x] - left[x]) * (uint64_t)(bottom[y] - top[y]);
            for (int c = 0; c < RASTER_CHANNELS; c++)
                out[c] = n ? (uint8_t)((sum[c] + n / 2) / n) : 0;
        }
    }
}

static struct raster resampled(struct raster from, double step, struct arena *a)
{
    struct raster to = {.width_px = (int32_t)fmax(1, floor(from.width_px / step)),
                        .height_px = (int32_t)fmax(1, floor(from.height_px / step))};
    uint8_t *rgb = arena_new(a, uint8_t, raster_bytes(to));
    resample(from, 0, 0, step, to.width_px, to.height_px, *a, rgb);
    to.rgb = rgb;
    return to;
}

/* v / 127.5 - 1, and -1 (black) where the input reaches past the picture. */
static void fill_input(struct raster level, int32_t x_px, int32_t y_px, int32_t width_px,
                       int32_t height_px, float *input)
{
    for (int32_t y = 0; y < height_px; y++) {
        int32_t have = y_px + y < level.height_px ? MIN(width_px, level.width_px - x_px) : 0;
        float *row = input + (size_t)y * (size_t)width_px * RASTER_CHANNELS;
        size_t n = (size_t)have * RASTER_CHANNELS;
        size_t all = (size_t)width_px * RASTER_CHANNELS;
        const uint8_t *p =
            have ? raster_row(level, y_px + y) + (size_t)x_px * RASTER_CHANNELS : level.rgb;
        for (size_t i = 0; i < n; i++)
            row[i] = (float)p[i] / 127.5f - 1.0f;
        for (size_t i = n; i < all; i++)
            row[i] = -1.0f;
    }
}

static int32_t to_grid(int32_t px)
{
    return MAX((px + GRID_PX - 1) / GRID_PX * GRID_PX, 2 * GRID_PX);
}

/* Candidates of one level, in pixels of the picture (step of them a pixel of the level). */
static bool search_level(struct face_finder *f, struct raster level, double step, bool coarsest,
                         struct arena scratch, struct boxes *found, struct err *err)
{
    float *input = arena_new(&scratch, float, (size_t)TILE_PX *TILE_PX *RASTER_CHANNELS);
    struct boxes here = {arena_new(&scratch, struct box, SEEN_MAX), 0, SEEN_MAX};
    const int32_t stride = TILE_PX - OVERLAP_PX;
    for (int32_t y = 0; y == 0 || y + OVERLAP_PX < level.height_px; y += stride) {
        for (int32_t x = 0; x == 0 || x + OVERLAP_PX < level.width_px; x += stride) {
            int32_t w = to_grid(MIN(TILE_PX, level.width_px - x));
            int32_t h = to_grid(MIN(TILE_PX, level.height_px - y));
            fill_input(level, x, y, w, h, input);
            here.n = 0;
            if (!look(f, input, w, h, &here, err))
                return false;
            boxes_merge(&here);
            for (size_t i = 0; i < here.n; i++) {
                struct box b = here.at[i];
                if (!coarsest && fmaxf(b.w, b.h) > FACE_IN_TILE_PX)
                    continue;
                float s = (float)step;
                struct box in_picture = {(b.x + (float)x) * s, (b.y + (float)y) * s, b.w * s,
                                         b.h * s, b.score};
                if (!boxes_add(found, in_picture, err))
                    return false;
            }
        }
    }
    return true;
}

/* Look at one candidate alone, so that it takes 1 / sides of the model's own input: the score of
 * what is found in its place. */
static bool look_again(struct face_finder *f, struct raster picture, struct box box, double sides,
                       struct arena scratch, float *ret_score, struct err *err)
{
    double side = fmax(box.w, box.h) * sides, step = side / NATIVE_PX;
    double x = box.x + box.w / 2 - side / 2, y = box.y + box.h / 2 - side / 2;
    uint8_t *rgb = arena_new(&scratch, uint8_t, NATIVE_PX * NATIVE_PX * RASTER_CHANNELS);
    float *input = arena_new(&scratch, float, NATIVE_PX *NATIVE_PX *RASTER_CHANNELS);
    struct boxes seen = {arena_new(&scratch, struct box, SEEN_MAX), 0, SEEN_MAX};
    resample(picture, x, y, step, NATIVE_PX, NATIVE_PX, scratch, rgb);
    fill_input((struct raster){rgb, NATIVE_PX, NATIVE_PX}, 0, 0, NATIVE_PX, NATIVE_PX, input);
    if (!look(f, input, NATIVE_PX, NATIVE_PX, &seen, err))
        return false;
    struct box here = {(float)((box.x - x) / step), (float)((box.y - y) / step),
                       (float)(box.w / step), (float)(box.h / step), 0};
    *ret_score = 0;
    for (size_t i = 0; i < seen.n; i++)
        if (overlap(here, seen.at[i]) > LOOK_OVERLAP)
            *ret_score = fmaxf(*ret_score, seen.at[i].score);
    return true;
}

/* The second best of three looks; 0 as soon as two are under the mark. */
static bool confirm(struct face_finder *f, struct raster picture, struct box box,
                    struct arena scratch, int64_t *ret_score_pm, struct err *err)
{
    float best = 0, second = 0;
    int misses = 0;
    *ret_score_pm = 0;
    for (int i = 0; i < LOOKS; i++) {
        float score;
        if (!look_again(f, picture, box, LOOK_SIDES[i], scratch, &score, err))
            return false;
        second = fmaxf(second, fminf(best, score));
        best = fmaxf(best, score);
        if (score * 1000 < FACE_SCORE_MIN_PM && ++misses == 2)
            return true;
    }
    *ret_score_pm = (int64_t)(second * 1000);
    return true;
}

static struct region clipped(struct box box, struct raster picture)
{
    struct region all = {0, 0, picture.width_px, picture.height_px};
    struct region r = {(int64_t)floorf(box.x), (int64_t)floorf(box.y), (int64_t)ceilf(box.w),
                       (int64_t)ceilf(box.h)};
    return region_intersect(r, all);
}

static int by_place(const void *a, const void *b)
{
    const struct face *x = a, *y = b;
    int64_t d = x->region.y_px - y->region.y_px;
    if (d == 0)
        d = x->region.x_px - y->region.x_px;
    return d < 0 ? -1 : d > 0;
}

bool face_find(struct face_finder *finder, struct raster picture, struct arena *a,
               struct face **ret_faces, size_t *ret_n, struct err *err)
{
    struct face *faces = arena_new(a, struct face, FACE_CANDIDATES_MAX);
    struct arena scratch = *a;
    struct boxes found = {arena_new(&scratch, struct box, SEEN_MAX), 0, SEEN_MAX};
    double pixels = (double)picture.width_px * picture.height_px;
    double step = pixels <= SMALL_PIXELS ? 0.5 : fmax(1.0, sqrt(pixels / FINEST_PIXELS));

    struct raster level = resampled(picture, step, &scratch);
    for (;;) {
        bool coarsest = MAX(level.width_px, level.height_px) <= NATIVE_PX;
        if (!search_level(finder, level, step, coarsest, scratch, &found, err))
            return false;
        if (coarsest)
            break;
        level = resampled(level, 2, &scratch);
        step *= 2;
    }
    boxes_merge(&found);
    if (found.n > FACE_CANDIDATES_MAX)
        return err_set(err, ERR_LIMIT,
                       "%zu places look like a face, more than the %d that can be "
                       "looked at",
                       found.n, FACE_CANDIDATES_MAX);

    size_t n = 0;
    for (size_t i = 0; i < found.n; i++) {
        struct face face = {.region = clipped(found.at[i], picture)};
        if (!confirm(finder, picture, found.at[i], scratch, &face.score_pm, err))
            return false;
        if (face.score_pm >= FACE_SCORE_MIN_PM && region_area(face.region) > 0)
            faces[n++] = face;
    }
    qsort(faces, n, sizeof *faces, by_place);
    *ret_faces = faces;
    *ret_n = n;
    return true;
}
