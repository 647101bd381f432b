#include "shoot/gram.h"

enum {
    BITS_MIN = 1 << 10,
    BITS_A_LETTER = 16,
    ONE_IN = 4,
};

static uint32_t hash_of(const uint32_t *letters)
{
    uint64_t h = 0;
    for (int i = 0; i < GRAM_LETTERS; i++)
        h = (h ^ letters[i]) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

struct gram_set gram_set_make(struct folded blind, struct arena *a)
{
    if (blind.n < GRAM_LETTERS)
        return (struct gram_set){0};
    uint32_t bits = BITS_MIN;
    while (bits / BITS_A_LETTER < blind.n)
        bits *= 2;
    uint64_t *set = arena_new(a, uint64_t, bits / 64);
    for (uint32_t i = 0; i + GRAM_LETTERS <= blind.n; i++) {
        uint32_t h = hash_of(blind.letter + i) & (bits - 1);
        set[h / 64] |= (uint64_t)1 << h % 64;
    }
    return (struct gram_set){set, bits - 1};
}

struct gram_lines gram_lines_make(const str *lines, const size_t *at, size_t n, struct arena *a)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        most += lines[at[i]].n * FOLD_LETTERS_A_BYTE;
    struct gram_lines g = {arena_new(a, uint32_t, most), arena_new(a, size_t, n), n};
    size_t hashes = 0;
    for (size_t i = 0; i < n; i++) {
        struct arena scratch = *a;
        struct folded f;
        struct err err;
        if (fold(lines[at[i]], FOLD_BLIND, &scratch, &f, &err))
            for (uint32_t k = 0; k + GRAM_LETTERS <= f.n; k++)
                g.hash[hashes++] = hash_of(f.letter + k);
        g.ends[i] = hashes;
    }
    return g;
}

bool gram_may_stand(struct gram_set print, struct gram_lines reading)
{
    if (!print.bits)
        return true;
    for (size_t i = 0, from = 0; i < reading.n; i++) {
        size_t shared = 0;
        for (size_t k = from; k < reading.ends[i]; k++) {
            uint32_t h = reading.hash[k] & print.mask;
            shared += print.bits[h / 64] >> h % 64 & 1;
        }
        if (shared > 0 && shared * ONE_IN >= reading.ends[i] - from)
            return true;
        from = reading.ends[i];
    }
    return false;
}
