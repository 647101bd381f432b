/* Policies: one that is taken is met by all of its witnesses, and by nobody only if it says "none".
 */
#include <stdlib.h>

#include "../fuzz.h"
#include "ledger/tlog_policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct diags diags;
    if (!arena.base)
        arena = arena_open(16 << 20);
    struct arena a = arena;
    struct tlog_policy p;
    bool cosigned[TLOG_POLICY_MAX] = {false};
    diags = (struct diags){.a = &a};
    if (!tlog_policy_parse((str){(const char *)data, size}, &diags, &p)) {
        if (!diags.n)
            abort();
        return 0;
    }
    if (diags.n || tlog_policy_quorum_met(&p, cosigned) != (p.quorum == QUORUM_NONE))
        abort();
    for (size_t i = 0; i < p.n_witnesses; i++)
        cosigned[i] = true;
    if (!tlog_policy_quorum_met(&p, cosigned))
        abort();
    return 0;
}
