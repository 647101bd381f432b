/* The bank and its suppressions; what is read must be written back and read again. */
#include "screen/bank.h"

#include <stdlib.h>

enum {
    INPUT_MAX_BYTES = 64 << 10,
    ARENA_BYTES = 32 << 20, /* small: the sanitizer clears its shadow at every unmapping */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_MAX_BYTES)
        return 0;
    struct arena a = arena_open(ARENA_BYTES);
    str text = {(const char *)data, size};
    struct diags diags = {.a = &a};
    struct bank bank;
    struct err err;
    if (bank_read(text, &a, &diags, &bank)) {
        struct buf out = {0};
        struct bank_entry entry = {.hash.word = {1},
                                   .label = S("l"),
                                   .reason = S("r"),
                                   .source = S("s"),
                                   .added = {2026, 11, 22}};
        if (bank_add(text, entry, &a, &out, &err)) {
            struct bank again;
            if (!bank_read(buf_str(&out), &a, &diags, &again) ||
                again.entries.n != bank.entries.n + 1)
                abort();
        }
        buf_done(&out);
    } else if (diags.n == 0 && diags.dropped == 0) {
        abort(); /* refused without a word */
    }
    struct bank suppressed = {0};
    (void)bank_suppress(&suppressed, text, (struct date){2026, 11, 22}, &a, &diags);
    for (size_t i = 0; i < suppressed.suppressions.n; i++)
        if (!suppressed.suppressions.at[i].reason.n || !suppressed.suppressions.at[i].who.n)
            abort();
    arena_close(&a);
    return 0;
}
