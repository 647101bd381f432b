#include <string.h>

#include "cel/checker.h"

/* The name at the bottom of a select chain a.b.c, and the bytes of the whole; NULL if it is another
 * kind of chain. */
static const struct ast *chain_start(const struct ast *n, size_t *ret_bytes)
{
    *ret_bytes = n->name.n;
    for (; n->kind == AST_SELECT && !n->optional; n = n->child)
        *ret_bytes += 1 + n->child->name.n;
    return n->kind == AST_NAME ? n : NULL;
}

/* "a.b.c" */
static str chain_name(struct checker *c, const struct ast *n, size_t bytes)
{
    char *p = arena_new(c->infer.a, char, bytes), *w = p + bytes;
    for (;; n = n->child) {
        w -= n->name.n;
        memcpy(w, n->name.p, n->name.n);
        if (n->kind == AST_NAME)
            return (str){p, bytes};
        *--w = '.';
    }
}

static bool variable(const struct checker *c, str name, size_t *ret_var)
{
    for (size_t i = 0; i < c->env->n_vars; i++) {
        if (str_eq(name, str_of(c->env->vars[i].name))) {
            *ret_var = i;
            return true;
        }
    }
    return false;
}

static bool constant_type(struct checker *c, str name, struct ast *n)
{
    static const struct cel_type list = {.kind = CEL_LIST, .elem = &cel_dyn},
                                 map = {.kind = CEL_MAP, .key = &cel_dyn, .elem = &cel_dyn},
                                 optional = {.kind = CEL_OPTIONAL, .elem = &cel_dyn},
                                 any_type = {.kind = CEL_TYPE};
    static const struct {
        const char *name;
        const struct cel_type *type;
    } types[] = {
        {"bool", &cel_bool},
        {"int", &cel_int},
        {"uint", &cel_uint},
        {"double", &cel_double},
        {"string", &cel_string},
        {"bytes", &cel_bytes},
        {"null_type", &cel_null},
        {"list", &list},
        {"map", &map},
        {"optional_type", &optional},
        {"type", &any_type},
        {"google.protobuf.Timestamp", &cel_timestamp},
        {"google.protobuf.Duration", &cel_duration},
    };
    for (size_t i = 0; i < countof(types); i++) {
        if (!str_eq(name, str_of(types[i].name)))
            continue;
        n->kind = AST_CONST;
        n->value = cel_of_str(str_of(types[i].name));
        n->value.kind = CEL_TYPE;
        n->type = infer_type(&c->infer, types[i].type);
        return true;
    }
    return false;
}

/* Make n stand for a variable of the environment. Returns true. */
static bool use_variable(struct checker *c, struct ast *n, size_t var)
{
    n->kind = AST_NAME;
    n->slot = (int32_t)var;
    n->type = c->env->unchecked ? &cel_dyn : c->env->vars[var].type;
    return true;
}

/* What a name that is no local means: in the container first, from its innermost part outwards. */
static bool resolve(struct checker *c, struct ast *n, str name, bool root)
{
    str container = root ? S("") : c->env->container;
    while (container.n) {
        size_t var;
        str inside = str_format(c->infer.a, "%.*s.%.*s", STR(container), STR(name));
        if (variable(c, inside, &var))
            return use_variable(c, n, var);
        size_t cut = container.n;
        while (cut && container.p[cut - 1] != '.')
            cut--;
        container.n = cut ? cut - 1 : 0;
    }
    size_t var;
    if (variable(c, name, &var))
        return use_variable(c, n, var);
    return constant_type(c, name, n);
}

static const struct local *find_local(const struct checker *c, str name)
{
    const struct local *l = c->locals;
    while (l && !str_eq(l->name, name))
        l = l->outer;
    return l;
}

void check_name(struct checker *c, struct ast *n)
{
    const struct local *l = n->root ? NULL : find_local(c, n->name);
    if (l) {
        n->slot = ~(int32_t)l->slot;
        n->type = l->type;
    } else if (!resolve(c, n, n->name, n->root)) {
        complain_name(c, n);
    }
}

bool check_chain(struct checker *c, struct ast *n)
{
    /* The longest name that is declared wins: a.b.c may be one variable. */
    size_t bytes;
    const struct ast *first = chain_start(n, &bytes);
    return first && (c->has_qualified || c->env->container.n || str_eq(first->name, S("google"))) &&
           (first->root || !find_local(c, first->name)) &&
           resolve(c, n, chain_name(c, n, bytes), first->root);
}

bool is_variable(const struct checker *c, str name)
{
    size_t var;
    return find_local(c, name) || variable(c, name, &var);
}
