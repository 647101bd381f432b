#include "match/text_coverage.h"

#include <math.h>
#include <string.h>

#include "match/fold.h"

enum {
    GRAM = 4,
    GRAM_PLACES_MAX = 64, /* a gram that stands more often votes for the first ones only */
    LINE_MAX = 256,       /* letters; a longer line is cut */
    BUCKET_BITS = 4,      /* diagonals that vote together: 2^4 */
    PLACES_A_LINE = 8,    /* that are aligned */
    MARGIN = 8,           /* letters around a place that may have been missed or doubled */
    NEAR_LINES = 4,       /* lines that support each other are at most so far apart */
    LINE_PITCH_MAX = 120, /* letters of the print from one line to the next, at most */
    WINDOW_MAX = LINE_MAX + (2 << BUCKET_BITS) + 2 * MARGIN,
};

struct print {
    struct folded text;
    uint32_t *first; /* where each slot's places start in place */
    uint32_t *place;
    uint32_t mask;
    int bar; /* support from which a candidate is believed */
};

/* Letters start .. end of the reading, in line `line`, aligned to the print from `at` to `to`. */
struct candidate {
    uint32_t line, start, end, at, to;
    int score;
    int above;         /* the part of the score that is above chance */
    int before, after; /* best support by a chain that ends or starts here, own score included */
};

static uint32_t slot_of(const struct print *p, const uint32_t *letter)
{
    uint64_t h = 0;
    for (int i = 0; i < GRAM; i++)
        h = (h ^ letter[i]) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32) & p->mask;
}

/* The longest run that two unrelated texts share grows with the logarithm of their lengths. The
 * constants are measured on prose, whose frequent words and phrases make it longer than that of
 * random letters. A print that is shorter than its bar must be found whole. */
static int bar_of(uint32_t letters)
{
    int bar = 5 + (int)(0.8 * log2((double)letters));
    return MIN(bar, (int)letters);
}

bool print_build(str text, struct arena *a, const struct print **ret_print, struct err *err)
{
    struct print *p = arena_new(a, struct print, 1);
    if (!fold(text, FOLD_BLIND, a, &p->text, err))
        return err_wrap(err, "an item's print");
    if (!p->text.n)
        return err_set(err, ERR_INVALID, "an item's print has no letters");
    p->bar = bar_of(p->text.n);
    uint32_t slots = 64, grams = p->text.n >= GRAM ? p->text.n - GRAM + 1 : 0;
    while (slots < grams)
        slots *= 2;
    p->mask = slots - 1;
    p->first = arena_new(a, uint32_t, (size_t)slots + 1);
    p->place = arena_new(a, uint32_t, grams);
    for (uint32_t i = 0; i < grams; i++)
        p->first[slot_of(p, p->text.letter + i) + 1]++;
    for (uint32_t i = 0; i < slots; i++)
        p->first[i + 1] += p->first[i];
    /* Filled from the back, each slot's end moves to its start. */
    for (uint32_t i = grams; i-- > 0;)
        p->place[--p->first[slot_of(p, p->text.letter + i) + 1]] = i;
    memmove(p->first, p->first + 1, slots * sizeof *p->first);
    p->first[slots] = grams;
    *ret_print = p;
    return true;
}

/* What a line of so many letters scores by chance in a print's next few lines, or in the whole of a
 * shorter print. Measured as the bar is. */
static int chance_of(uint32_t letters, uint32_t print_letters)
{
    double smaller = log2((double)NEAR_LINES * LINE_PITCH_MAX / (double)print_letters);
    double chance = 3.5 + log2((double)letters) - 0.8 * MAX(smaller - 1, 0.0);
    return chance < 1 ? 1 : (int)chance;
}

struct work {
    const struct print *print;
    struct folded text; /* of the reading */
    uint16_t *votes;    /* by diagonal; zero between lines */
    uint32_t *voted;    /* the diagonals that have votes */
    struct candidate *v;
    uint32_t n;
};

struct line {
    uint32_t number, start, end;
};

/* The best local alignment of a line with letters low .. high of the print. */
static struct candidate align(const struct work *w, struct line line, uint32_t low, uint32_t high)
{
    const uint32_t *print = w->print->text.letter, *read = w->text.letter;
    int score[WINDOW_MAX + 1] = {0};
    uint32_t start[WINDOW_MAX + 1], at[WINDOW_MAX + 1];
    struct candidate best = {.line = line.number};
    for (uint32_t i = line.start; i < line.end; i++) {
        int corner = 0;
        uint32_t corner_start = i, corner_at = low;
        for (uint32_t j = low; j < high; j++) {
            uint32_t k = j - low + 1;
            bool equal = read[i] == print[j];
            int s = corner + (equal ? 1 : -1);
            uint32_t from = corner ? corner_start : i, from_at = corner ? corner_at : j;
            if (score[k] - 1 > s) {
                s = score[k] - 1;
                from = start[k];
                from_at = at[k];
            }
            if (score[k - 1] - 1 > s) {
                s = score[k - 1] - 1;
                from = start[k - 1];
                from_at = at[k - 1];
            }
            corner = score[k];
            corner_start = start[k];
            corner_at = at[k];
            score[k] = MAX(s, 0);
            start[k] = from;
            at[k] = from_at;
            if (s > best.score)
                best = (struct candidate){line.number, from, i + 1, from_at, j + 1, s, 0, 0, 0};
        }
    }
    return best;
}

static uint32_t pair_votes(const struct work *w, uint32_t bucket)
{
    return (uint32_t)w->votes[bucket] + w->votes[bucket + 1];
}

static void add_candidates(struct work *w, struct line line)
{
    const struct print *p = w->print;
    uint32_t length = line.end - line.start, voted = 0;
    for (uint32_t i = line.start; i + GRAM <= line.end; i++) {
        uint32_t slot = slot_of(p, w->text.letter + i);
        uint32_t end = MIN(p->first[slot + 1], p->first[slot] + GRAM_PLACES_MAX);
        for (uint32_t k = p->first[slot]; k < end; k++) {
            uint32_t bucket = (p->place[k] + length - (i - line.start)) >> BUCKET_BITS;
            if (!w->votes[bucket]++)
                w->voted[voted++] = bucket;
        }
    }
    for (int n = 0; n < PLACES_A_LINE; n++) {
        uint32_t best = 0, most = 0;
        for (uint32_t i = 0; i < voted; i++) {
            uint32_t votes = pair_votes(w, w->voted[i]);
            if (votes > most) {
                most = votes;
                best = w->voted[i];
            }
        }
        if (!most)
            break;
        w->votes[best] = w->votes[best + 1] = 0;
        /* Diagonals from best to best + 2 buckets, of which `length` is the one at the start. */
        uint32_t from = best << BUCKET_BITS, to = (best + 2) << BUCKET_BITS;
        uint32_t low = from > length + MARGIN ? from - length - MARGIN : 0;
        uint32_t high = MIN(to + MARGIN, p->text.n);
        if (low >= high)
            continue;
        struct candidate c = align(w, line, low, high);
        c.above = c.score - chance_of(length, p->text.n);
        if (c.above > 0 || c.score >= p->bar)
            w->v[w->n++] = c;
    }
    for (uint32_t i = 0; i < voted; i++)
        w->votes[w->voted[i]] = 0;
}

/* Whether b may follow a on a page: a later part of the same line or a line soon after, and a
 * little further on in the print. */
static bool follows(const struct candidate *a, const struct candidate *b)
{
    uint32_t lines = b->line - a->line;
    return lines <= NEAR_LINES && b->start >= a->end && b->at + MARGIN >= a->to &&
           b->at <= a->to + (lines + 1) * LINE_PITCH_MAX;
}

static void support(struct work *w)
{
    for (uint32_t j = 0; j < w->n; j++) {
        struct candidate *b = &w->v[j];
        b->before = b->score;
        for (uint32_t i = j; i-- > 0 && b->line - w->v[i].line <= NEAR_LINES;)
            if (follows(&w->v[i], b))
                b->before = MAX(b->before, w->v[i].before + b->above);
    }
    for (uint32_t j = w->n; j-- > 0;) {
        struct candidate *a = &w->v[j];
        a->after = a->score;
        for (uint32_t i = j + 1; i < w->n && w->v[i].line - a->line <= NEAR_LINES; i++)
            if (follows(a, &w->v[i]))
                a->after = MAX(a->after, w->v[i].after + a->above);
    }
}

static uint32_t count_found(struct work *w, bool *found)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const struct candidate *c = &w->v[i];
        if (c->before + c->after - c->score >= w->print->bar)
            memset(found + c->start, true, c->end - c->start);
    }
    for (uint32_t i = 0; i < w->text.n; i++)
        n += found[i];
    return n;
}

static bool line_ends(const struct work *w, str reading, uint32_t i)
{
    return memchr(reading.p + w->text.from[i - 1], '\n', w->text.from[i] - w->text.from[i - 1]);
}

/* Misread letters are scattered; many together that are not found are words of something else. */
static void find_missed(const struct work *w, str reading, const bool *found,
                        struct text_coverage *c)
{
    uint32_t run = 0, last = 0, number = 0;
    for (uint32_t i = 0; i < w->text.n; i++) {
        if (i > 0 && line_ends(w, reading, i))
            run = 0;
        run = found[i] ? 0 : run + 1;
        if (run <= c->missed)
            continue;
        for (; last < w->text.from[i]; last++)
            number += reading.p[last] == '\n';
        c->missed = run;
        c->missed_line = number;
    }
}

bool text_coverage(const struct print *print, str reading, struct arena scratch,
                   struct text_coverage *ret_coverage, struct err *err)
{
    struct work w = {.print = print};
    if (reading.n > COVERAGE_READING_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a reading of %zu bytes: at most %d are compared", reading.n,
                       COVERAGE_READING_MAX_BYTES);
    if (!fold(reading, FOLD_BLIND, &scratch, &w.text, err))
        return false;
    size_t buckets = ((print->text.n + LINE_MAX) >> BUCKET_BITS) + 2;
    w.votes = arena_new(&scratch, uint16_t, buckets);
    w.voted = arena_new(&scratch, uint32_t, buckets);
    w.v = arena_new(&scratch, struct candidate, (size_t)PLACES_A_LINE * (w.text.n / GRAM + 1));

    struct line line = {0};
    for (uint32_t i = 1; i <= w.text.n; i++) {
        bool ends = i == w.text.n || line_ends(&w, reading, i);
        if (!ends && i - line.start < LINE_MAX)
            continue;
        line.end = i;
        add_candidates(&w, line);
        line = (struct line){line.number + 1, i, i};
    }
    support(&w);
    struct text_coverage c = {.letters = w.text.n, .print_letters = print->text.n};
    bool *found = arena_new(&scratch, bool, w.text.n);
    if (print->text.n >= GRAM) {
        c.found = count_found(&w, found);
    } else if (w.text.n == print->text.n && /* too short to align: the reading is it or is not */
               !memcmp(w.text.letter, print->text.letter, w.text.n * sizeof(uint32_t))) {
        memset(found, true, w.text.n);
        c.found = w.text.n;
    }
    find_missed(&w, reading, found, &c);
    c.found_pm = c.letters ? (int)((uint64_t)c.found * 1000 / c.letters) : 0;
    *ret_coverage = c;
    return true;
}

bool text_coverage_accounts(struct text_coverage c)
{
    uint64_t whole = (uint64_t)c.print_letters * COVERAGE_WHOLE_PRINT_PM / 1000;
    return c.found && c.found_pm >= COVERAGE_ACCOUNTS_PM &&
           c.found >= MIN(whole, (uint64_t)COVERAGE_ACCOUNTS_LETTERS);
}
