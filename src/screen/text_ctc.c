#include "screen/text_ctc.h"

#include "base/utf8.h"

#include <string.h>

bool ctc_keys_parse(str bytes, struct arena *a, struct ctc_keys *ret, struct err *err)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes.n; i++)
        lines += bytes.p[i] == '\n';
    struct ctc_keys keys = {.at = arena_new(a, str, lines)};
    str line;
    while (str_cut(&bytes, '\n', &line)) {
        if (line.n == 0 && !bytes.p && keys.n > 0)
            break;
        if (line.n == 0 || !utf8_valid(line))
            return err_set(err, ERR_CORRUPT,
                           "the reader's characters: line %zu is empty or not UTF-8", keys.n + 1);
        keys.at[keys.n++] = line;
    }
    *ret = keys;
    return true;
}

static size_t best_class(const float *p, size_t classes)
{
    size_t best = 0;
    for (size_t i = 1; i < classes; i++)
        if (p[i] > p[best])
            best = i;
    return best;
}

struct ctc_text ctc_decode(const float *p, size_t steps, size_t classes, struct ctc_keys keys,
                           struct arena *a)
{
    assert(classes == keys.n + 2);
    const size_t blank = 0, space = classes - 1;
    CLEANUP(buf_done) struct buf out = {0};
    double sum = 0;
    size_t kept = 0, chars = 0, last = blank;
    for (size_t t = 0; t < steps; t++, p += classes) {
        size_t best = best_class(p, classes);
        if (best != blank && best != last) {
            sum += (double)p[best];
            kept++;
            chars += best != space;
            buf_put(&out, best == space ? S(" ") : keys.at[best - 1]);
        }
        last = best;
    }
    if (!buf_ok(&out) || chars == 0)
        return (struct ctc_text){.text = S("")};
    return (struct ctc_text){.text = str_copy(str_trim(buf_str(&out)), a),
                             .confidence = (float)(sum / (double)kept),
                             .chars = chars};
}
