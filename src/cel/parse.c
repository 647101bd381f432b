#include "cel/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "cel/lex.h"

struct parser {
    struct lexer lex;
    struct token token, before; /* the next one, and the one just taken */
    struct arena *scratch;
    uint32_t depth;
    uint32_t n_nodes;
    bool failed;
    struct cel_place *place;
    struct err *err;
    struct ast broken; /* what a failed rule returns, so that none returns NULL */
};

/* Keep the first mistake; after it the source is over. */
static struct ast *fail(struct parser *p, enum err_kind kind, uint32_t at, uint32_t end,
                        const char *fmt, ...) PRINTF(5, 6);

static struct ast *fail(struct parser *p, enum err_kind kind, uint32_t at, uint32_t end,
                        const char *fmt, ...)
{
    if (!p->failed) {
        char msg[512];
        va_list args;
        va_start(args, fmt);
        vsnprintf(msg, sizeof msg, fmt, args);
        va_end(args);
        err_set(p->err, kind, "%s", msg);
        *p->place = (struct cel_place){.at = at, .n = end - at};
        p->failed = true;
    }
    p->token = (struct token){.kind = T_END, .at = p->token.at, .end = p->token.at};
    return &p->broken;
}

static void advance(struct parser *p)
{
    p->before = p->token;
    if (p->failed)
        return;
    p->token = lex_next(&p->lex);
    if (p->token.kind == T_BAD)
        fail(p, ERR_INVALID, p->token.at, p->token.end, "%.*s", STR(p->token.text));
}

static bool take(struct parser *p, int kind)
{
    if (p->token.kind != kind || p->failed)
        return false;
    advance(p);
    return true;
}

static struct ast *unexpected(struct parser *p, const char *wanted)
{
    if (p->token.kind == T_END)
        return fail(p, ERR_INVALID, p->token.at, p->token.end,
                    "expected %s, but the expression ends here", wanted);
    if (p->token.kind == T_IDENT && lex_reserved(p->token.text))
        return fail(p, ERR_INVALID, p->token.at, p->token.end,
                    "expected %s, but `%.*s` is a reserved word", wanted, STR(p->token.text));
    return fail(p, ERR_INVALID, p->token.at, p->token.end, "expected %s, but `%.*s` is here",
                wanted, STR(p->token.text));
}

static void expect(struct parser *p, int kind, const char *wanted)
{
    if (!take(p, kind))
        unexpected(p, wanted);
}

/* ---- nodes ---- */

static struct ast *node(struct parser *p, enum ast_kind kind, uint32_t at)
{
    struct ast *n = arena_new(p->scratch, struct ast, 1);
    n->kind = (uint8_t)kind;
    n->at = n->mark = at;
    n->end = p->before.end;
    n->depth = 1;
    p->n_nodes++;
    return n;
}

static void add(struct parser *p, struct ast *parent, struct ast *child)
{
    if (p->failed)
        return;
    assert(!child->next && child != parent->last);
    if (parent->last)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
    parent->n++;
    parent->end = MAX(parent->end, child->end);
    if (child->depth >= CEL_DEPTH_MAX)
        fail(p, ERR_LIMIT, child->at, child->end,
             "the expression is more than %d operators deep here", CEL_DEPTH_MAX);
    else if (child->depth >= parent->depth)
        parent->depth = (uint8_t)(child->depth + 1);
}

static struct ast *call(struct parser *p, str name, struct ast *x, struct ast *opt_y,
                        struct token op)
{
    struct ast *n = node(p, AST_CALL, MIN(x->at, op.at));
    n->name = name;
    n->mark = op.at;
    add(p, n, x);
    if (opt_y)
        add(p, n, opt_y);
    n->end = p->before.end;
    return n;
}

/* ---- macros ---- */

static bool macro_var(struct parser *p, struct ast *arg, str *ret_name)
{
    if (arg->kind != AST_NAME || arg->root) {
        fail(p, ERR_INVALID, arg->at, arg->end, "expected a plain variable name");
        return false;
    }
    *ret_name = arg->name;
    return true;
}

static const struct macro {
    const char *name;
    enum fold_kind fold;
    uint8_t vars;
    uint8_t min_steps, max_steps; /* after the variables */
} macros[] = {
    {"all", FOLD_ALL, 1, 1, 1},
    {"exists", FOLD_EXISTS, 1, 1, 1},
    {"exists_one", FOLD_EXISTS_ONE, 1, 1, 1},
    {"existsOne", FOLD_EXISTS_ONE, 1, 1, 1},
    {"filter", FOLD_FILTER, 1, 1, 1},
    {"map", FOLD_MAP, 1, 1, 2},
    {"all", FOLD_ALL, 2, 1, 1},
    {"exists", FOLD_EXISTS, 2, 1, 1},
    {"exists_one", FOLD_EXISTS_ONE, 2, 1, 1},
    {"existsOne", FOLD_EXISTS_ONE, 2, 1, 1},
    {"transformList", FOLD_MAP, 2, 1, 2},
    {"transformMap", FOLD_TRANSFORM_MAP, 2, 1, 2},
};

/* Turn target.name(args) into a comprehension if it is one. */
static struct ast *fold_of(struct parser *p, struct ast *c)
{
    for (size_t i = 0; i < countof(macros); i++) {
        const struct macro *m = &macros[i];
        uint32_t n_args = c->n - 1;
        if (!str_eq(c->name, str_of(m->name)) || n_args < m->vars + m->min_steps ||
            n_args > m->vars + m->max_steps)
            continue;
        struct ast *range = c->child, *arg = range->next;
        struct ast *f = node(p, AST_FOLD, c->at);
        f->fold = (uint8_t)m->fold;
        f->name = c->name;
        f->mark = c->mark;
        for (uint8_t v = 0; v < m->vars; v++) {
            struct ast *next = arg->next;
            if (!macro_var(p, arg, &f->var[v]))
                return &p->broken;
            if (v == 1 && str_eq(f->var[0], f->var[1]))
                return fail(p, ERR_INVALID, arg->at, arg->end,
                            "the two variables need different names");
            arg = next;
        }
        range->next = NULL;
        add(p, f, range);
        while (arg) {
            struct ast *next = arg->next;
            arg->next = NULL;
            add(p, f, arg);
            arg = next;
        }
        f->end = c->end;
        return p->failed ? &p->broken : f;
    }
    return c;
}

/* cel.bind(name, value, body) */
static struct ast *bind_of(struct parser *p, struct ast *c)
{
    struct ast *target = c->child;
    if (!str_eq(c->name, S("bind")) || c->n != 4 || target->kind != AST_NAME ||
        !str_eq(target->name, S("cel")))
        return c;
    struct ast *b = node(p, AST_BIND, c->at);
    struct ast *name = target->next, *value = name->next, *body = value->next;
    if (!macro_var(p, name, &b->var[0]))
        return &p->broken;
    value->next = NULL;
    add(p, b, value);
    add(p, b, body);
    b->end = c->end;
    return b;
}

static struct ast *has_of(struct parser *p, struct ast *c)
{
    if (!str_eq(c->name, S("has")))
        return c;
    if (c->n != 1 || c->child->kind != AST_SELECT)
        return fail(p, ERR_INVALID, c->at, c->end,
                    "has() asks for one field, such as has(person.release)");
    struct ast *select = c->child;
    select->kind = AST_HAS;
    select->at = c->at;
    select->end = c->end;
    return select;
}

/* ---- the grammar, from the loosest rule to the tightest ---- */

static struct ast *expression(struct parser *p);

/* Arguments up to the closing bracket, which is taken. */
static void arguments(struct parser *p, struct ast *parent, int close, const char *wanted)
{
    while (p->token.kind != close && !p->failed) {
        add(p, parent, expression(p));
        if (!take(p, ','))
            break;
        /* A list may end in a comma, a call may not. */
        if (p->token.kind == close && close == ')')
            unexpected(p, "an argument");
    }
    expect(p, close, wanted);
    parent->end = p->before.end;
}

static struct ast *map_literal(struct parser *p, uint32_t at)
{
    struct ast *m = node(p, AST_MAP, at);
    while (p->token.kind != '}' && !p->failed) {
        add(p, m, expression(p));
        expect(p, ':', "`:` and the value of this key");
        add(p, m, expression(p));
        if (!take(p, ','))
            break;
    }
    expect(p, '}', "`,` or `}`");
    m->end = p->before.end;
    return m;
}

static struct ast *name(struct parser *p, bool root, uint32_t at)
{
    struct token t = p->token;
    if (lex_reserved(t.text))
        return unexpected(p, "a value");
    advance(p);
    if (take(p, '(')) {
        struct ast *c = node(p, AST_CALL, at);
        c->name = t.text;
        c->root = root;
        c->mark = t.at;
        arguments(p, c, ')', "`,` or `)`");
        return p->failed ? &p->broken : has_of(p, c);
    }
    struct ast *n = node(p, AST_NAME, at);
    n->name = t.text;
    n->root = root;
    return n;
}

static struct ast *constant(struct parser *p, struct cel_value v, uint32_t at)
{
    struct ast *n = node(p, AST_CONST, at);
    n->value = v;
    return n;
}

static struct ast *primary(struct parser *p)
{
    struct token t = p->token;
    switch (t.kind) {
    case T_LITERAL:
        if (t.needs_minus)
            return fail(p, ERR_INVALID, t.at, t.end, "this number is too large for int");
        advance(p);
        return constant(p, t.value, t.at);
    case T_IDENT:
        if (str_eq(t.text, S("true")) || str_eq(t.text, S("false"))) {
            advance(p);
            return constant(p, cel_of_bool(t.text.n == 4), t.at);
        }
        if (str_eq(t.text, S("null"))) {
            advance(p);
            return constant(p, cel_of_null(), t.at);
        }
        return name(p, false, t.at);
    case '.':
        advance(p);
        if (p->token.kind != T_IDENT)
            return unexpected(p, "a name");
        return name(p, true, t.at);
    case '(': {
        advance(p);
        struct ast *inner = expression(p);
        expect(p, ')', "`)`");
        return p->failed ? &p->broken : inner;
    }
    case '[': {
        advance(p);
        struct ast *list = node(p, AST_LIST, t.at);
        arguments(p, list, ']', "`,` or `]`");
        return list;
    }
    case '{':
        advance(p);
        return map_literal(p, t.at);
    default:
        return unexpected(p, "a value");
    }
}

static struct ast *selection(struct parser *p, struct ast *target)
{
    struct token t = p->token;
    bool word = t.kind == T_IDENT && !str_eq(t.text, S("true")) && !str_eq(t.text, S("false")) &&
                !str_eq(t.text, S("null"));
    if (t.kind == '?')
        return fail(p, ERR_UNSUPPORTED, t.at, t.end, "optional selection (.?) is not supported");
    if (!word && t.kind != T_QUOTED)
        return unexpected(p, "a field or function name");
    advance(p);
    if (t.kind == T_IDENT && take(p, '(')) {
        struct ast *c = node(p, AST_CALL, target->at);
        c->name = t.text;
        c->member = true;
        c->mark = t.at;
        add(p, c, target);
        arguments(p, c, ')', "`,` or `)`");
        struct ast *bind = p->failed ? &p->broken : bind_of(p, c);
        return p->failed || bind != c ? bind : fold_of(p, c);
    }
    struct ast *s = node(p, AST_SELECT, target->at);
    s->name = t.text;
    s->mark = t.at;
    add(p, s, target);
    s->end = t.end;
    return s;
}

static struct ast *member(struct parser *p)
{
    struct ast *n = primary(p);
    while (!p->failed) {
        struct token op = p->token;
        if (take(p, '.')) {
            n = selection(p, n);
        } else if (take(p, '[')) {
            if (p->token.kind == '?')
                return fail(p, ERR_UNSUPPORTED, p->token.at, p->token.end,
                            "optional indexing ([?]) is not supported");
            struct ast *index = expression(p);
            expect(p, ']', "`]`");
            if (!p->failed)
                n = call(p, S("_[_]"), n, index, op);
        } else if (p->token.kind == '{') {
            return fail(p, ERR_UNSUPPORTED, p->token.at, p->token.end,
                        "messages cannot be made in an expression");
        } else {
            return n;
        }
    }
    return &p->broken;
}

static struct ast *unary(struct parser *p)
{
    struct token op = p->token;
    if (op.kind != '!' && op.kind != '-')
        return member(p);
    if (++p->depth > CEL_DEPTH_MAX)
        return fail(p, ERR_LIMIT, op.at, op.end,
                    "the expression is more than %d operators deep here", CEL_DEPTH_MAX);
    advance(p);
    struct ast *n;
    if (op.kind == '-' && p->token.kind == T_LITERAL &&
        (p->token.value.kind == CEL_INT || p->token.value.kind == CEL_DOUBLE)) {
        /* The minus belongs to the number, so that the smallest int can be written. */
        struct cel_value *v = &p->token.value;
        if (v->kind == CEL_DOUBLE)
            v->d = -v->d;
        else
            v->i = (int64_t) - (uint64_t)v->i;
        p->token.needs_minus = false;
        p->token.at = op.at;
        n = member(p);
    } else {
        struct ast *x = unary(p);
        n = p->failed ? &p->broken : call(p, op.kind == '!' ? S("!_") : S("-_"), x, NULL, op);
    }
    p->depth--;
    return n;
}

/* The left-associative operators, loosest first. */
static const struct binary_operator {
    int token;
    int level;
    const char *name;
} operators[] = {
    {'<', 0, "_<_"},   {T_LE, 0, "_<=_"}, {'>', 0, "_>_"},  {T_GE, 0, "_>=_"},
    {T_EQ, 0, "_==_"}, {T_NE, 0, "_!=_"}, {T_IN, 0, "@in"}, {'+', 1, "_+_"},
    {'-', 1, "_-_"},   {'*', 2, "_*_"},   {'/', 2, "_/_"},  {'%', 2, "_%_"},
};

static struct ast *binary(struct parser *p, int level)
{
    if (level == 3)
        return unary(p);
    struct ast *x = binary(p, level + 1);
    while (!p->failed) {
        const struct binary_operator *op = NULL;
        for (size_t i = 0; i < countof(operators); i++) {
            if (operators[i].level == level && operators[i].token == p->token.kind)
                op = &operators[i];
        }
        if (!op)
            return x;
        struct token t = p->token;
        advance(p);
        struct ast *y = binary(p, level + 1);
        if (!p->failed)
            x = call(p, str_of(op->name), x, y, t);
    }
    return &p->broken;
}

/* a && b && c is one node of three, so that long chains are not deep. */
static struct ast *chain(struct parser *p, int token, enum ast_kind kind)
{
    struct ast *x = kind == AST_OR ? chain(p, T_AND, AST_AND) : binary(p, 0);
    if (p->token.kind != token || p->failed)
        return x;
    struct ast *n = node(p, kind, x->at);
    n->mark = p->token.at;
    add(p, n, x);
    while (take(p, token))
        add(p, n, kind == AST_OR ? chain(p, T_AND, AST_AND) : binary(p, 0));
    n->end = p->before.end;
    return p->failed ? &p->broken : n;
}

static struct ast *expression(struct parser *p)
{
    if (++p->depth > CEL_DEPTH_MAX)
        return fail(p, ERR_LIMIT, p->token.at, p->token.end,
                    "the expression is more than %d brackets deep here", CEL_DEPTH_MAX);
    struct ast *x = chain(p, T_OR, AST_OR);
    struct token op = p->token;
    if (take(p, '?')) {
        struct ast *n = node(p, AST_COND, x->at);
        n->mark = op.at;
        add(p, n, x);
        add(p, n, chain(p, T_OR, AST_OR));
        expect(p, ':', "`:` and the other choice");
        add(p, n, expression(p));
        n->end = p->before.end;
        x = n;
    }
    p->depth--;
    return p->failed ? &p->broken : x;
}

bool parse(str source, struct arena *keep, struct arena *scratch, struct parsed *ret_parsed,
           struct cel_place *ret_place, struct err *err)
{
    struct parser p = {
        .lex = {.source = source, .text = arena_new(keep, char, source.n)},
        .scratch = scratch,
        .place = ret_place,
        .err = err,
        .broken = {.kind = AST_CONST, .depth = 1},
    };
    advance(&p);
    struct ast *root = expression(&p);
    if (!p.failed && p.token.kind != T_END)
        unexpected(&p, "an operator");
    if (p.failed)
        return false;
    *ret_parsed = (struct parsed){.root = root, .n_nodes = p.n_nodes};
    return true;
}
