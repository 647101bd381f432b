#include "screen/watchlist.h"

#include "match/fold.h"
#include "screen/tsv.h"

#include <stdlib.h>

static_assert(PERSONAL_TEXT_MAX_BYTES <= 1 << 20, "term_set refuses longer text");

enum {
    DISTANCE_MAX_BYTES = 64, /* of str_distance */
    SEPARATORS = 2,          /* between words, as in ": " */
};

/* "key: value" of the head. */
static bool head_line(str line, str *ret_key, str *ret_value)
{
    str rest = line;
    if (!str_cut(&rest, ':', ret_key) || !rest.p)
        return false;
    *ret_key = str_trim(*ret_key);
    *ret_value = str_trim(rest);
    return true;
}

static bool id_ok(str s)
{
    if (s.n == 0 || s.n > 64)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || (c != '-' && c != '_' && c != '.')))
            return false;
    }
    return true;
}

static bool pattern_read(struct tsv *t, str value, struct watchlist *list)
{
    str known[PERSONAL_KINDS];
    for (int k = 0; k < PERSONAL_KINDS; k++) {
        known[k] = str_of(personal_kind_names[k]);
        if (str_eq(known[k], value)) {
            list->patterns |= 1u << k;
            return true;
        }
    }
    return diag_add(t->diags, t->line, 0, diag_nearest(value, known, PERSONAL_KINDS),
                    "there is no pattern \"%.*s\"", STR(value));
}

/* The head ends with the line "terms:"; a list of patterns alone may leave it out. */
static void head_read(struct tsv *t, struct arena *a, struct watchlist *list, bool *ret_terms)
{
    str line, key, value;
    *ret_terms = false;
    while (tsv_next(t, &line)) {
        if (!head_line(line, &key, &value)) {
            diag_add(t->diags, t->line, 0, S("name: court-papers"),
                     "before \"terms:\" each line is a key and a value");
            continue;
        }
        str *texts[] = {&list->name, &list->version, &list->why};
        static const str names[] = {{"name", 4}, {"version", 7}, {"why", 3}};
        bool known = false;
        for (size_t i = 0; i < countof(names); i++) {
            if (!str_eq(key, names[i]))
                continue;
            known = true;
            if (texts[i]->p)
                diag_add(t->diags, t->line, 0, (str){0}, "%.*s is there twice", STR(key));
            else if (value.n)
                *texts[i] = str_copy(value, a);
        }
        if (str_eq(key, S("terms")) && value.n == 0) {
            *ret_terms = true;
            return;
        }
        if (str_eq(key, S("pattern")))
            pattern_read(t, value, list);
        else if (!known && !str_eq(key, S("source"))) /* sources are for readers of the file */
            diag_add(t->diags, t->line, 0, (str){0},
                     "\"%.*s\" is not one of name, version, why, source, pattern, terms", STR(key));
    }
}

static void term_read(struct tsv *t, str line, struct arena *a, struct watchlist *list)
{
    str rest = line, text, option;
    str_cut(&rest, '\t', &text);
    struct watchlist_term term = {.text = str_copy(str_trim(text), a), .line = t->line};
    while (str_cut(&rest, '\t', &option)) {
        option = str_trim(option);
        if (str_eq(option, S("exact")))
            term.exact = true;
        else if (str_eq(option, S("words")))
            term.words = true;
        else
            diag_add(t->diags, t->line, 0, S("exact"), "there is no option \"%.*s\"", STR(option));
    }
    struct err err;
    struct arena scratch = *a;
    const struct term_set *alone;
    if (!term_set_build(&term.text, 1, &scratch, &alone, &err))
        diag_add(t->diags, t->line, 1, (str){0}, "%s", err.msg);
    else if (list->terms.n == WATCHLIST_TERMS_MAX)
        diag_add(t->diags, t->line, 0, (str){0}, "the list has more than %d terms",
                 WATCHLIST_TERMS_MAX);
    else
        list->terms.at[list->terms.n++] = term;
}

static int by_text(const void *a, const void *b)
{
    const struct watchlist_term *x = a, *y = b;
    int order = str_cmp(x->text, y->text);
    return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

/* Not with scratch memory: diags may live in the same arena. */
static void tell_duplicates(const struct watchlist *list, struct diags *diags, struct arena *a)
{
    size_t n = list->terms.n;
    struct watchlist_term *sorted = arena_new(a, struct watchlist_term, n);
    for (size_t i = 0; i < n; i++)
        sorted[i] = list->terms.at[i];
    qsort(sorted, n, sizeof *sorted, by_text);
    for (size_t i = 1; i < n; i++)
        if (str_eq(sorted[i - 1].text, sorted[i].text))
            diag_add(diags, sorted[i].line, 1, (str){0}, "this term stands on line %u already",
                     sorted[i - 1].line);
}

static bool set_build(struct watchlist *list, struct arena *a, struct err *err)
{
    str *texts = arena_new(a, str, list->terms.n);
    for (size_t i = 0; i < list->terms.n; i++)
        texts[i] = list->terms.at[i].text;
    return list->terms.n == 0 || term_set_build(texts, list->terms.n, a, &list->set, err);
}

bool watchlist_read(str text, struct arena *a, struct diags *diags, struct watchlist *ret_list)
{
    size_t told = diags->n + diags->dropped;
    *ret_list = (struct watchlist){0};
    if (text.n > WATCHLIST_MAX_BYTES)
        return diag_add(diags, 0, 0, (str){0}, "the list has more than %d bytes",
                        WATCHLIST_MAX_BYTES);
    struct tsv t;
    if (!tsv_start(&t, text, S(WATCHLIST_HEADER), diags))
        return false;
    struct watchlist list = {0};
    bool terms;
    head_read(&t, a, &list, &terms);
    if (!id_ok(list.name))
        diag_add(diags, 0, 0, S("name: court-papers"),
                 "the list needs a name of small letters, digits and hyphens");
    if (!list.version.p)
        diag_add(diags, 0, 0, S("version: 1"), "the list needs a version");
    if (!list.why.p)
        diag_add(diags, 0, 0, S("why: names a court's paper"),
                 "the list needs to say why it exists");
    list.terms.at = arena_new(a, struct watchlist_term, terms ? WATCHLIST_TERMS_MAX : 0);
    str line;
    while (tsv_next(&t, &line))
        term_read(&t, line, a, &list);
    if (list.terms.n == 0 && list.patterns == 0)
        diag_add(diags, 0, 0, (str){0}, "the list has neither terms nor patterns");
    tell_duplicates(&list, diags, a);
    struct err err;
    if (!set_build(&list, a, &err))
        diag_add(diags, 0, 0, (str){0}, "%s", err.msg);
    if (diags->n + diags->dropped != told)
        return false;
    *ret_list = list;
    return true;
}

static int by_start(const void *a, const void *b)
{
    const struct watchlist_hit *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

static bool letter_at(str text, size_t i)
{
    unsigned char c = (unsigned char)text.p[i];
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80;
}

/* Places within `slack` letters of `at` where a word begins (or ends). */
struct edges {
    size_t at[2 * TERM_MAX_BYTES + 1];
    size_t n;
};

static struct edges edges_near(str text, size_t at, size_t slack, bool ends)
{
    struct edges e = {0};
    size_t low = at > slack ? at - slack : 0, high = MIN(text.n, at + slack);
    for (size_t i = low; i <= high && e.n < countof(e.at); i++) {
        bool before = i > 0 && letter_at(text, i - 1), after = i < text.n && letter_at(text, i);
        if (ends ? before && !after : after && !before)
            e.at[e.n++] = i;
    }
    return e;
}

/* That whole words of the text are the term, edits allowed. Where an edit lies at its edge a match
 * may as well begin or end a few letters off, so its own ends do not say. */
static bool whole_words(const struct watchlist_term *term, str text, const struct term_match *m,
                        struct arena scratch)
{
    struct folded whole, words;
    struct err err;
    if (!fold(term->text, FOLD_BLIND, &scratch, &whole, &err))
        return true; /* cannot tell: rather a hit too many */
    bool edits = !term->exact && whole.natural >= TERM_LONG_LETTERS;
    unsigned allowed = edits ? whole.natural / TERM_LETTERS_A_EDIT : 0;
    str wanted = folded_text(whole, &scratch);
    if (wanted.n + allowed > DISTANCE_MAX_BYTES)
        return true;
    size_t slack = 2 * (size_t)allowed + SEPARATORS;
    struct edges starts = edges_near(text, m->start, slack, false);
    struct edges ends = edges_near(text, m->end, slack, true);
    for (size_t i = 0; i < starts.n; i++) {
        for (size_t k = 0; k < ends.n; k++) {
            struct arena inner = scratch;
            if (ends.at[k] <= starts.at[i])
                continue;
            str span = str_first(str_from(text, starts.at[i]), ends.at[k] - starts.at[i]);
            if (!fold(span, FOLD_BLIND, &inner, &words, &err) ||
                str_distance(folded_text(words, &inner), wanted, allowed + 1) <= allowed)
                return true;
        }
    }
    return false;
}

static bool counts(const struct watchlist_term *term, str text, const struct term_match *match,
                   struct arena scratch)
{
    return !(term->exact && match->edits) &&
           !(term->words && !whole_words(term, text, match, scratch));
}

/* Whether x says all that y says, and better: of two terms in one place the one with fewer edits
 * counts, then the longer, then the first. */
static bool outdoes(struct watchlist_hit x, struct watchlist_hit y)
{
    if (x.personal != y.personal || x.end <= y.start || y.end <= x.start)
        return false;
    size_t x_n = x.end - x.start, y_n = y.end - y.start;
    if (x.edits != y.edits)
        return x.edits < y.edits;
    if (x_n != y_n)
        return x_n > y_n;
    return str_cmp(x.term, y.term) < 0;
}

static size_t best_of_each_place(struct watchlist_hit *hits, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool outdone = false;
        for (size_t k = 0; k < kept && !outdone; k++)
            outdone = outdoes(hits[k], hits[i]);
        for (size_t k = i + 1; k < n && hits[k].start < hits[i].end && !outdone; k++)
            outdone = outdoes(hits[k], hits[i]);
        if (!outdone)
            hits[kept++] = hits[i];
    }
    return kept;
}

bool watchlist_search(const struct watchlist *list, str text, struct arena *a,
                      struct watchlist_hit **ret_hits, size_t *ret_n, struct err *err)
{
    if (text.n > PERSONAL_TEXT_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a text of %zu bytes is too long to search", text.n);
    struct term_matches matches = {0};
    if (list->set && !term_set_search(list->set, text, a, &matches, err))
        return err_wrap(err, "watch-list %.*s", STR(list->name));
    struct personal_match *personal = NULL;
    size_t personal_n = list->patterns ? personal_find(text, list->patterns, a, &personal) : 0;
    struct watchlist_hit *hits = arena_new(a, struct watchlist_hit, matches.n + personal_n);
    size_t n = 0;
    for (size_t i = 0; i < matches.n; i++) {
        const struct watchlist_term *term = &list->terms.at[matches.v[i].term];
        if (counts(term, text, &matches.v[i], *a))
            hits[n++] = (struct watchlist_hit){matches.v[i].start, matches.v[i].end, term->text,
                                               false, matches.v[i].edits};
    }
    for (size_t i = 0; i < personal_n; i++)
        hits[n++] = (struct watchlist_hit){personal[i].start, personal[i].end,
                                           str_of(personal_kind_names[personal[i].kind]), true, 0};
    if (n > WATCHLIST_HITS_MAX || matches.more || personal_n == PERSONAL_MATCHES_MAX)
        return err_set(err, ERR_LIMIT, "watch-list %.*s has more than %d hits in one text",
                       STR(list->name), WATCHLIST_HITS_MAX);
    qsort(hits, n, sizeof *hits, by_start);
    *ret_hits = hits;
    *ret_n = best_of_each_place(hits, n);
    return true;
}
