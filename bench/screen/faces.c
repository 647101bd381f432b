/* Faces found in pictures, and the time it takes: faces PICTURE ... Prints a line a picture:
 * megapixels, CPU seconds, faces with place and score. */
#include "pictures.h"

#include "screen/face.h"

static bool find(struct face_finder *finder, const char *path, struct arena *a, struct err *err)
{
    CLEANUP(arena_close) struct arena pixels = arena_open((size_t)1 << 30);
    struct raster picture;
    if (!picture_read(path, &pixels, *a, &picture, err))
        return false;
    double start = cpu_s();
    struct face *faces;
    size_t n;
    if (!face_find(finder, picture, a, &faces, &n, err))
        return err_wrap(err, "%s", path);
    printf("%s\t%.1f MP\t%.2f s\t%zu", path, 1e-6 * picture.width_px * picture.height_px,
           cpu_s() - start, n);
    for (size_t i = 0; i < n; i++)
        printf("\t%lldx%lld+%lld+%lld %lld", (long long)faces[i].region.w_px,
               (long long)faces[i].region.h_px, (long long)faces[i].region.x_px,
               (long long)faces[i].region.y_px, (long long)faces[i].score_pm);
    putchar('\n');
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s PICTURE ...\n", argv[0]);
        return 2;
    }
    struct arena a = arena_open((size_t)2 << 30);
    struct err err;
    str model;
    struct face_finder *finder = NULL;
    struct ort *ort = image_start(&err) ? models_runtime(&err) : NULL;
    if (ort && models_read(MODEL_FACES, &a, &model, &err))
        finder = face_finder_open(ort, model, &err);
    bool good = finder != NULL;
    for (int i = 1; good && i < argc; i++) {
        struct arena one = a;
        good = find(finder, argv[i], &one, &err);
    }
    if (!good)
        fprintf(stderr, "faces: %s\n", err.msg);
    face_finder_close(finder);
    ort_close(ort);
    arena_close(&a);
    return good ? 0 : 1;
}
