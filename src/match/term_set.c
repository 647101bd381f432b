#include "match/term_set.h"

#include <stdlib.h>
#include <string.h>

#include "match/approx.h"
#include "match/fold.h"

enum {
    GRAM = 4, /* letters at a piece's start that the table knows; no piece is shorter */
    NONE = -1,
};

/* A way into the table: a piece of a long term, or the first word of a short one. */
struct entry {
    uint32_t hash;
    int32_t next; /* in the same slot, or NONE */
    uint32_t term;
    uint32_t offset, length; /* of the piece in the term, in letters */
};

struct term {
    struct letters letters;
    uint32_t edits;
    bool is_long;
};

struct table {
    int32_t *slot;
    uint32_t mask;
    struct entry *entry;
    uint32_t n;
};

struct term_set {
    struct term *term;
    uint32_t n;
    struct table pieces, words;
};

static uint32_t hash_of(const uint32_t *letter, uint32_t n)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < n; i++)
        h = (h ^ letter[i]) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

static void table_open(struct table *t, uint32_t entries, struct arena *a)
{
    uint32_t slots = 64;
    while (slots < entries * 2)
        slots *= 2;
    t->slot = arena_new(a, int32_t, slots);
    memset(t->slot, 0xff, slots * sizeof *t->slot);
    t->mask = slots - 1;
    t->entry = arena_new(a, struct entry, entries);
}

static void table_add(struct table *t, uint32_t hash, uint32_t term, uint32_t offset,
                      uint32_t length)
{
    int32_t *slot = &t->slot[hash & t->mask];
    t->entry[t->n] = (struct entry){hash, *slot, term, offset, length};
    *slot = (int32_t)t->n++;
}

static bool same(const uint32_t *a, const uint32_t *b, uint32_t n)
{
    return !memcmp(a, b, n * sizeof *a);
}

/* The letters of the word that starts at i. */
static uint32_t word_length(const uint32_t *letter, uint32_t n, uint32_t i)
{
    uint32_t end = i;
    while (end < n && letter[end] != ' ')
        end++;
    return end - i;
}

static bool term_of(str text, size_t index, struct arena *a, struct term *ret, struct err *err)
{
    struct folded f;
    if (text.n > TERM_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "term %zu has %zu bytes, at most %d are allowed", index + 1,
                       text.n, TERM_MAX_BYTES);
    if (!fold(text, FOLD_BLIND, a, &f, err))
        return err_wrap(err, "term %zu", index + 1);
    if (!f.n)
        return err_set(err, ERR_INVALID, "term %zu, \"%.*s\", has no letter or digit", index + 1,
                       STR(text));
    ret->is_long = f.natural >= TERM_LONG_LETTERS;
    ret->edits = ret->is_long ? f.natural / TERM_LETTERS_A_EDIT : 0;
    if (!ret->is_long && !fold(text, FOLD_WORDS, a, &f, err))
        return err_wrap(err, "term %zu", index + 1);
    if (f.n > APPROX_PATTERN_MAX)
        return err_set(err, ERR_LIMIT, "term %zu has %u letters, at most %d are allowed", index + 1,
                       f.n, APPROX_PATTERN_MAX);
    ret->letters = (struct letters){f.letter, f.n};
    return true;
}

bool term_set_build(const str *terms, size_t n, struct arena *a, const struct term_set **ret_set,
                    struct err *err)
{
    if (n > TERM_SET_MAX)
        return err_set(err, ERR_LIMIT, "%zu terms, at most %d are allowed", n, TERM_SET_MAX);
    struct term_set *set = arena_new(a, struct term_set, 1);
    set->n = (uint32_t)n;
    set->term = arena_new(a, struct term, n);
    uint32_t pieces = 0, words = 0;
    for (size_t i = 0; i < n; i++) {
        if (!term_of(terms[i], i, a, &set->term[i], err))
            return false;
        if (set->term[i].is_long)
            pieces += set->term[i].edits + 1;
        else
            words++;
    }
    table_open(&set->pieces, pieces, a);
    table_open(&set->words, words, a);
    for (uint32_t i = 0; i < set->n; i++) {
        const struct term *t = &set->term[i];
        if (!t->is_long) {
            uint32_t length = word_length(t->letters.v, t->letters.n, 0);
            table_add(&set->words, hash_of(t->letters.v, length), i, 0, length);
            continue;
        }
        uint32_t parts = t->edits + 1;
        for (uint32_t k = 0; k < parts; k++) {
            uint32_t from = t->letters.n * k / parts, to = t->letters.n * (k + 1) / parts;
            assert(to - from >= GRAM);
            table_add(&set->pieces, hash_of(t->letters.v + from, GRAM), i, from, to - from);
        }
    }
    *ret_set = set;
    return true;
}

/* The part of the text that a long term must be searched in, while it grows. */
struct window {
    uint32_t low, high; /* high is 0 while there is none */
};

struct search {
    const struct term_set *set;
    struct folded text;
    struct letters letters;
    struct window *window; /* one a term */
    struct term_matches found;
};

static void add(struct search *s, uint32_t term, uint32_t start, uint32_t end, uint32_t edits)
{
    if (s->found.n == TERM_MATCHES_MAX) {
        s->found.more = true;
        return;
    }
    const struct folded *f = &s->text;
    s->found.v[s->found.n++] = (struct term_match){
        .term = term,
        .start = f->from[start],
        .end = f->to[end - 1],
        .edits = edits,
    };
}

/* The pattern is made ready here, not when the set is built: it is large beside the term, and few
 * terms of a list are near anything in a text. */
static void search_window(struct search *s, uint32_t term)
{
    const struct term *t = &s->set->term[term];
    struct window w = s->window[term];
    struct letters part = {s->letters.v + w.low, w.high - w.low};
    struct approx_pattern forward, backward;
    struct approx_match m;
    approx_prepare(t->letters, false, &forward);
    approx_prepare(t->letters, true, &backward);
    for (uint32_t from = 0;
         !s->found.more && approx_next(&forward, &backward, part, from, t->edits, &m); from = m.end)
        add(s, term, w.low + m.start, w.low + m.end, m.edits);
    s->window[term] = (struct window){0, 0};
}

/* A piece stands in the text at `at`. Its term's window grows, or is searched if it is so far back
 * that no later piece can reach it. */
static void grow_window(struct search *s, const struct entry *e, uint32_t at)
{
    const struct term *t = &s->set->term[e->term];
    struct window *w = &s->window[e->term];
    uint32_t n = t->letters.n, k = t->edits;
    uint32_t low = at > e->offset + k ? at - e->offset - k : 0;
    uint32_t high = MIN(at + n - e->offset + k, s->letters.n);
    if (w->high && low > w->high + n + k)
        search_window(s, e->term);
    if (w->high)
        *w = (struct window){MIN(w->low, low), MAX(w->high, high)};
    else
        *w = (struct window){low, high};
}

static void search_long(struct search *s)
{
    const struct table *t = &s->set->pieces;
    struct letters text = s->letters;
    for (uint32_t at = 0; at + GRAM <= text.n && !s->found.more; at++) {
        uint32_t hash = hash_of(text.v + at, GRAM);
        for (int32_t i = t->slot[hash & t->mask]; i != NONE; i = t->entry[i].next) {
            const struct entry *e = &t->entry[i];
            if (e->hash == hash && e->length <= text.n - at &&
                same(text.v + at, s->set->term[e->term].letters.v + e->offset, e->length))
                grow_window(s, e, at);
        }
    }
    for (uint32_t i = 0; i < s->set->n; i++)
        if (s->window[i].high)
            search_window(s, i);
}

static void search_words(struct search *s)
{
    const struct table *t = &s->set->words;
    struct letters text = s->letters;
    for (uint32_t at = 0; at < text.n; at += word_length(text.v, text.n, at) + 1) {
        uint32_t hash = hash_of(text.v + at, word_length(text.v, text.n, at));
        for (int32_t i = t->slot[hash & t->mask]; i != NONE; i = t->entry[i].next) {
            struct letters term = s->set->term[t->entry[i].term].letters;
            if (t->entry[i].hash == hash && term.n <= text.n - at &&
                same(text.v + at, term.v, term.n) &&
                (at + term.n == text.n || text.v[at + term.n] == ' '))
                add(s, t->entry[i].term, at, at + term.n, 0);
        }
    }
}

static int by_start(const void *a, const void *b)
{
    const struct term_match *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static bool use(struct search *s, str text, enum fold_form form, struct arena *a, struct err *err)
{
    if (!fold(text, form, a, &s->text, err))
        return false;
    s->letters = (struct letters){s->text.letter, s->text.n};
    return true;
}

bool term_set_search(const struct term_set *set, str text, struct arena *a,
                     struct term_matches *ret_matches, struct err *err)
{
    struct search s = {
        .set = set,
        .window = arena_new(a, struct window, set->n),
        .found = {.v = arena_new(a, struct term_match, TERM_MATCHES_MAX)},
    };
    if (!use(&s, text, FOLD_BLIND, a, err))
        return false;
    search_long(&s);
    if (!use(&s, text, FOLD_WORDS, a, err))
        return false;
    search_words(&s);
    qsort(s.found.v, s.found.n, sizeof *s.found.v, by_start);
    *ret_matches = s.found;
    return true;
}
