/* Offline proofs: whatever is taken is printed again byte for byte, and nothing is proved but the
 * entry at its index. */
#include "../fuzz.h"
#include "believed.h"
#include "ledger/tlog_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct tlog_policy policy;
    if (!arena.base) {
        arena = arena_open(16 << 20);
        policy = believed_policy(&arena);
    }
    struct arena a = arena;
    str bytes = {(const char *)data, size}, again;
    struct tlog_proof p;
    struct cosigned by;
    struct err err;
    if (!tlog_proof_parse(bytes, &a, &p, &err))
        return 0;
    if (!tlog_proof_print(&p, &a, &again, &err) || !str_eq(again, bytes))
        abort();
    if (tlog_proof_verify(&p, S("\x40\x41\x42\x43"), &policy, &a, &by, &err) &&
        (p.index != 5 || p.proof.n != 3 || !str_eq(by.note.text, S(LOG_TEXT))))
        abort();
    if (tlog_proof_verify(&p, S("another entry"), &policy, &a, &by, &err))
        abort();
    return 0;
}
