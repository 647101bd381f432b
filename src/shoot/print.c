#include "shoot/print.h"

#include <string.h>

#include "match/term_set.h"

enum {
    /* Lines with fewer letters than match/text_coverage.h can tell from chance; beside lines that a
     * print accounts for it is enough that they stand in it. */
    SHORT_LINE_LETTERS = 8,
    FRAGMENT_LETTERS = 4,
    NEAR_LINES = 8,   /* on either side of a line, that support it */
    PRINTS_TRIED = 3, /* of the prints that fit a block, the best */
    /* So many letters together that the print does not have are no misreading: a line that is
     * joined with one of the paper beside it is not accounted for. */
    FOREIGN_LETTERS = 8,
    FOREIGN_LINES = 32,
    PRINT_LETTERS_LEAST = 2, /* one letter would account for every scratch that reads like it */
};

bool print_usable(str text, struct arena scratch)
{
    struct folded f;
    struct err err;
    /* "m" folds to two letters, so they are counted as they were written. */
    return fold(text, FOLD_BLIND, &scratch, &f, &err) && f.natural >= PRINT_LETTERS_LEAST;
}

struct item_words *item_words_make(const struct callsheet *c, struct arena *a)
{
    struct item_words *all = arena_new(a, struct item_words, c->items.n);
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item *item = &c->items.at[i];
        struct item_words *w = &all[i];
        w->item = item;
        w->prints.at = arena_new(a, struct item_print, item->print.n);
        w->marks.at = arena_new(a, struct folded, item->own_marks.n);
        struct err err;
        for (size_t k = 0; k < item->print.n; k++) {
            struct item_print *p = &w->prints.at[w->prints.n];
            p->text = item->print.at[k];
            if (!print_build(p->text, a, &p->print, &err) ||
                !fold(p->text, FOLD_BLIND, a, &p->blind, &err))
                continue;
            p->grams = gram_set_make(p->blind, a);
            w->prints.n++;
        }
        for (size_t k = 0; k < item->own_marks.n; k++)
            if (fold(item->own_marks.at[k], FOLD_BLIND, a, &w->marks.at[w->marks.n], &err))
                w->marks.n++;
    }
    return all;
}

/* Lines of a block that nothing accounts for yet. */
struct rest {
    const str *lines;
    size_t *at;
    size_t n;
};

static str reading_of(struct rest r, struct arena *a)
{
    size_t bytes = 0;
    for (size_t i = 0; i < r.n; i++)
        bytes += r.lines[r.at[i]].n + 1;
    char *p = arena_new(a, char, bytes);
    size_t n = 0;
    for (size_t i = 0; i < r.n; i++) {
        str line = r.lines[r.at[i]];
        memcpy(p + n, line.p, line.n);
        n += line.n;
        p[n++] = '\n';
    }
    return (str){p, n};
}

/* Letters of the reading that stand in the print; 0 where that cannot be told. */
static struct text_coverage coverage(const struct item_print *print, struct rest rest,
                                     struct arena scratch)
{
    struct text_coverage c = {0};
    struct err err;
    if (!text_coverage(print->print, reading_of(rest, &scratch), scratch, &c, &err))
        return (struct text_coverage){0};
    return c;
}

static uint32_t letters_in(str line, struct arena scratch)
{
    struct folded f;
    struct err err;
    return fold(line, FOLD_BLIND, &scratch, &f, &err) ? f.n : 0;
}

/* A short line stands in the print if its letters do, in this order, as whole words; or, from
 * FRAGMENT_LETTERS on, cut off at one end by what covers it. One without letters says nothing and
 * goes with the others. */
static bool short_line_stands_in(str line, const struct item_print *print, struct arena scratch)
{
    struct folded f;
    struct err err;
    if (!fold(line, FOLD_BLIND, &scratch, &f, &err) || f.natural >= SHORT_LINE_LETTERS)
        return false;
    const struct folded *in = &print->blind;
    if (f.n == 0)
        return true;
    for (uint32_t i = 0; i + f.n <= in->n; i++) {
        bool starts = in->starts_word[i];
        bool ends = i + f.n == in->n || in->starts_word[i + f.n];
        if (((starts && ends) || ((starts || ends) && f.natural >= FRAGMENT_LETTERS)) &&
            memcmp(f.letter, in->letter + i, f.n * sizeof *f.letter) == 0)
            return true;
    }
    return false;
}

/* Is a line of the rest found in the print? What is found less without it is what it brought. Only
 * the lines near it are looked at: they are enough to support it, and a page of a thousand lines
 * would take minutes otherwise. */
static bool brings(const struct item_print *print, struct rest rest, size_t line,
                   struct arena scratch)
{
    size_t first = line > NEAR_LINES ? line - NEAR_LINES : 0;
    struct rest near = {rest.lines, rest.at + first, MIN(line + NEAR_LINES + 1, rest.n) - first};
    struct rest without = {rest.lines, arena_new(&scratch, size_t, near.n), 0};
    for (size_t i = 0; i < near.n; i++)
        if (first + i != line)
            without.at[without.n++] = near.at[i];
    uint32_t letters = letters_in(rest.lines[rest.at[line]], scratch);
    uint32_t found = coverage(print, near, scratch).found;
    uint32_t found_without = coverage(print, without, scratch).found;
    uint32_t brought = found > found_without ? found - found_without : 0;
    return letters > 0 && (uint64_t)brought * 1000 >= (uint64_t)letters * COVERAGE_ACCOUNTS_PM;
}

/* The lines of the rest that this print accounts for; n is 0 when there are none. */
static struct accounted try_print(const struct item_print *print, struct rest rest,
                                  struct text_coverage whole, struct arena *a)
{
    /* So many letters must be found for any lines of the rest to be accounted for. */
    uint64_t least = (uint64_t)whole.print_letters * COVERAGE_WHOLE_PRINT_PM / 1000;
    if (whole.found < MIN(least, (uint64_t)COVERAGE_ACCOUNTS_LETTERS))
        return (struct accounted){0};
    bool all_found = whole.found == whole.letters;
    struct accounted got = {.account = BY_PRINT, .lines = arena_new(a, size_t, rest.n)};
    for (size_t i = 0; i < rest.n; i++)
        if (all_found || brings(print, rest, i, *a))
            got.lines[got.n++] = rest.at[i];
    struct text_coverage c = coverage(print, (struct rest){rest.lines, got.lines, got.n}, *a);
    size_t foreign = 0;
    while (got.n > 0 && c.missed >= FOREIGN_LETTERS) {
        /* A line that holds line ends is no line of a reader's; and a page that is foreign in so
         * many lines is left over as a whole. */
        if (c.missed_line >= got.n || ++foreign > FOREIGN_LINES)
            return (struct accounted){0};
        got.n--;
        memmove(got.lines + c.missed_line, got.lines + c.missed_line + 1,
                (got.n - c.missed_line) * sizeof *got.lines);
        c = coverage(print, (struct rest){rest.lines, got.lines, got.n}, *a);
    }
    if (got.n == 0 || !text_coverage_accounts(c))
        return (struct accounted){0};
    got.covered_pm = c.found_pm;
    size_t *all = arena_new(a, size_t, rest.n);
    size_t n = 0, next = 0;
    for (size_t i = 0; i < rest.n; i++) {
        bool is_long = next < got.n && got.lines[next] == rest.at[i];
        next += is_long;
        if (is_long || short_line_stands_in(rest.lines[rest.at[i]], print, *a))
            all[n++] = rest.at[i];
    }
    got.lines = all;
    got.n = n;
    return got;
}

struct candidate {
    const struct item_words *words;
    const struct item_print *print;
    struct text_coverage c;
};

/* The prints with most letters of the rest, the most first. Could any account for some of it? */
static size_t best_prints(struct words_in_frame words, struct rest rest, struct arena scratch,
                          struct candidate best[PRINTS_TRIED])
{
    size_t n = 0;
    str reading = reading_of(rest, &scratch);
    struct gram_lines grams = gram_lines_make(rest.lines, rest.at, rest.n, &scratch);
    for (size_t i = 0; i < words.n; i++)
        for (size_t k = 0; k < words.at[i]->prints.n; k++) {
            struct candidate try = {words.at[i], &words.at[i]->prints.at[k], {0}};
            struct err err;
            if (!gram_may_stand(try.print->grams, grams) ||
                !text_coverage(try.print->print, reading, scratch, &try.c, &err) ||
                try.c.found == 0)
                continue;
            size_t at = MIN(n, (size_t)PRINTS_TRIED - 1);
            if (n == PRINTS_TRIED && best[at].c.found >= try.c.found)
                continue;
            for (; at > 0 && best[at - 1].c.found < try.c.found; at--)
                best[at] = best[at - 1];
            best[at] = try;
            n = MIN(n + 1, (size_t)PRINTS_TRIED);
        }
    return n;
}

static void rest_remove(struct rest *rest, const struct accounted *taken)
{
    size_t n = 0, next = 0;
    for (size_t i = 0; i < rest->n; i++) {
        if (next < taken->n && taken->lines[next] == rest->at[i])
            next++;
        else
            rest->at[n++] = rest->at[i];
    }
    rest->n = n;
}

/* Take lines off the rest that a print accounts for. False when there are none. *best_pm gets the
 * coverage of the whole rest by the print that fits best. */
static bool take_print(struct words_in_frame words, struct rest *rest, struct arena *a,
                       struct accounted *ret, int64_t *best_pm)
{
    struct candidate best[PRINTS_TRIED];
    size_t n = best_prints(words, *rest, *a, best);
    *best_pm = n > 0 ? best[0].c.found_pm : 0;
    for (size_t i = 0; i < n; i++) {
        struct accounted got = try_print(best[i].print, *rest, best[i].c, a);
        if (got.n == 0)
            continue;
        got.item = best[i].words->item;
        rest_remove(rest, &got);
        *ret = got;
        return true;
    }
    return false;
}

/* A word of the rest: where its letters start in the folded line. */
struct word_read {
    const uint32_t *letters;
    uint32_t n;
    size_t line;             /* index in the rest */
    const struct item *item; /* whose mark it is part of */
};

static size_t words_of(struct rest rest, struct arena *a, struct word_read **ret)
{
    size_t cap = 0;
    for (size_t i = 0; i < rest.n; i++)
        cap += rest.lines[rest.at[i]].n;
    /* Two words a byte: U+FDFA folds to four words from three bytes. */
    struct word_read *words = arena_new(a, struct word_read, cap * 2);
    size_t n = 0;
    for (size_t i = 0; i < rest.n; i++) {
        struct folded f;
        struct err err;
        if (!fold(rest.lines[rest.at[i]], FOLD_WORDS, a, &f, &err))
            continue;
        for (uint32_t k = 0; k < f.n; k++) {
            if (f.letter[k] == ' ')
                continue;
            if (k == 0 || f.letter[k - 1] == ' ')
                words[n++] = (struct word_read){.letters = f.letter + k, .line = i};
            words[n - 1].n++;
        }
    }
    *ret = words;
    return n;
}

/* How many words from the first on are together this mark; 0 if they are not. */
static size_t mark_at(struct folded mark, const struct word_read *words, size_t n)
{
    uint32_t done = 0;
    for (size_t i = 0; i < n && done + words[i].n <= mark.n; i++) {
        if (memcmp(mark.letter + done, words[i].letters, words[i].n * sizeof *mark.letter) != 0)
            return 0;
        done += words[i].n;
        if (done == mark.n)
            return i + 1;
    }
    return 0;
}

static void find_marks(struct words_in_frame words, struct word_read *read, size_t n)
{
    for (size_t w = 0; w < n;) {
        size_t longest = 0;
        const struct item *of = NULL;
        for (size_t i = 0; i < words.n; i++)
            for (size_t k = 0; k < words.at[i]->marks.n; k++) {
                size_t length = mark_at(words.at[i]->marks.at[k], read + w, n - w);
                if (length > longest) {
                    longest = length;
                    of = words.at[i]->item;
                }
            }
        for (size_t i = 0; i < longest; i++)
            read[w + i].item = of;
        w += MAX(longest, (size_t)1);
    }
}

/* Take the lines off the rest that are nothing but own marks, together with that of the first. */
static bool take_marks(struct words_in_frame words, struct rest *rest, struct arena *a,
                       struct accounted *ret)
{
    struct accounted got = {
        .account = BY_OWN_MARK, .covered_pm = 1000, .lines = arena_new(a, size_t, rest->n)};
    struct arena scratch = *a;
    struct word_read *read;
    size_t n = words_of(*rest, &scratch, &read);
    find_marks(words, read, n);
    const struct item **line_item = arena_new(&scratch, const struct item *, rest->n);
    bool *other = arena_new(&scratch, bool, rest->n);
    for (size_t w = 0; w < n; w++) {
        if (!read[w].item)
            other[read[w].line] = true;
        else if (!line_item[read[w].line])
            line_item[read[w].line] = read[w].item;
    }
    for (size_t i = 0; i < rest->n; i++) {
        if (!line_item[i] || other[i] || (got.item && got.item != line_item[i]))
            continue;
        got.item = line_item[i];
        got.lines[got.n++] = rest->at[i];
    }
    if (got.n == 0)
        return false;
    rest_remove(rest, &got);
    *ret = got;
    return true;
}

struct accounts account_lines(struct words_in_frame words, const str *lines, size_t n,
                              struct arena *a)
{
    struct accounts list = {.at = arena_new(a, struct accounted, n)};
    struct rest rest = {lines, arena_new(a, size_t, n), n};
    for (size_t i = 0; i < n; i++)
        rest.at[i] = i;
    int64_t best_pm = 0;
    while (rest.n > 0 && take_print(words, &rest, a, &list.at[list.n], &best_pm))
        list.n++;
    while (rest.n > 0 && take_marks(words, &rest, a, &list.at[list.n]))
        list.n++;
    if (rest.n > 0)
        list.at[list.n++] =
            (struct accounted){.lines = rest.at, .n = rest.n, .covered_pm = best_pm};
    for (size_t i = 1; i < list.n; i++)
        for (size_t k = i; k > 0 && list.at[k].lines[0] < list.at[k - 1].lines[0]; k--) {
            struct accounted swap = list.at[k];
            list.at[k] = list.at[k - 1];
            list.at[k - 1] = swap;
        }
    return list;
}

bool item_says(const struct item_words *words, str few_words, struct arena scratch)
{
    const struct term_set *set;
    struct err err;
    if (few_words.n == 0 || !term_set_build(&few_words, 1, &scratch, &set, &err))
        return false;
    for (size_t i = 0; i < words->prints.n; i++) {
        struct arena inner = scratch;
        struct term_matches m;
        if (term_set_search(set, words->prints.at[i].text, &inner, &m, &err) && m.n > 0)
            return true;
    }
    return false;
}
