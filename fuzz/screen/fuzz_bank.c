/* The bank and its suppressions; what is read must be written back and read again. */
#include "../fuzz.h"
#include "screen/bank.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f;
    if (!fuzz_open(&f, data, size, 32 << 20))
        return 0;
    struct bank bank;
    struct err err;
    if (bank_read(f.text, &f.a, &f.diags, &bank)) {
        struct buf out = {0};
        struct bank_entry entry = {.hash.word = {1},
                                   .label = S("l"),
                                   .reason = S("r"),
                                   .source = S("s"),
                                   .added = {2026, 11, 22}};
        if (bank_add(f.text, entry, &f.a, &out, &err)) {
            struct bank again;
            if (!bank_read(buf_str(&out), &f.a, &f.diags, &again) ||
                again.entries.n != bank.entries.n + 1)
                abort();
        }
        buf_done(&out);
    } else if (f.diags.n == 0 && f.diags.dropped == 0) {
        abort(); /* refused without a word */
    }
    struct bank suppressed = {0};
    (void)bank_suppress(&suppressed, f.text, (struct date){2026, 11, 22}, &f.a, &f.diags);
    for (size_t i = 0; i < suppressed.suppressions.n; i++)
        if (!suppressed.suppressions.at[i].reason.n || !suppressed.suppressions.at[i].who.n)
            abort();
    fuzz_close(&f);
    return 0;
}
