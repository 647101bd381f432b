#include "shoot/sheet_names.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME_IN_ID_BYTES = 48, /* so that a number fits behind it */
};

/* Everything that has an id, sorted by id and by name. */
struct thing {
    str id, name; /* the name as a key; "" for none */
    enum id_kind kind;
};

struct things {
    struct thing *by_id, *by_name;
    size_t n;
};

static int id_order(const void *a, const void *b)
{
    return str_cmp(((const struct thing *)a)->id, ((const struct thing *)b)->id);
}

static int name_order(const void *a, const void *b)
{
    int order = str_cmp(((const struct thing *)a)->name, ((const struct thing *)b)->name);
    return order ? order : id_order(a, b);
}

static const struct {
    const char *list;
    const char *name; /* what it is known by beside its id */
    enum id_kind kind;
} kinds[] = {
    {"parties", "name", ID_PARTY}, {"places", "name", ID_PLACE}, {"days", "date", ID_DAY},
    {"talent", "name", ID_TALENT}, {"items", "name", ID_ITEM},
};

static str text_at(struct node *map, const char *key)
{
    struct node *node = sheet_node(map, key);
    return node && node->kind == NODE_TEXT ? node->text : (str){0};
}

static str name_key(str opt_name, struct arena scratch, struct arena *a)
{
    return opt_name.p ? str_copy(sheet_key(opt_name, &scratch), a) : S("");
}

static size_t list_length(struct node *opt_list)
{
    return opt_list && opt_list->kind == NODE_LIST ? opt_list->list.n : 0;
}

static size_t most_things(struct node *tree)
{
    size_t n = 0;
    for (size_t k = 0; k < countof(kinds); k++)
        n += list_length(sheet_node(tree, kinds[k].list));
    struct node *looks = sheet_node(tree, "setups");
    for (size_t i = 0; i < list_length(looks); i++)
        n += list_length(sheet_node(&looks->list.at[i], "shots"));
    return n;
}

static void things_add(struct things *t, struct node *opt_list, const char *opt_name,
                       enum id_kind kind, struct arena scratch, struct arena *a)
{
    for (size_t i = 0; i < list_length(opt_list); i++) {
        struct node *row = &opt_list->list.at[i];
        str id = text_at(row, "id"), name = opt_name ? text_at(row, opt_name) : (str){0};
        if (id.p)
            t->by_id[t->n++] = (struct thing){id, name_key(name, scratch, a), kind};
    }
}

static struct things things_make(struct node *tree, struct arena scratch, struct arena *a)
{
    struct things t = {0};
    size_t most = most_things(tree);
    t.by_id = arena_new(a, struct thing, most);
    t.by_name = arena_new(a, struct thing, most);
    for (size_t k = 0; k < countof(kinds); k++)
        things_add(&t, sheet_node(tree, kinds[k].list), kinds[k].name, kinds[k].kind, scratch, a);
    struct node *looks = sheet_node(tree, "setups");
    for (size_t i = 0; i < list_length(looks); i++)
        things_add(&t, sheet_node(&looks->list.at[i], "shots"), NULL, ID_SHOT, scratch, a);
    if (t.n) {
        memcpy(t.by_name, t.by_id, t.n * sizeof *t.by_id);
        qsort(t.by_id, t.n, sizeof *t.by_id, id_order);
        qsort(t.by_name, t.n, sizeof *t.by_name, name_order);
    }
    return t;
}

/* The first entry that is not before key. */
static size_t lower_bound(const struct thing *at, size_t n,
                          int (*order)(const void *, const void *), const struct thing *key)
{
    size_t lo = 0;
    while (n > 0) {
        size_t half = n / 2;
        if (order(&at[lo + half], key) < 0) {
            lo += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return lo;
}

static bool id_known(const struct things *t, str id, unsigned refs)
{
    struct thing key = {.id = id};
    for (size_t i = lower_bound(t->by_id, t->n, id_order, &key);
         i < t->n && str_eq(t->by_id[i].id, id); i++)
        if (t->by_id[i].kind & refs)
            return true;
    return false;
}

/* How many things of these kinds are called so, and the id of the first. */
static size_t named(const struct things *t, str name, unsigned refs, str *ret_id)
{
    struct thing key = {.name = name, .id = S("")};
    size_t found = 0;
    for (size_t i = lower_bound(t->by_name, t->n, name_order, &key);
         name.n && i < t->n && str_eq(t->by_name[i].name, name); i++)
        if (t->by_name[i].kind & refs) {
            if (found++ == 0)
                *ret_id = t->by_name[i].id;
        }
    return found;
}

struct resolver {
    struct sheet_reader *r;
    struct things things;
    struct node *opt_made; /* the list of parties that grows; NULL where they are given */
};

static const char *refs_words(unsigned refs)
{
    switch (refs) {
    case ID_PARTY:
        return "party";
    case ID_TALENT:
        return "person";
    case ID_ITEM:
        return "item";
    case ID_PLACE:
        return "place";
    case ID_DAY:
        return "day";
    case ID_SHOT:
        return "shot";
    default:
        return "party or person";
    }
}

static str nearest(const struct things *t, str key, str slug, unsigned refs)
{
    enum {
        LOOKED_AT_MAX = 2000
    };
    unsigned best = (unsigned)(MAX(key.n, slug.n) / 3 + 1);
    str found = {0};
    for (size_t i = 0; i < MIN(t->n, (size_t)LOOKED_AT_MAX); i++) {
        const struct thing *thing = &t->by_id[i];
        if (!(thing->kind & refs))
            continue;
        unsigned distance =
            MIN(str_distance(slug, thing->id, best), str_distance(key, thing->name, best));
        if (distance < best) {
            best = distance;
            found = thing->id;
        }
    }
    return found;
}

/* A party that only its name tells of: what it does here is what the column says. */
static str party_make(struct resolver *v, const struct sheet_column *column, str name,
                      uint32_t place)
{
    struct node *list = v->opt_made;
    str id = sheet_slug(name, v->r->a);
    for (size_t i = 0; i < list->list.n; i++)
        if (str_eq(text_at(&list->list.at[i], "id"), id))
            return id;
    const char *kind = strcmp(column->path, "house") == 0      ? "house"
                       : strcmp(column->path, "supplier") == 0 ? "supplier"
                                                               : "person";
    struct node *map = sheet_list_add(list, v->r->a);
    *map = (struct node){.kind = NODE_MAP, .line = place};
    const struct {
        const char *key;
        str text;
    } pairs[] = {{"id", id}, {"name", name}, {"kind", str_of(kind)}};
    for (size_t i = 0; i < countof(pairs); i++) {
        struct node *value = sheet_map_add(map, pairs[i].key, place, v->r->a);
        value->kind = NODE_TEXT;
        value->text = pairs[i].text;
    }
    diag_add(v->r->told->notes, place, 0, (str){0},
             "no sheet of parties, so this one is made: %.*s, \"%.*s\", %s", STR(id), STR(name),
             kind);
    return id;
}

static bool resolve_day(struct resolver *v, str text, str *ret_id, bool *ret_ambiguous,
                        const char **ret_wrong)
{
    struct date date;
    struct arena scratch = v->r->scratch;
    return sheet_date(text, v->r->order, &date, ret_ambiguous, ret_wrong) &&
           named(&v->things, sheet_key(date_print(date, &scratch), &scratch), ID_DAY, ret_id) == 1;
}

static void resolve(struct resolver *v, const struct sheet_column *column, struct node *node)
{
    struct sheet_reader *r = v->r;
    if (node->kind != NODE_TEXT || id_known(&v->things, node->text, column->refs))
        return;
    struct arena scratch = r->scratch;
    str text = node->text, id, slug = sheet_slug(text, &scratch);
    str key = sheet_key(text, &scratch);
    size_t found = named(&v->things, key, column->refs, &id);
    bool ambiguous = false;
    const char *wrong = NULL;
    if (found > 1) {
        diag_add(r->told->mistakes, node->line, 0, (str){0},
                 "\"%.*s\" is the name of %zu: give the id", STR(text), found);
        return;
    }
    if (found == 0 && slug.n && id_known(&v->things, slug, column->refs)) {
        id = slug;
        found = 1;
    }
    if (found == 0 && (column->refs & ID_DAY) && resolve_day(v, text, &id, &ambiguous, &wrong))
        found = 1;
    if (ambiguous) {
        if (!r->told->ambiguous_date.p)
            r->told->ambiguous_date = text;
        diag_add(r->told->mistakes, node->line, 0, (str){0}, "\"%.*s\" %s", STR(text), wrong);
        return;
    }
    if (found) {
        node->text = str_copy(id, r->a);
        return;
    }
    if (v->opt_made && (column->refs & ID_PARTY) && slug.n) {
        node->text = party_make(v, column, text, node->line);
        return;
    }
    str near = nearest(&v->things, key, slug, column->refs);
    if (near.p)
        diag_add(r->told->mistakes, node->line, 0, (str){0},
                 "no %s has the id or name \"%.*s\": is %.*s meant?", refs_words(column->refs),
                 STR(text), STR(near));
    else
        diag_add(r->told->mistakes, node->line, 0, (str){0}, "no %s has the id or name \"%.*s\"",
                 refs_words(column->refs), STR(text));
}

static void resolve_row(struct resolver *v, const struct sheet_table *table, struct node *row)
{
    for (size_t i = 0; i < table->n; i++) {
        if (!table->columns[i].refs)
            continue;
        struct node *node = sheet_node(row, table->columns[i].path);
        if (node && node->kind == NODE_LIST)
            for (size_t k = 0; k < node->list.n; k++)
                resolve(v, &table->columns[i], &node->list.at[k]);
        else if (node)
            resolve(v, &table->columns[i], node);
    }
}

/* Rows of looks are already looks with lists of shots. */
static void resolve_looks(struct resolver *v, const struct sheet_table *table, struct node *looks)
{
    for (size_t i = 0; i < looks->list.n; i++) {
        struct node *shots = sheet_node(&looks->list.at[i], "shots");
        for (size_t k = 0; shots && shots->kind == NODE_LIST && k < shots->list.n; k++) {
            struct node_pair pair = {.key = S("shots"), .value = shots->list.at[k]};
            struct node row = {.kind = NODE_MAP, .map = {&pair, 1}};
            resolve_row(v, table, &row);
        }
    }
}

void sheet_names_resolve(struct sheet_reader *r, struct node *tree,
                         const struct sheet_origin *origins, size_t n)
{
    struct resolver v = {.r = r, .things = things_make(tree, r->scratch, r->a)};
    struct node *parties = sheet_node(tree, "parties");
    if (!parties) {
        v.opt_made = sheet_map_add(tree, "parties", 0, r->a);
        v.opt_made->kind = NODE_LIST;
    }
    /* The house before all others: a house that also supplies is made as the house. */
    for (size_t i = 0; i < n; i++)
        if (!*origins[i].table->key)
            resolve_row(&v, origins[i].table, tree);
    for (size_t i = 0; i < n; i++) {
        const struct sheet_table *table = origins[i].table;
        struct node *at = table->single ? NULL : sheet_node(tree, table->key);
        if (!at)
            continue;
        if (strcmp(table->key, "setups") == 0)
            resolve_looks(&v, table, at);
        else
            for (size_t k = 0; k < at->list.n; k++)
                resolve_row(&v, table, &at->list.at[k]);
    }
}

static int str_order(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

/* Sorted: those of the rows, and those of the base, so that nobody gets the id of somebody else. */
struct ids {
    str *at;
    size_t n;
    size_t number; /* the last that was made of a number */
};

static bool ids_have(const struct ids *ids, str id)
{
    return ids->n && bsearch(&id, ids->at, ids->n, sizeof *ids->at, str_order);
}

static void ids_insert(struct ids *ids, str id)
{
    size_t at = ids->n++;
    for (; at > 0 && str_cmp(ids->at[at - 1], id) > 0; at--)
        ids->at[at] = ids->at[at - 1];
    ids->at[at] = id;
}

/* An id that no row has: of the name, but for people; with a number where that is needed. */
static str new_id(struct ids *ids, const struct sheet_table *table, struct node *row,
                  struct arena *a)
{
    str base = str_of(table->made_id), name = text_at(row, "name");
    bool person = strcmp(table->key, "talent") == 0;
    if (!person && name.p) {
        str slug = sheet_slug(str_first(name, MIN(name.n, (size_t)NAME_IN_ID_BYTES)), a);
        if (slug.n && !ids_have(ids, slug))
            return slug;
        if (slug.n)
            base = slug;
    }
    for (;;) {
        str id = str_format(a, "%.*s-%zu", STR(base), ++ids->number);
        if (!ids_have(ids, id))
            return id;
    }
}

static void set_id(struct node *row, str id, uint32_t place, struct arena *a)
{
    struct node *node = sheet_node(row, "id");
    if (!node)
        node = sheet_map_add(row, "id", place, a);
    uint32_t line = node->line;
    *node = (struct node){.kind = NODE_TEXT, .line = line, .text = id};
}

/* Ids that people wrote, as Gatefold writes them. */
static void ids_rewrite(struct sheet_reader *r, struct node *rows, size_t number, struct ids *ids)
{
    size_t rewritten = 0;
    str from = {0}, to = {0};
    for (size_t i = 0; i < rows->list.n; i++) {
        struct node *row = &rows->list.at[i];
        str id = text_at(row, "id");
        if (!id.p)
            continue;
        str slug = sheet_id(id, r->a);
        if (slug.n && !str_eq(slug, id)) {
            set_id(row, slug, row->line, r->a);
            if (rewritten++ == 0) {
                from = id;
                to = slug;
            }
        }
        ids->at[ids->n++] = slug;
    }
    if (ids->n)
        qsort(ids->at, ids->n, sizeof *ids->at, str_order);
    if (rewritten)
        diag_add(r->told->notes, place_make(number, 0, 0), 0, (str){0},
                 "%zu id%s rewritten in small letters, digits and \"-\": \"%.*s\" is %.*s",
                 rewritten, rewritten == 1 ? " is" : "s are", STR(from), STR(to));
}

/* Who is in the base by the same name keeps his id: settlements and papers name it. */
static size_t ids_keep(struct sheet_reader *r, struct node *rows, struct node *opt_base,
                       struct ids *ids)
{
    size_t kept = 0, n = list_length(opt_base);
    struct things base = {.by_name = arena_new(r->a, struct thing, n)};
    base.by_id = base.by_name;
    things_add(&base, opt_base, "name", ID_TALENT, r->scratch, r->a);
    if (base.n)
        qsort(base.by_name, base.n, sizeof *base.by_name, name_order);
    for (size_t i = 0; i < rows->list.n; i++) {
        struct node *row = &rows->list.at[i];
        str name = text_at(row, "name"), id;
        struct arena scratch = r->scratch;
        if (sheet_node(row, "id") || !name.p ||
            named(&base, sheet_key(name, &scratch), ID_TALENT, &id) != 1 || ids_have(ids, id))
            continue;
        set_id(row, id, row->line, r->a);
        ids_insert(ids, id);
        kept++;
    }
    for (size_t i = 0; i < base.n; i++)
        if (!ids_have(ids, base.by_name[i].id))
            ids_insert(ids, base.by_name[i].id);
    return kept;
}

void sheet_ids_make(struct sheet_reader *r, const struct sheet_table *table, struct node *rows,
                    struct node *opt_base, size_t number)
{
    size_t n = rows->list.n, made = 0;
    struct ids ids = {.at = arena_new(r->a, str, n + list_length(opt_base))};
    ids_rewrite(r, rows, number, &ids);
    size_t kept = ids_keep(r, rows, opt_base, &ids);
    for (size_t i = 0; i < n; i++) {
        struct node *row = &rows->list.at[i];
        if (sheet_node(row, "id"))
            continue;
        str id = new_id(&ids, table, row, r->a);
        set_id(row, id, row->line, r->a);
        ids_insert(&ids, id);
        made++;
    }
    uint32_t place = place_make(number, 0, 0);
    if (kept)
        diag_add(r->told->notes, place, 0, (str){0},
                 "%zu row%s had no id and got that of the same name in the base", kept,
                 kept == 1 ? "" : "s");
    if (made)
        diag_add(r->told->notes, place, 0, (str){0},
                 "%zu row%s had no id and got one: write ids into the sheet, or another import may "
                 "make others",
                 made, made == 1 ? "" : "s");
}
