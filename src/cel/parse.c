#include "cel/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "cel/parser.h"

struct ast *parse_fail(struct parser *p, enum err_kind kind, uint32_t at, uint32_t end,
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
        parse_fail(p, ERR_INVALID, p->token.at, p->token.end, "%.*s", STR(p->token.text));
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
        return parse_fail(p, ERR_INVALID, p->token.at, p->token.end,
                          "expected %s, but the expression ends here", wanted);
    if (p->token.kind == T_IDENT && lex_reserved(p->token.text))
        return parse_fail(p, ERR_INVALID, p->token.at, p->token.end,
                          "expected %s, but `%.*s` is a reserved word", wanted, STR(p->token.text));
    return parse_fail(p, ERR_INVALID, p->token.at, p->token.end, "expected %s, but `%.*s` is here",
                      wanted, STR(p->token.text));
}

static void expect(struct parser *p, int kind, const char *wanted)
{
    if (!take(p, kind))
        unexpected(p, wanted);
}

/* ---- nodes ---- */

struct ast *parse_node(struct parser *p, enum ast_kind kind, uint32_t at)
{
    struct ast *n = arena_new(p->scratch, struct ast, 1);
    n->kind = (uint8_t)kind;
    n->at = n->mark = at;
    n->end = p->before.end;
    n->depth = 1;
    p->n_nodes++;
    return n;
}

void parse_add(struct parser *p, struct ast *parent, struct ast *child)
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
        parse_fail(p, ERR_LIMIT, child->at, child->end,
                   "the expression is more than %d operators deep here", CEL_DEPTH_MAX);
    else if (child->depth >= parent->depth)
        parent->depth = (uint8_t)(child->depth + 1);
}

static struct ast *call(struct parser *p, str name, struct ast *x, struct ast *opt_y,
                        struct token op)
{
    struct ast *n = parse_node(p, AST_CALL, MIN(x->at, op.at));
    n->name = name;
    n->mark = op.at;
    parse_add(p, n, x);
    if (opt_y)
        parse_add(p, n, opt_y);
    n->end = p->before.end;
    return n;
}

/* ---- the grammar, from the loosest rule to the tightest ---- */

static struct ast *expression(struct parser *p);

/* An element of a list or a key of a map: with a ? before it, only if its value is there. */
static struct ast *entry(struct parser *p)
{
    bool if_any = take(p, '?');
    struct ast *n = expression(p);
    n->if_any = if_any;
    return n;
}

/* Arguments up to the closing bracket, which is taken. */
static void arguments(struct parser *p, struct ast *parent, int close, const char *wanted)
{
    while (p->token.kind != close && !p->failed) {
        parse_add(p, parent, close == ']' ? entry(p) : expression(p));
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
    struct ast *m = parse_node(p, AST_MAP, at);
    while (p->token.kind != '}' && !p->failed) {
        parse_add(p, m, entry(p));
        expect(p, ':', "`:` and the value of this key");
        parse_add(p, m, expression(p));
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
        struct ast *c = parse_node(p, AST_CALL, at);
        c->name = t.text;
        c->root = root;
        c->mark = t.at;
        arguments(p, c, ')', "`,` or `)`");
        return p->failed ? &p->broken : macro_has(p, c);
    }
    struct ast *n = parse_node(p, AST_NAME, at);
    n->name = t.text;
    n->root = root;
    return n;
}

static struct ast *constant(struct parser *p, struct cel_value v, uint32_t at)
{
    struct ast *n = parse_node(p, AST_CONST, at);
    n->value = v;
    return n;
}

static struct ast *primary(struct parser *p)
{
    struct token t = p->token;
    switch (t.kind) {
    case T_LITERAL:
        if (t.needs_minus)
            return parse_fail(p, ERR_INVALID, t.at, t.end, "this number is too large for int");
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
        struct ast *list = parse_node(p, AST_LIST, t.at);
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
    bool optional = take(p, '?');
    struct token t = p->token;
    bool word = t.kind == T_IDENT && !str_eq(t.text, S("true")) && !str_eq(t.text, S("false")) &&
                !str_eq(t.text, S("null"));
    if (!word && t.kind != T_QUOTED)
        return unexpected(p, "a field or function name");
    advance(p);
    if (t.kind == T_IDENT && !optional && take(p, '(')) {
        struct ast *c = parse_node(p, AST_CALL, target->at);
        c->name = t.text;
        c->member = true;
        c->mark = t.at;
        parse_add(p, c, target);
        arguments(p, c, ')', "`,` or `)`");
        return p->failed ? &p->broken : macro_of(p, c);
    }
    struct ast *s = parse_node(p, AST_SELECT, target->at);
    s->name = t.text;
    s->mark = t.at;
    s->optional = optional;
    parse_add(p, s, target);
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
            str name = take(p, '?') ? S("_[?_]") : S("_[_]");
            struct ast *index = expression(p);
            expect(p, ']', "`]`");
            if (!p->failed)
                n = call(p, name, n, index, op);
        } else if (p->token.kind == '{') {
            return parse_fail(p, ERR_UNSUPPORTED, p->token.at, p->token.end,
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
        return parse_fail(p, ERR_LIMIT, op.at, op.end,
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
    struct ast *n = parse_node(p, kind, x->at);
    n->mark = p->token.at;
    parse_add(p, n, x);
    while (take(p, token))
        parse_add(p, n, kind == AST_OR ? chain(p, T_AND, AST_AND) : binary(p, 0));
    n->end = p->before.end;
    return p->failed ? &p->broken : n;
}

static struct ast *expression(struct parser *p)
{
    if (++p->depth > CEL_DEPTH_MAX)
        return parse_fail(p, ERR_LIMIT, p->token.at, p->token.end,
                          "the expression is more than %d brackets deep here", CEL_DEPTH_MAX);
    struct ast *x = chain(p, T_OR, AST_OR);
    struct token op = p->token;
    if (take(p, '?')) {
        struct ast *n = parse_node(p, AST_COND, x->at);
        n->mark = op.at;
        parse_add(p, n, x);
        parse_add(p, n, chain(p, T_OR, AST_OR));
        expect(p, ':', "`:` and the other choice");
        parse_add(p, n, expression(p));
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
        .keep = keep,
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
