/* Signed notes: whatever is taken is composed again byte for byte, and no text is vouched for but
 * those that the keys signed. */
#include <stdlib.h>

#include "../fuzz.h"
#include "sign/note.h"
#include "vectors.h"

static const struct {
    str key, text;
} known[] = {
    {S(LOG_KEY), S(LOG_TEXT)},
    {S(FOO_KEY), S(FOO_TEXT)},
    {S(STATUS_KEY), S(STATUS_TEXT)},
};

static void must(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct verify_key keys[countof(known)];
    struct err err;
    if (!arena.base) {
        arena = arena_open(8 << 20);
        for (size_t i = 0; i < countof(known); i++)
            must(verify_key_parse(known[i].key, &keys[i], &err));
    }
    struct arena a = arena;
    str bytes = {(const char *)data, size}, again;
    struct note note;
    struct note_signers by;
    if (!note_parse(bytes, &a, &note, &err))
        return 0;
    must(note.n_signatures >= 1 && note.n_signatures <= NOTE_SIGNATURES_MAX);
    must(note_compose(note.text, note.signatures, note.n_signatures, &a, &again, &err));
    must(str_eq(again, bytes));
    if (!note_verify(&note, keys, countof(keys), &by, &err))
        return 0;
    must(by.n >= 1);
    for (size_t i = 0; i < by.n; i++)
        must(str_eq(note.text, known[by.keys[i] - keys].text));
    return 0;
}
