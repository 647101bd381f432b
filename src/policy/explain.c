#include "policy/explain.h"

#include "policy/loaded.h"
#include "policy/tree.h"

struct explaining {
    const struct policy *policy;
    const struct shape *shapes;
    struct cel_value *vars;
    size_t it;
    uint64_t budget;
    struct arena scratch;
    struct buf *out;
};

/* ---- what a rule would do ---- */

static void put_effect(const struct rule *r, struct buf *out)
{
    buf_put(out, r->shadow ? S("shadow, decides nothing; would ") : S(""));
    if (r->effect == EFFECT_BLOCK)
        buf_put(out, r->shadow ? S("block") : S("blocks"));
    else if (r->effect == EFFECT_ADVISE)
        buf_put(out, r->shadow ? S("advise") : S("advises"));
    else
        buf_format(out, "%s %lld x %.*s%s%.*s", r->shadow ? "need" : "needs", (long long)r->count,
                   STR(r->role), r->party.n ? " of " : "", STR(r->party));
}

static bool put_message(struct explaining *e, const struct message *m, int depth, struct err *err)
{
    tree_indent(depth, e->out);
    bool good = message_write(m, e->vars, &e->budget, e->scratch, e->out, err);
    buf_byte(e->out, '\n');
    return good;
}

/* ---- one rule ---- */

/* Whether it fires, cheaply: most things of a long list need not be told. An error is told. */
static bool interesting(struct explaining *e, const struct rule *r)
{
    struct cel_value v;
    struct err err;
    return !cel_eval_within(r->when, e->vars, &e->budget, &e->scratch, &v, &err) ||
           v.kind != CEL_BOOL || v.b;
}

/* False only when the budget is gone. */
static bool explain_thing(struct explaining *e, const struct rule *r, int depth, struct err *err)
{
    struct arena scratch = e->scratch;
    const struct cel_trace *trace;
    if (!cel_explain(r->when, e->vars, &e->budget, &scratch, &trace, err))
        return false;
    tree_write(e->shapes, r->when_source, trace, depth, e->out);
    if (trace->value.kind != CEL_BOOL || !trace->value.b)
        return true;
    tree_indent(depth, e->out);
    buf_put(e->out, S("so it "));
    put_effect(r, e->out);
    buf_put(e->out, S(", because:\n"));
    struct err said;
    if (!put_message(e, &r->because, depth + 1, &said) && e->budget > 0)
        buf_format(e->out, "(the sentence could not be written: %s)\n", said.msg);
    return true;
}

static bool explain_things(struct explaining *e, const struct rule *r, struct cel_value list,
                           struct err *err)
{
    bool *told = arena_new(&e->scratch, bool, list.n);
    size_t shown = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < list.n && shown < EXPLAIN_THINGS_MAX; i++) {
            e->vars[e->it] = list.list[i];
            if (told[i] || (pass == 0 && !interesting(e, r)))
                continue;
            told[i] = true;
            shown++;
            tree_indent(1, e->out);
            buf_put(e->out, S("for it = "));
            tree_value(e->shapes, list.list[i], e->out);
            buf_byte(e->out, '\n');
            if (!explain_thing(e, r, 2, err))
                return false;
        }
    if (list.n > shown)
        buf_format(e->out, "  and %zu more, for which it does not fire or that are too many\n",
                   list.n - shown);
    return true;
}

static bool explain_rule(struct explaining e, const struct rule *r, uint64_t *budget,
                         struct err *err)
{
    buf_format(e.out, "\n%.*s/%.*s ", STR(r->pack), STR(r->id));
    put_effect(r, e.out);
    if (r->opt_each) {
        buf_put(e.out, S(", for each of "));
        tree_source(r->each_source, e.out);
    }
    buf_byte(e.out, '\n');

    e.vars[e.it] = (struct cel_value){.kind = CEL_ABSENT};
    bool good;
    struct cel_value list;
    if (!r->opt_each) {
        good = explain_thing(&e, r, 1, err);
    } else if (!cel_eval_within(r->opt_each, e.vars, &e.budget, &e.scratch, &list, err)) {
        good = e.budget > 0;
        buf_format(e.out, "  could not be judged: %s\n", err->msg);
    } else if (list.n == 0) {
        good = true;
        buf_put(e.out, S("  nothing to ask it for: there is none\n"));
    } else {
        good = explain_things(&e, r, list, err);
    }
    *budget = e.budget;
    return good ||
           err_set(err, ERR_LIMIT,
                   "the explanation took more work than one picture may; it ends with %.*s/%.*s",
                   STR(r->pack), STR(r->id));
}

bool policy_explain(const struct policy *p, const void *facts, struct arena a, struct buf *out,
                    struct err *err)
{
    const struct rule_frame *frame = loaded_frame(p);
    size_t n = frame->facts->object.n;
    struct explaining e = {
        .policy = p,
        .shapes = frame->shapes,
        .vars = arena_new(&a, struct cel_value, n + 1),
        .it = n,
        .budget = EXPLAIN_BUDGET,
        .out = out,
    };
    shape_bind(frame->facts, facts, &a, e.vars);
    e.scratch = a;
    const struct rule_set *set;
    for (size_t i = 0; (set = loaded_rules(p, i)); i++)
        for (size_t j = 0; j < set->n; j++)
            if (!explain_rule(e, &set->at[j], &e.budget, err))
                return false;
    if (buf_ok(out) && out->n <= EXPLAIN_TEXT_MAX_BYTES)
        return true;
    return err_set(err, ERR_LIMIT, "the explanation is longer than %d bytes",
                   EXPLAIN_TEXT_MAX_BYTES);
}
