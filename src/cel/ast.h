/* cel/ast.h -- the tree of an expression: made by the parser, annotated by the checker, read by the
 * compiler. Private to this folder. */
#pragma once

#include "cel/cel.h"

enum ast_kind {
    AST_CONST,
    AST_NAME,   /* name; qualified with a leading '.' where written so */
    AST_SELECT, /* child . name */
    AST_HAS,    /* has(child . name) */
    AST_CALL,   /* name(children); a member call has its target as first child */
    AST_AND,    /* two children or more */
    AST_OR,
    AST_COND,
    AST_LIST,
    AST_MAP,          /* key, value, key, value... */
    AST_FOLD,         /* a comprehension: range, then steps */
    AST_BIND,         /* cel.bind: value, body */
    AST_OPT_MAP,      /* value, body: optional.of(body) if there is a value */
    AST_OPT_FLAT_MAP, /* the same with a body that is optional itself */
    AST_FAIL,         /* unchecked only: evaluates to the error in name */
};

enum fold_kind {
    FOLD_ALL,
    FOLD_EXISTS,
    FOLD_EXISTS_ONE,
    FOLD_FILTER,        /* range, condition */
    FOLD_MAP,           /* range, [condition,] element */
    FOLD_TRANSFORM_MAP, /* range, [condition,] value */
};

struct ast {
    uint8_t kind;
    bool member;   /* CALL */
    bool root;     /* NAME: written with a leading dot */
    bool optional; /* SELECT: written .? */
    bool if_any;   /* element of a LIST, key of a MAP: written with a ? before it */
    bool lazy;     /* BIND: an error of the value counts where the value is used */
    uint8_t fold;  /* FOLD */
    uint8_t depth;
    uint32_t at, end; /* of the source */
    uint32_t mark;    /* where a message points: the operator, the name */
    str name;
    str var[2]; /* FOLD: the variables, the second may be absent; BIND, OPT: one */
    struct cel_value value;
    struct ast *child, *last, *next;
    uint32_t n;

    /* Set by the checker. */
    const struct cel_type *type;
    int32_t slot; /* NAME: variable of the environment, or ~local slot; FOLD, BIND, OPT: first local
                     slot */
    uint32_t overload, n_overloads; /* CALL: rows of the table to try at run time */
};
