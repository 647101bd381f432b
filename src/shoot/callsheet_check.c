#include "shoot/callsheet_check.h"

#include <stdlib.h>

#include "shoot/callsheet_index.h"
#include "shoot/names.h"
#include "shoot/print.h"
#include "shoot/zone.h"

enum {
    /* "Did you mean" looks at this many ids at most, so that a hostile file costs little. */
    NEAREST_MAX_IDS = 2000,
};

struct check {
    const struct callsheet *c;
    const struct node *tree;
    struct line_words lines;
    struct diags *diags;
    struct arena scratch;
};

const struct node *node_child(const struct node *opt_map, const char *key)
{
    if (!opt_map || opt_map->kind != NODE_MAP)
        return NULL;
    return node_get(opt_map, str_of(key));
}

const struct node *node_item(const struct node *opt_list, size_t i, size_t n)
{
    if (!opt_list || opt_list->kind != NODE_LIST || opt_list->list.n != n)
        return NULL;
    return &opt_list->list.at[i];
}

uint32_t node_line(const struct node *opt_node, uint32_t otherwise)
{
    return opt_node ? opt_node->line : otherwise;
}

static const char *kind_words(enum id_kind kind)
{
    switch (kind) {
    case ID_TALENT:
        return "a person (talent)";
    case ID_ITEM:
        return "an item";
    case ID_PARTY:
        return "a party";
    case ID_PLACE:
        return "a place";
    case ID_DAY:
        return "a day";
    case ID_LOOK:
        return "a look";
    case ID_SHOT:
        return "a shot";
    case ID_LICENCE:
        return "a licence";
    }
    return "a thing";
}

static str say_line(struct check *k, uint32_t line, struct arena *a)
{
    return k->lines.say(k->lines.self, line, a);
}

static str nearest_id(struct check *k, const struct id_list *list, unsigned kinds, str id)
{
    if (k->diags->n == DIAGS_MAX)
        return (str){0};
    struct arena scratch = k->scratch;
    str *known = arena_new(&scratch, str, NEAREST_MAX_IDS);
    size_t n = 0;
    for (size_t i = 0; i < list->n && n < NEAREST_MAX_IDS; i++)
        if (list->at[i].kind & kinds)
            known[n++] = list->at[i].id;
    return diag_nearest(id, known, n);
}

/* That `id`, the value of `key`, names something of one of these kinds. An absent id is fine. */
static void check_ref(struct check *k, const struct id_list *list, unsigned kinds, str id,
                      uint32_t line, const char *key, const char *wants)
{
    if (!id.p)
        return;
    const struct id_entry *e = id_find(list, id);
    if (e && (e->kind & kinds))
        return;
    struct arena scratch = k->scratch;
    if (e) {
        diag_add(k->diags, line, 0, (str){0}, "%s names \"%.*s\", which is %s (%.*s); it wants %s",
                 key, STR(id), kind_words(e->kind), STR(say_line(k, e->line, &scratch)), wants);
        return;
    }
    str nearest = nearest_id(k, list, kinds, id);
    if (nearest.p)
        diag_add(k->diags, line, 0, str_format(&scratch, "%s: %.*s", key, STR(nearest)),
                 "%s names \"%.*s\", and nothing on the call sheet has this id: did you mean "
                 "\"%.*s\"?",
                 key, STR(id), STR(nearest));
    else
        diag_add(k->diags, line, 0, (str){0},
                 "%s names \"%.*s\", and nothing on the call sheet has this id; it wants %s", key,
                 STR(id), wants);
}

static int str_order(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

/* That a list of ids names things of these kinds, each once: people are counted by this list. */
static void check_refs(struct check *k, const struct id_list *list, const struct texts *ids,
                       enum id_kind kind, const struct node *opt_list, uint32_t line,
                       const char *key, const char *wants)
{
    for (size_t i = 0; i < ids->n; i++)
        check_ref(k, list, kind, ids->at[i], node_line(node_item(opt_list, i, ids->n), line), key,
                  wants);
    struct arena scratch = k->scratch;
    str *sorted = arena_new(&scratch, str, ids->n);
    for (size_t i = 0; i < ids->n; i++)
        sorted[i] = ids->at[i];
    if (ids->n > 1)
        qsort(sorted, ids->n, sizeof *sorted, str_order);
    for (size_t i = 1; i < ids->n; i++)
        if (str_eq(sorted[i - 1], sorted[i]) && (i < 2 || !str_eq(sorted[i - 2], sorted[i])))
            diag_add(k->diags, node_line(opt_list, line), 0, (str){0},
                     "%s names \"%.*s\" more than once", key, STR(sorted[i]));
}

/* What screening finds is called t1, u2 and so on; a reason must not seem to speak of that. */
static bool id_reserved(str id)
{
    static const char letters[] = "tuhmcfbo";
    bool found = false;
    for (const char *l = letters; *l; l++)
        found |= id.n > 1 && id.p[0] == *l;
    for (size_t i = 1; i < id.n; i++)
        found &= id.p[i] >= '0' && id.p[i] <= '9';
    return found;
}

static void check_unique(struct check *k, const struct id_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct id_entry *e = &list->at[i], *before = i > 0 ? e - 1 : NULL;
        struct arena scratch = k->scratch;
        if (before && str_eq(before->id, e->id))
            diag_add(k->diags, e->line, 0, (str){0},
                     "id \"%.*s\" stands for two things: %s here and %s (%.*s)", STR(e->id),
                     kind_words(e->kind), kind_words(before->kind),
                     STR(say_line(k, before->line, &scratch)));
        if (id_reserved(e->id))
            diag_add(
                k->diags, e->line, 0, S("id: person-1"),
                "id \"%.*s\" is kept for what screening finds (t1, u1, h1, m1, c1, f1, b1, o1 ...)",
                STR(e->id));
    }
}

static void check_order(struct check *k, struct date from, struct date until, uint32_t line,
                        const char *what, const char *example)
{
    if (date_present(from) && date_present(until) && date_cmp(from, until) > 0)
        diag_add(k->diags, line, 0, str_of(example), "%s: until is before from", what);
}

static struct date first_day(const struct callsheet *c)
{
    struct date first = {0};
    for (size_t i = 0; i < c->days.n; i++) {
        struct date d = c->days.at[i].date;
        if (date_present(d) && (!date_present(first) || date_cmp(d, first) < 0))
            first = d;
    }
    return first;
}

static void check_campaign(struct check *k)
{
    const struct callsheet *c = k->c;
    uint32_t house_line = node_line(node_child(k->tree, "house"), 1);
    check_ref(k, &c->index->things, ID_PARTY, c->house, house_line, "house",
              "a party of kind house");
    struct arena scratch = k->scratch;
    const struct party *house = c->house.p ? callsheet_party(c, c->house) : NULL;
    if (house && house->kind && house->kind != PARTY_HOUSE)
        diag_add(k->diags, house_line, 0, S("{id: maison-verne, name: Maison Verne, kind: house}"),
                 "house names \"%.*s\", whose kind (%.*s) is not house", STR(c->house),
                 STR(say_line(k, house->line, &scratch)));
}

void callsheet_check_zone(str zone, uint32_t line, struct diags *diags)
{
    if (!zone.p || zone_known(zone))
        return;
    str nearest = zone_nearest(zone);
    diag_add(diags, line, 0, S("time_zone: Europe/Paris"), "unknown time zone \"%.*s\"%s%.*s%s",
             STR(zone), nearest.p ? ": did you mean \"" : "", STR(nearest), nearest.p ? "\"?" : "");
}

static void check_days(struct check *k)
{
    const struct callsheet *c = k->c;
    for (size_t i = 0; i < c->places.n; i++) {
        const struct place *p = &c->places.at[i];
        callsheet_check_zone(p->time_zone, p->line, k->diags);
    }
    for (size_t i = 0; i < c->days.n; i++)
        check_ref(k, &c->index->places, ID_PLACE, c->days.at[i].place, c->days.at[i].line, "place",
                  "the id of a place");
    if (c->days.at && c->days.n == 0)
        diag_add(k->diags, node_line(node_child(k->tree, "days"), 1), 0,
                 S("days: [{id: day-1, date: 2022-09-14, place: studio-2}]"),
                 "days is empty, and ages are counted at the shoot");
}

/* Names are looked for in what pictures say, so that they never leave. */
static void check_name(struct check *k, str name, uint32_t line, const char *what)
{
    if (name.p && !name_usable(name, k->scratch))
        diag_add(k->diags, line, 0, S("name: Mia Lindqvist"),
                 "%s has no letters, or more than 128: it could not be kept out of reports", what);
}

static void check_talent(struct check *k)
{
    struct date first = first_day(k->c);
    for (size_t i = 0; i < k->c->talent.n; i++) {
        const struct talent *t = &k->c->talent.at[i];
        const struct node *node = node_item(node_child(k->tree, "talent"), i, k->c->talent.n);
        bool born = date_present(t->birth_date);
        /* Dates of birth are not printed: mistakes are copied into mails. */
        if (born && date_present(first) && date_cmp(t->birth_date, first) > 0)
            diag_add(k->diags, node_line(node_child(node, "birth_date"), t->line), 0,
                     S("birth_date: 2015-04-30"),
                     "the birth date of \"%.*s\" is after the first day of the shoot", STR(t->id));
        struct date signed_on = t->release.signed_on;
        if (born && date_present(signed_on) && date_cmp(signed_on, t->birth_date) < 0)
            diag_add(k->diags, t->release.line, 0, (str){0},
                     "the release of \"%.*s\" was signed before birth", STR(t->id));
        check_order(k, t->licence.from, t->licence.until, t->licence.line, "licence",
                    "licence: {from: 2022-09-10, until: 2022-09-20}");
        if (t->licence.not_needed.p && (t->licence.number.p || t->licence.authority.p))
            diag_add(k->diags, t->licence.line, 0, (str){0},
                     "the licence of \"%.*s\" has a number or an authority and is said not to be "
                     "needed: write one or the other",
                     STR(t->id));
        check_name(k, t->name, t->line, "name");
        check_name(k, t->guardian.name, t->guardian.line, "the guardian's name");
        check_name(k, t->release.signer, t->release.line, "the signer's name");
        check_name(k, t->chaperone.name, t->chaperone.line, "the chaperone's name");
        if (t->id.p && t->name.p && !name_is_nobodys(t->name) &&
            name_in_id(t->name, t->id, k->scratch))
            diag_add(k->diags, t->line, 0, S("id: person-1"),
                     "id \"%.*s\" holds the person's name: ids leave the house, names do not",
                     STR(t->id));
    }
}

static void check_words(struct check *k, const struct texts *texts, const struct node *opt_list,
                        uint32_t line, const char *key)
{
    for (size_t i = 0; i < texts->n; i++)
        if (!print_usable(texts->at[i], k->scratch))
            diag_add(k->diags, node_line(node_item(opt_list, i, texts->n), line), 0,
                     S("print: [\"Quarterly report, page 3\"]"),
                     "%s \"%.*s\" has fewer than two letters or digits: too little to tell it by",
                     key, STR(texts->at[i]));
}

/* A call sheet that somebody sent names no file outside its folder. */
static void check_scans(struct check *k, const struct item *item, const struct node *opt_list)
{
    for (size_t i = 0; i < item->print_scans.n; i++) {
        str rest = item->print_scans.at[i], part;
        bool outside = str_starts(rest, S("/"));
        while (str_cut(&rest, '/', &part))
            outside = outside || str_eq(part, S(".."));
        if (outside)
            diag_add(k->diags, node_line(node_item(opt_list, i, item->print_scans.n), item->line),
                     0, S("print_scans: [scans/report-page-3.png]"),
                     "print_scans \"%.*s\" is not in the call sheet's folder: copy the scan there",
                     STR(item->print_scans.at[i]));
    }
}

/* Print is kept folded for every picture; this much of it is far more than a shoot has. */
bool callsheet_check_print_size(const struct callsheet *c, struct diags *diags)
{
    size_t bytes = 0;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item *item = &c->items.at[i];
        for (size_t p = 0; p < item->print.n; p++)
            bytes += item->print.at[p].n;
        for (size_t p = 0; p < item->own_marks.n; p++)
            bytes += item->own_marks.at[p].n;
    }
    return bytes <= CALLSHEET_PRINT_MAX_BYTES ||
           diag_add(diags, 0, 0, (str){0},
                    "the items have %zu bytes of print, at most %d are allowed", bytes,
                    CALLSHEET_PRINT_MAX_BYTES);
}

static void check_items(struct check *k)
{
    const struct callsheet *c = k->c;
    callsheet_check_print_size(c, k->diags);
    const struct id_list *things = &c->index->things;
    for (size_t i = 0; i < c->items.n; i++) {
        const struct item *item = &c->items.at[i];
        const struct node *node = node_item(node_child(k->tree, "items"), i, c->items.n);
        check_ref(k, things, ID_PARTY | ID_TALENT, item->supplier,
                  node_line(node_child(node, "supplier"), item->line), "supplier",
                  "the id of a party or a person");
        check_ref(k, things, ID_PARTY, item->assessed_by,
                  node_line(node_child(node, "assessed_by"), item->line), "assessed_by",
                  "the id of a party");
        check_ref(k, things, ID_PARTY, item->approval.by, item->approval.line, "approval: by",
                  "the id of a party");
        /* The node, not the record: what could not be read was there all the same. */
        const struct node *themes = node_child(node, "themes");
        const struct node *by = node_child(node, "assessed_by");
        if (node && themes && !by)
            diag_add(k->diags, themes->line, 0, S("assessed_by: legal"),
                     "item \"%.*s\" has themes, and nobody stands for them: say who assessed it",
                     STR(item->id));
        if (node && by && !themes)
            diag_add(k->diags, by->line, 0, S("themes: []"),
                     "item \"%.*s\" was assessed, and the answer is missing: themes, [] for none",
                     STR(item->id));
        check_words(k, &item->print, node_child(node, "print"), item->line, "print");
        check_scans(k, item, node_child(node, "print_scans"));
        check_words(k, &item->own_marks, node_child(node, "own_marks"), item->line, "own_marks");
        for (size_t a = 0; a < item->themes.n; a++)
            for (size_t b = 0; b < a; b++)
                if (str_eq(item->themes.at[a], item->themes.at[b]))
                    diag_add(k->diags, node_line(themes, item->line), 0, (str){0},
                             "themes has \"%.*s\" twice", STR(item->themes.at[a]));
    }
}

static void check_licences(struct check *k)
{
    const struct callsheet *c = k->c;
    for (size_t i = 0; i < c->licences.n; i++) {
        const struct use_licence *l = &c->licences.at[i];
        const struct node *node = node_item(node_child(k->tree, "licences"), i, c->licences.n);
        check_ref(k, &c->index->things, ID_PARTY, l->party,
                  node_line(node_child(node, "party"), l->line), "party", "the id of a party");
        check_ref(k, &c->index->places, ID_PLACE, l->place,
                  node_line(node_child(node, "place"), l->line), "place", "the id of a place");
        check_refs(k, &c->index->shots, &l->shots, ID_SHOT, node_child(node, "shots"), l->line,
                   "shots", "the id of a shot");
        if (l->kind == LICENCE_LOCATION && node && !node_child(node, "place"))
            diag_add(k->diags, l->line, 0, S("place: studio-2"),
                     "licence \"%.*s\" is of a location and names no place", STR(l->id));
        if (l->kind == LICENCE_PHOTOGRAPH && l->place.p)
            diag_add(
                k->diags, l->line, 0, S("kind: location"),
                "licence \"%.*s\" is of photographs and names a place: only a location has one",
                STR(l->id));
        if (l->kind == LICENCE_LOCATION && l->shots.at)
            diag_add(k->diags, l->line, 0, S("kind: photograph"),
                     "licence \"%.*s\" is of a location and names shots: it holds for all that are "
                     "taken there",
                     STR(l->id));
        if (l->not_needed.p && date_present(l->signed_on))
            diag_add(k->diags, l->line, 0, (str){0},
                     "licence \"%.*s\" is signed and is said not to be needed: write one or the "
                     "other",
                     STR(l->id));
    }
}

static void check_setups(struct check *k)
{
    const struct callsheet *c = k->c;
    for (size_t i = 0; i < c->setups.n; i++) {
        const struct look *look = &c->setups.at[i];
        const struct node *shots =
            node_child(node_item(node_child(k->tree, "setups"), i, c->setups.n), "shots");
        for (size_t j = 0; j < look->shots.n; j++) {
            const struct shot *shot = &look->shots.at[j];
            const struct node *node = node_item(shots, j, look->shots.n);
            check_ref(k, &c->index->days, ID_DAY, shot->day,
                      node_line(node_child(node, "day"), shot->line), "day", "the id of a day");
            check_refs(k, &c->index->things, &shot->talent, ID_TALENT, node_child(node, "talent"),
                       shot->line, "talent", "the id of a person");
            check_refs(k, &c->index->things, &shot->items, ID_ITEM, node_child(node, "items"),
                       shot->line, "items", "the id of an item");
        }
    }
}

void callsheet_check(const struct callsheet *c, const struct node *tree, struct line_words lines,
                     struct arena scratch, struct diags *diags)
{
    struct check k = {c, tree, lines, diags, scratch};
    check_unique(&k, &c->index->things);
    check_unique(&k, &c->index->places);
    check_unique(&k, &c->index->days);
    check_unique(&k, &c->index->looks);
    check_unique(&k, &c->index->shots);
    check_campaign(&k);
    check_days(&k);
    check_talent(&k);
    check_items(&k);
    check_licences(&k);
    check_setups(&k);
    callsheet_check_scopes(c, tree, diags);
    callsheet_check_files(c, tree, lines, scratch, diags);
}
