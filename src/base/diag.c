#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

bool diag_add(struct diags *d, uint32_t line, uint32_t column, str example, const char *fmt, ...)
{
    if (d->n == DIAGS_MAX) {
        d->dropped++;
        return false;
    }
    char what[1024];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    size_t len = n < 0 ? 0 : MIN((size_t)n, sizeof what - 1);
    d->at[d->n++] = (struct diag){
        .file = d->file,
        .line = line,
        .column = column,
        .what = str_copy((str){what, len}, d->a),
        .example = str_copy(example, d->a),
    };
    return false;
}

void diag_excerpt(struct diags *d, str lines)
{
    if (d->n > 0 && d->dropped == 0)
        d->at[d->n - 1].excerpt = str_copy(lines, d->a);
}

str diag_nearest(str word, const str *known, size_t n)
{
    unsigned best = (unsigned)(word.n / 3 + 1);
    str nearest = {0};
    for (size_t i = 0; i < n; i++) {
        unsigned distance = str_distance(word, known[i], best + 1);
        if (distance <= best && (!nearest.p || distance < best)) {
            best = distance;
            nearest = known[i];
        }
    }
    return nearest;
}
