/* Checkpoints: whatever is taken is printed again byte for byte, and none is believed but the one
 * that ledger and witness signed. */
#include "../fuzz.h"
#include "believed.h"
#include "ledger/cosigned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct tlog_policy policy;
    if (!arena.base) {
        arena = arena_open(8 << 20);
        policy = believed_policy(&arena);
    }
    struct arena a = arena;
    str bytes = {(const char *)data, size};
    struct checkpoint c;
    struct cosigned by;
    struct err err;
    if (checkpoint_parse(bytes, &c, &err) && !str_eq(checkpoint_print(&c, &a), bytes))
        abort();
    if (!cosigned_open(bytes, &policy, &a, &by, &err))
        return 0;
    if (!str_eq(by.note.text, S(LOG_TEXT)) || by.n_cosigners != 1 ||
        by.cosigners[0].at_s != 1700000000)
        abort();
    return 0;
}
