/* Faces found in pictures, and the time it takes: faces RUNTIME MODEL PICTURE.ppm ... (P6, 8 bits).
 * Prints a line a picture: megapixels, CPU seconds, faces with place and score. */
#include "base/file.h"
#include "screen/face.h"

#include <stdio.h>
#include <time.h>

static double cpu_s(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static bool ppm_read(str bytes, struct raster *ret)
{
    int width, height, most, used = 0;
    if (sscanf(bytes.p, "P6 %d %d %d%n", &width, &height, &most, &used) != 3 || most != 255)
        return false;
    *ret = (struct raster){(const uint8_t *)bytes.p + used + 1, width, height};
    return width > 0 && height > 0 && raster_bytes(*ret) + (size_t)used + 1 <= bytes.n;
}

static bool find(struct face_finder *finder, const char *path, struct arena *a, struct err *err)
{
    str bytes;
    struct raster picture;
    if (!file_read(path, (size_t)1 << 30, a, &bytes, err))
        return false;
    if (!ppm_read(bytes, &picture))
        return err_set(err, ERR_INVALID, "%s is not a PPM (P6, 8 bits)", path);
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
    if (argc < 4) {
        fprintf(stderr, "usage: %s RUNTIME MODEL PICTURE.ppm ...\n", argv[0]);
        return 2;
    }
    struct arena a = arena_open((size_t)2 << 30);
    struct err err;
    str model;
    const char *runtime = argv[1];
    struct ort *ort = ort_open(&runtime, 1, &err);
    struct face_finder *finder = NULL;
    if (ort && file_read(argv[2], 64 << 20, &a, &model, &err))
        finder = face_finder_open(ort, model, &err);
    bool good = finder != NULL;
    for (int i = 3; good && i < argc; i++) {
        struct arena one = a;
        good = find(finder, argv[i], &one, &err);
    }
    if (!good)
        fprintf(stderr, "%s\n", err.msg);
    face_finder_close(finder);
    ort_close(ort);
    arena_close(&a);
    return good ? 0 : 1;
}
