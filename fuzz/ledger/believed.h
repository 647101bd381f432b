/* The policy that the targets hold checkpoints against: one ledger and one witness of fixed keys,
 * who signed one text. */
#pragma once

#include <stdlib.h>

#include "ledger/tlog_policy.h"
#include "vectors.h"

static inline struct tlog_policy believed_policy(struct arena *a)
{
    static struct diags diags;
    struct tlog_policy p;
    diags = (struct diags){.a = a};
    if (!tlog_policy_parse(S("log " LOG_KEY "\nwitness w1 " WITNESS_KEY "\nquorum w1\n"), &diags,
                           &p))
        abort();
    return p;
}
