/* cel/eval.h -- compiled programs and the state of one evaluation. Private to this folder.
 *
 * A program is a tree of nodes, each with the C function that evaluates it. Errors are values of
 * kind ERROR that travel up like any other; only && || all exists ?: look at them. Being out of
 * budget is the exception: it marks the evaluation, and no result comes out of it. */
#pragma once

#include "cel/cel.h"
#include "cel/regex.h"

struct eval {
    const struct cel_program *program;
    const struct cel_value *vars;
    struct cel_value *locals;
    int64_t budget;
    uint32_t at; /* where the call under way stands in the source */
    bool exhausted;
    struct arena *a;
};

struct node;
typedef struct cel_value eval_fn(const struct node *n, struct eval *e);

struct node {
    eval_fn *eval;
    uint32_t at;
    uint32_t n_args;
    uint32_t from, to; /* of the source, for explanations */
    const struct node **args;
    union {
        struct cel_value value;
        uint32_t slot;      /* VAR, LOCAL, BIND, OPT_MAP */
        const bool *if_any; /* ELEMENTS: by element, ENTRIES: by key: was it written with a ? */
        struct {
            str name;
            const struct cel_type *type; /* the object type that index belongs to, or NULL */
            uint32_t index;
        } field;
        struct {
            str name;
            const struct overload *rows;
            uint32_t n_rows;
        } call;
        struct {
            const struct node *cond, *element; /* either may be NULL */
            const str *names;                  /* of the variables */
            uint32_t cost;
            uint16_t slot;
            bool pairs; /* two variables */
        } fold;
        struct {
            struct regex *regex;
            uint32_t cost; /* a byte */
        } matches;
    };
};

struct zone {
    struct zone *next;
    str name;
    str tzif;
};

struct held_regex {
    struct held_regex *next;
    struct regex *regex;
};

struct cel_program {
    const struct node *root;
    str source;
    const struct cel_type *type, *opt_want;
    uint32_t cost;       /* of all nodes once */
    uint64_t most_steps; /* cel_cost */
    uint32_t n_locals;
    size_t n_vars;
    struct zone *zones;
    struct held_regex *regexes;
};

/* An ERROR value at e->at. */
struct cel_value eval_fail(struct eval *e, enum err_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* Out of budget or memory. */
struct cel_value eval_exhaust(struct eval *e);

static inline struct cel_value eval_run(const struct node *n, struct eval *e)
{
    return n->eval(n, e);
}

/* Take n steps off the budget; false once it is used up. */
static inline bool eval_charge(struct eval *e, uint64_t n)
{
    if (__builtin_expect(n <= (uint64_t)e->budget, 1)) {
        e->budget -= (int64_t)n;
        return true;
    }
    e->budget = 0;
    e->exhausted = true;
    return false;
}

/* Work on so many bytes. */
static inline bool eval_charge_bytes(struct eval *e, uint64_t bytes)
{
    return eval_charge(e, bytes / 16 + 1);
}

/* A search for so many bytes in text: memmem is linear, but long needles can be made that slow it
 * down tenfold. */
static inline bool eval_charge_search(struct eval *e, uint64_t text_bytes, uint64_t needle_bytes)
{
    return eval_charge(e, (needle_bytes > 16 ? text_bytes : text_bytes / 8) + needle_bytes + 1);
}

/* A value of this kind where a bool was wanted: the error to give. */
struct cel_value eval_not_bool(const struct node *n, struct eval *e, struct cel_value v);

/* The field that SELECT node n names, or ABSENT, or an error; of an optional, optional.none() if
 * it is not there. */
struct cel_value eval_field_of(const struct node *n, struct eval *e, struct cel_value v);

/* A value that may be a map's key, or an error. */
struct cel_value eval_key(const struct node *n, struct eval *e);

/* A map of these entries, which are sorted in place. */
struct cel_value eval_map_of(struct eval *e, uint32_t at, struct cel_entry *entries, size_t n);

/* Memory for a result, charged for; NULL when there is no room or budget. */
void *eval_alloc(struct eval *e, size_t size, size_t align, size_t count);
#define eval_new(e, type, count) ((type *)eval_alloc(e, sizeof(type), _Alignof(type), count))

/* What the compiler puts into nodes. */
eval_fn eval_const, eval_var, eval_local, eval_select, eval_has, eval_call, eval_and, eval_or,
    eval_cond, eval_list, eval_map, eval_bind, eval_lazy_bind, eval_failure, eval_entries,
    eval_elements, eval_optional, eval_or_other, eval_or_value, eval_opt_map, eval_opt_flat_map,
    eval_matches, eval_all, eval_exists, eval_exists_one, eval_filter, eval_map_list, eval_map_map;
