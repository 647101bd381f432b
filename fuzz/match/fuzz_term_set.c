/* The first lines are terms, what follows the first empty line is a text. */
#include <stdlib.h>

#include "../fuzz.h"
#include "match/term_set.h"

enum {
    TERMS_MAX = 64
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 14)
        return 0;
    str rest = {size ? (const char *)data : "", size}, line, terms[TERMS_MAX];
    size_t n = 0;
    while (n < TERMS_MAX && str_cut(&rest, '\n', &line) && line.n)
        terms[n++] = line;
    str text = rest.p ? rest : S("");
    struct arena a = arena_open(64 << 20);
    const struct term_set *set;
    struct term_matches m;
    struct err err = {0};
    if (term_set_build(terms, n, &a, &set, &err)) {
        if (!term_set_search(set, text, &a, &m, &err))
            abort();
        for (size_t i = 0; i < m.n; i++)
            if (m.v[i].term >= n || m.v[i].start >= m.v[i].end || m.v[i].end > text.n ||
                (i && m.v[i].start < m.v[i - 1].start))
                abort();
    } else if (err.kind != ERR_INVALID && err.kind != ERR_LIMIT) {
        abort();
    }
    arena_close(&a);
    return 0;
}
