/* dng OUT ORIENTATION [PREVIEW.jpg WIDTH HEIGHT]: a raw file with that preview, for scenarios. */
#include <stdbool.h>
#include <stdio.h>

#include "../dng.h"

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 6) {
        fprintf(stderr, "usage: dng OUT ORIENTATION [PREVIEW.jpg WIDTH HEIGHT]\n");
        return 2;
    }
    static uint8_t preview[1 << 20];
    struct dng d = {.raw_w = 64, .raw_h = 48, .orientation = (unsigned)atoi(argv[2])};
    if (argc == 6) {
        FILE *f = fopen(argv[3], "rb");
        if (!f)
            return 1;
        d.preview_bytes = fread(preview, 1, sizeof preview, f);
        fclose(f);
        d.preview = preview;
        d.preview_w = (unsigned)atoi(argv[4]);
        d.preview_h = (unsigned)atoi(argv[5]);
    }
    size_t n;
    void *bytes = dng_make(d, &n);
    FILE *f = fopen(argv[1], "wb");
    bool written = f && fwrite(bytes, 1, n, f) == n;
    free(bytes);
    return !written || fclose(f) != 0;
}
