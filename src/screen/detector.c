#include "screen/detector.h"

#include "base/utf8.h"
#include "screen/detect.h"

#include <stdlib.h>

/* In the order they run; a row that reads what another found stands below it. */
static const struct detector *const table[] = {
    &text_detector,        &watchlist_detector, &people_detector,
    &fingerprint_detector, &known_bad_detector, &metadata_detector,
};

struct screener {
    struct screener_options options;
    struct ort *ort;
    struct err ort_trouble;
    bool ort_tried;
    struct {
        void *state;
        struct err trouble; /* ERR_NONE: it opened */
    } row[countof(table)];
};

size_t detector_count(void)
{
    return countof(table);
}

struct detector_about detector_at(size_t i)
{
    assert(i < countof(table));
    return (struct detector_about){str_of(table[i]->name), str_of(table[i]->version),
                                   table[i]->needs};
}

const struct screener_options *screener_given(const struct screener *s)
{
    return &s->options;
}

bool screener_ort(struct screener *s, struct ort **ret_ort, struct err *err)
{
    if (!s->ort_tried) {
        s->ort_tried = true;
        s->ort = ort_open(s->options.ort_paths, s->options.ort_paths_n, &s->ort_trouble);
    }
    if (!s->ort) {
        *err = s->ort_trouble;
        return err_wrap(err, "no ONNX Runtime (`make setup` fetches one)");
    }
    *ret_ort = s->ort;
    return true;
}

static bool models_checked(const struct screener *s, const struct detector *d, struct err *err)
{
    for (size_t i = 0; i < d->models_n; i++)
        if (!model_check(d->models[i], s->options.models.at[d->models[i]], err))
            return false;
    return true;
}

struct screener *screener_open(struct screener_options options)
{
    struct screener *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->options = options;
    for (size_t i = 0; i < countof(table); i++) {
        const struct detector *d = table[i];
        if (d->needs != NEEDS_PIXELS || !models_checked(s, d, &s->row[i].trouble) || !d->open)
            continue;
        bool opened = d->open(s, &s->row[i].state, &s->row[i].trouble);
        assert(opened == (s->row[i].trouble.kind == ERR_NONE));
    }
    s->options.models = (struct model_bytes){0};
    return s;
}

void screener_close(struct screener *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < countof(table); i++)
        if (table[i]->close && s->row[i].state)
            table[i]->close(s->row[i].state);
    ort_close(s->ort);
    free(s);
}

const struct detector_run *screening_run(const struct screening *s, str name)
{
    for (size_t i = 0; i < s->detectors.n; i++)
        if (str_eq(s->detectors.at[i].name, name))
            return &s->detectors.at[i];
    return NULL;
}

struct finding *detection_add(struct detection *d, enum finding_kind kind, struct err *err)
{
    if (d->added >= DETECTOR_FINDINGS_MAX) {
        err_set(err, ERR_LIMIT, "more than %d findings in one picture", DETECTOR_FINDINGS_MAX);
        return NULL;
    }
    d->added++;
    struct finding *f = &d->screening->findings.at[d->screening->findings.n++];
    *f = (struct finding){
        .kind = (int)kind,
        .region = {0, 0, d->screening->width_px, d->screening->height_px},
        .score_pm = INT_ABSENT,
        .distance_bits = INT_ABSENT,
        .detector = d->run->name,
        .version = d->run->version,
        .models = d->models,
    };
    return f;
}

static struct screening screening_start(int64_t width_px, int64_t height_px, size_t room,
                                        struct arena *a)
{
    struct screening s = {.version = SCREENING_VERSION,
                          .width_px = width_px,
                          .height_px = height_px,
                          .quality = INT_ABSENT};
    s.findings.at = arena_new(a, struct finding, room);
    s.detectors.at = arena_new(a, struct detector_run, countof(table));
    return s;
}

static void name_models(struct detection *d, const struct detector *row)
{
    d->models.at = row->models_n ? arena_new(d->a, str, row->models_n) : NULL;
    d->run->models.at = row->models_n ? arena_new(d->a, struct model_used, row->models_n) : NULL;
    for (size_t i = 0; i < row->models_n; i++) {
        const struct model_file *file = &model_files[row->models[i]];
        d->models.at[d->models.n++] = str_of(file->sha256);
        d->run->models.at[d->run->models.n++] =
            (struct model_used){str_of(file->name), str_of(file->sha256)};
    }
}

/* Findings that the rows of one half can add, failures included. */
static size_t findings_room(enum detector_needs needs)
{
    size_t room = 0;
    for (size_t i = 0; i < countof(table); i++)
        room += table[i]->needs == needs ? DETECTOR_FINDINGS_MAX + 1 : 0;
    assert(room <= SCREENING_FINDINGS_MAX);
    return room;
}

/* "Could not tell", for a row of the table, with the reason in words. */
static void row_failed(struct detection *d, str why)
{
    d->run->status = RUN_FAILED;
    d->run->reason = utf8_clean(why, d->a);
    d->added = 0; /* there is room for this one always */
    struct err none;
    struct finding *f = detection_add(d, FINDING_COULD_NOT_TELL, &none);
    assert(f);
    f->reason = S("detector_failed");
    f->evidence = d->run->reason;
}

static bool switched_off(const struct screener *s, str name)
{
    for (size_t i = 0; s && i < s->options.off_n; i++)
        if (str_eq(s->options.off[i], name))
            return true;
    return false;
}

/* Run every row that reads this kind of input over `shared`. */
static void run_rows(struct detection shared, enum detector_needs needs)
{
    for (size_t i = 0; i < countof(table); i++) {
        const struct detector *row = table[i];
        if (row->needs != needs)
            continue;
        struct detection d = shared;
        d.run = &d.screening->detectors.at[d.screening->detectors.n++];
        *d.run = (struct detector_run){
            .name = str_of(row->name), .version = str_of(row->version), .status = RUN_DONE};
        if (switched_off(d.screener, d.run->name)) {
            d.run->status = RUN_OFF;
            d.run->reason = S("switched off by the operator");
            continue;
        }
        if (d.picture.only.p && !str_eq(d.picture.only, d.run->name)) {
            d.run->status = RUN_OFF;
            d.run->reason = S("not looked at yet");
            continue;
        }
        name_models(&d, row);
        if (row->uses_runtime && d.screener && d.screener->ort)
            d.run->runtime = str_copy(ort_version(d.screener->ort), d.a);
        void *state = d.screener ? d.screener->row[i].state : NULL;
        struct err err = {0};
        if (d.screener && d.screener->row[i].trouble.kind != ERR_NONE)
            err = d.screener->row[i].trouble;
        else if (row->run(&d, state, &err))
            continue;
        row_failed(&d, str_of(err.msg));
    }
}

void screener_pixels(struct screener *s, struct picture picture, struct arena *a,
                     struct screening *ret_screening)
{
    const struct raster *planes = picture.planes;
    assert(picture.planes_n >= 1 && picture.planes_n <= SCREEN_PLANES_MAX);
    assert(picture.planes_n == 1 || (planes[0].width_px == planes[1].width_px &&
                                     planes[0].height_px == planes[1].height_px));
    *ret_screening =
        screening_start(planes[0].width_px, planes[0].height_px, findings_room(NEEDS_PIXELS), a);
    run_rows(
        (struct detection){.screener = s, .picture = picture, .screening = ret_screening, .a = a},
        NEEDS_PIXELS);
}

void screen_file(const struct image_about *about, struct arena *a, struct screening *ret_screening)
{
    *ret_screening =
        screening_start(about->width_px, about->height_px, findings_room(NEEDS_STATEMENTS), a);
    run_rows((struct detection){.about = about, .screening = ret_screening, .a = a},
             NEEDS_STATEMENTS);
}

/* Findings of one row from one half, but for what another row claims. */
static void take_findings(struct screening *to, const struct screening *from, str detector)
{
    for (size_t i = 0; i < from->findings.n; i++)
        if (str_eq(from->findings.at[i].detector, detector))
            to->findings.at[to->findings.n++] = from->findings.at[i];
}

void screening_merge(const struct screening *opt_pixels, const struct screening *opt_file,
                     str why_absent, struct arena *a, struct screening *ret_screening)
{
    const struct screening *sized = opt_pixels ? opt_pixels : opt_file;
    size_t room = (opt_pixels ? opt_pixels->findings.n : 0) +
                  (opt_file ? opt_file->findings.n : 0) + countof(table);
    struct screening merged =
        screening_start(sized ? sized->width_px : 0, sized ? sized->height_px : 0, room, a);
    if (opt_pixels) {
        merged.fingerprint = opt_pixels->fingerprint;
        merged.quality = opt_pixels->quality;
    }
    for (size_t i = 0; i < countof(table); i++) {
        const struct screening *half = table[i]->needs == NEEDS_PIXELS ? opt_pixels : opt_file;
        str name = str_of(table[i]->name);
        const struct detector_run *run = half ? screening_run(half, name) : NULL;
        struct detection d = {.screening = &merged, .a = a};
        d.run = &merged.detectors.at[merged.detectors.n++];
        if (run) {
            *d.run = *run;
            take_findings(&merged, half, name);
        } else {
            *d.run = (struct detector_run){.name = name, .version = str_of(table[i]->version)};
            row_failed(&d, why_absent);
        }
    }
    *ret_screening = merged;
}
