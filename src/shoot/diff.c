#include "shoot/diff.h"

#include <stdlib.h>
#include <string.h>

#include "shoot/facts.h"
#include "shoot/sheet_grid.h"

struct differ {
    const struct callsheet *old, *now;
    struct arena *a;
    struct texts changes;
    size_t room;
};

static void tell(struct differ *d, str words)
{
    if (d->changes.n == d->room) {
        d->room = d->room ? 2 * d->room : 64;
        str *more = arena_new(d->a, str, d->room);
        if (d->changes.n)
            memcpy(more, d->changes.at, d->changes.n * sizeof *more);
        d->changes.at = more;
    }
    /* Free words may name people too: those of either sheet. */
    words = facts_mask_names(d->old, words, d->a);
    d->changes.at[d->changes.n++] = facts_mask_names(d->now, words, d->a);
}

/* What a row of a table is called. */
static str row_words(const struct sheet_table *table, str key, struct arena *a)
{
    static const struct {
        const char *key, *one;
    } words[] = {
        {"", "campaign"},   {"usage", "usage"},   {"parties", "party"}, {"places", "place"},
        {"days", "day"},    {"talent", "talent"}, {"items", "item"},    {"licences", "licence"},
        {"setups", "shot"}, {"slates", "slate"},
    };
    for (size_t i = 0; i < countof(words); i++)
        if (strcmp(words[i].key, table->key) == 0)
            return key.n ? str_format(a, "%s %.*s", words[i].one, STR(key)) : str_of(words[i].one);
    assert(false && "every table has a word");
    return S("");
}

static int str_order(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static struct texts sorted(const struct grid_value *v, struct arena *a)
{
    struct texts texts = {arena_new(a, str, v->values.n), v->present ? v->values.n : 0};
    if (texts.n) {
        memcpy(texts.at, v->values.at, texts.n * sizeof *texts.at);
        qsort(texts.at, texts.n, sizeof *texts.at, str_order);
    }
    return texts;
}

/* "a, b" of what is in one sorted list more often than in the other. */
static str only_in(const struct texts *these, const struct texts *those, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0, k = 0; i < these->n; i++) {
        while (k < those->n && str_cmp(those->at[k], these->at[i]) < 0)
            k++;
        if (k < those->n && str_eq(those->at[k], these->at[i])) {
            k++;
            continue;
        }
        if (out.n)
            buf_put(&out, S(", "));
        buf_put(&out, these->at[i]);
    }
    return out.n ? str_copy(buf_str(&out), a) : (str){0};
}

static bool same(const struct grid_value *x, const struct grid_value *y, struct arena *a)
{
    if (x->present != y->present)
        return false;
    struct texts xs = sorted(x, a), ys = sorted(y, a);
    bool equal = xs.n == ys.n;
    for (size_t i = 0; equal && i < xs.n; i++)
        equal = str_eq(xs.at[i], ys.at[i]);
    return equal;
}

static str shown(const struct grid_value *v, struct arena *a)
{
    static const struct texts none;
    struct texts texts = sorted(v, a);
    if (!v->present)
        return S("not said");
    return texts.n ? only_in(&texts, &none, a) : S("none");
}

static void value_diff(struct differ *d, str row, const struct sheet_table *table, size_t column,
                       const struct grid_value *old, const struct grid_value *now)
{
    const struct sheet_column *of = &table->columns[column];
    const struct field *field = sheet_field(table, of);
    str name = sheet_first_name(of->names[SHEET_ENGLISH]);
    if (same(old, now, d->a))
        return;
    bool hidden = of->secret || strcmp(field->name, "print") == 0;
    if (hidden) {
        const char *how = !old->present   ? "said now"
                          : !now->present ? "not said any more"
                                          : "changed";
        tell(d, str_format(d->a, "%.*s: %.*s: %s", STR(row), STR(name), how));
        return;
    }
    if (!old->list || !old->present || !now->present || old->values.n == 0 || now->values.n == 0) {
        tell(d, str_format(d->a, "%.*s: %.*s: %.*s, was %.*s", STR(row), STR(name),
                           STR(shown(now, d->a)), STR(shown(old, d->a))));
        return;
    }
    struct texts before = sorted(old, d->a), after = sorted(now, d->a);
    str added = only_in(&after, &before, d->a), gone = only_in(&before, &after, d->a);
    if (added.p)
        tell(d, str_format(d->a, "%.*s: %.*s: new: %.*s", STR(row), STR(name), STR(added)));
    if (gone.p)
        tell(d, str_format(d->a, "%.*s: %.*s: gone: %.*s", STR(row), STR(name), STR(gone)));
}

/* ---- looks, which have a row for each of their shots ---- */

static const struct look *look_of_shot(const struct callsheet *c, str shot)
{
    for (size_t i = 0; i < c->setups.n; i++)
        for (size_t k = 0; k < c->setups.at[i].shots.n; k++)
            if (str_eq(c->setups.at[i].shots.at[k].id, shot))
                return &c->setups.at[i];
    return NULL;
}

static const struct look *look_by_id(const struct callsheet *c, str id)
{
    for (size_t i = 0; i < c->setups.n; i++)
        if (str_eq(c->setups.at[i].id, id))
            return &c->setups.at[i];
    return NULL;
}

/* What became of a look: itself, or the one look of another id, not there before, that all of its
 * shots that are left stand in; NULL for none. */
static const struct look *look_now(const struct differ *d, const struct look *old)
{
    const struct look *same = look_by_id(d->now, old->id), *heir = NULL;
    for (size_t i = 0; !same && i < old->shots.n; i++) {
        const struct look *now = look_of_shot(d->now, old->shots.at[i].id);
        if (now && ((heir && now != heir) || look_by_id(d->old, now->id)))
            return NULL;
        heir = now ? now : heir;
    }
    return same ? same : heir;
}

static void looks_diff(struct differ *d)
{
    for (size_t i = 0; i < d->old->setups.n; i++) {
        const struct look *old = &d->old->setups.at[i], *now = look_now(d, old);
        if (!now)
            continue;
        if (!str_eq(old->id, now->id))
            tell(d, str_format(d->a, "look %.*s: is look %.*s now", STR(old->id), STR(now->id)));
        str was = old->name.p ? old->name : S("not said"),
            is = now->name.p ? now->name : S("not said");
        if (!str_eq(old->name, now->name))
            tell(d, str_format(d->a, "look %.*s: name: %.*s, was %.*s", STR(now->id), STR(is),
                               STR(was)));
    }
}

/* Is what this column says told of the look as a whole? */
static bool told_of_look(const struct differ *d, const struct sheet_table *table, size_t column,
                         str shot)
{
    if (strcmp(table->key, "setups") != 0 ||
        str_starts(str_of(table->columns[column].path), S("shots.")))
        return false;
    if (strcmp(table->columns[column].path, "look") != 0)
        return true;
    const struct look *old = look_of_shot(d->old, shot);
    return !old || look_now(d, old) == look_of_shot(d->now, shot);
}

static int row_order(const void *a, const void *b)
{
    return str_cmp(((const struct grid_row *)a)->key, ((const struct grid_row *)b)->key);
}

static void table_diff(struct differ *d, const struct sheet_table *table)
{
    struct grid old = grid_make(d->old, table, d->a), now = grid_make(d->now, table, d->a);
    if (old.rows.n)
        qsort(old.rows.at, old.rows.n, sizeof *old.rows.at, row_order);
    if (now.rows.n)
        qsort(now.rows.at, now.rows.n, sizeof *now.rows.at, row_order);
    if (strcmp(table->key, "setups") == 0)
        looks_diff(d);
    for (size_t i = 0, k = 0; i < old.rows.n || k < now.rows.n;) {
        const struct grid_row *x = i < old.rows.n ? &old.rows.at[i] : NULL;
        const struct grid_row *y = k < now.rows.n ? &now.rows.at[k] : NULL;
        int order = !x ? 1 : !y ? -1 : str_cmp(x->key, y->key);
        str row = row_words(table, order <= 0 ? x->key : y->key, d->a);
        if (order < 0)
            tell(d, str_format(d->a, "%.*s: gone", STR(row)));
        if (order > 0)
            tell(d, str_format(d->a, "%.*s: new", STR(row)));
        for (size_t c = 0; order == 0 && c < table->n; c++)
            if (!told_of_look(d, table, c, x->key))
                value_diff(d, row, table, c, &x->values[c], &y->values[c]);
        i += order <= 0;
        k += order >= 0;
    }
}

struct texts callsheet_diff(const struct callsheet *old, const struct callsheet *now,
                            struct arena *a)
{
    struct differ d = {.old = old, .now = now, .a = a};
    for (size_t i = 0; i < sheet_tables_n; i++)
        table_diff(&d, &sheet_tables[i]);
    return d.changes;
}
