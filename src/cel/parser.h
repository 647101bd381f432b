/* cel/parser.h -- the state of one parse, shared by the grammar (parse.c) and the macros
 * (macro.c). Private to this folder. */
#pragma once

#include "cel/ast.h"
#include "cel/lex.h"

struct parser {
    struct lexer lex;
    struct token token, before; /* the next one, and the one just taken */
    struct arena *keep;         /* names that are not in the source */
    struct arena *scratch;
    uint32_t depth;
    uint32_t n_nodes;
    bool failed;
    struct cel_place *place;
    struct err *err;
    struct ast broken; /* what a failed rule returns, so that none returns NULL */
};

/* Keep the first mistake; after it the source is over. */
struct ast *parse_fail(struct parser *p, enum err_kind kind, uint32_t at, uint32_t end,
                       const char *fmt, ...) PRINTF(5, 6);

struct ast *parse_node(struct parser *p, enum ast_kind kind, uint32_t at);

/* Make child the last child of parent. */
void parse_add(struct parser *p, struct ast *parent, struct ast *child);

/* What the call target.name(args) stands for: itself, or what a macro makes of it. */
struct ast *macro_of(struct parser *p, struct ast *call);

/* has(a.b), or the call itself. */
struct ast *macro_has(struct parser *p, struct ast *call);
