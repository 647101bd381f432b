#include "shoot/callsheet_index.h"

#include <stdlib.h>

static int entry_cmp(const void *a, const void *b)
{
    const struct id_entry *x = a, *y = b;
    int order = str_cmp(x->id, y->id);
    if (order != 0)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Entries without an id were refused by the reader and cannot be meant by anything. */
static void entry_add(struct id_list *list, struct id_entry entry)
{
    if (entry.id.p)
        list->at[list->n++] = entry;
}

static void list_sort(struct id_list *list)
{
    if (list->n > 0)
        qsort(list->at, list->n, sizeof *list->at, entry_cmp);
}

#define LIST_ADD(list, c, member, id_kind)                                                         \
    for (size_t i = 0; i < (c)->member.n; i++)                                                     \
    entry_add(list, (struct id_entry){(c)->member.at[i].id, id_kind, (c)->member.at[i].line, i, 0})

static struct id_list list_new(struct arena *a, size_t n)
{
    return (struct id_list){.at = arena_new(a, struct id_entry, n)};
}

struct callsheet_index *callsheet_index_make(const struct callsheet *c, struct arena *a)
{
    struct callsheet_index *index = arena_new(a, struct callsheet_index, 1);
    index->things = list_new(a, c->talent.n + c->items.n + c->parties.n + c->licences.n);
    LIST_ADD(&index->things, c, talent, ID_TALENT);
    LIST_ADD(&index->things, c, items, ID_ITEM);
    LIST_ADD(&index->things, c, parties, ID_PARTY);
    LIST_ADD(&index->things, c, licences, ID_LICENCE);
    index->places = list_new(a, c->places.n);
    LIST_ADD(&index->places, c, places, ID_PLACE);
    index->days = list_new(a, c->days.n);
    LIST_ADD(&index->days, c, days, ID_DAY);
    index->looks = list_new(a, c->setups.n);
    LIST_ADD(&index->looks, c, setups, ID_LOOK);
    size_t n_shots = 0;
    for (size_t i = 0; i < c->setups.n; i++)
        n_shots += c->setups.at[i].shots.n;
    index->shots = list_new(a, n_shots);
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t j = 0; j < c->setups.at[i].shots.n; j++) {
            const struct shot *shot = &c->setups.at[i].shots.at[j];
            entry_add(&index->shots, (struct id_entry){shot->id, ID_SHOT, shot->line, j, i});
        }
    list_sort(&index->things);
    list_sort(&index->places);
    list_sort(&index->days);
    list_sort(&index->looks);
    list_sort(&index->shots);
    index->channels = codes_channels(a);
    index->territories = codes_territories(a);
    return index;
}

const struct id_entry *id_find(const struct id_list *list, str id)
{
    size_t lo = 0, hi = list->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (str_cmp(list->at[mid].id, id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < list->n && str_eq(list->at[lo].id, id) ? &list->at[lo] : NULL;
}

static const struct id_entry *thing(const struct callsheet *c, str id, enum id_kind kind)
{
    const struct id_entry *e = id_find(&c->index->things, id);
    return e && e->kind == kind ? e : NULL;
}

const struct talent *callsheet_talent(const struct callsheet *c, str id)
{
    const struct id_entry *e = thing(c, id, ID_TALENT);
    return e ? &c->talent.at[e->at] : NULL;
}

const struct item *callsheet_item(const struct callsheet *c, str id)
{
    const struct id_entry *e = thing(c, id, ID_ITEM);
    return e ? &c->items.at[e->at] : NULL;
}

const struct party *callsheet_party(const struct callsheet *c, str id)
{
    const struct id_entry *e = thing(c, id, ID_PARTY);
    return e ? &c->parties.at[e->at] : NULL;
}
