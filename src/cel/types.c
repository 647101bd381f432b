#include "cel/types.h"

#include <string.h>

const struct cel_type cel_null = {.kind = CEL_NULL}, cel_bool = {.kind = CEL_BOOL},
                      cel_int = {.kind = CEL_INT}, cel_uint = {.kind = CEL_UINT},
                      cel_double = {.kind = CEL_DOUBLE}, cel_string = {.kind = CEL_STRING},
                      cel_bytes = {.kind = CEL_BYTES}, cel_timestamp = {.kind = CEL_TIMESTAMP},
                      cel_duration = {.kind = CEL_DURATION}, cel_dyn = {.kind = CEL_DYN};

static const char *const kind_names[] = {
    [CEL_ABSENT] = "absent",     [CEL_ERROR] = "error",
    [CEL_NULL] = "null",         [CEL_BOOL] = "bool",
    [CEL_INT] = "int",           [CEL_UINT] = "uint",
    [CEL_DOUBLE] = "double",     [CEL_STRING] = "string",
    [CEL_BYTES] = "bytes",       [CEL_TIMESTAMP] = "timestamp",
    [CEL_DURATION] = "duration", [CEL_LIST] = "list",
    [CEL_MAP] = "map",           [CEL_OBJECT] = "object",
    [CEL_TYPE] = "type",         [CEL_OPTIONAL] = "optional_type",
    [CEL_DYN] = "dyn",           [CEL_PARAM] = "dyn",
};

void cel_type_print(struct buf *b, const struct cel_type *t)
{
    if (t->kind == CEL_OBJECT && t->name) {
        buf_put(b, str_of(t->name));
        return;
    }
    buf_put(b, str_of(kind_names[t->kind]));
    if (t->kind == CEL_LIST || t->kind == CEL_OPTIONAL || (t->kind == CEL_TYPE && t->elem)) {
        buf_byte(b, '(');
        cel_type_print(b, t->elem);
        buf_byte(b, ')');
    } else if (t->kind == CEL_MAP) {
        buf_byte(b, '(');
        cel_type_print(b, t->key);
        buf_put(b, S(", "));
        cel_type_print(b, t->elem);
        buf_byte(b, ')');
    }
}

bool type_equal(const struct cel_type *x, const struct cel_type *y)
{
    if (x == y)
        return true;
    if (x->kind != y->kind || x->kind == CEL_OBJECT)
        return false;
    switch (x->kind) {
    case CEL_PARAM:
        return x->n == y->n;
    case CEL_MAP:
        return type_equal(x->key, y->key) && type_equal(x->elem, y->elem);
    case CEL_LIST:
    case CEL_OPTIONAL:
        return type_equal(x->elem, y->elem);
    case CEL_TYPE:
        return x->elem == y->elem || (x->elem && y->elem && type_equal(x->elem, y->elem));
    default:
        return true;
    }
}

/* ---- inference ---- */

struct infer infer_new(struct arena *a)
{
    return (struct infer){.a = a};
}

/* Arrays that grow by doubling inside an arena: what they leave behind is as much again. */
static void *grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return old;
    *cap = *cap ? *cap * 2 : 64;
    void *p = arena_alloc(a, size, _Alignof(max_align_t), *cap);
    if (n)
        memcpy(p, old, n * size);
    return p;
}

static struct cel_type *new_type(struct infer *in, enum cel_kind kind)
{
    struct cel_type *t = arena_new(in->a, struct cel_type, 1);
    t->kind = kind;
    in->made++;
    return t;
}

const struct cel_type *infer_fresh(struct infer *in)
{
    in->bound = grow(in->a, in->bound, in->n, &in->cap, sizeof *in->bound);
    in->bound[in->n] = NULL;
    struct cel_type *t = new_type(in, CEL_PARAM);
    t->n = in->n++;
    return t;
}

const struct cel_type *infer_list(struct infer *in, const struct cel_type *elem)
{
    struct cel_type *t = new_type(in, CEL_LIST);
    t->elem = elem;
    return t;
}

const struct cel_type *infer_map(struct infer *in, const struct cel_type *key,
                                 const struct cel_type *value)
{
    struct cel_type *t = new_type(in, CEL_MAP);
    t->key = key;
    t->elem = value;
    return t;
}

const struct cel_type *infer_type(struct infer *in, const struct cel_type *of)
{
    struct cel_type *t = new_type(in, CEL_TYPE);
    t->elem = of;
    return t;
}

const struct cel_type *infer_optional(struct infer *in, const struct cel_type *of)
{
    struct cel_type *t = new_type(in, CEL_OPTIONAL);
    t->elem = of;
    return t;
}

/* A copy of t with other parts, or t itself where they are the same. */
static const struct cel_type *with_parts(struct infer *in, const struct cel_type *t,
                                         const struct cel_type *key, const struct cel_type *elem)
{
    if (key == t->key && elem == t->elem)
        return t;
    struct cel_type *copy = new_type(in, t->kind);
    copy->key = key;
    copy->elem = elem;
    return copy;
}

const struct cel_type *infer_instance(struct infer *in, const struct cel_type *t, size_t base)
{
    if (t->kind == CEL_PARAM) {
        while (in->n <= base + t->n)
            infer_fresh(in);
        struct cel_type *p = new_type(in, CEL_PARAM);
        p->n = base + t->n;
        return p;
    }
    return with_parts(in, t, t->key ? infer_instance(in, t->key, base) : NULL,
                      t->elem ? infer_instance(in, t->elem, base) : NULL);
}

const struct cel_type *infer_known(struct infer *in, const struct cel_type *t, bool free_is_dyn)
{
    while (t->kind == CEL_PARAM && in->bound[t->n])
        t = in->bound[t->n];
    if (t->kind == CEL_PARAM)
        return free_is_dyn ? &cel_dyn : t;
    if (t->kind == CEL_OBJECT || !t->elem)
        return t;
    return with_parts(in, t, t->key ? infer_known(in, t->key, free_is_dyn) : NULL,
                      infer_known(in, t->elem, free_is_dyn));
}

uint32_t infer_depth(const struct infer *in, const struct cel_type *t)
{
    while (t->kind == CEL_PARAM && in->bound[t->n])
        t = in->bound[t->n];
    if (t->kind == CEL_OBJECT || !t->elem)
        return 1;
    uint32_t key = t->key ? infer_depth(in, t->key) : 0, elem = infer_depth(in, t->elem);
    return 1 + MAX(key, elem);
}

/* Does parameter p occur in t? */
static bool occurs(const struct infer *in, size_t p, const struct cel_type *t)
{
    while (t->kind == CEL_PARAM) {
        if (t->n == p)
            return true;
        if (!in->bound[t->n])
            return false;
        t = in->bound[t->n];
    }
    if (t->kind == CEL_OBJECT)
        return false;
    return (t->key && occurs(in, p, t->key)) || (t->elem && occurs(in, p, t->elem));
}

static void bind(struct infer *in, size_t p, const struct cel_type *t)
{
    in->trail = grow(in->a, in->trail, in->n_trail, &in->cap_trail, sizeof *in->trail);
    in->trail[in->n_trail].param = (uint32_t)p;
    in->trail[in->n_trail++].before = in->bound[p];
    in->bound[p] = t;
}

static void undo(struct infer *in, size_t to)
{
    while (in->n_trail > to) {
        in->n_trail--;
        in->bound[in->trail[in->n_trail].param] = in->trail[in->n_trail].before;
    }
}

/* What null may stand for: the reference checker's rule for things that can be unset. */
static bool nullable(enum cel_kind k)
{
    return k == CEL_NULL || k == CEL_TIMESTAMP || k == CEL_DURATION || k == CEL_OBJECT ||
           k == CEL_OPTIONAL;
}

/* Is x the same as y or vaguer? */
static bool vaguer(const struct cel_type *x, const struct cel_type *y)
{
    if (x->kind == CEL_DYN || x->kind == CEL_PARAM)
        return true;
    if (y->kind == CEL_NULL && nullable(x->kind))
        return true;
    if (y->kind == CEL_DYN || y->kind == CEL_PARAM || x->kind != y->kind)
        return false;
    if (x->kind == CEL_LIST || x->kind == CEL_OPTIONAL)
        return vaguer(x->elem, y->elem);
    if (x->kind == CEL_MAP)
        return vaguer(x->key, y->key) && vaguer(x->elem, y->elem);
    return x->kind == CEL_TYPE || type_equal(x, y);
}

static const struct cel_type *most_general(const struct cel_type *x, const struct cel_type *y)
{
    return vaguer(x, y) ? x : y;
}

static bool fits(struct infer *in, const struct cel_type *from, const struct cel_type *to);

/* May parameter p stand for t? Binds it. *ret_bound: it already stood for something. */
static bool substitutes(struct infer *in, const struct cel_type *t, size_t p, bool *ret_bound)
{
    *ret_bound = true;
    if (t->kind == CEL_PARAM && t->n == p)
        return true;
    const struct cel_type *now = in->bound[p];
    if (now) {
        if (type_equal(t, now))
            return true;
        if (!fits(in, t, now))
            return false;
        const struct cel_type *wider = most_general(t, now);
        if (!occurs(in, p, wider))
            bind(in, p, wider);
        return true;
    }
    *ret_bound = false;
    if (occurs(in, p, t))
        return false;
    bind(in, p, t);
    return true;
}

static bool fits(struct infer *in, const struct cel_type *from, const struct cel_type *to)
{
    bool bound;
    if (to->kind == CEL_PARAM) {
        if (substitutes(in, from, to->n, &bound))
            return true;
        if (bound)
            return false;
    }
    if (from->kind == CEL_PARAM)
        return substitutes(in, to, from->n, &bound);
    if (from->kind == CEL_DYN || to->kind == CEL_DYN)
        return true;
    if (from->kind == CEL_NULL)
        return nullable(to->kind);
    if (to->kind == CEL_NULL)
        return nullable(from->kind);
    if (from->kind != to->kind)
        return false;
    switch (from->kind) {
    case CEL_LIST:
    case CEL_OPTIONAL:
        return fits(in, from->elem, to->elem);
    case CEL_MAP:
        return fits(in, from->key, to->key) && fits(in, from->elem, to->elem);
    case CEL_OBJECT:
        return from == to;
    default:
        return true;
    }
}

bool infer_fits(struct infer *in, const struct cel_type *from, const struct cel_type *to)
{
    return infer_fit_all(in, &from, &to, 1);
}

bool infer_fit_all(struct infer *in, const struct cel_type *const *from,
                   const struct cel_type *const *to, size_t n)
{
    size_t trail = in->n_trail;
    for (size_t i = 0; i < n; i++) {
        if (!fits(in, from[i], to[i])) {
            undo(in, trail);
            return false;
        }
    }
    return true;
}

const struct cel_type *infer_join(struct infer *in, const struct cel_type *x,
                                  const struct cel_type *y)
{
    return infer_fits(in, x, y) ? most_general(x, y) : &cel_dyn;
}
