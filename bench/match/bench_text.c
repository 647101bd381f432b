/* A text of 64 KiB of made-up words against a list of 2,000 terms, and against one. */
#include <stdio.h>
#include <stdlib.h>

#include "../bench.h"
#include "match/term_set.h"

enum {
    TERMS = 2000,
    TEXT_BYTES = 64 << 10,
    ROUNDS = 11,
};

static uint32_t state_of_random = 1;

static uint32_t next_random(uint32_t below)
{
    state_of_random = state_of_random * 1664525 + 1013904223;
    return (state_of_random >> 8) % below;
}

/* Words of two to four syllables, so that pieces of terms stand all over the text as in prose. */
static size_t word(char *p)
{
    size_t n = 0;
    for (uint32_t i = 2 + next_random(3); i > 0; i--) {
        p[n++] = "bcdfghlnprst"[next_random(12)];
        p[n++] = "aeiou"[next_random(5)];
        if (next_random(3) == 0)
            p[n++] = "nrst"[next_random(4)];
    }
    p[n++] = ' ';
    return n;
}

int main(void)
{
    struct arena a = arena_open((size_t)256 << 20);
    struct err err = {0};
    static str terms[TERMS];
    for (int i = 0; i < TERMS; i++) {
        char *p = arena_new(&a, char, 64);
        size_t n = word(p);
        terms[i] = (str){p, n + word(p + n) - 1};
    }
    char *text = arena_new(&a, char, TEXT_BYTES + 64);
    size_t bytes = 0;
    while (bytes < TEXT_BYTES)
        bytes += word(text + bytes);
    static const size_t sizes[] = {1, TERMS};
    for (size_t k = 0; k < countof(sizes); k++) {
        const struct term_set *set;
        double ms[ROUNDS], start = now_s(CLOCK_MONOTONIC);
        size_t found = 0;
        if (!term_set_build(terms, sizes[k], &a, &set, &err))
            abort();
        double built = 1e3 * (now_s(CLOCK_MONOTONIC) - start);
        for (int i = 0; i < ROUNDS; i++) {
            struct arena scratch = a;
            struct term_matches m;
            start = now_s(CLOCK_MONOTONIC);
            if (!term_set_search(set, (str){text, TEXT_BYTES}, &scratch, &m, &err))
                abort();
            ms[i] = 1e3 * (now_s(CLOCK_MONOTONIC) - start);
            found = m.n;
        }
        printf("%4zu terms: built in %.2f ms; 64 KiB searched in %.2f ms, %zu matches\n", sizes[k],
               built, median(ms, ROUNDS), found);
    }
    arena_close(&a);
    return 0;
}
