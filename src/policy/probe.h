/* policy/probe.h -- inside policy only: rules asked about examples, and about what differs from an
 * example in one field. */
#pragma once

#include "policy/loaded.h"

enum {
    PROBE_THINGS_MAX = 100, /* of a list that `each` gives: more are not looked at */
    PROBE_BYTES = 256 << 20,
    PROBE_BIND_STEPS = 200, /* what making and binding facts costs of the budget */
    POOL_MAX = 600,
    POOL_FIELD_MAX = 12, /* values of one field */
};

enum probe_answer {
    PROBE_NO,
    PROBE_YES,
    PROBE_ERROR,
};

/* A value that some example has in a field: in a variant every record of that shape has it. */
struct pool_value {
    const struct shape *shape;
    size_t field;
    struct cel_value value;
};

struct pool {
    struct pool_value *at;
    size_t n;
};

struct probe {
    const struct policy *policy;
    struct cel_value *vars;
    size_t it;
    uint64_t budget;
    struct arena scratch; /* the facts that are bound, from the start */
    struct arena work;    /* what is left of it: for one evaluation */
};

void probe_init(struct probe *probe, const struct policy *p, uint64_t budget, struct arena *a);

/* Bind the example's facts, with one value changed. */
void probe_bind(struct probe *probe, const struct node *opt_given, const struct node *example,
                const struct pool_value *opt_change);

/* Does the rule fire for anything in the facts that are bound? */
enum probe_answer probe_fires(struct probe *probe, const struct rule *r);

/* What it is asked for: one absent value for a rule without `each`. */
size_t probe_things(struct probe *probe, const struct rule *r,
                    struct cel_value ret_things[PROBE_THINGS_MAX]);

struct pool pool_make(struct arena *a);
void pool_add_examples(struct pool *pool, struct probe *probe, const struct pack_text *text,
                       struct arena *a);
