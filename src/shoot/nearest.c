#include "shoot/nearest.h"

#include "shoot/callsheet_index.h"
#include "shoot/print.h"

/* The reading's lines, as match/text_coverage.h and shoot/gram.h want them. */
struct reading {
    str text;
    struct gram_lines grams;
};

static struct reading reading_make(str text, struct arena *a)
{
    size_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    str *lines = arena_new(a, str, n);
    size_t *at = arena_new(a, size_t, n);
    str rest = text, line;
    size_t used = 0;
    while (str_cut(&rest, '\n', &line)) {
        at[used] = used;
        lines[used++] = line;
    }
    return (struct reading){text, gram_lines_make(lines, at, used, a)};
}

static int64_t found_pm(const struct item_words *words, struct reading reading,
                        struct arena scratch)
{
    int64_t best = 0;
    for (size_t i = 0; i < words->prints.n; i++) {
        struct text_coverage c;
        struct err err;
        const struct item_print *print = &words->prints.at[i];
        if (gram_may_stand(print->grams, reading.grams) &&
            text_coverage(print->print, reading.text, scratch, &c, &err))
            best = MAX(best, (int64_t)c.found_pm);
    }
    return best;
}

size_t callsheet_nearest(const struct callsheet *c, str reading, struct near_item *ret_near,
                         size_t max, struct arena scratch)
{
    struct reading r = reading_make(reading, &scratch);
    size_t n = 0;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item_words *words = &c->index->words[i];
        int64_t pm = found_pm(words, r, scratch);
        if (pm == 0 || (n == max && ret_near[n - 1].found_pm >= pm))
            continue;
        size_t at = n < max ? n++ : n - 1;
        for (; at > 0 && ret_near[at - 1].found_pm < pm; at--)
            ret_near[at] = ret_near[at - 1];
        ret_near[at] = (struct near_item){words->item, pm};
    }
    return n;
}
