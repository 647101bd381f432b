/* cel/lex.h -- source bytes to tokens. Private to this folder.
 *
 * The lexer never fails: what it cannot read becomes a T_BAD token whose text says why. */
#pragma once

#include "cel/cel.h"

enum token_kind {
    T_END,
    T_BAD,
    T_IDENT,
    T_QUOTED, /* `a-b`, a field name */
    T_LITERAL,
    T_IN,
    /* Two characters. */
    T_OR,
    T_AND,
    T_LE,
    T_GE,
    T_EQ,
    T_NE,
    /* One character is its own kind, above all others. */
    T_CHAR = 32,
};

struct token {
    int kind; /* enum token_kind or a character */
    uint32_t at, end;
    str text; /* IDENT, QUOTED: the name; BAD: what is wrong; else the bytes */
    struct cel_value value;
    /* A decimal or hexadecimal integer of 2^63, which only a minus before it makes good. */
    bool needs_minus;
};

struct lexer {
    str source;
    size_t at;
    char *text; /* room for source.n bytes of unescaped strings, which are never longer */
    size_t n_text;
};

struct token lex_next(struct lexer *l);

/* Is this a word that cannot name a variable? */
bool lex_reserved(str word);
