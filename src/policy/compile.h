/* policy/compile.h -- inside policy only: a written pack into rules that can be asked. */
#pragma once

#include "policy/pack.h"
#include "policy/rule.h"

/* What all packs of a policy share. */
struct rule_frame {
    struct pack_records records;
    struct shape *shapes;       /* of all records in the facts */
    const struct shape *facts;  /* of the facts themselves */
    const struct cel_var *vars; /* facts->object.n of them */
    int64_t facts_version;
};

struct rule_set {
    str pack; /* its name; absent where that could not be read */
    struct pack_about about;
    struct texts territories;
    struct rule *at;
    size_t n;
};

/* Read, check, compile, and run every example. True when nothing was added to diags; otherwise
 * nothing needs closing, and only the name is set. */
nodiscard bool pack_compile(const struct rule_frame *frame, str yaml, struct arena *a,
                            struct diags *diags, struct rule_set *ret);
