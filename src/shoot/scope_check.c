#include <string.h>

#include "shoot/callsheet_check.h"
#include "shoot/callsheet_index.h"
#include "shoot/scope.h"

/* Mistakes in usage and in the scope of papers: a word that is no channel allows nothing, and
 * whoever wrote it meant something. */

struct scoping {
    const struct callsheet *c;
    struct diags *diags;
};

static str all_of(struct codes codes, struct arena *a)
{
    CLEANUP(buf_done) struct buf out = {0};
    for (size_t i = 0; i < codes.n; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", STR(codes.at[i].id));
    return str_copy(buf_str(&out), a);
}

static void check_channels(struct scoping *k, const struct texts *ids, const struct node *opt_list,
                           uint32_t line)
{
    struct codes codes = k->c->index->channels;
    str known[CODES_MAX];
    for (size_t i = 0; i < codes.n; i++)
        known[i] = codes.at[i].id;
    for (size_t i = 0; i < ids->n; i++) {
        if (codes_find(codes, ids->at[i]) < codes.n)
            continue;
        str nearest = diag_nearest(ids->at[i], known, codes.n);
        diag_add(k->diags, node_line(node_item(opt_list, i, ids->n), line), 0,
                 S("channels: [web, print]"), "\"%.*s\" is no channel%s%.*s%s; they are: %.*s",
                 STR(ids->at[i]), nearest.p ? ": did you mean \"" : "", STR(nearest),
                 nearest.p ? "\"?" : "", STR(all_of(codes, k->diags->a)));
    }
}

static bool same_letters(str a, str b)
{
    return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* The code that somebody meant who wrote a name, small letters, or what is used for it. */
static str territory_meant(struct codes codes, str word)
{
    if (same_letters(word, S("UK")))
        return S("GB");
    if (same_letters(word, S("USA")))
        return S("US");
    if (same_letters(word, S("world")) || same_letters(word, S("worldwide")))
        return S("world");
    for (size_t i = 0; i < codes.n; i++)
        if (same_letters(word, codes.at[i].id) || same_letters(word, codes.at[i].words))
            return codes.at[i].id;
    return (str){0};
}

static void check_territories(struct scoping *k, const struct texts *ids, bool world_allowed,
                              const struct node *opt_list, uint32_t line, const char *key)
{
    struct codes codes = k->c->index->territories;
    for (size_t i = 0; i < ids->n; i++) {
        bool world = str_eq(ids->at[i], S("world"));
        uint32_t at = node_line(node_item(opt_list, i, ids->n), line);
        if (world && (!world_allowed || ids->n > 1))
            diag_add(k->diags, at, 0, S("{territories: [world], except: [US, CA]}"),
                     "world stands alone in territories");
        if (world || codes_find(codes, ids->at[i]) < codes.n)
            continue;
        str meant = territory_meant(codes, ids->at[i]);
        diag_add(k->diags, at, 0, S("territories: [FR, GB]"),
                 "%s: \"%.*s\" is no ISO 3166-1 code%s%.*s%s; data/territories.tsv lists them", key,
                 STR(ids->at[i]), meant.p ? ": did you mean \"" : "", STR(meant),
                 meant.p ? "\"?" : "");
    }
}

static void check_scope(struct scoping *k, const struct scope *s, const struct node *opt_node,
                        bool usage)
{
    if (!s->present)
        return;
    const struct node *channels = node_child(opt_node, "channels"),
                      *territories = node_child(opt_node, "territories"),
                      *except = node_child(opt_node, "except");
    check_channels(k, &s->channels, channels, s->line);
    check_territories(k, &s->territories, true, territories, s->line, "territories");
    check_territories(k, &s->except, false, except, s->line, "except");
    bool world = s->territories.n == 1 && str_eq(s->territories.at[0], S("world"));
    if (s->except.at && !world)
        diag_add(k->diags, node_line(except, s->line), 0,
                 S("{territories: [world], except: [US, CA]}"),
                 "except leaves out of the world: it needs territories: [world]");
    if (date_present(s->from) && date_present(s->until) && date_cmp(s->from, s->until) > 0)
        diag_add(k->diags, s->line, 0, S("{from: 2022-11-16, until: 2023-05-31}"),
                 "%s: until is before from", usage ? "usage" : "scope");
    if (usage && s->channels.at && s->channels.n == 0)
        diag_add(k->diags, node_line(channels, s->line), 0, S("channels: [web, print]"),
                 "usage: channels is empty: nothing is asked for");
    if (usage && s->territories.at && s->territories.n == 0)
        diag_add(k->diags, node_line(territories, s->line), 0, S("territories: [FR, GB]"),
                 "usage: territories is empty: nothing is asked for");
}

static const struct node *row(const struct node *tree, const char *list, size_t i, size_t n)
{
    return node_item(node_child(tree, list), i, n);
}

void callsheet_check_scopes(const struct callsheet *c, const struct node *tree, struct diags *diags)
{
    struct scoping k = {c, diags};
    const struct node *usage = node_child(tree, "usage");
    check_scope(&k, &c->usage.scope, usage, true);
    callsheet_check_zone(c->usage.time_zone,
                         node_line(node_child(usage, "time_zone"), c->usage.scope.line), diags);
    for (size_t i = 0; i < c->talent.n; i++) {
        const struct node *release = node_child(row(tree, "talent", i, c->talent.n), "release");
        check_scope(&k, &c->talent.at[i].release.scope, node_child(release, "scope"), false);
    }
    for (size_t i = 0; i < c->items.n; i++)
        check_scope(&k, &c->items.at[i].scope,
                    node_child(row(tree, "items", i, c->items.n), "scope"), false);
    for (size_t i = 0; i < c->licences.n; i++)
        check_scope(&k, &c->licences.at[i].scope,
                    node_child(row(tree, "licences", i, c->licences.n), "scope"), false);
}
