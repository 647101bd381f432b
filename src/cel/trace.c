/* Explanations: an evaluation that writes down what each subexpression gave.
 *
 * Nodes call one another through pointers, so a copy of the program whose nodes all are `watch`,
 * each with the real node beside it, records everything; the program itself stays as fast as it is.
 */
#include "cel/eval.h"

struct watched {
    struct node door; /* what others call; first, so that its address is ours */
    struct node real;
    const struct node *opt_fold; /* the comprehension whose body this is */
};

struct tracer {
    struct eval eval;       /* first, so that its address is ours */
    struct cel_trace **end; /* where the next record goes */
};

static struct cel_value watch(const struct node *n, struct eval *e)
{
    const struct watched *w = (const struct watched *)(const void *)n;
    struct tracer *t = (struct tracer *)(void *)e;
    struct cel_trace *record = eval_new(e, struct cel_trace, 1);
    if (!record)
        return eval_exhaust(e);
    record->at = n->from;
    record->n = n->to - n->from;
    if (w->opt_fold) {
        const struct node *fold = w->opt_fold;
        for (int i = 0; i <= fold->fold.pairs; i++) {
            record->names[i] = fold->fold.names[i];
            record->values[i] = e->locals[fold->fold.slot + i];
        }
    }
    *t->end = record;
    t->end = &record->inner;
    record->value = w->real.eval(&w->real, e);
    t->end = &record->next;
    return record->value;
}

static bool is_fold(const struct node *n)
{
    static eval_fn *const folds[] = {eval_all,    eval_exists,   eval_exists_one,
                                     eval_filter, eval_map_list, eval_map_map};
    for (size_t i = 0; i < countof(folds); i++) {
        if (n->eval == folds[i])
            return true;
    }
    return false;
}

static const struct node *watched(const struct node *n, const struct node *opt_fold,
                                  struct arena *a)
{
    struct watched *w = arena_new(a, struct watched, 1);
    w->real = w->door = *n;
    w->door.eval = watch;
    w->opt_fold = opt_fold;
    w->real.args = arena_new(a, const struct node *, n->n_args);
    bool fold = is_fold(n);
    for (uint32_t i = 0; i < n->n_args; i++) {
        w->real.args[i] = watched(n->args[i], fold && i ? n : NULL, a);
        if (fold && n->args[i] == n->fold.cond)
            w->real.fold.cond = w->real.args[i];
        if (fold && n->args[i] == n->fold.element)
            w->real.fold.element = w->real.args[i];
    }
    return &w->door;
}

bool cel_explain(const struct cel_program *p, const struct cel_value *vars, uint64_t *budget,
                 struct arena *a, const struct cel_trace **ret_trace, struct err *err)
{
    struct cel_trace *root = NULL;
    struct tracer t = {
        .eval = {.program = p,
                 .vars = vars,
                 .budget = (int64_t)MIN(*budget, (uint64_t)INT64_MAX),
                 .a = a},
        .end = &root,
    };
    struct eval *e = &t.eval;
    /* cost is at least the number of nodes. */
    size_t copies = p->cost * (sizeof(struct watched) + 2 * sizeof(void *));
    e->locals = eval_new(e, struct cel_value, p->n_locals);
    if (!e->locals || copies > arena_room(*a) || !eval_charge(e, p->cost))
        eval_exhaust(e);
    else
        (void)eval_run(watched(p->root, NULL, a), e);
    uint64_t had = *budget;
    *budget = (uint64_t)e->budget;
    if (e->exhausted)
        return err_set(err, ERR_LIMIT, "the explanation is over its budget of %llu steps",
                       (unsigned long long)had);
    *ret_trace = root;
    return true;
}
