#include "shoot/callsheet.h"

#include <stdlib.h>

#include "codec/document.h"
#include "shoot/callsheet_check.h"
#include "shoot/callsheet_index.h"
#include "shoot/callsheet_tree.h"
#include "shoot/names.h"
#include "shoot/print.h"

enum {
    /* 16 bytes an id of the longest list, and the search for paths that two patterns share. */
    CHECK_ARENA_BYTES = 64 << 20,
};

static int diag_order(const void *a, const void *b)
{
    const struct diag *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return str_cmp(x->what, y->what);
}

static void fill_defaults(struct callsheet *c)
{
    for (size_t i = 0; i < c->items.n; i++)
        if (c->items.at[i].count == INT_ABSENT)
            c->items.at[i].count = 1;
}

bool callsheet_add_print(struct callsheet *c, const struct texts *read, struct arena *a,
                         struct diags *diags)
{
    struct arena scratch CLEANUP(arena_close) = arena_open(CHECK_ARENA_BYTES);
    struct callsheet with = *c;
    with.items.at = arena_new(a, struct item, c->items.n);
    bool good = true;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct texts *typed = &c->items.at[i].print;
        struct item *item = &with.items.at[i];
        *item = c->items.at[i];
        item->print = (struct texts){arena_new(a, str, typed->n + read[i].n), 0};
        for (size_t k = 0; k < typed->n; k++)
            item->print.at[item->print.n++] = typed->at[k];
        for (size_t k = 0; k < read[i].n; k++) {
            item->print.at[item->print.n++] = read[i].at[k];
            if (!print_usable(read[i].at[k], scratch))
                good = diag_add(diags, item->line, 0, (str){0},
                                "in a scan of item \"%.*s\" fewer than two letters could be read: "
                                "scan it larger, or type its print",
                                STR(item->id));
        }
    }
    if (!callsheet_check_print_size(&with, diags) || !good)
        return false;
    struct callsheet_index *index = arena_new(a, struct callsheet_index, 1);
    *index = *c->index;
    index->words = item_words_make(&with, a);
    with.index = index;
    *c = with;
    return true;
}

bool callsheet_from_tree(const struct node *tree, struct line_words lines, struct arena *a,
                         struct diags *diags, struct callsheet *ret)
{
    /* Not a copy of a: diags may grow there while the checks run. */
    struct arena scratch CLEANUP(arena_close) = arena_open(CHECK_ARENA_BYTES);
    size_t before = diags->n;
    struct callsheet c;
    bool good = record_read(&callsheet_record, tree, a, diags, &c);
    fill_defaults(&c);
    struct callsheet_index *index = callsheet_index_make(&c, a);
    c.index = index;
    callsheet_check(&c, tree, lines, scratch, diags);
    good = good && diags->n == before && diags->dropped == 0;
    qsort(diags->at + before, diags->n - before, sizeof *diags->at, diag_order);
    if (!good)
        return false;
    index->names = names_make(&c, a);
    index->words = item_words_make(&c, a);
    *ret = c;
    return true;
}

static str say_line(const void *self, uint32_t line, struct arena *a)
{
    (void)self;
    return str_format(a, "line %u", line);
}

bool callsheet_read(str bytes, struct arena *a, struct diags *diags, struct callsheet *ret)
{
    struct node tree;
    return document_read(bytes, a, diags, &tree) &&
           callsheet_from_tree(&tree, (struct line_words){say_line, NULL}, a, diags, ret);
}
