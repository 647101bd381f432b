#include "cel/lex.h"

#include <stdlib.h>
#include <string.h>

static bool digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool name_start(int c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int hex_digit(int c)
{
    if (digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int peek(const struct lexer *l, size_t ahead)
{
    return l->at + ahead < l->source.n ? (unsigned char)l->source.p[l->at + ahead] : -1;
}

static struct token bad(struct token t, const struct lexer *l, const char *what)
{
    t.kind = T_BAD;
    t.end = (uint32_t)MAX(l->at, (size_t)t.at + 1);
    t.text = str_of(what);
    return t;
}

static struct token done(struct token t, const struct lexer *l, int kind)
{
    t.kind = kind;
    t.end = (uint32_t)l->at;
    t.text = (str){l->source.p + t.at, l->at - t.at};
    return t;
}

static void skip_blank(struct lexer *l)
{
    for (;;) {
        int c = peek(l, 0);
        if (c == '/' && peek(l, 1) == '/') {
            while (l->at < l->source.n && l->source.p[l->at] != '\n')
                l->at++;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            l->at++;
        } else {
            return;
        }
    }
}

/* ---- numbers ---- */

static bool magnitude(str digits, unsigned base, uint64_t *ret_u)
{
    uint64_t u = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (__builtin_mul_overflow(u, (uint64_t)base, &u) ||
            __builtin_add_overflow(u, (uint64_t)hex_digit(digits.p[i]), &u))
            return false;
    }
    *ret_u = u;
    return true;
}

static struct token lex_integer(struct lexer *l, struct token t, str digits, unsigned base)
{
    uint64_t u;
    bool fits = magnitude(digits, base, &u);
    if (peek(l, 0) == 'u' || peek(l, 0) == 'U') {
        l->at++;
        if (!fits)
            return bad(t, l, "this number is too large for uint");
        t.value = (struct cel_value){.kind = CEL_UINT, .u = u};
        return done(t, l, T_LITERAL);
    }
    if (!fits || u > (uint64_t)1 << 63)
        return bad(t, l, "this number is too large for int");
    t.needs_minus = u == (uint64_t)1 << 63;
    t.value = cel_of_int((int64_t)u);
    return done(t, l, T_LITERAL);
}

static struct token lex_number(struct lexer *l, struct token t)
{
    if (peek(l, 0) == '0' && (peek(l, 1) | 0x20) == 'x' && hex_digit(peek(l, 2)) >= 0) {
        l->at += 2;
        size_t from = l->at;
        while (hex_digit(peek(l, 0)) >= 0)
            l->at++;
        return lex_integer(l, t, (str){l->source.p + from, l->at - from}, 16);
    }
    bool real = false;
    while (digit(peek(l, 0)))
        l->at++;
    if (peek(l, 0) == '.' && digit(peek(l, 1))) {
        real = true;
        l->at++;
        while (digit(peek(l, 0)))
            l->at++;
    }
    if ((peek(l, 0) | 0x20) == 'e') {
        size_t sign = peek(l, 1) == '+' || peek(l, 1) == '-';
        if (digit(peek(l, 1 + sign))) {
            real = true;
            l->at += 2 + sign;
            while (digit(peek(l, 0)))
                l->at++;
        }
    }
    str text = {l->source.p + t.at, l->at - t.at};
    if (!real)
        return lex_integer(l, t, text, 10);
    char digits[512];
    if (text.n >= sizeof digits)
        return bad(t, l, "this number has too many digits");
    memcpy(digits, text.p, text.n);
    digits[text.n] = 0;
    t.value = cel_of_double(strtod(digits, NULL));
    return done(t, l, T_LITERAL);
}

/* ---- strings ---- */

/* n digits of a base; -1 if one of them is not. */
static int64_t digits_at(struct lexer *l, size_t n, int base)
{
    int64_t v = 0;
    for (size_t i = 0; i < n; i++) {
        int d = hex_digit(peek(l, i));
        if (d < 0 || d >= base)
            return -1;
        v = v * base + d;
    }
    l->at += n;
    return v;
}

static size_t put_code_point(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; --i > 0; c >>= 6)
        p[i] = (char)(0x80 | (c & 0x3F));
    p[0] = (char)((0xF00 >> n & 0xFF) | c);
    return n;
}

/* After the backslash. Writes at most 4 bytes; NULL, or what is wrong. */
static const char *unescape(struct lexer *l, bool bytes, char *out, size_t *n)
{
    static const char plain[] = "abfnrtv\\?\"'`";
    static const char meant[] = "\a\b\f\n\r\t\v\\?\"'`";
    int c = peek(l, 0);
    const char *at = c > 0 ? strchr(plain, c) : NULL;
    if (at) {
        l->at++;
        out[(*n)++] = meant[at - plain];
        return NULL;
    }
    int64_t code;
    bool byte = true;
    if (c >= '0' && c <= '3') {
        code = digits_at(l, 3, 8);
    } else if (c == 'x' || c == 'X') {
        l->at++;
        code = digits_at(l, 2, 16);
    } else if ((c == 'u' || c == 'U') && !bytes) {
        l->at++;
        byte = false;
        code = digits_at(l, c == 'u' ? 4 : 8, 16);
    } else {
        return bytes ? "no such escape in bytes: \\xHH, \\OOO or one of \\abfnrtv\\?\"'`"
                     : "no such escape: \\xHH, \\uHHHH, \\UHHHHHHHH, \\OOO or one of "
                       "\\abfnrtv\\?\"'`";
    }
    if (code < 0)
        return "this escape needs more digits: \\xHH, \\uHHHH, \\UHHHHHHHH or \\OOO";
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return "this escape is not a Unicode character";
    if (bytes && byte)
        out[(*n)++] = (char)code;
    else
        *n += put_code_point(out + *n, (uint32_t)code);
    return NULL;
}

static struct token lex_string(struct lexer *l, struct token t, bool raw, bool bytes)
{
    int quote = peek(l, 0);
    bool triple = peek(l, 1) == quote && peek(l, 2) == quote;
    l->at += triple ? 3 : 1;
    char *out = l->text + l->n_text;
    size_t n = 0;
    for (;;) {
        int c = peek(l, 0);
        if (c < 0 || (!triple && (c == '\n' || c == '\r')))
            return bad(t, l, triple ? "this string never ends" : "this string has no end quote");
        if (c == quote && (!triple || (peek(l, 1) == quote && peek(l, 2) == quote))) {
            l->at += triple ? 3 : 1;
            break;
        }
        l->at++;
        if (c != '\\' || raw) {
            out[n++] = (char)c;
            continue;
        }
        size_t before = l->at - 1;
        const char *wrong = unescape(l, bytes, out, &n);
        if (wrong) {
            t.at = (uint32_t)before;
            return bad(t, l, wrong);
        }
    }
    l->n_text += n;
    t.value = cel_of_str((str){out, n});
    t.value.kind = bytes ? CEL_BYTES : CEL_STRING;
    return done(t, l, T_LITERAL);
}

/* A string's prefix: r, b, br in either case, directly before a quote. */
static bool string_prefix(const struct lexer *l, bool *ret_raw, bool *ret_bytes, size_t *ret_n)
{
    size_t n = 0;
    *ret_bytes = (peek(l, n) | 0x20) == 'b';
    n += *ret_bytes;
    *ret_raw = (peek(l, n) | 0x20) == 'r';
    n += *ret_raw;
    *ret_n = n;
    return peek(l, n) == '"' || peek(l, n) == '\'';
}

bool lex_reserved(str word)
{
    static const char *const words[] = {
        "as",        "break", "const",  "continue", "else", "false", "for",
        "function",  "if",    "import", "in",       "let",  "loop",  "package",
        "namespace", "null",  "return", "true",     "var",  "void",  "while"};
    for (size_t i = 0; i < countof(words); i++) {
        if (str_eq(word, str_of(words[i])))
            return true;
    }
    return false;
}

static struct token lex_word(struct lexer *l, struct token t)
{
    while (name_start(peek(l, 0)) || digit(peek(l, 0)))
        l->at++;
    t = done(t, l, T_IDENT);
    if (str_eq(t.text, S("in")))
        t.kind = T_IN;
    return t;
}

static struct token lex_quoted(struct lexer *l, struct token t)
{
    size_t from = ++l->at;
    int c;
    while (name_start(c = peek(l, 0)) || digit(c) || (c > 0 && strchr(".-/ ", c)))
        l->at++;
    str name = {l->source.p + from, l->at - from};
    if (c != '`' || !name.n)
        return bad(t, l, "a quoted field name has letters, digits and _ . - / and ends in `");
    l->at++;
    t = done(t, l, T_QUOTED);
    t.text = name;
    return t;
}

struct token lex_next(struct lexer *l)
{
    static const struct {
        char text[3];
        int kind;
    } pairs[] = {{"||", T_OR}, {"&&", T_AND}, {"<=", T_LE},
                 {">=", T_GE}, {"==", T_EQ},  {"!=", T_NE}};

    skip_blank(l);
    struct token t = {.at = (uint32_t)l->at};
    int c = peek(l, 0), next = peek(l, 1);
    if (c < 0)
        return done(t, l, T_END);
    bool raw, bytes;
    size_t prefix;
    if (string_prefix(l, &raw, &bytes, &prefix)) {
        l->at += prefix;
        return lex_string(l, t, raw, bytes);
    }
    if (name_start(c))
        return lex_word(l, t);
    if (digit(c) || (c == '.' && digit(next)))
        return lex_number(l, t);
    if (c == '`')
        return lex_quoted(l, t);
    for (size_t i = 0; i < countof(pairs); i++) {
        if (c == pairs[i].text[0] && next == pairs[i].text[1]) {
            l->at += 2;
            return done(t, l, pairs[i].kind);
        }
    }
    l->at++;
    if (c < 128 && strchr("?:<>+-*/%!.,()[]{}", c))
        return done(t, l, c);
    while ((peek(l, 0) & 0xC0) == 0x80 && peek(l, 0) > 0)
        l->at++;
    if (c == '=' || c == '&' || c == '|')
        return bad(t, l, c == '=' ? "write == to compare" : c == '&' ? "write &&" : "write ||");
    return bad(t, l, "this character means nothing here");
}
