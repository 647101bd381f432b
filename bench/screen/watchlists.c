/* Hits of watch-lists in plain text, and the time it takes: watchlists LIST.txt ... -- TEXT ...
 * Each text is cut into blocks of 40 lines, as pages would be. Prints list, term and the words as
 * they stand, then words, hits and hits in 200,000 words. */
#include "base/file.h"
#include "screen/watchlist.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    LISTS_MAX = 32,
    BLOCK_LINES = 40,
};

struct totals {
    size_t words, hits, blocks;
};

static size_t words_in(str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] > ' ' && (i == 0 || text.p[i - 1] <= ' ');
    return n;
}

static bool search(const struct watchlist *lists, size_t lists_n, str block, struct arena scratch,
                   struct totals *totals, struct err *err)
{
    totals->blocks++;
    totals->words += words_in(block);
    for (size_t k = 0; k < lists_n; k++) {
        struct arena inner = scratch;
        struct watchlist_hit *hits;
        size_t n;
        if (!watchlist_search(&lists[k], block, &inner, &hits, &n, err))
            return false;
        totals->hits += n;
        for (size_t i = 0; i < n; i++) {
            str found = str_first(str_from(block, hits[i].start), hits[i].end - hits[i].start);
            printf("%.*s\t%.*s\t%u edits\t%.*s\n", STR(lists[k].name), STR(hits[i].term),
                   hits[i].edits, STR(found));
        }
    }
    return true;
}

static bool search_text(const struct watchlist *lists, size_t lists_n, str text,
                        struct arena scratch, struct totals *totals, struct err *err)
{
    size_t start = 0, lines = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool last = i + 1 == text.n;
        lines += text.p[i] == '\n';
        if (!last && (text.p[i] != '\n' || lines < BLOCK_LINES))
            continue;
        str block = str_first(str_from(text, start), i + 1 - start);
        if (!search(lists, lists_n, block, scratch, totals, err))
            return false;
        start = i + 1;
        lines = 0;
    }
    return true;
}

static bool list_read(const char *path, struct arena *a, struct watchlist *ret, struct err *err)
{
    str text;
    struct diags diags = {.a = a};
    if (!file_read(path, WATCHLIST_MAX_BYTES, a, &text, err))
        return false;
    if (!watchlist_read(text, a, &diags, ret))
        return err_set(err, ERR_INVALID, "%s:%u: %.*s", path, diags.at[0].line,
                       STR(diags.at[0].what));
    return true;
}

int main(int argc, char **argv)
{
    struct arena a = arena_open((size_t)2 << 30);
    struct watchlist lists[LISTS_MAX];
    struct totals totals = {0};
    struct err err;
    size_t lists_n = 0;
    int i = 1;
    bool good = true;
    for (; good && i < argc && strcmp(argv[i], "--") != 0 && lists_n < LISTS_MAX; i++)
        good = list_read(argv[i], &a, &lists[lists_n++], &err);
    clock_t start = clock();
    for (i++; good && i < argc; i++) {
        struct arena one = a;
        str text;
        good = file_read(argv[i], 64 << 20, &one, &text, &err) &&
               search_text(lists, lists_n, text, one, &totals, &err);
    }
    if (!good)
        fprintf(stderr, "%s\n", err.msg);
    else if (totals.words)
        printf("%zu words, %zu hits, %.1f in 200,000 words, %.2f ms a block of %d lines\n",
               totals.words, totals.hits, 200000.0 * (double)totals.hits / (double)totals.words,
               1000.0 * (double)(clock() - start) / CLOCKS_PER_SEC / (double)totals.blocks,
               BLOCK_LINES);
    arena_close(&a);
    return good ? 0 : 1;
}
