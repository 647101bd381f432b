#include "policy/probe.h"

#include <string.h>

#include "policy/example.h"

void probe_init(struct probe *probe, const struct policy *p, uint64_t budget, struct arena *a)
{
    size_t n = loaded_frame(p)->facts->object.n;
    *probe = (struct probe){
        .policy = p,
        .vars = arena_new(a, struct cel_value, n + 1),
        .it = n,
        .budget = budget,
        .scratch = *a,
    };
    /* The far half is the probe's; the near one stays with the caller. */
    probe->scratch.beg += arena_room(*a) / 2;
    a->end = probe->scratch.beg;
}

/* ---- one value changed ---- */

static void change(struct cel_value v, const struct pool_value *to)
{
    for (size_t i = 0; v.kind == CEL_LIST && i < v.n; i++)
        change(v.list[i], to);
    if (v.kind != CEL_OBJECT)
        return;
    /* The objects are ours: shape_bind has just made them. */
    struct cel_object *o = (struct cel_object *)(uintptr_t)v.object;
    for (size_t i = 0; i < o->type->n; i++)
        change(o->field[i], to);
    if (o->type == &to->shape->object)
        o->field[to->field] = to->value;
}

void probe_bind(struct probe *probe, const struct node *opt_given, const struct node *example,
                const struct pool_value *opt_change)
{
    const struct rule_frame *frame = loaded_frame(probe->policy);
    struct arena a = probe->scratch;
    probe->budget -= MIN(probe->budget, (uint64_t)PROBE_BIND_STEPS);
    void *facts = example_facts(frame->records.fragment, opt_given, example, &a);
    shape_bind(frame->facts, facts, &a, probe->vars);
    for (size_t i = 0; opt_change && i < probe->it; i++)
        change(probe->vars[i], opt_change);
    if (opt_change && opt_change->shape == frame->facts)
        probe->vars[opt_change->field] = opt_change->value;
    probe->work = a;
}

/* ---- asking ---- */

size_t probe_things(struct probe *probe, const struct rule *r,
                    struct cel_value ret_things[PROBE_THINGS_MAX])
{
    struct err err;
    struct cel_value list;
    ret_things[0] = probe->vars[probe->it] = (struct cel_value){.kind = CEL_ABSENT};
    if (!r->opt_each)
        return 1;
    /* What `each` lists may live in the room that it was evaluated in, so that is kept. */
    if (!cel_eval_within(r->opt_each, probe->vars, &probe->budget, &probe->work, &list, &err) ||
        list.kind != CEL_LIST)
        return 0;
    size_t n = MIN((size_t)list.n, (size_t)PROBE_THINGS_MAX);
    if (n > 0)
        memcpy(ret_things, list.list, n * sizeof *ret_things);
    return n;
}

enum probe_answer probe_fires(struct probe *probe, const struct rule *r)
{
    struct arena work = probe->work;
    struct cel_value things[PROBE_THINGS_MAX];
    size_t n = probe_things(probe, r, things);
    enum probe_answer answer = PROBE_NO;
    for (size_t i = 0; i < n && answer != PROBE_YES; i++) {
        struct arena scratch = probe->work;
        struct cel_value v;
        struct err err;
        probe->vars[probe->it] = things[i];
        if (!cel_eval_within(r->when, probe->vars, &probe->budget, &scratch, &v, &err))
            answer = PROBE_ERROR;
        else if (v.kind == CEL_BOOL && v.b)
            answer = PROBE_YES;
    }
    probe->work = work;
    return answer;
}

/* ---- values of examples ---- */

struct pool pool_make(struct arena *a)
{
    return (struct pool){arena_new(a, struct pool_value, POOL_MAX), 0};
}

static bool is_plain(struct cel_value v)
{
    bool texts = v.kind == CEL_LIST;
    for (size_t i = 0; texts && i < v.n; i++)
        texts = v.list[i].kind == CEL_STRING;
    return texts || v.kind == CEL_BOOL || v.kind == CEL_INT || v.kind == CEL_STRING;
}

static struct cel_value copy(struct cel_value v, struct arena *a)
{
    if (v.kind == CEL_STRING)
        return cel_of_str(str_copy((str){v.p, v.n}, a));
    if (v.kind != CEL_LIST)
        return v;
    struct cel_value *items = arena_new(a, struct cel_value, v.n);
    for (size_t i = 0; i < v.n; i++)
        items[i] = copy(v.list[i], a);
    return cel_of_list(items, v.n);
}

static void add(struct pool *pool, const struct shape *s, size_t field, struct cel_value v,
                struct arena *a)
{
    size_t same_field = 0;
    for (size_t i = 0; i < pool->n; i++)
        if (pool->at[i].shape == s && pool->at[i].field == field) {
            same_field++;
            if (cel_equal(pool->at[i].value, v))
                return;
        }
    if (pool->n < POOL_MAX && same_field < POOL_FIELD_MAX)
        pool->at[pool->n++] = (struct pool_value){s, field, copy(v, a)};
}

static void collect(struct pool *pool, const struct shape *shapes, struct cel_value v,
                    struct arena *a)
{
    for (size_t i = 0; v.kind == CEL_LIST && i < v.n; i++)
        collect(pool, shapes, v.list[i], a);
    if (v.kind != CEL_OBJECT)
        return;
    const struct shape *opt_shape = shape_find(shapes, v.object->type);
    for (size_t i = 0; opt_shape && i < v.object->type->n; i++) {
        collect(pool, shapes, v.object->field[i], a);
        if (is_plain(v.object->field[i]))
            add(pool, opt_shape, i, v.object->field[i], a);
    }
}

void pool_add_examples(struct pool *pool, struct probe *probe, const struct pack_text *text,
                       struct arena *a)
{
    const struct shape *shapes = loaded_frame(probe->policy)->shapes;
    const struct node *given = pack_child(&text->tree, "given"),
                      *rules = pack_child(&text->tree, "rules");
    static const char *const kinds[] = {"fires", "passes"};
    for (size_t i = 0; i < text->pack->rules.n; i++)
        for (size_t k = 0; k < countof(kinds) && pool->n < POOL_MAX; k++) {
            const struct node *examples =
                pack_child(pack_child(pack_item(rules, i), "examples"), kinds[k]);
            for (size_t e = 0; pack_item(examples, e); e++) {
                probe_bind(probe, given, pack_item(examples, e), NULL);
                for (size_t v = 0; v < probe->it; v++) {
                    collect(pool, shapes, probe->vars[v], a);
                    if (is_plain(probe->vars[v]))
                        add(pool, loaded_frame(probe->policy)->facts, v, probe->vars[v], a);
                }
            }
        }
}
