/* Sidecars: whatever the bytes, a rating is within its limits or there is an error. */
#include <stdlib.h>

#include "../fuzz.h"
#include "base/utf8.h"
#include "image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct err err;
    if (!arena.base) {
        arena = arena_open(IMAGE_ARENA_BYTES);
        if (!image_marks_start(&err))
            abort();
    }
    struct arena scratch = arena;
    struct image_marks marks;
    if (image_marks((str){(const char *)data, size}, true, &scratch, &marks, &err) &&
        ((marks.rated && (marks.rating < -1 || marks.rating > 5)) ||
         (marks.label.p && !utf8_valid(marks.label))))
        abort();
    return 0;
}
