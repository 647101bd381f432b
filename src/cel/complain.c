#include <stdarg.h>
#include <stdio.h>

#include "base/diag.h"
#include "cel/checker.h"

enum {
    SHOWN_MAX = 120,
    KNOWN_MAX = 256
};

static void refuse(struct checker *c, enum err_kind kind, uint32_t at, uint32_t end,
                   const char *fmt, va_list args)
{
    if (c->failed)
        return;
    char msg[900];
    vsnprintf(msg, sizeof msg, fmt, args);
    err_set(c->err, kind, "%s", msg);
    *c->place = (struct cel_place){.at = at, .n = end - at};
    c->failed = true;
}

void complain(struct checker *c, uint32_t at, uint32_t end, const char *fmt, ...)
{
    if (c->env->unchecked)
        return;
    va_list args;
    va_start(args, fmt);
    refuse(c, ERR_INVALID, at, end, fmt, args);
    va_end(args);
}

void limit(struct checker *c, uint32_t at, uint32_t end, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    refuse(c, ERR_LIMIT, at, end, fmt, args);
    va_end(args);
}

/* A type as it stands: parameters print as dyn. */
static const char *printed(struct checker *c, const struct cel_type *t)
{
    CLEANUP(buf_done) struct buf b = BUF_MAX(4096);
    cel_type_print(&b, t);
    str s = buf_ok(&b) ? buf_str(&b) : S("a very long type");
    if (s.n > SHOWN_MAX)
        return str_format(c->infer.a, "%.*s...", SHOWN_MAX, s.p).p;
    return str_c(s, c->infer.a);
}

const char *shown(struct checker *c, const struct cel_type *t)
{
    return printed(c, infer_known(&c->infer, t, true));
}

/* "; did you mean `x`?" or nothing. */
static const char *did_you_mean(struct checker *c, str word, const str *names, size_t n)
{
    str near = diag_nearest(word, names, n);
    return near.p ? str_format(c->infer.a, "; did you mean `%.*s`?", STR(near)).p : "";
}

/* Without checking: what n is at run time. */
static void fails(struct checker *c, struct ast *n, const char *what)
{
    if (!c->env->unchecked)
        return;
    n->name = str_format(c->infer.a, "%s `%.*s`", what, STR(n->name));
    n->kind = AST_FAIL;
    n->type = &cel_dyn;
}

void complain_name(struct checker *c, struct ast *n)
{
    str names[KNOWN_MAX];
    size_t w = 0;
    for (const struct local *l = c->locals; l && w < KNOWN_MAX; l = l->outer)
        names[w++] = l->name;
    for (size_t i = 0; i < c->env->n_vars && w < KNOWN_MAX; i++)
        names[w++] = str_of(c->env->vars[i].name);
    complain(c, n->at, n->end, "nothing is called `%.*s` here%s", STR(n->name),
             did_you_mean(c, n->name, names, w));
    fails(c, n, "nothing is called");
}

void complain_field(struct checker *c, struct ast *n, const struct cel_type *object)
{
    str names[KNOWN_MAX];
    size_t w = 0;
    for (size_t i = 0; i < object->n && w < KNOWN_MAX; i++)
        names[w++] = str_of(object->fields[i].name);
    const char *hint = did_you_mean(c, n->name, names, w);
    /* Without a near miss a short list of what there is helps more. */
    if (!*hint && w && w <= 12) {
        str list = str_format(c->infer.a, "; it has %.*s", STR(names[0]));
        for (size_t i = 1; i < w; i++)
            list = str_format(c->infer.a, "%.*s, %.*s", STR(list), STR(names[i]));
        hint = list.p;
    }
    complain(c, n->mark, n->mark + (uint32_t)n->name.n, "%s has no field `%.*s`%s",
             shown(c, object), STR(n->name), hint);
    n->type = &cel_dyn;
}

/* A row as a person would call it: "string.startsWith(string)", "int + int". */
static str usage(struct checker *c, const struct overload *row)
{
    str name = overload_shown(str_of(row->name));
    if (!row->n_args)
        return str_format(c->infer.a, "%.*s()", STR(name));
    const char *x = printed(c, row->args[0]);
    if (row->name[0] == '_' || row->name[0] == '@') {
        const char *y = printed(c, row->args[1]);
        if (row->name[1] == '[')
            return str_format(c->infer.a, "%s[%s%s]", x, row->name[2] == '?' ? "?" : "", y);
        return str_format(c->infer.a, "%s %.*s %s", x, STR(name), y);
    }
    if (row->name[0] == '!' || row->name[0] == '-')
        return str_format(c->infer.a, "%.*s%s", STR(name), x);
    bool member = row->style == CALL_MEMBER;
    str text = member ? str_format(c->infer.a, "%s.%.*s(", x, STR(name))
                      : str_format(c->infer.a, "%.*s(%s", STR(name), x);
    for (uint8_t i = 1; i < row->n_args; i++)
        text = str_format(c->infer.a, "%.*s%s%s", STR(text), i > 1 || !member ? ", " : "",
                          printed(c, row->args[i]));
    return str_format(c->infer.a, "%.*s)", STR(text));
}

void complain_function(struct checker *c, struct ast *n, const struct overload *opt_other)
{
    static const char *const macros[] = {"has", "all", "exists", "exists_one", "map", "filter"};
    uint32_t end = n->mark + (uint32_t)n->name.n;
    if (opt_other) {
        complain(c, n->mark, end, "`%.*s` is written %.*s", STR(n->name), STR(usage(c, opt_other)));
        fails(c, n, "no such overload:");
        return;
    }
    str names[KNOWN_MAX];
    size_t w = 0;
    for (size_t i = 0; i < countof(macros); i++) {
        names[w++] = str_of(macros[i]);
        if (!str_eq(n->name, names[w - 1]))
            continue;
        complain(c, n->mark, end,
                 "`%.*s` takes a variable and an expression, such as "
                 "people.exists(p, p.minor)",
                 STR(n->name));
    }
    for (size_t i = 0; i < n_overloads && w < KNOWN_MAX; i++) {
        if (overloads[i].name[0] >= 'a' && overloads[i].name[0] <= 'z')
            names[w++] = str_of(overloads[i].name);
    }
    complain(c, n->mark, end, "there is no function `%.*s`%s", STR(n->name),
             did_you_mean(c, n->name, names, w));
    fails(c, n, "no such function:");
}

void complain_arguments(struct checker *c, const struct ast *n, const struct cel_type *const *args,
                        size_t first, size_t n_rows)
{
    if (c->env->unchecked)
        return;
    str got = S("");
    for (uint32_t i = 0; i < n->n && i < OVERLOAD_ARGS_MAX; i++)
        got = str_format(c->infer.a, "%.*s%s%s", STR(got), i ? ", " : "", shown(c, args[i]));
    str takes = S("");
    uint32_t listed = 0;
    for (size_t r = first; r < first + n_rows && listed < 4; r++) {
        const struct overload *row = &overloads[r];
        /* Rows whose first argument fits say most; where none does, all do. */
        if (row->style == CALL_RUN_TIME ||
            (n->n && row->n_args && args[0]->kind != row->args[0]->kind &&
             row->args[0]->kind != CEL_PARAM))
            continue;
        takes = str_format(c->infer.a, "%.*s%s%.*s", STR(takes), listed ? ", " : "",
                           STR(usage(c, row)));
        listed++;
    }
    for (size_t r = first; r < first + n_rows && !listed; r += MAX(n_rows, (size_t)1)) {
        takes = usage(c, &overloads[r]);
        listed++;
    }
    str name = overload_shown(n->name);
    bool is_operator = !str_eq(name, n->name);
    uint32_t end = n->mark + (uint32_t)name.n;
    if (str_eq(n->name, S("_==_")) || str_eq(n->name, S("_!=_")))
        complain(c, n->at, n->end, "`%.*s` compares two values of one type, but here are %.*s",
                 STR(name), STR(got));
    else if (str_eq(n->name, S("@in")))
        complain(c, n->at, n->end,
                 "`in` looks for an element in a list or a key in a map, but here are %.*s",
                 STR(got));
    else
        complain(c, is_operator ? n->at : n->mark, is_operator ? n->end : end,
                 "`%.*s` does not take (%.*s); expected %.*s", STR(name), STR(got), STR(takes));
}
