#include "shoot/glob.h"

#include <string.h>

#include "base/utf8.h"

/* A pattern becomes a row of tokens, and a token's index is a state of a non-deterministic
 * automaton: being in state i means that tokens before i are matched. */
enum kind {
    ONE,     /* the character lo */
    ANY,     /* one character but a slash */
    CLASS,   /* one character of (or not of) the ranges */
    STAR,    /* stays on any character but a slash; may be skipped */
    FOLDERS, /* at the start of a name: may be skipped past INSIDE, or enters INSIDE */
    INSIDE,  /* inside the name of a folder that FOLDERS skips: a slash leads back to FOLDERS */
    BELOW,   /* one or more characters of any kind, at the end */
};

struct range {
    uint32_t lo, hi;
};

struct token {
    enum kind kind;
    bool folded;     /* ASCII case does not matter */
    bool negated;    /* CLASS */
    uint32_t lo;     /* ONE */
    size_t first, n; /* CLASS: its ranges */
};

enum {
    /* `**` and the slash after it make two tokens, and a pattern without a slash gets two more. */
    TOKENS_MAX = GLOB_MAX_BYTES + 2,
    NOT_UTF8 = 0x110000, /* plus the byte: no character that a pattern can name */
};

struct glob {
    struct token at[TOKENS_MAX + 1];
    size_t n;
    struct range ranges[GLOB_MAX_BYTES];
    size_t n_ranges;
};

static uint32_t next_character(str *s)
{
    uint32_t c;
    if (utf8_next(s, &c))
        return c;
    c = NOT_UTF8 + (uint8_t)s->p[0];
    *s = str_from(*s, 1);
    return c;
}

static const char *class_read(str *s, struct glob *g)
{
    struct token t = {.kind = CLASS, .first = g->n_ranges};
    if (s->n > 0 && s->p[0] == '!') {
        t.negated = true;
        *s = str_from(*s, 1);
    }
    while (s->n > 0 && (s->p[0] != ']' || t.n == 0)) {
        struct range r;
        r.lo = r.hi = next_character(s);
        if (s->n > 1 && s->p[0] == '-' && s->p[1] != ']') {
            *s = str_from(*s, 1);
            r.hi = next_character(s);
        }
        if (r.hi < r.lo)
            return "a range in [...] runs backwards";
        if (r.lo <= '/' && r.hi >= '/')
            return "[...] cannot hold a slash";
        g->ranges[g->n_ranges++] = r;
        t.n++;
    }
    if (s->n == 0)
        return "[ has no closing ]";
    *s = str_from(*s, 1);
    g->at[g->n++] = t;
    return NULL;
}

/* Where the suffix starts: after the last dot of the last name; the length if there is none. */
static size_t suffix_at(str pattern)
{
    for (size_t i = pattern.n; i-- > 0 && pattern.p[i] != '/';)
        if (pattern.p[i] == '.')
            return i + 1;
    return pattern.n;
}

static void folders_put(struct glob *g)
{
    g->at[g->n++] = (struct token){.kind = FOLDERS};
    g->at[g->n++] = (struct token){.kind = INSIDE};
}

/* Tokens of a pattern, or what is wrong with it. */
static const char *glob_read(str pattern, struct glob *g)
{
    g->n = g->n_ranges = 0;
    if (pattern.n == 0)
        return "a file pattern cannot be empty";
    if (pattern.n > GLOB_MAX_BYTES)
        return "a file pattern has 256 bytes at most";
    if (!utf8_valid(pattern))
        return "a file pattern must be UTF-8";
    if (pattern.p[0] == '/' || pattern.p[pattern.n - 1] == '/')
        return "a file pattern neither starts nor ends with a slash: it is relative to the folder "
               "that is screened";
    if (memchr(pattern.p, 0, pattern.n))
        return "no file name holds a NUL byte";
    if (memchr(pattern.p, '\\', pattern.n))
        return "folders are separated by /, and there is no escape by \\";

    if (!memchr(pattern.p, '/', pattern.n))
        folders_put(g);
    size_t suffix = suffix_at(pattern);
    str s = pattern;
    while (s.n > 0) {
        size_t at = pattern.n - s.n;
        bool name_starts = at == 0 || pattern.p[at - 1] == '/';
        size_t first = g->n;
        if (str_starts(s, S("**"))) {
            if (!name_starts || (s.n > 2 && s.p[2] != '/'))
                return "** stands alone between slashes, as in desk/**/*.jpg";
            if (s.n == 2) {
                g->n = at == 0 ? 0 : g->n;
                g->at[g->n++] = (struct token){.kind = BELOW};
                return NULL;
            }
            folders_put(g);
            s = str_from(s, 3);
        } else if (s.p[0] == '*' || s.p[0] == '?') {
            g->at[g->n++] = (struct token){.kind = s.p[0] == '*' ? STAR : ANY};
            s = str_from(s, 1);
        } else if (s.p[0] == '[') {
            s = str_from(s, 1);
            const char *mistake = class_read(&s, g);
            if (mistake)
                return mistake;
        } else {
            if (name_starts && s.p[0] == '/')
                return "a file pattern has no empty names (//)";
            uint32_t c = next_character(&s);
            g->at[g->n++] = (struct token){.kind = ONE, .lo = c};
        }
        for (size_t i = first; i < g->n; i++)
            g->at[i].folded = at >= suffix;
    }
    return NULL;
}

const char *glob_mistake(str pattern)
{
    struct glob g;
    return glob_read(pattern, &g);
}

static uint32_t other_case(uint32_t c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter ? c ^ 0x20 : c;
}

static bool class_holds(const struct glob *g, const struct token *t, uint32_t c)
{
    for (size_t i = 0; i < t->n; i++) {
        struct range r = g->ranges[t->first + i];
        if ((c >= r.lo && c <= r.hi) ||
            (t->folded && other_case(c) >= r.lo && other_case(c) <= r.hi))
            return true;
    }
    return false;
}

static bool token_takes(const struct glob *g, const struct token *t, uint32_t c)
{
    switch (t->kind) {
    case ONE:
        return c == t->lo || (t->folded && other_case(c) == t->lo);
    case CLASS:
        return c != '/' && class_holds(g, t, c) != t->negated;
    case ANY:
    case STAR:
    case FOLDERS:
        return c != '/';
    case INSIDE:
    case BELOW:
        return true;
    }
    return false;
}

/* The states that follow when token i takes c: one, or two. */
static size_t token_next(const struct glob *g, size_t i, uint32_t c, size_t next[2])
{
    switch (g->at[i].kind) {
    case STAR:
        next[0] = i;
        return 1;
    case INSIDE:
        next[0] = c == '/' ? i - 1 : i;
        return 1;
    case BELOW:
        next[0] = i;
        next[1] = i + 1;
        return 2;
    default:
        next[0] = i + 1;
        return 1;
    }
}

/* The state reached from i without taking a character; i itself when there is none. */
static size_t token_skip(const struct glob *g, size_t i)
{
    if (i < g->n && g->at[i].kind == STAR)
        return i + 1;
    if (i < g->n && g->at[i].kind == FOLDERS)
        return i + 2;
    return i;
}

static void state_add(const struct glob *g, bool *states, size_t i)
{
    while (!states[i]) {
        states[i] = true;
        i = token_skip(g, i);
    }
}

bool glob_match(str pattern, str path)
{
    struct glob g;
    const char *mistake = glob_read(pattern, &g);
    assert(!mistake);
    if (mistake)
        return false;

    bool sets[2][TOKENS_MAX + 1] = {0};
    bool *now = sets[0], *then = sets[1];
    state_add(&g, now, 0);
    while (path.n > 0) {
        uint32_t c = next_character(&path);
        memset(then, 0, g.n + 1);
        bool alive = false;
        for (size_t i = 0; i < g.n; i++) {
            if (!now[i] || !token_takes(&g, &g.at[i], c))
                continue;
            size_t next[2];
            size_t n = token_next(&g, i, c, next);
            for (size_t k = 0; k < n; k++)
                state_add(&g, then, next[k]);
            alive = true;
        }
        if (!alive)
            return false;
        bool *swap = now;
        now = then;
        then = swap;
    }
    return now[g.n];
}

/* A character that both tokens take, or 0. What two unions of ranges (or complements of such) share
 * includes, if anything, a point at or beside an end of a range; so those are all that need trying.
 */
static uint32_t shared(const struct glob *g, const struct token *t, const struct glob *h,
                       const struct token *u)
{
    const struct glob *globs[] = {g, h};
    const struct token *tokens[] = {t, u};
    static const uint32_t usual[] = {'x', '1', '/'};
    for (size_t i = 0; i < countof(usual); i++)
        if (token_takes(g, t, usual[i]) && token_takes(h, u, usual[i]))
            return usual[i];
    for (size_t side = 0; side < 2; side++) {
        const struct token *of = tokens[side];
        size_t n = of->kind == CLASS ? of->n : of->kind == ONE ? 1 : 0;
        for (size_t i = 0; i < n; i++) {
            struct range r = of->kind == ONE ? (struct range){of->lo, of->lo}
                                             : globs[side]->ranges[of->first + i];
            uint32_t tries[] = {r.lo,
                                r.hi,
                                r.lo - 1,
                                r.hi + 1,
                                other_case(r.lo),
                                other_case(r.hi),
                                other_case(r.lo) - 1,
                                other_case(r.hi) + 1};
            for (size_t k = 0; k < countof(tries); k++) {
                uint32_t c = tries[k];
                bool scalar = c > 0 && c < NOT_UTF8 && (c < 0xd800 || c > 0xdfff);
                if (scalar && token_takes(g, t, c) && token_takes(h, u, c))
                    return c;
            }
        }
    }
    return 0;
}

/* A pair of states, one of each pattern, and how it was reached. */
struct visit {
    uint32_t from;      /* index of the visit before, or UINT32_MAX */
    uint32_t character; /* 0 when none was taken */
    uint16_t i, j;
};

struct search {
    struct visit *at;
    size_t n;
    bool *seen;
    size_t width;
};

static void search_add(struct search *s, size_t i, size_t j, uint32_t from, uint32_t character)
{
    bool *seen = &s->seen[i * s->width + j];
    if (*seen)
        return;
    *seen = true;
    s->at[s->n++] = (struct visit){from, character, (uint16_t)i, (uint16_t)j};
}

static str search_path(const struct search *s, size_t last, struct arena *a)
{
    struct buf out CLEANUP(buf_done) = {0};
    size_t n = 0;
    for (size_t v = last; v != UINT32_MAX; v = s->at[v].from)
        n += s->at[v].character != 0;
    uint32_t *characters = arena_new(a, uint32_t, n);
    size_t at = n;
    for (size_t v = last; v != UINT32_MAX; v = s->at[v].from)
        if (s->at[v].character)
            characters[--at] = s->at[v].character;
    for (size_t i = 0; i < n; i++)
        utf8_put(&out, characters[i]);
    assert(buf_ok(&out));
    return str_copy(buf_str(&out), a);
}

/* The characters of s before the first that is not literal, or whose case does not matter. */
static str literal(str s)
{
    size_t n = 0, suffix = suffix_at(s);
    while (n < suffix && s.p[n] != '*' && s.p[n] != '?' && s.p[n] != '[')
        n++;
    return str_first(s, n);
}

static str last_name(str s)
{
    const char *slash = memrchr(s.p, '/', s.n);
    return slash ? str_from(s, (size_t)(slash - s.p) + 1) : s;
}

static bool starts_differ(str one, str other)
{
    str a = literal(one), b = literal(other);
    size_t n = MIN(a.n, b.n);
    return memcmp(a.p, b.p, n) != 0;
}

/* Two patterns share no path when what their paths, or the last names of those, start with differs.
 * This settles nearly all pairs of a real call sheet without a search. */
static bool starts_apart(str one, str other)
{
    bool whole_paths = memchr(one.p, '/', one.n) && memchr(other.p, '/', other.n);
    str name_one = last_name(one), name_other = last_name(other);
    return (whole_paths && starts_differ(one, other)) || starts_differ(name_one, name_other);
}

bool glob_overlap(str one, str other, size_t *work, struct arena *a, str *ret_path)
{
    if (starts_apart(one, other))
        return false;
    struct glob g, h;
    const char *mistake_one = glob_read(one, &g), *mistake_other = glob_read(other, &h);
    assert(!mistake_one && !mistake_other);
    if (mistake_one || mistake_other)
        return false;
    size_t pairs = (g.n + 1) * (h.n + 1);
    *work = *work > pairs ? *work - pairs : 0;
    if (*work == 0)
        return false;

    struct arena scratch = *a;
    struct search s = {.width = h.n + 1};
    s.at = arena_new(&scratch, struct visit, pairs);
    s.seen = arena_new(&scratch, bool, pairs);
    search_add(&s, 0, 0, UINT32_MAX, 0);
    for (size_t v = 0; v < s.n; v++) {
        size_t i = s.at[v].i, j = s.at[v].j;
        if (i == g.n && j == h.n) {
            str path = search_path(&s, v, &scratch);
            /* The scratch copy grew over a's free space: move the answer to its start. */
            char *to = arena_new(a, char, path.n);
            memmove(to, path.p, path.n);
            *ret_path = (str){to, path.n};
            return true;
        }
        search_add(&s, token_skip(&g, i), j, (uint32_t)v, 0);
        search_add(&s, i, token_skip(&h, j), (uint32_t)v, 0);
        if (i == g.n || j == h.n)
            continue;
        /* INSIDE and BELOW differ on a slash and on the rest: try a shared character of each. */
        uint32_t tries[2] = {shared(&g, &g.at[i], &h, &h.at[j]), '/'};
        for (size_t k = 0; k < 2; k++) {
            uint32_t c = tries[k];
            if (!c || !token_takes(&g, &g.at[i], c) || !token_takes(&h, &h.at[j], c))
                continue;
            size_t gn[2], hn[2];
            size_t n_g = token_next(&g, i, c, gn), n_h = token_next(&h, j, c, hn);
            for (size_t x = 0; x < n_g * n_h; x++)
                search_add(&s, gn[x / n_h], hn[x % n_h], (uint32_t)v, c);
        }
    }
    return false;
}
