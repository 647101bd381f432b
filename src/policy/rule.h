/* policy/rule.h -- inside policy only: a compiled rule, and asking it about bound facts. */
#pragma once

#include "policy/message.h"
#include "policy/reasons.h"
#include "policy/shape.h"

struct rule {
    str pack, id;
    int effect;      /* enum effect */
    bool shadow;     /* asked and reported, and never decides */
    str role, party; /* of a need; party "" for any */
    int64_t count;
    struct cel_program *opt_each, *when;
    str each_source, when_source; /* as written; each absent where there is none */
    const struct shape *opt_it;   /* of what `each` lists, where it is a record of the facts */
    struct message because, fix;
    LIST_OF(struct citation) citations;
};

/* Accepts a rule that was compiled in part. */
void rule_close(struct rule *r);

/* One picture under judgement. */
struct asking {
    struct cel_value *vars; /* the facts' fields, then one place for `it` */
    size_t it;              /* that place */
    uint64_t budget;        /* left for all rules */
    struct arena *a;        /* where reasons live */
    struct arena work;      /* what evaluations use, free again after each rule; apart from a */
    struct reason_list reasons;
};

/* Add a reason for each thing for which the rule fires. False with what went wrong: an error of an
 * expression, or LIMIT for the budget and for more reasons than a verdict holds. */
nodiscard bool rule_ask(const struct rule *r, struct asking *q, struct err *err);
