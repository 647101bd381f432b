/* Folding any bytes: what its header promises about the letters holds. */
#include <stdlib.h>

#include "../fuzz.h"
#include "match/fold.h"

static void check(str text, enum fold_form form)
{
    struct arena a = arena_open(fold_arena_bytes(text.n) * 2 + 4096);
    struct folded f;
    struct err err = {0};
    if (!fold(text, form, &a, &f, &err) || f.n > text.n * FOLD_LETTERS_A_BYTE || f.natural > f.n)
        abort();
    for (uint32_t i = 0; i < f.n; i++) {
        bool space = f.letter[i] == ' ';
        if (f.from[i] > f.to[i] || f.to[i] > text.n || (i && f.from[i] < f.from[i - 1]))
            abort();
        if (space && (form == FOLD_BLIND || !i || i + 1 == f.n || f.letter[i - 1] == ' '))
            abort();
        if (f.letter[i] == 'i' || f.letter[i] == 'm' || f.letter[i] == '0')
            abort();
    }
    (void)folded_text(f, &a);
    arena_close(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    check((str){(const char *)data, size}, FOLD_WORDS);
    check((str){(const char *)data, size}, FOLD_BLIND);
    return 0;
}
