/* The detector "people": faces counted and boxed, over every plane. */
#include "screen/detect.h"
#include "screen/face.h"

enum {
    SAME_FACE_PM = 300, /* overlap of one face as seen over white and over black */
};

static bool open(struct screener *s, void **ret_state, struct err *err)
{
    struct ort *ort;
    if (!screener_ort(s, &ort, err))
        return false;
    *ret_state = face_finder_open(ort, screener_given(s)->models.at[MODEL_FACES], err);
    return *ret_state != NULL;
}

static void close(void *state)
{
    face_finder_close(state);
}

static bool is_new(const struct face *seen, size_t n, struct face face)
{
    for (size_t i = 0; i < n; i++)
        if (region_overlap_pm(seen[i].region, face.region) >= SAME_FACE_PM)
            return false;
    return true;
}

static bool run(struct detection *d, void *state, struct err *err)
{
    struct face *first = NULL;
    size_t first_n = 0;
    for (size_t p = 0; p < d->picture.planes_n; p++) {
        struct face *faces;
        size_t n;
        if (!face_find(state, d->picture.planes[p], d->a, &faces, &n, err))
            return err_wrap(err, "people");
        for (size_t i = 0; i < n; i++) {
            if (!is_new(first, first_n, faces[i]))
                continue;
            struct finding *f = detection_add(d, FINDING_FACE, err);
            if (!f)
                return false;
            f->region = faces[i].region;
            f->score_pm = faces[i].score_pm;
        }
        if (p == 0) {
            first = faces;
            first_n = n;
        }
    }
    return true;
}

const struct detector people_detector = {
    .name = DETECTOR_PEOPLE,
    .version = "1",
    .needs = NEEDS_PIXELS,
    .uses_runtime = true,
    .models = {MODEL_FACES},
    .models_n = 1,
    .open = open,
    .close = close,
    .run = run,
};
