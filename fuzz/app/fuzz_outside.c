/* What a detector from outside answers: whatever the bytes, its regions lie in the picture. */
#include <stdlib.h>

#include "../fuzz.h"
#include "codec/json.h"
#include "worker/outside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    if (!arena.base) {
        arena = arena_open((size_t)1 << 30);
        json_start();
    }
    struct arena scratch = arena;
    struct outside_answer answer;
    struct err err;
    if (size > OUTSIDE_ANSWER_MAX_BYTES ||
        !outside_answer_read((str){(const char *)data, size}, 60, 40, &scratch, &answer, &err))
        return 0;
    for (size_t i = 0; i < answer.findings.n; i++) {
        struct region r = answer.findings.at[i].region;
        if (r.x_px < 0 || r.y_px < 0 || r.w_px < 1 || r.h_px < 1 || r.x_px + r.w_px > 60 ||
            r.y_px + r.h_px > 40)
            abort();
    }
    return 0;
}
