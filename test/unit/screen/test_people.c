/* Faces in photographs of Debian's package opencv-doc; what is in them was seen by eye. */
#include "models.h"
#include "picture.h"
#include "screen/face.h"

#define PHOTOS "/usr/share/doc/opencv-doc/examples/data/"

struct photo {
    const char *name;
    size_t faces;
    struct point inside; /* of the first face */
};

static const struct photo photos[] = {
    {"messi5.jpg", 1, {240, 115}},   {"basketball1.png", 1, {85, 117}},
    {"left06.jpg", 1, {290, 180}},   {"fruits.jpg", 0, {0, 0}},
    {"board.jpg", 0, {0, 0}},        {"building.jpg", 0, {0, 0}},
    {"home.jpg", 0, {0, 0}},         {"aloeL.jpg", 0, {0, 0}},
    {"box_in_scene.png", 0, {0, 0}}, {"graf1.png", 0, {0, 0}},
    {"apple.jpg", 0, {0, 0}},        {"baboon.jpg", 0, {0, 0}},
};

static struct raster decoded(const char *name, struct arena *a)
{
    char path[512];
    snprintf(path, sizeof path, PHOTOS "%s", name);
    return picture_read(path, a);
}

static bool holds(struct region r, struct point p)
{
    return p.x_px >= r.x_px && p.x_px < r.x_px + r.w_px && p.y_px >= r.y_px &&
           p.y_px < r.y_px + r.h_px;
}

static void finds_faces_where_they_are(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    if (access(PHOTOS "messi5.jpg", R_OK) != 0) {
        fprintf(stderr, "SKIPPED: no photographs (" PHOTOS "); Debian package opencv-doc\n");
        skip();
    }
    struct arena a = arena_open((size_t)1 << 30);
    struct err err;
    assert_ok(image_start(&err), err);
    CLEANUP(ort_closep) struct ort *ort = models_runtime();
    struct face_finder *finder = face_finder_open(ort, models_read(MODEL_FACES, &a), &err);
    if (!finder)
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < countof(photos); i++) {
        struct arena one = a;
        struct raster picture = decoded(photos[i].name, &one);
        struct face *faces;
        size_t n;
        assert_ok(face_find(finder, picture, &one, &faces, &n, &err), err);
        if (n != photos[i].faces)
            fail_msg("%s: %zu faces, want %zu", photos[i].name, n, photos[i].faces);
        if (n && !holds(faces[0].region, photos[i].inside))
            fail_msg("%s: the face is not where it should be", photos[i].name);
    }
    face_finder_close(finder);
    arena_close(&a);
}

/* Pictures of every awkward size give an answer, and boxes stay inside. */
static void any_size(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    static const int32_t sizes[][2] = {{1, 1}, {1, 3000}, {3000, 1}, {31, 33}, {257, 255}};
    struct arena a = arena_open((size_t)512 << 20);
    struct err err;
    CLEANUP(ort_closep) struct ort *ort = models_runtime();
    struct face_finder *finder = face_finder_open(ort, models_read(MODEL_FACES, &a), &err);
    assert_non_null(finder);
    for (size_t i = 0; i < countof(sizes); i++) {
        struct arena one = a;
        struct raster r = {.width_px = sizes[i][0], .height_px = sizes[i][1]};
        r.rgb = arena_new(&one, uint8_t, raster_bytes(r));
        struct face *faces;
        size_t n;
        assert_ok(face_find(finder, r, &one, &faces, &n, &err), err);
        assert_int_equal(n, 0);
    }
    face_finder_close(finder);
    arena_close(&a);
}

/* A model of another kind, with its bytes right, is refused by its outputs. */
static void another_model_is_refused(void **state)
{
    (void)state;
    if (!models_present())
        skip();
    struct arena a = arena_open((size_t)64 << 20);
    struct err err;
    CLEANUP(ort_closep) struct ort *ort = models_runtime();
    assert_null(face_finder_open(ort, models_read(MODEL_TEXT_TURN, &a), &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_faces_where_they_are),
        cmocka_unit_test(any_size),
        cmocka_unit_test(another_model_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
